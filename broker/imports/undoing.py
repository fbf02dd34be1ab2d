"""Take a list back: the businesses it made go, unless something has happened to them since."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Business, EntryEvent, ImportedRow, Message
from models.base import now
from models.vocabulary import EntryKind, EntryState, MessageState, RowKept, RowOutcome

from ..cases.invited import leads_to, remove
from ..cases.log import SAYS_ELSE
from ..extensions import reading
from ..messages.write import STOPPABLE
from .progress import Progress

CHUNK = 50
TO_UNDO = (ImportedRow.business_id.is_not(None), ImportedRow.undone_at.is_(None), ImportedRow.kept.is_(None))


def undo_rows(session: Session, progress: Progress) -> None:
    """Remove what a list has made and nobody has touched; of the rest, note on its row why it stays.
    Commits as it goes."""
    list_id = progress.list_id
    with reading(session):
        done, of = 0, session.scalar(select(func.count()).where(ImportedRow.list_id == list_id, *TO_UNDO)) or 0
    while True:
        with reading(session):
            ids = session.scalars(
                select(ImportedRow.id)
                .where(ImportedRow.list_id == list_id, *TO_UNDO)
                .order_by(ImportedRow.id)
                .limit(CHUNK)
            ).all()
        if not ids:
            return
        for row_id in ids:
            _undo(session, session.get_one(ImportedRow, row_id))
        done += len(ids)
        progress.say(done, of)
        session.commit()
        session.expunge_all()


def _undo(session: Session, row: ImportedRow) -> None:
    assert row.business_id is not None
    business = session.get_one(Business, row.business_id, with_for_update=True, populate_existing=True)
    why = why_it_stays(session, row, business)
    if why is not None:
        row.kept = why
        return
    row.undone_at = now()
    session.flush()
    remove(session, business)


def why_it_stays(session: Session, row: ImportedRow, business: Business) -> RowKept | None:
    """Why a business stays when its list is taken back; None where it goes."""
    if row.outcome is not RowOutcome.NEW:
        return RowKept.BEFORE
    if business.state is not EntryState.INVITED:
        return RowKept.SIGNED_UP
    if business.spoken_at is not None:
        return RowKept.SPOKEN
    gone = select(Message.id).where(
        Message.contact_id.in_([contact.id for contact in business.contacts]),
        Message.state.not_in((*STOPPABLE, MessageState.STOPPED)),
    )
    if session.scalar(gone.limit(1)) is not None:
        return RowKept.INVITED
    said = select(func.count()).where(
        EntryEvent.entry_kind == EntryKind.BUSINESS, EntryEvent.entry_id == business.id, EntryEvent.what.in_(SAYS_ELSE)
    )
    if (session.scalar(said) or 0) > 1:
        return RowKept.CHANGED
    return RowKept.LINKED if leads_to(session, business) else None
