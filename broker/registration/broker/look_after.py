"""A broker changes what they know, where they work and how much they carry."""

from typing import Any

from sqlalchemy.orm import Session

from models import Account, Area, Broker
from models.base import now
from models.vocabulary import EntryState, Theme

from ...cases.holders import brokers_of
from ...cases.log import record
from ...suggestions.refresh import mark_all_due
from ..steps import Answers, Step
from .questions import lines_of
from .trades import divisions_of, sections_of

#: Answers in the broker's own words: a person reads them again.
OWN_WORDS = ("experience",)


def broker_of(session: Session, account: Account, broker_id: int) -> Broker | None:
    """The account's own broker entry; None for anybody else's."""
    return next((broker for broker in brokers_of(session, account) if broker.id == broker_id), None)


def answers_of(broker: Broker, *_account: Any) -> Answers:
    """What the broker said about their work, as they would say it today."""
    return {
        "experience": {"experience": "\n".join(broker.experience)},
        "sectors": {"sectors": sections_of(broker.sectors)},
        "themes": {"themes": [theme.value for theme in broker.themes]},
        "areas": {
            "areas": ", ".join(area.name for area in broker.areas),
            "codes": [area.code for area in broker.areas],
        },
        "cases": {"cases": broker.caseload_limit},
    }


def change_broker(session: Session, broker: Broker, step: Step, answers: Answers, by: Account) -> None:
    """Keep one changed answer. Words that an officer has read are read again."""
    said = answers[step.name]
    if said == answers_of(broker)[step.name]:
        return
    if step.name == "experience":
        broker.experience = lines_of(said["experience"])
    elif step.name == "sectors":
        broker.sectors = divisions_of(said["sectors"])
    elif step.name == "themes":
        broker.themes = [Theme(code) for code in said["themes"]]
    elif step.name == "areas":
        broker.areas = [area for code in said["codes"] if (area := session.get(Area, code))]
    elif step.name == "cases":
        broker.caseload_limit = said["cases"]
    unread = step.name in OWN_WORDS and broker.state in (EntryState.LIVE, EntryState.PAUSED)
    waits = unread or broker.state in (EntryState.DRAFT, EntryState.EXPIRED)
    if waits:
        broker.sent_in_at, broker.paused_until = now(), None
    record(session, broker, "changed", by=by, words=step.name, to_state=EntryState.WAITING if waits else None)
    mark_all_due(session)
