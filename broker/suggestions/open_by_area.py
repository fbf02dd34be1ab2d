"""The open needs of an area: listed and counted by one rule."""

from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from models import Need, PartnershipArea

from .ask import open_on


def asked_for_in(area: str) -> ColumnElement[bool]:
    """Needs of one area, within a query on Need: those that are there, and those without a place of their own
    whose partnership covers it."""
    covers = (
        select(PartnershipArea.area_code)
        .where(PartnershipArea.partnership_id == Need.partnership_id, PartnershipArea.area_code == area)
        .exists()
    )
    return or_(Need.area_code == area, and_(Need.area_code.is_(None), covers))


def open_by_area(session: Session, day: date) -> dict[str, int]:
    """area -> needs open to business there, where there is any. A need without a place of its own counts in
    every area of its partnership, as ``asked_for_in`` lists it."""
    place = func.coalesce(Need.area_code, PartnershipArea.area_code)
    statement = (
        select(place, func.count())
        .join(Need.partnership)
        .outerjoin(
            PartnershipArea,
            and_(Need.area_code.is_(None), PartnershipArea.partnership_id == Need.partnership_id),
        )
        .where(*open_on(day), place.is_not(None))
        .group_by(place)
    )
    return {area: number for area, number in session.execute(statement)}
