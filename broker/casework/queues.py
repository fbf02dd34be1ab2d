"""Long lists, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Area, PartnershipArea

from .scope import Areas

PAGE = 20


@dataclass(slots=True)
class Listed:
    """One page of rows. ``total`` counts all of them."""

    rows: Sequence[Any] = field(default_factory=tuple)
    total: int = 0
    page: int = 1
    pages: int = 1


def paged(rows: Sequence[Any], page: int, size: int = PAGE) -> Listed:
    """One page of rows that are all at hand; a page beyond the last is the last."""
    pages = max(1, ceil(len(rows) / size))
    page = min(max(1, page), pages)
    return Listed(rows[(page - 1) * size : page * size], total=len(rows), page=page, pages=pages)


def areas_to_choose(session: Session, areas: Areas) -> list[Area]:
    """Areas with a partnership, as choices of the filter."""
    statement = select(Area).where(Area.code.in_(select(PartnershipArea.area_code))).order_by(Area.name)
    if areas is not None:
        statement = statement.where(Area.code.in_(areas))
    return list(session.scalars(statement))
