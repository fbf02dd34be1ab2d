"""Introduce two sides that have both said yes. Until here nobody was given anybody's name or number."""

from sqlalchemy.orm import Session

from models import Match
from models.vocabulary import MatchAct

from ..cases.life import move
from . import telling


def introduce(session: Session, match: Match) -> None:
    """Exchange the contact details, by three messages, and give the first contact a day."""
    move(session, match, MatchAct.INTRODUCE)
    telling.tell_introduced(session, match)
