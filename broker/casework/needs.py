"""Look again for firms that could meet a need."""

from flask_babel import gettext as _
from sqlalchemy import update
from sqlalchemy.orm import Session

from models import Need
from models.base import now
from models.vocabulary import EntryState

from ..suggestions import suggest_for_need
from .refusals import Refused
from .scope import Areas, needs_in


def look_again(session: Session, need: Need) -> int:
    """Bring the suggestions of one need up to date now. Returns how many firms stand.

    Raises:
        Refused: the need is not live.
    """
    if not need.is_live or not need.partnership.is_live:
        raise Refused(_("Only live requests have firms suggested"))
    return len(suggest_for_need(session, need))


def look_again_in(session: Session, areas: Areas) -> int:
    """Note that every live need of these areas is to be looked at again. Returns how many."""
    statement = update(Need).where(Need.state == EntryState.LIVE, needs_in(areas)).values(suggest_due_at=now())
    result = session.execute(statement, execution_options={"synchronize_session": False})
    return int(result.rowcount)  # type: ignore[attr-defined]
