"""The seats of partnerships by stakeholder group. A group that nobody recorded is not known, and not absent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Partnership, PartnershipArea, Seat
from models.vocabulary import EntryState, SeatStatus, StakeholderGroup

from ..reference.representation_rules import RuleSet
from ..reference.survey_2001 import StatedFigure, stated_sets

#: Codes of areas; None is every area.
Areas = frozenset[str] | None


class Place(StrEnum):
    """How a group stands on a partnership."""

    PRESENT = "present"
    VACANT = "vacant"
    LAPSED = "lapsed"
    NOT_RECORDED = "not_recorded"


@dataclass(frozen=True, slots=True)
class HeldSeat:
    """A seat as it stands, or as it stood on an earlier day."""

    group: StakeholderGroup
    status: SeatStatus


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group on one partnership. ``present``, ``vacant`` and ``lapsed`` count its seats."""

    group: StakeholderGroup
    present: int
    vacant: int
    lapsed: int
    required: bool

    @property
    def place(self) -> Place:
        if self.present:
            return Place.PRESENT
        if self.vacant:
            return Place.VACANT
        return Place.LAPSED if self.lapsed else Place.NOT_RECORDED

    @property
    def is_empty(self) -> bool:
        """Known to have nobody."""
        return self.place in (Place.VACANT, Place.LAPSED)

    @property
    def is_gap(self) -> bool:
        """Required, and known to have nobody."""
        return self.required and self.is_empty

    @property
    def is_to_be_asked(self) -> bool:
        """Required, and nobody has recorded whether it takes part."""
        return self.required and self.place is Place.NOT_RECORDED


@dataclass(frozen=True, slots=True)
class Audit:
    """One partnership against a set of rules."""

    partnership: Partnership
    rows: tuple[GroupRow, ...]

    def row(self, group: StakeholderGroup) -> GroupRow | None:
        return next((row for row in self.rows if row.group is group), None)

    @property
    def gaps(self) -> list[GroupRow]:
        return [row for row in self.rows if row.is_gap]

    @property
    def to_be_asked(self) -> list[GroupRow]:
        return [row for row in self.rows if row.is_to_be_asked]


@dataclass(frozen=True, slots=True)
class Involved:
    """Of partnerships, how many involve a set of groups. ``known`` are those for which that can be said;
    ``any_of`` has at least one of the groups, ``all_of`` each of them."""

    stated: StatedFigure
    any_of: int
    any_known: int
    all_of: int
    all_known: int


def seats_now(partnership: Partnership) -> list[HeldSeat]:
    return [HeldSeat(seat.group, seat.status) for seat in partnership.seats]


def audit_of(partnership: Partnership, rules: RuleSet, seats: Sequence[HeldSeat] | None = None) -> Audit:
    """Every group that is required or has a seat, in the order of the list; by these seats, or those of today."""
    counts = {group: {status: 0 for status in SeatStatus} for group in StakeholderGroup}
    for seat in seats_now(partnership) if seats is None else seats:
        counts[seat.group][seat.status] += 1
    rows = [
        GroupRow(
            group,
            counts[group][SeatStatus.PRESENT],
            counts[group][SeatStatus.VACANT],
            counts[group][SeatStatus.LAPSED],
            group.value in rules.groups,
        )
        for group in StakeholderGroup
        if group.value in rules.groups or any(counts[group].values())
    ]
    return Audit(partnership, tuple(rows))


def live_partnerships(session: Session, areas: Areas, region: str = "") -> Sequence[Partnership]:
    """Live partnerships with an area among these, each once however many districts it covers."""
    statement = select(Partnership).where(Partnership.state == EntryState.LIVE)
    if areas is not None:
        there = select(PartnershipArea.partnership_id).where(PartnershipArea.area_code.in_(areas))
        statement = statement.where(Partnership.id.in_(there))
    options = (selectinload(Partnership.seats), selectinload(Partnership.areas))
    found = session.scalars(statement.options(*options).order_by(Partnership.name, Partnership.id)).all()
    return [one for one in found if not region or any(area.region == region for area in one.areas)]


def one_partnership(session: Session, partnership_id: int, areas: Areas) -> Partnership | None:
    """A partnership with its seats and the people in them, where it lies in these areas."""
    options = (
        selectinload(Partnership.seats).selectinload(Seat.members),
        selectinload(Partnership.areas),
        selectinload(Partnership.contacts),
    )
    found = session.scalar(select(Partnership).where(Partnership.id == partnership_id).options(*options))
    if found is None or (areas is not None and not any(area.code in areas for area in found.areas)):
        return None
    return found


def involved(seats: Iterable[Sequence[HeldSeat]]) -> list[Involved]:
    """How many partnerships involve each set of groups for which 2001 gives a figure, from the seats of each."""
    every = list(seats)
    return [_involved(stated, every) for stated in stated_sets()]


def _involved(stated: StatedFigure, every: Sequence[Sequence[HeldSeat]]) -> Involved:
    any_of = any_known = all_of = all_known = 0
    for seats in every:
        present = {seat.group.value for seat in seats if seat.status is SeatStatus.PRESENT}
        recorded = {seat.group.value for seat in seats}
        here = [group in present for group in stated.groups]
        known = [group in recorded for group in stated.groups]
        absent = [is_known and not is_here for is_here, is_known in zip(here, known, strict=True)]
        any_of += any(here)
        any_known += any(here) or all(known)
        all_of += all(here)
        all_known += all(here) or any(absent)
    return Involved(stated, any_of, any_known, all_of, all_known)
