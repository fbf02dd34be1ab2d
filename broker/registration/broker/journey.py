"""The sign-up of a broker, from its first question to its entry."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from models import Broker, Draft
from models.vocabulary import EntryKind

from ...cases import clocks
from ...reference.working_days import add_working_days
from ..steps import Journey, Walk
from ..words import _l
from .questions import STEPS
from .register import register_broker

#: Marks a finished draft whose broker was with us before.
ALREADY = "~already"
#: Working days until a coordinator has read an entry.
READ_WITHIN = 5


def finish(session: Session, walk: Walk) -> tuple[EntryKind, int]:
    registered = register_broker(session, walk.counting, by=walk.by if walk.on_behalf else None)
    if registered.already and walk.draft is not None:
        walk.draft.answers[ALREADY] = {"already": True}
    return EntryKind.BROKER, registered.broker.id


def done(session: Session, draft: Draft, walk: Walk) -> Mapping[str, Any]:
    broker = session.get(Broker, draft.entry_id)
    if broker is None or ALREADY in draft.answers:
        return {"already": True}
    sent_in = clocks.day_of(broker.sent_in_at) if broker.sent_in_at else clocks.today()
    return {
        "already": False,
        "broker": broker,
        "email": walk.answers.get("contact", {}).get("email", ""),
        "read_by": add_working_days(sent_in, READ_WITHIN),
    }


BROKER = Journey(
    name="broker",
    url="/sign-up/broker",
    title=_l("Sign up as a broker"),
    steps=STEPS,
    finish=finish,
    done=done,
)
