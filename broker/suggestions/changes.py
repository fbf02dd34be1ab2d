"""When entries last came to say something else: what was refused before may be right after."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import EntryEvent
from models.vocabulary import EntryKind


def last_changes(session: Session, needs: set[int], businesses: set[int]) -> dict[tuple[str, int], datetime]:
    """("need" or "business", id) -> when its people last changed it; absent where they never did."""
    found: dict[tuple[str, int], datetime] = {}
    for kind, ids in ((EntryKind.NEED, needs), (EntryKind.BUSINESS, businesses)):
        if not ids:
            continue
        statement = (
            select(EntryEvent.entry_id, func.max(EntryEvent.at))
            .where(EntryEvent.entry_kind == kind, EntryEvent.what == "changed", EntryEvent.entry_id.in_(ids))
            .group_by(EntryEvent.entry_id)
        )
        found.update({(kind.value, entry_id): at for entry_id, at in session.execute(statement)})
    return found
