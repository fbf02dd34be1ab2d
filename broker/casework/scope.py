"""Which rows a coordinator looks after. Without a list of areas, all of them."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session

from models import (
    Account,
    Area,
    Broker,
    BrokerArea,
    Business,
    Case,
    Match,
    Need,
    Partnership,
    PartnershipArea,
    Plan,
    PlanArea,
    SeatGap,
    Suggestion,
)
from models.suggestion import STANDING
from models.vocabulary import CaseKind

from ..cases.log import AnyEntry

#: Codes of the areas looked after; None is every area.
Areas = frozenset[str] | None


def areas_to_choose(session: Session, areas: Areas) -> list[Area]:
    """Areas with a partnership, as choices of the filter."""
    statement = select(Area).where(Area.code.in_(select(PartnershipArea.area_code))).order_by(Area.name)
    if areas is not None:
        statement = statement.where(Area.code.in_(areas))
    return list(session.scalars(statement))


def needs_in(areas: Areas) -> ColumnElement[bool]:
    """Needs in these areas; one without an area of its own is where its partnership is."""
    if areas is None:
        return true()
    there = select(PartnershipArea.partnership_id).where(PartnershipArea.area_code.in_(areas))
    return or_(Need.area_code.in_(areas), and_(Need.area_code.is_(None), Need.partnership_id.in_(there)))


def businesses_in(areas: Areas) -> ColumnElement[bool]:
    """Businesses in these areas, and those whose place is not known: somebody must read them."""
    return true() if areas is None else or_(Business.area_code.in_(areas), Business.area_code.is_(None))


def partnerships_in(areas: Areas) -> ColumnElement[bool]:
    return true() if areas is None else _linked(Partnership.id, PartnershipArea.partnership_id, PartnershipArea, areas)


def brokers_in(areas: Areas) -> ColumnElement[bool]:
    """Brokers of these areas, and those who named none."""
    return true() if areas is None else _linked(Broker.id, BrokerArea.broker_id, BrokerArea, areas)


def plans_in(areas: Areas) -> ColumnElement[bool]:
    """Plans of these areas and of no other; one without areas is of the whole programme."""
    if areas is None:
        return true()
    of_plan = select(PlanArea.plan_id)
    return and_(Plan.id.in_(of_plan), Plan.id.not_in(of_plan.where(PlanArea.area_code.not_in(areas))))


def cases_in(areas: Areas, *, known: bool = False) -> ColumnElement[bool]:
    """Cases in these areas. What covers several areas is in each of them; a case whose place is not
    ``known`` is everybody's."""
    if areas is None:
        return true()
    here = [Case.area_code.in_(areas)] + ([] if known else [Case.area_code.is_(None)])
    several = (
        (CaseKind.PARTNERSHIP, select(PartnershipArea.partnership_id).where(PartnershipArea.area_code.in_(areas))),
        (
            CaseKind.SEAT,
            select(SeatGap.id)
            .join(PartnershipArea, PartnershipArea.partnership_id == SeatGap.partnership_id)
            .where(PartnershipArea.area_code.in_(areas)),
        ),
        (CaseKind.BROKER, select(BrokerArea.broker_id).where(BrokerArea.area_code.in_(areas))),
        (CaseKind.NEED, _nowhere_else(areas)),
        (CaseKind.MATCH, select(Match.id).where(Match.need_id.in_(_nowhere_else(areas)))),
    )
    return or_(*here, *(and_(Case.kind == kind, Case.subject_id.in_(ids)) for kind, ids in several))


def _nowhere_else(areas: frozenset[str]) -> Any:
    """Needs without an area of their own, of the partnerships of these areas."""
    there = select(PartnershipArea.partnership_id).where(PartnershipArea.area_code.in_(areas))
    return select(Need.id).where(Need.area_code.is_(None), Need.partnership_id.in_(there))


def _linked(own: Any, link: Any, table: Any, areas: frozenset[str]) -> ColumnElement[bool]:
    return or_(own.in_(select(link).where(table.area_code.in_(areas))), own.not_in(select(link)))


def may_see_need(account: Account, need: Need) -> bool:
    """Whether a coordinator looks after a need, and with it its suggestions and matches."""
    if need.area_code is not None:
        return account.covers(need.area_code)
    return may_see_areas(account, need.partnership.areas)


def may_see_areas(account: Account, areas: Any) -> bool:
    """Whether any of these areas is one the account looks after; none at all is everybody's."""
    return not areas or any(account.covers(area.code) for area in areas)


def may_see(session: Session, account: Account, entry: AnyEntry) -> bool:
    """Whether a coordinator may read an entry. A business of elsewhere that is put forward for a
    need here is read here too."""
    if isinstance(entry, Need):
        return may_see_need(account, entry)
    if not isinstance(entry, Business):
        return may_see_areas(account, entry.areas)
    if entry.area_code is None or account.covers(entry.area_code):
        return True
    put_forward = (
        select(Suggestion.id)
        .join(Suggestion.need)
        .where(Suggestion.business_id == entry.id, Suggestion.state.in_(STANDING), needs_in(account.area_codes))
    )
    return session.scalar(put_forward.limit(1)) is not None
