"""The pack of a handover: each case with its history, its people and its next step, for reading on paper."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, selectinload

from models import (
    Business,
    CaseNote,
    CheckIn,
    Contact,
    EntryEvent,
    Match,
    MatchEvent,
    Need,
    Partnership,
    SeatGap,
    SeatGapEvent,
)
from models.vocabulary import CaseKind, EntryKind

from ..cases.carried import Carried
from ..edge.filters import label
from .case_page import people_of
from .subjects import Named, Row, names, rows_of

Place = tuple[CaseKind, int]


@dataclass(slots=True)
class PackEntry:
    """One case on paper. ``people`` are (side, contact)."""

    named: Named
    next: list[Row]
    people: list[tuple[str, Contact]] = field(default_factory=list)
    notes: Sequence[CaseNote] = ()
    check_ins: Sequence[CheckIn] = ()
    events: Sequence[Any] = ()


def pack_of(session: Session, carried: Sequence[Carried]) -> list[PackEntry]:
    """Everything that is carried, in a constant number of queries."""
    places = [(one.kind, one.subject_id) for one in carried]
    named = names(session, set(places))
    rows = {row.case.id: row for row in rows_of(session, [case for one in carried for case in one.cases])}
    _load_people(session, [name.subject for name in named.values()])
    notes, events = _notes(session, places), _events(session, places)
    check_ins = _check_ins(session, [subject_id for kind, subject_id in places if kind is CaseKind.MATCH])
    pack = []
    for one in carried:
        place = (one.kind, one.subject_id)
        name = named.get(place) or Named(label(one.kind))
        pack.append(
            PackEntry(
                named=name,
                next=[rows[case.id] for case in one.cases],
                people=people_of(name.subject) if name.subject is not None else [],
                notes=notes.get(place, ()),
                check_ins=check_ins.get(one.subject_id, ()) if one.kind is CaseKind.MATCH else (),
                events=events.get(place, ()),
            )
        )
    return pack


def _load_people(session: Session, subjects: Sequence[Any]) -> None:
    """Read the contacts of all these at once, so that each has its own at hand."""
    sides = [side for one in subjects for side in _sides(one)]
    for table in (Business, Partnership):
        ids = {side.id for side in sides if isinstance(side, table)}
        session.scalars(select(table).where(table.id.in_(ids)).options(selectinload(table.contacts))).all()


def _sides(subject: Any) -> list[Any]:
    if isinstance(subject, Match):
        return [subject.business, subject.need.partnership]
    return [subject.partnership] if isinstance(subject, Need | SeatGap) else [subject]


def _notes(session: Session, places: Sequence[Place]) -> dict[Place, list[CaseNote]]:
    about = [and_(CaseNote.kind == kind, CaseNote.subject_id.in_(ids)) for kind, ids in _by_kind(places).items()]
    found: dict[Place, list[CaseNote]] = defaultdict(list)
    if about:
        statement = select(CaseNote).where(or_(*about)).options(selectinload(CaseNote.by))
        for note in session.scalars(statement.order_by(CaseNote.happened_on, CaseNote.id)):
            found[note.kind, note.subject_id].append(note)
    return found


def _check_ins(session: Session, match_ids: Sequence[int]) -> dict[int, list[CheckIn]]:
    found: dict[int, list[CheckIn]] = defaultdict(list)
    statement = select(CheckIn).where(CheckIn.match_id.in_(match_ids)).options(selectinload(CheckIn.by))
    for one in session.scalars(statement.order_by(CheckIn.id)):
        found[one.match_id].append(one)
    return found


def _events(session: Session, places: Sequence[Place]) -> dict[Place, list[Any]]:
    by_kind = _by_kind(places)
    found: dict[Place, list[Any]] = defaultdict(list)
    matches = select(MatchEvent).where(MatchEvent.match_id.in_(by_kind.pop(CaseKind.MATCH, [])))
    for event in session.scalars(matches.options(selectinload(MatchEvent.by)).order_by(MatchEvent.id)):
        found[CaseKind.MATCH, event.match_id].append(event)
    seats = select(SeatGapEvent).where(SeatGapEvent.gap_id.in_(by_kind.pop(CaseKind.SEAT, [])))
    for done in session.scalars(seats.options(selectinload(SeatGapEvent.by)).order_by(SeatGapEvent.id)):
        found[CaseKind.SEAT, done.gap_id].append(done)
    entries = [
        and_(EntryEvent.entry_kind == EntryKind(kind.value), EntryEvent.entry_id.in_(ids))
        for kind, ids in by_kind.items()
        if kind.value in set(EntryKind)
    ]
    if entries:
        statement = select(EntryEvent).where(or_(*entries)).options(selectinload(EntryEvent.by))
        for said in session.scalars(statement.order_by(EntryEvent.id)):
            found[CaseKind(said.entry_kind.value), said.entry_id].append(said)
    return found


def _by_kind(places: Sequence[Place]) -> dict[CaseKind, list[int]]:
    found: dict[CaseKind, list[int]] = defaultdict(list)
    for kind, subject_id in places:
        found[kind].append(subject_id)
    return found
