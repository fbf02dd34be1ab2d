"""The rows that an act on a match bears on, held in the one order of the house."""

from sqlalchemy.orm import Session

from models import Match


def hold_match(session: Session, match: Match) -> None:
    """Hold need, business, suggestion and match, in this order, and read each as it is now.

    Whoever moves a match holds its need first, so no two acts on one need are under way at once.
    """
    for row in (match.need, match.business, match.suggestion, match):
        session.refresh(row, with_for_update=True)
