"""Who put a firm forward: the code in the link that it came by. A code says nothing of anybody."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Business, Introducer
from models.introducer import CODE_LENGTH

from ..steps import Answers

#: Where the code stands among the answers. It is no question, so it is never asked.
INTRODUCED = "~introduced"


def introducer_of(session: Session, code: str | None) -> Introducer | None:
    """The organisation whose link has this code, while it puts members forward."""
    if not code or len(code) > CODE_LENGTH:
        return None
    return session.scalar(select(Introducer).where(Introducer.code == code, Introducer.ended_at.is_(None)))


def note_code(answers: Answers, code: str) -> None:
    """Keep the code with the answers. The first holds: a second link in the middle changes nothing."""
    answers.setdefault(INTRODUCED, {"code": code})


def put_forward_by(session: Session, business: Business, answers: Answers) -> None:
    """Write on a firm who put it forward, where its sign-up began by such a link."""
    introducer = introducer_of(session, answers.get(INTRODUCED, {}).get("code"))
    if introducer is not None and business.introducer_id is None:
        business.introducer = introducer
