"""Rows of a file become needs of partnerships that are with us."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from models import Area, Need, NeedPart, Partnership
from models.vocabulary import Beneficiary, EntryState, PartnershipKind, Safeguarding

from ..cases import log
from ..matching.errors import BadRow
from ..matching.layout import NeedRow, parse_need_row
from ..reference.names import name_key
from . import columns, placing
from .ready import Ready, changes, check_lengths, shortened


class NeedImport:
    """Reads rows, finds the need each is about, makes or changes it.

    ``partnership`` is the name of the one that all rows belong to; without it each row names its
    own. Only a trial (``state`` LIVE) makes a partnership that is not there.
    """

    columns: tuple[str, ...] = columns.NEED
    noun = "needs"

    def __init__(self, session: Session, state: EntryState, partnership: str = "") -> None:
        self.session = session
        self.state = state
        self.partnership = partnership
        self._partnerships: dict[str, int] = {}
        self._covers: set[tuple[int, str]] = set()
        self._index: dict[tuple[Any, ...], Need] = {}

    def read(self, row: int, cells: Mapping[str, str]) -> Ready:
        """One row, with its place and partnership looked up. Raises BadRow."""
        check_lengths(cells)
        parsed = parse_need_row({"id": str(row), **cells})
        parts = _parts(parsed) if cells.get("parts") else None
        partnership = self._partnership(self.partnership or parsed.partnership)
        where, notes, _outside = placing.place(parsed.postcode, parsed.district)
        title = parsed.title or shortened(parsed.words)
        values: dict[str, Any] = {"partnership_id": partnership, "title": title, "words": parsed.words}
        given: dict[str, dict[str, Any]] = {
            "theme": {"theme": parsed.theme},
            "second_theme": {"second_theme": parsed.second_theme},
            "done_looks_like": {"done_looks_like": parsed.done_looks_like},
            "not_wanted": {"not_wanted": parsed.not_wanted},
            "who_benefits": {"who_benefits": [Beneficiary(code) for code in dict.fromkeys(parsed.who_benefits)]},
            "children": {"children": parsed.children},
            "sectors_wanted": {"sectors_text": parsed.sectors_wanted},
            "until": {"ends_on": parsed.until},
        }
        for column, fields in given.items():
            if column in cells:
                values.update(fields)
        if "postcode" in cells or "district" in cells:
            values.update(where)
        if cells.get("children") and parsed.children is Safeguarding.UNDECIDED:
            notes.append(f"“{cells['children'][:60]}” does not say whether children are involved: left as undecided.")
        return Ready(row, title, cells.get("id") or None, values, parts, notes)

    def look_up(self, chunk: Sequence[Ready]) -> None:
        """Fetch every need that a row of the chunk could be."""
        keys = {ready.source_key for ready in chunk} - {None}
        titles = {ready.values["title"] for ready in chunk}
        owners = {ready.values["partnership_id"] for ready in chunk}
        statement = (
            select(Need)
            .where(
                Need.partnership_id.in_(owners),
                Need.state != EntryState.ENDED,
                or_(Need.source_key.in_(keys), Need.title.in_(titles)),
            )
            .options(selectinload(Need.parts))
            .order_by(Need.id)
        )
        self._index = {}
        for need in self.session.scalars(statement):
            self._put(need)

    def find(self, ready: Ready) -> Need | None:
        """The need a row is about: the same partnership and the same id, or the same title and words."""
        owner = ready.values["partnership_id"]
        if ready.source_key and (found := self._index.get((owner, "id", ready.source_key))):
            return found
        found = self._index.get((owner, ready.values["title"], ready.values["words"]))
        if found and found.source_key and ready.source_key:
            return None  # two ids of one file are two needs, however alike
        return found

    def perhaps(self, ready: Ready) -> None:
        """Needs are known by their partnership, title and words, or not at all."""

    def foresee(self, ready: Ready) -> None:
        """Needs are not looked through beforehand."""

    def make(self, ready: Ready) -> Need:
        need = Need(state=self.state, source="import", source_key=ready.source_key, **ready.values)
        need.parts = [NeedPart(**part) for part in ready.listed or ()]
        self.session.add(need)
        self._put(need)
        if self.state is EntryState.LIVE:
            self._cover(need)
        return need

    def change(self, need: Need, ready: Ready) -> list[str]:
        """Bring an imported need up to its row. Returns the columns that changed."""
        changed = changes(need, ready.values)
        if ready.listed is not None:
            there = [{"kind": p.kind, "amount": p.amount, "places": p.places} for p in need.parts]
            if there != ready.listed:
                by_kind = {part.kind: part for part in need.parts}
                need.parts = [_part(by_kind.get(part["kind"]), part) for part in ready.listed]
                changed.append("parts")
        return changed

    def _put(self, need: Need) -> None:
        if need.source_key:
            self._index[need.partnership_id, "id", need.source_key] = need
        self._index.setdefault((need.partnership_id, need.title, need.words), need)

    def _partnership(self, name: str) -> int:
        if not name:
            raise BadRow("partnership", "It does not say whose need it is. Name the partnership with --partnership.")
        key = name_key(name)
        if not self._partnerships:
            there = self.session.execute(
                select(Partnership.name, Partnership.id)
                .where(Partnership.state != EntryState.ENDED)
                .order_by(Partnership.id.desc())
            )
            self._partnerships = {name_key(row.name): row.id for row in there}
        if key not in self._partnerships:
            if self.state is not EntryState.LIVE:
                raise BadRow("partnership", f"There is no partnership called “{name}”. Register it first.")
            made = Partnership(name=name, kind=PartnershipKind.OTHER, state=self.state, source="import")
            self.session.add(made)
            log.record(self.session, made, "imported", words="Made for the needs of a file.")
            self._partnerships[key] = made.id
        return self._partnerships[key]

    def _cover(self, need: Need) -> None:
        """In a trial a partnership covers the areas of its needs."""
        pair = (need.partnership_id, need.area_code or "")
        if need.area_code and pair not in self._covers:
            partnership = self.session.get_one(Partnership, need.partnership_id)
            area = self.session.get_one(Area, need.area_code)
            if area not in partnership.areas:
                partnership.areas.append(area)
            self._covers.add(pair)


def _part(there: NeedPart | None, wanted: dict[str, Any]) -> NeedPart:
    """The part of that kind, kept where there is one: a need has one part a kind."""
    if there is None:
        return NeedPart(**wanted)
    there.amount, there.places = wanted["amount"], wanted["places"]
    return there


def _parts(row: NeedRow) -> list[dict[str, Any]]:
    kinds = [part.kind for part in row.parts]
    twice = next((kind for kind in kinds if kinds.count(kind) > 1), None)
    if twice is not None:
        raise BadRow("parts", f"{twice.value} stands there twice. Put its amounts together.")
    return [{"kind": part.kind, "amount": part.amount, "places": part.places} for part in row.parts]
