"""Seats of partnerships as they stood on an earlier day, from their log and from the days of the people in them.

What nobody had written down by then is not known, and not absent.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, selectinload

from models import EntryEvent, Member, Partnership, PartnershipArea, Seat, SeatEvent
from models.vocabulary import EntryKind, EntryState, SeatStatus

from ..cases.clocks import day_of, ends_at
from .audit import Areas, HeldSeat


@dataclass(frozen=True, slots=True)
class Then:
    """What is known of a day: seats by partnership id, and the first day of which anything is recorded, by
    partnership id too."""

    day: date
    seats: dict[int, list[HeldSeat]]
    recorded_from: dict[int, date]

    def seats_of(self, partnership: Partnership) -> list[HeldSeat]:
        return self.seats.get(partnership.id, [])

    @property
    def earliest(self) -> date | None:
        """The first day of which anything is recorded, of any of the partnerships."""
        return min(self.recorded_from.values(), default=None)


def seats_on(session: Session, partnerships: Iterable[Partnership], day: date) -> Then:
    """How the seats of these partnerships stood at the end of a day, in England. Three queries, however many."""
    ids = [one.id for one in partnerships]
    last = (
        select(func.max(SeatEvent.id))
        .where(SeatEvent.partnership_id.in_(ids), SeatEvent.at < ends_at(day))
        .group_by(SeatEvent.seat_id)
    )
    seats: dict[int, list[HeldSeat]] = defaultdict(list)
    logged = set()
    for event in session.scalars(select(SeatEvent).where(SeatEvent.id.in_(last)).order_by(SeatEvent.id)):
        logged.add(event.seat_id)
        if event.status is not None:
            seats[event.partnership_id].append(HeldSeat(event.group, event.status))
    sat = (
        select(Seat.id, Seat.partnership_id, Seat.group)
        .join(Member, Member.seat_id == Seat.id)
        .where(
            Seat.partnership_id.in_(ids),
            Member.since_on <= day,
            or_(Member.left_on.is_(None), Member.left_on > day),
        )
        .distinct()
    )
    for seat_id, partnership_id, group in session.execute(sat):
        if seat_id not in logged:  # the log begins later, but whoever sits there says since when
            seats[partnership_id].append(HeldSeat(group, SeatStatus.PRESENT))
    firsts = select(SeatEvent.partnership_id, func.min(SeatEvent.at)).where(SeatEvent.partnership_id.in_(ids))
    recorded = {one: day_of(at) for one, at in session.execute(firsts.group_by(SeatEvent.partnership_id))}
    return Then(day, dict(seats), recorded)


def live_on(session: Session, areas: Areas, day: date) -> Sequence[Partnership]:
    """The partnerships that took part at the end of a day and have an area among these, by their log. Areas are
    those of today: of areas there is no log."""
    statement = select(Partnership)
    if areas is not None:
        there = select(PartnershipArea.partnership_id).where(PartnershipArea.area_code.in_(areas))
        statement = statement.where(Partnership.id.in_(there))
    every = session.scalars(
        statement.options(selectinload(Partnership.areas)).order_by(Partnership.name, Partnership.id)
    ).all()
    of_them = (EntryEvent.entry_kind == EntryKind.PARTNERSHIP, EntryEvent.to_state.is_not(None))
    last = select(func.max(EntryEvent.id)).where(*of_them, EntryEvent.at < ends_at(day)).group_by(EntryEvent.entry_id)
    states = {
        entry_id: state
        for entry_id, state in session.execute(
            select(EntryEvent.entry_id, EntryEvent.to_state).where(EntryEvent.id.in_(last))
        )
    }
    logged = set(session.scalars(select(EntryEvent.entry_id).where(*of_them).distinct()))
    return [one for one in every if _was_live(one, day, states.get(one.id), one.id in logged)]


def _was_live(one: Partnership, day: date, state: EntryState | None, logged: bool) -> bool:
    """By the log; one that has none was live from when it was read."""
    if logged:
        return state is EntryState.LIVE
    return one.is_live and (one.read_at or one.created_at) < ends_at(day)
