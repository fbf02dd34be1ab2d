"""The sign-up of a business, from its first question to its entry."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from models import Business, Draft
from models.vocabulary import EntryKind

from ..steps import Journey, Walk
from ..words import _l
from . import firm, help, people, trade
from .after import after_sign_up
from .register import register_business

#: Marks a finished draft whose business was with us before.
ALREADY = "~already"


def finish(session: Session, walk: Walk) -> tuple[EntryKind, int]:
    registered = register_business(session, walk.counting, by=walk.by if walk.on_behalf else None)
    if registered.already and walk.draft is not None:
        walk.draft.answers[ALREADY] = {"already": True}
    return EntryKind.BUSINESS, registered.business.id


def done(session: Session, draft: Draft, walk: Walk) -> Mapping[str, Any]:
    business = session.get(Business, draft.entry_id)
    if business is None or ALREADY in draft.answers:
        return {"already": True}
    return {"already": False, **after_sign_up(session, business)}


BUSINESS = Journey(
    name="business",
    url="/sign-up/business",
    title=_l("Sign up a business"),
    steps=(*trade.STEPS, *help.STEPS, *firm.STEPS, *people.STEPS),
    finish=finish,
    done=done,
)
