"""A request that somebody came to the sign-up for: kept with the answers, put forward at the end."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Business, Need

from ..steps import Answers
from .offering import say_it_could_help

#: Where the numbers of the requests stand among the answers. It is no question, so it is never asked.
WANTED = "~wanted"
#: So many at once: whoever says it of everything has said it of nothing.
MOST = 5


def want(answers: Answers, need_id: int) -> None:
    """Note a request; of more than ``MOST`` the first are let go."""
    others = [one for one in wanted(answers) if one != need_id]
    answers[WANTED] = {"needs": [*others, need_id][-MOST:]}


def wanted(answers: Answers) -> list[int]:
    """The requests noted, in the order in which they were."""
    return [int(one) for one in answers.get(WANTED, {}).get("needs", ())]


def wanted_needs(session: Session, answers: dict[str, Any]) -> list[Need]:
    """The same as rows."""
    ids = wanted(answers)
    if not ids:
        return []
    rows = {need.id: need for need in session.scalars(select(Need).where(Need.id.in_(ids)))}
    return [rows[one] for one in ids if one in rows]


def put_forward(session: Session, business: Business, answers: Answers, by: Any = None) -> None:
    """Say "we could help" for each. What has been closed meanwhile is passed over; the last page says so."""
    for need in wanted_needs(session, answers):
        try:
            say_it_could_help(session, business, need.id, "", by)
        except LookupError:
            continue


def as_an_answer(session: Session, answers: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The requests among the answers of a firm that is with us already, for whoever compares the two."""
    titles = [need.title for need in wanted_needs(session, answers)]
    return {_("could help with"): {_("requests"): titles}} if titles else {}
