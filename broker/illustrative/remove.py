"""Take the illustrative programme out of the database, and whatever hangs from it.

What hangs from what is read off the tables' foreign keys, so that a new table is thought of too.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from sqlalchemy import Column, ColumnElement, Table, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from models import Account, Base
from models.vocabulary import EntryKind

Key = tuple[object, ...]
ENTRY_TABLES = {kind: Base.metadata.tables[kind.value] for kind in EntryKind}
#: A row stays, and forgets the link, where it only mentioned one of these.
MENTIONED = {"broker", "neighbourhood", "draft", "message", "suggestion", "match", "decision"}
#: These belong to an account; all else that names an account is history.
OF_AN_ACCOUNT = {"role_grant", "account_area", "link", "message", "draft"}
AT_ONCE = 400


def remove_illustrative(session: Session) -> dict[str, int]:
    """Remove it all; real entries stay. Returns rows removed per table; the caller commits.

    An account that acted on a real entry is kept for the record, closed and without roles.
    """
    session.flush()
    doomed = _Doomed(session)
    doomed.gather()
    counts = doomed.remove()
    closed = _close_accounts(session)
    session.expire_all()
    return {**counts, **closed}


class _Doomed:
    """The rows to go, by table: those marked, then those that hang from them."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.keys: dict[Table, set[Key]] = defaultdict(set)

    def gather(self) -> None:
        for table in Base.metadata.sorted_tables:
            if "illustrative" in table.c and table is not Account.__table__:
                self._add(table, self._find(table, table.c.illustrative))
        made_up = select(Account.id).where(Account.illustrative)
        for table, column, target in _references():
            if target is Account.__table__ and table.name in OF_AN_ACCOUNT:
                self._add(table, self._find(table, column.in_(made_up)))
        while self._widen():
            pass

    def remove(self) -> dict[str, int]:
        self._forget_mentions()
        for table in reversed(Base.metadata.sorted_tables):
            for some in _chunks(self.keys[table]):
                self.session.execute(delete(table).where(_is_one_of(table, some)))
        return {table.name: len(keys) for table, keys in self.keys.items() if keys}

    def _widen(self) -> bool:
        grown = False
        for table, column, target in _references():
            if not _only_mentions(column, target):
                for some in _chunks({key[0] for key in self.keys[target]}):
                    grown |= self._add(table, self._find(table, column.in_(some)))
        for table in Base.metadata.sorted_tables:
            if {"entry_kind", "entry_id"} <= set(table.c.keys()):
                for kind, target in ENTRY_TABLES.items():
                    for some in _chunks({key[0] for key in self.keys[target]}):
                        about = and_(table.c.entry_kind == kind, table.c.entry_id.in_(some))
                        grown |= self._add(table, self._find(table, about))
        return grown

    def _forget_mentions(self) -> None:
        for table, column, target in _references():
            if _only_mentions(column, target):
                for some in _chunks({key[0] for key in self.keys[target]}):
                    self.session.execute(update(table).where(column.in_(some)).values({column.name: None}))

    def _find(self, table: Table, condition: ColumnElement[bool]) -> set[Key]:
        found = self.session.execute(select(*table.primary_key.columns).where(condition))
        return {tuple(row) for row in found}

    def _add(self, table: Table, keys: set[Key]) -> bool:
        before = len(self.keys[table])
        self.keys[table] |= keys
        return len(self.keys[table]) > before


def _close_accounts(session: Session) -> dict[str, int]:
    """Remove the illustrative accounts; close those that history still names."""
    made_up = set(session.scalars(select(Account.id).where(Account.illustrative)))
    named: set[int] = set()
    for _, column, target in _references():
        if target is Account.__table__:
            for some in _chunks(made_up):
                named |= set(session.scalars(select(column).where(column.in_(some))))
    for some in _chunks(made_up - named):
        session.execute(delete(Account).where(Account.id.in_(some)))
    for some in _chunks(named):
        session.execute(update(Account).where(Account.id.in_(some)).values(active=False))
    kept = {"accounts kept, closed": len(named)} if named else {}
    return {"account": len(made_up - named), **kept} if made_up else {}


def _references() -> Iterator[tuple[Table, Column[object], Table]]:
    """Every foreign key of the schema: the table that holds it, its column, what it points to."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            yield table, key.parent, key.column.table


def _only_mentions(column: Column[object], target: Table) -> bool:
    """Whether a row that points here can stay without. A message or a link without what it is
    about cannot, nor a contact without whom it speaks for."""
    if target is Account.__table__:
        return False
    owned = column.table.name in ("message", "link", "contact", "broker_tie", "fund_tag_given")
    return bool(column.nullable) and target.name in MENTIONED and not owned


def _is_one_of(table: Table, keys: Iterable[Key]) -> ColumnElement[bool]:
    columns = list(table.primary_key.columns)
    if len(columns) == 1:
        return columns[0].in_([key[0] for key in keys])
    return or_(*(and_(*(column == part for column, part in zip(columns, key, strict=True))) for key in keys))


def _chunks(keys: Iterable[object]) -> Iterator[list]:
    every = list(keys)
    for start in range(0, len(every), AT_ONCE):
        yield every[start : start + AT_ONCE]
