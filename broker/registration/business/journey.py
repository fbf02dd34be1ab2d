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
from .introduced import INTRODUCED, introducer_of, note_code, put_forward_by
from .register import Registered, register_business
from .taking_up import INVITED, invited_business, take_up
from .wanted import as_an_answer, put_forward, wanted_needs

#: Marks a finished draft whose business was with us before.
ALREADY = "~already"


def finish(session: Session, walk: Walk) -> tuple[EntryKind, int]:
    by = walk.by if walk.on_behalf else None
    answers = {**walk.counting, **as_an_answer(session, walk.answers)}
    invited = invited_business(session, walk.answers)
    if invited is not None:
        proved = walk.answers[INVITED].get("email", "")
        registered = Registered(take_up(session, invited, answers, by=by, proved=proved), already=False)
    else:
        registered = register_business(session, answers, by=by)
    if not registered.already:
        put_forward_by(session, registered.business, walk.answers)
        put_forward(session, registered.business, walk.answers, by)
    elif walk.draft is not None:
        walk.draft.answers[ALREADY] = {"already": True}
    return EntryKind.BUSINESS, registered.business.id


def done(session: Session, draft: Draft, walk: Walk) -> Mapping[str, Any]:
    business = session.get(Business, draft.entry_id)
    if business is None or ALREADY in draft.answers:
        return {"already": True}
    after = after_sign_up(session, business)
    said = {suggestion.need_id for suggestion in after["said_yes"]}
    closed = [need for need in wanted_needs(session, draft.answers) if need.id not in said]
    return {"already": False, "closed": closed, **after}


def came_for(walk: Walk) -> Mapping[str, Any]:
    """The requests they came for, to be seen before everything is sent in."""
    return {"wanted": wanted_needs(walk.session, walk.answers), "included": "registration/business_wanted.html"}


def starts(session: Session, walk: Walk) -> Mapping[str, Any]:
    """Who put them forward, where they came by such a link."""
    return {"introducer": introducer_of(session, walk.answers.get(INTRODUCED, {}).get("code"))}


def arrives(walk: Walk, code: str) -> None:
    note_code(walk.answers, code)


BUSINESS = Journey(
    name="business",
    url="/sign-up/business",
    title=_l("Sign up a business"),
    steps=(*trade.STEPS, *help.STEPS, *firm.STEPS, *people.STEPS),
    finish=finish,
    done=done,
    check=came_for,
    arrive=arrives,
    start=starts,
)
