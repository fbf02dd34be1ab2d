"""What people do with a list: upload it, say which column is which, decide about doubles, save it, take it back."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from models import Account, ImportedContent, ImportedList, ImportedRow, Introducer
from models.vocabulary import ListJob, ListState, RowDecision

from ..cases.refusals import NotPossible
from ..reference.names import name_key
from .cells import folded
from .columns import BUSINESS, Wishes, expected, proposed
from .looking import file_name, on_disk
from .progress import ask_for
from .reading import open_table

#: What is shown of a heading, and of the first cell below it.
SHOWN = 80
#: Without one of these a row says nothing of a business.
NEEDED = ("name", "what_we_do")


def begin(
    session: Session,
    *,
    name: str,
    data: bytes,
    source: str,
    agreed: bool,
    by: Account,
    introducer: Introducer | None = None,
) -> ImportedList:
    """Keep a file that was uploaded, with a proposal which of its columns is which.

    Raises:
        FileProblem: it cannot be read. ``str()`` says why, and what to do.
    """
    with on_disk(data, name) as path, open_table(path, tuple(expected(BUSINESS, Wishes()))) as table:
        headings = [heading[:SHOWN] for heading in table.headings]
        first = next((cells for _row, cells in table.rows), [])
        read_as = table.read_as
    source_key = name_key(source)[:120]
    one = ImportedList(
        name=file_name(name)[:200],
        source=source,
        source_key=source_key,
        agreed=agreed,
        introducer=introducer,
        by=by,
        read_as=read_as[:200],
        headings=headings,
        columns=proposed(headings, BUSINESS, remembered(session, source_key)),
        examples=[first[at][:SHOWN] if at < len(first) else "" for at in range(len(headings))],
    )
    session.add(one)
    session.flush()
    session.add(ImportedContent(list_id=one.id, data=data))
    session.flush()
    return one


def remembered(session: Session, source_key: str) -> dict[str, str]:
    """heading (folded) -> which column it was, for all that somebody has chosen for lists from this source."""
    statement = (
        select(ImportedList.headings, ImportedList.columns)
        .where(ImportedList.source_key == source_key, ImportedList.state != ListState.COLUMNS)
        .order_by(ImportedList.id.desc())
        .limit(10)
    )
    known: dict[str, str] = {}
    for headings, columns in session.execute(statement):
        for heading, column in zip(headings, columns, strict=True):
            known.setdefault(folded(heading), column)
    return known


def choose_columns(session: Session, one: ImportedList, chosen: Sequence[str]) -> None:
    """Say which column is which, and ask for the rows to be looked through.

    Raises:
        NotPossible: two columns are the same one of ours, none says who the business is, or it is being worked on.
    """
    twice = next((column for column in chosen if column and list(chosen).count(column) > 1), None)
    if twice is not None:
        raise NotPossible(_("Two columns are both “%(column)s”. Choose one of them", column=COLUMN_WORDS[twice]))
    if not any(column in chosen for column in NEEDED):
        raise NotPossible(_("Say which column has the name of the business, or what it does"))
    if one.saved_at is not None or not ask_for(session, one, ListJob.CHECK):
        raise NotPossible(_("This list is being worked on, or is saved already"))
    one.columns, one.checked_at = list(chosen), None


def decide(session: Session, one: ImportedList, decisions: Mapping[int, RowDecision]) -> int:
    """Say of rows (by their id) that are like businesses with us whether they are the same. Returns how many."""
    session.refresh(one, with_for_update=True)
    if one.state not in (ListState.READY, ListState.SAVED):
        raise NotPossible(_("This list is being worked on. Try again when that is over"))
    rows = session.scalars(
        select(ImportedRow).where(
            ImportedRow.list_id == one.id, ImportedRow.id.in_(decisions), ImportedRow.business_id.is_(None)
        )
    )
    count = 0
    for row in rows:
        row.decision = decisions[row.id]
        count += 1
    return count


def ask_to_save(session: Session, one: ImportedList) -> None:
    """Ask for the good rows to be saved. Raises NotPossible."""
    if one.state not in (ListState.READY, ListState.SAVED) or not ask_for(session, one, ListJob.SAVE):
        raise NotPossible(_("This list cannot be saved now"))


def ask_to_undo(session: Session, one: ImportedList, *, by: Account) -> None:
    """Ask for the whole list to be taken back. Raises NotPossible."""
    has_made = select(ImportedRow.id).where(ImportedRow.list_id == one.id, ImportedRow.business_id.is_not(None))
    may = one.state in (ListState.READY, ListState.SAVED) and session.scalar(has_made.limit(1)) is not None
    if not may or not ask_for(session, one, ListJob.UNDO):
        raise NotPossible(_("There is nothing of this list to take back"))
    one.undone_by = by


def throw_away(session: Session, one: ImportedList) -> None:
    """Delete a list of which nothing was saved. Raises NotPossible."""
    session.refresh(one, with_for_update=True)
    saved = select(func.count()).where(ImportedRow.list_id == one.id, ImportedRow.done_at.is_not(None))
    if one.is_at_work or session.scalar(saved):
        raise NotPossible(_("Some of this list is saved, so it stays. You can take it back"))
    for table in (ImportedRow, ImportedContent):
        session.execute(delete(table).where(table.list_id == one.id))
    session.delete(one)
    session.flush()


#: Our columns as people choose them.
COLUMN_WORDS = {
    "id": "Their own number or reference",
    "name": "Name of the business",
    "what_we_do": "What it does",
    "postcode": "Postcode",
    "reach": "How far it goes",
    "size": "How many people work there",
    "legal_form": "Legal form",
    "offers": "What it could give",
    "open_to_ideas": "Open to other ideas",
    "children": "Works with children",
    "notes": "Notes",
    "company_number": "Company number",
    "contact_name": "Name of the person to talk to",
    "contact_email": "Email address",
    "contact_telephone": "Telephone number",
}
