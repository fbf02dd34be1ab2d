"""The rows behind the figures of fairness, by name, and why a need is hard to place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Business, Need, Partnership

from ..cases import clocks
from ..suggestions.catalogue import catalogue_of
from ..suggestions.model import current_engine
from ..suggestions.profiles import need_profile


@dataclass(frozen=True, slots=True)
class Row:
    """A firm, a need or the like as it is listed. ``places``: those that a broker has free there."""

    id: int
    reference: str
    name: str
    where: str
    places: int | None = None


@dataclass(frozen=True, slots=True)
class HardToPlace:
    """A need for which nobody is suggested. ``why`` are sentences, the most telling first."""

    row: Row
    since: datetime
    why: tuple[str, ...]


def names_of(session: Session, of: str, ids: Sequence[int]) -> list[Row]:
    """One page of rows in the order of their ids."""
    if of == "needs":
        return [_need_row(need) for need in _needs(session, ids)]
    firms = select(Business).where(Business.id.in_(ids)).options(selectinload(Business.area)).order_by(Business.id)
    return [
        Row(firm.id, firm.reference, firm.name, firm.area.name if firm.area else "") for firm in session.scalars(firms)
    ]


def hard_to_place(session: Session, ids: Sequence[int], *, today: date | None = None) -> list[HardToPlace]:
    """These needs with what keeps firms out, as the model sees it now."""
    day = today or clocks.today()
    engine = current_engine(session)
    needs = _needs(session, ids)
    catalogue = catalogue_of(session, engine) if needs else None
    found = []
    for need in needs:
        reach = engine.explain_reach(need_profile(need), catalogue, day)  # type: ignore[arg-type]
        found.append(HardToPlace(_need_row(need), need.created_at, reach.sentences))
    return found


def _needs(session: Session, ids: Sequence[int]) -> list[Need]:
    statement = (
        select(Need)
        .where(Need.id.in_(ids))
        .options(
            selectinload(Need.parts),
            selectinload(Need.area),
            selectinload(Need.neighbourhood),
            selectinload(Need.partnership).selectinload(Partnership.areas),
        )
        .order_by(Need.id)
    )
    return list(session.scalars(statement))


def _need_row(need: Need) -> Row:
    return Row(need.id, need.reference, f"{need.title}, {need.partnership.name}", need.area.name if need.area else "")
