"""What the pages of lists show: pages of rows, counts by what becomes of them, and files to download."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from models import Account, ImportedList, ImportedRow, Introducer
from models.vocabulary import ListState, Role, RowDecision, RowKept, RowOutcome

from ..edge.paging import Listed, paged_query
from .columns import BUSINESS
from .saving import TO_SAVE
from .undoing import TO_UNDO

PAGE, PAGE_OF_DOUBLES = 50, 10
#: Rows that are like a business with us, and that a person can decide about.
LIKE_ANOTHER = (ImportedRow.twin_id.is_not(None), ImportedRow.business_id.is_(None))
UNDECIDED = (ImportedRow.outcome == RowOutcome.PERHAPS, ImportedRow.decision.is_(None))
STAYS = (ImportedRow.kept.is_not(None),)


@dataclass(slots=True)
class Numbers:
    """Of the rows of a list: by outcome, and how many are to be saved, decided and taken back."""

    outcomes: dict[RowOutcome, int]
    to_save: int
    undecided: int
    alike: int
    made: int
    kept: dict[RowKept, int]
    removed: int

    @property
    def rows(self) -> int:
        return sum(self.outcomes.values())

    @property
    def red(self) -> int:
        return self.outcomes.get(RowOutcome.REFUSED, 0)


def lists_of(session: Session, account: Account, page: int) -> Listed:
    """The lists that somebody brought in, for an administrator all of them; the newest first."""
    statement = select(ImportedList).options(selectinload(ImportedList.by)).order_by(ImportedList.id.desc())
    if not account.is_a(Role.ADMINISTRATOR):
        statement = statement.where(ImportedList.by_id == account.id)
    return paged_query(session, statement, page, PAGE)


def introducers_of(session: Session) -> list[Introducer]:
    """The organisations that put their members forward."""
    return list(session.scalars(select(Introducer).where(Introducer.ended_at.is_(None)).order_by(Introducer.name)))


def numbers_of(session: Session, one: ImportedList) -> Numbers:
    mine = ImportedRow.list_id == one.id

    def count(*where: Any) -> Any:
        return func.count().filter(*where)

    outcomes = select(ImportedRow.outcome, func.count()).where(mine).group_by(ImportedRow.outcome)
    kept = select(ImportedRow.kept, func.count()).where(mine, *STAYS).group_by(ImportedRow.kept)
    to_save, undecided, alike, made, removed = session.execute(
        select(
            count(*TO_SAVE),
            count(*UNDECIDED),
            count(*LIKE_ANOTHER),
            count(*TO_UNDO),
            count(ImportedRow.undone_at.is_not(None)),
        ).where(mine)
    ).one()
    return Numbers(
        {key: n for key, n in session.execute(outcomes)},
        to_save,
        undecided,
        alike,
        made,
        {key: n for key, n in session.execute(kept) if key is not None},
        removed,
    )


def rows_of(session: Session, one: ImportedList, shown: RowOutcome | None, page: int, *, stays: bool = False) -> Listed:
    """Rows of a list in their order, of one outcome or of all; or those that an undo left."""
    statement = select(ImportedRow).where(ImportedRow.list_id == one.id).order_by(ImportedRow.number)
    if stays:
        statement = statement.where(*STAYS)
    elif shown is not None:
        statement = statement.where(ImportedRow.outcome == shown)
    statement = statement.options(selectinload(ImportedRow.business), selectinload(ImportedRow.twin))
    return paged_query(session, statement, page, PAGE)


def doubles_of(session: Session, one: ImportedList, page: int) -> Listed:
    """Rows that are, or may be, a business that is with us; those that nobody has decided about come first."""
    statement = (
        select(ImportedRow)
        .where(ImportedRow.list_id == one.id, *LIKE_ANOTHER)
        .options(selectinload(ImportedRow.twin))
        .order_by(ImportedRow.outcome != RowOutcome.PERHAPS, ImportedRow.number)
    )
    return paged_query(session, statement, page, PAGE_OF_DOUBLES)


def red_rows(session: Session, one: ImportedList) -> Iterator[list[str]]:
    """The refused rows as a sheet in our layout, with the reason in the last column, to be mended and uploaded.
    Rows beyond those that are at hand are fetched as they are written."""
    used = [column for column in BUSINESS if column in one.columns]
    yield [*used, REASON]
    statement = (
        select(ImportedRow.cells, ImportedRow.words)
        .where(ImportedRow.list_id == one.id, ImportedRow.outcome == RowOutcome.REFUSED)
        .order_by(ImportedRow.number)
        .execution_options(yield_per=500)
    )
    for cells, words in session.execute(statement):
        yield [*(cells.get(column, "") for column in used), words]


#: The column that says what is wrong. It is no column of ours, so it is passed over when the sheet comes back.
REASON = "What to mend"


def is_decided(row: ImportedRow) -> RowDecision | None:
    """What holds for a row that is like another business: without a word of anybody, a sure one is the same."""
    return row.decision or (None if row.outcome is RowOutcome.PERHAPS else RowDecision.SAME)


def before_this(session: Session, one: ImportedList) -> int:
    """How many other lists are done before this one."""
    if one.state is not ListState.WAITING:
        return 0
    running = ImportedList.state == ListState.RUNNING
    ahead = (ImportedList.state == ListState.WAITING) & (ImportedList.asked_at < one.asked_at)
    return session.scalar(select(func.count()).where(running | ahead)) or 0
