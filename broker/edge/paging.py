"""Long lists, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

PAGE = 20


@dataclass(slots=True)
class Listed:
    """One page of rows. ``total`` counts all of them."""

    rows: Sequence[Any] = field(default_factory=tuple)
    total: int = 0
    page: int = 1
    pages: int = 1


def page_within(total: int, page: int, size: int = PAGE) -> tuple[int, int]:
    """(page, pages): which page of so many rows is shown, and how many there are. A page beyond the last is the
    last, one before the first is the first; no rows are one page."""
    pages = max(1, ceil(total / size))
    return min(max(1, page), pages), pages


def paged(rows: Sequence[Any], page: int, size: int = PAGE) -> Listed:
    """One page of rows that are all at hand."""
    page, pages = page_within(len(rows), page, size)
    return Listed(rows[(page - 1) * size : page * size], total=len(rows), page=page, pages=pages)


def paged_query(
    session: Session, statement: Select[Any], page: int, size: int = PAGE, *, total: int | None = None
) -> Listed:
    """One page of what an ordered statement finds: its first column. ``total`` where it is counted already."""
    if total is None:
        total = session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    page, pages = page_within(total, page, size)
    rows = session.scalars(statement.limit(size).offset((page - 1) * size)).all()
    return Listed(rows, total=total, page=page, pages=pages)
