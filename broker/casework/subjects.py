"""What a case is about, in words: its name, its place, and who carries it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Area, Broker, Business, Case, Concern, Match, Need, Partnership, SeatGap
from models.vocabulary import CaseKind

from ..cases.clocks import today
from ..cases.holders import holder_of
from ..edge.filters import label
from ..reference.working_days import working_days_between


@dataclass(frozen=True, slots=True)
class Named:
    """A subject as a list shows it; ``about`` is a few words more."""

    title: str
    place: str = ""
    about: str = ""
    subject: Any = None


@dataclass(slots=True)
class Row:
    """One line of a list of cases. Days are working days."""

    case: Case
    named: Named
    owner: str
    waited: int
    overdue_by: int

    @property
    def overdue(self) -> bool:
        return self.overdue_by > 0


def rows_of(session: Session, cases: Sequence[Case], day: date | None = None) -> list[Row]:
    """The cases with what they are about, in as many queries as there are kinds."""
    day = day or today()
    named = names(session, {(case.kind, case.subject_id) for case in cases})
    return [
        Row(
            case=case,
            named=named.get((case.kind, case.subject_id)) or Named(label(case.kind)),
            owner=owner_name(case, day),
            waited=working_days_between(case.waiting_since, day) if case.waiting_since < day else 0,
            overdue_by=max(1, working_days_between(case.next_on, day)) if case.next_on < day else 0,
        )
        for case in cases
    ]


def owner_name(case: Case, day: date | None = None) -> str:
    """Who carries a case, and who stands in today."""
    if case.owner_broker is not None:
        holder = holder_of(case.owner_broker, day)
        if holder is case.owner_broker:
            return case.owner_broker.name
        for_whom = case.owner_broker.name
        if holder is None:
            return _("The office, for %(name)s", name=for_whom)
        return _("%(cover)s, for %(name)s", cover=holder.name, name=for_whom)
    account = case.owner_account
    return (account.name or account.email) if account is not None and account.active else _("The office")


def names(session: Session, places: Iterable[tuple[CaseKind, int]]) -> dict[tuple[CaseKind, int], Named]:
    """(kind, id) -> what it is called. A kind that nobody has taught us is left out."""
    wanted: dict[CaseKind, list[int]] = {}
    for kind, subject_id in places:
        wanted.setdefault(kind, []).append(subject_id)
    found: dict[tuple[CaseKind, int], Named] = {}
    for kind, (table, options, name) in SUBJECTS.items():
        subjects = session.scalars(select(table).where(table.id.in_(wanted.get(kind, []))).options(*options))
        found.update({(kind, subject.id): name(subject) for subject in subjects})
    return found


def _of_need(need: Need) -> Named:
    return Named(need.title, _place(need), need.partnership.name, need)


def _of_match(match: Match) -> Named:
    title = _("%(business)s: %(need)s", business=match.business.name, need=match.need.title)
    return Named(title, _place(match.need), label(match.state), match)


def _of_business(business: Business) -> Named:
    return Named(business.name, business.area.name if business.area else "", label(CaseKind.BUSINESS), business)


def _of_partnership(partnership: Partnership) -> Named:
    return Named(partnership.name, _areas(partnership.areas), label(CaseKind.PARTNERSHIP), partnership)


def _of_broker(broker: Broker) -> Named:
    return Named(broker.name, _areas(broker.areas), label(CaseKind.BROKER), broker)


def _of_concern(concern: Concern) -> Named:
    """Its reference and nothing of its words: lists are read over shoulders."""
    return Named(concern.reference, "", label(concern.kind), concern)


def _of_seat(gap: SeatGap) -> Named:
    return Named(label(gap.group), _areas(gap.partnership.areas), gap.partnership.name, gap)


def _place(need: Need) -> str:
    parts = [need.neighbourhood.name if need.neighbourhood else "", need.area.name if need.area else ""]
    return ", ".join(filter(None, parts)) or _("Place not known")


def _areas(areas: Iterable[Area]) -> str:
    return ", ".join(area.name for area in areas)


_NEED = (selectinload(Need.area), selectinload(Need.neighbourhood), selectinload(Need.partnership))
#: kind -> (table, what is read with it, how it is named). Another kind of case joins here.
SUBJECTS: dict[CaseKind, tuple[Any, tuple[Any, ...], Callable[[Any], Named]]] = {
    CaseKind.BUSINESS: (Business, (selectinload(Business.area),), _of_business),
    CaseKind.PARTNERSHIP: (Partnership, (selectinload(Partnership.areas),), _of_partnership),
    CaseKind.NEED: (Need, _NEED, _of_need),
    CaseKind.BROKER: (Broker, (selectinload(Broker.areas),), _of_broker),
    CaseKind.CONCERN: (Concern, (), _of_concern),
    CaseKind.SEAT: (SeatGap, (selectinload(SeatGap.partnership).selectinload(Partnership.areas),), _of_seat),
    CaseKind.MATCH: (
        Match,
        (selectinload(Match.business), selectinload(Match.need).options(*_NEED)),
        _of_match,
    ),
}
