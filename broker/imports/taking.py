"""What becomes of rows that were read: made, changed, or led to what is with us. Both doors go through here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy.orm import Session

from models import EntryEvent
from models.vocabulary import EntryState, RowDecision, RowOutcome

from ..cases.log import KIND_OF, AnyEntry
from .ready import Ready


class Importer(Protocol):
    """What businesses and needs have in common."""

    session: Session
    state: EntryState
    columns: tuple[str, ...]
    noun: str

    def read(self, row: int, cells: dict[str, str]) -> Ready: ...
    def look_up(self, chunk: list[Ready]) -> None: ...
    def find(self, ready: Ready) -> Any: ...
    def perhaps(self, ready: Ready) -> Any: ...
    def foresee(self, ready: Ready) -> None: ...
    def make(self, ready: Ready) -> Any: ...
    def change(self, entry: Any, ready: Ready) -> list[str]: ...


@dataclass(slots=True)
class Taken:
    """What became, or would become, of one row. ``entry`` is what it became or is about; ``twin`` says in a
    sentence which entry it may be, where nobody has decided."""

    ready: Ready
    outcome: RowOutcome
    sentence: str = ""
    entry: Any = None
    twin: str = ""


class Taking:
    """One run over a file. ``seen`` says which row of it an entry came from: two rows of a file never change
    one entry, so that a second run finds nothing to do. Where the rows of a run are committed in pieces, the
    caller tells what was seen before."""

    def __init__(self, importer: Importer, *, asks: bool = False) -> None:
        self.importer = importer
        self.session = importer.session
        self.asks = asks
        self.seen: dict[int, int] = {}

    def look(self, chunk: list[Ready]) -> list[Taken]:
        """What would become of rows. Nothing is made or changed."""
        self.importer.look_up(chunk)
        return [self._looked(ready) for ready in chunk]

    def take(self, chunk: list[Ready], decisions: Mapping[int, RowDecision] | None = None) -> list[Taken]:
        """Make and change the entries of rows, and flush them with their log. ``decisions`` of people are by
        row number."""
        new: dict[int, Ready] = {}
        with self.session.no_autoflush:
            self.importer.look_up(chunk)
            taken = [self._took(ready, (decisions or {}).get(ready.row), new) for ready in chunk]
        self.session.flush()
        for one in taken:
            if one.outcome is RowOutcome.NEW:
                self.seen[one.entry.id] = one.ready.row
        self.session.add_all([self._event(one) for one in taken if one.outcome in (RowOutcome.NEW, RowOutcome.CHANGED)])
        self.session.flush()
        return taken

    def let_go(self) -> None:
        """Forget the rows that were taken, so that a long file takes no more memory."""
        self.session.expunge_all()

    def _looked(self, ready: Ready) -> Taken:
        entry = self.importer.find(ready)
        if entry is None:
            twin = self._twin(ready)
            if twin is not None and self.asks:
                return Taken(ready, RowOutcome.PERHAPS, _perhaps(twin), twin)
            self.importer.foresee(ready)
            return Taken(ready, RowOutcome.NEW)
        row = getattr(entry, "row", None) or self.seen.get(entry.id)
        if row is not None:
            return Taken(ready, RowOutcome.HERE, _same_as(row))
        self.seen[entry.id] = ready.row
        if not self._is_ours(entry):
            return Taken(ready, RowOutcome.HERE, _left_alone(entry), entry)
        with self.session.no_autoflush:
            changed = self.importer.change(entry, ready)
        return self._changed(ready, entry, changed)

    def _took(self, ready: Ready, decision: RowDecision | None, new: dict[int, Ready]) -> Taken:
        entry = None if decision is RowDecision.ANOTHER else self.importer.find(ready)
        if entry is None:
            twin = None if decision is RowDecision.ANOTHER else self._twin(ready)
            if twin is not None and self.asks:
                return Taken(ready, RowOutcome.PERHAPS, _perhaps(twin), twin)
            made = self.importer.make(ready)
            new[id(made)] = ready
            return Taken(ready, RowOutcome.NEW, entry=made, twin=_perhaps(twin) if twin is not None else "")
        before = new[id(entry)].row if id(entry) in new else self.seen.get(entry.id)
        if before is not None:
            return Taken(ready, RowOutcome.HERE, _same_as(before))
        self.seen[entry.id] = ready.row
        if not self._is_ours(entry):
            return Taken(ready, RowOutcome.HERE, _left_alone(entry), entry)
        return self._changed(ready, entry, self.importer.change(entry, ready))

    def _twin(self, ready: Ready) -> Any:
        twin = self.importer.perhaps(ready)
        return None if twin is None or twin.id in self.seen else twin

    def _is_ours(self, entry: Any) -> bool:
        """Whether an entry came from a list, and nobody has read it: then a list may change it."""
        return entry.source == "import" and entry.state is self.importer.state

    def _changed(self, ready: Ready, entry: Any, changed: list[str]) -> Taken:
        if not changed:
            return Taken(ready, RowOutcome.HERE, f"With us as {entry.reference}. Nothing has changed.", entry)
        return Taken(ready, RowOutcome.CHANGED, f"{entry.reference}: {', '.join(changed)}.", entry)

    def _event(self, one: Taken) -> EntryEvent:
        entry: AnyEntry = one.entry
        changed = one.outcome is RowOutcome.CHANGED
        return EntryEvent(
            entry_kind=KIND_OF[type(entry)],
            entry_id=entry.id,
            what="changed" if changed else "imported",
            from_state=entry.state if changed else None,
            to_state=entry.state,
            words="\n".join([f"Row {one.ready.row:,} of a file.", *one.ready.notes]),
        )


def _same_as(row: int) -> str:
    return f"The same as row {row:,}, and left out."


def _left_alone(entry: Any) -> str:
    return f"With us as {entry.reference}. Its own entry is left as it is."


def _perhaps(twin: Any) -> str:
    return f"Perhaps the same as {twin.reference}, {twin.name[:100]}."
