"""A broker changes what they know, where they work, how much they carry, and when they are away."""

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Account, Area, Broker, Contact, Match
from models.base import now
from models.match import HOLDING
from models.vocabulary import EntryState, Theme

from ...cases.log import record
from ...suggestions.refresh import mark_all_due
from ..steps import Answers, Step
from .questions import lines_of
from .trades import divisions_of, sections_of

#: Answers in the broker's own words: a person reads them again.
OWN_WORDS = ("experience",)


def brokers_of(session: Session, account: Account) -> list[Broker]:
    """The broker entries of an account: one, as a rule."""
    statement = (
        select(Broker)
        .join(Contact, Contact.broker_id == Broker.id)
        .where(Contact.account_id == account.id, Contact.left_at.is_(None), Broker.state != EntryState.ENDED)
        .order_by(Broker.id)
    )
    return list(session.scalars(statement))


def broker_of(session: Session, account: Account, broker_id: int) -> Broker | None:
    """The account's own broker entry; None for anybody else's."""
    return next((broker for broker in brokers_of(session, account) if broker.id == broker_id), None)


def caseload_of(session: Session, broker: Broker) -> int:
    """How many cases a broker carries now."""
    statement = select(func.count()).where(Match.broker_id == broker.id, Match.state.in_(HOLDING))
    return session.scalar(statement) or 0


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


def set_away(session: Session, broker: Broker, *, begins: date | None, ends: date | None, by: Account) -> bool:
    """Note from when until when the broker is away; both empty: not away. True where that is new."""
    if (broker.away_from, broker.away_until) == (begins, ends):
        return False
    broker.away_from, broker.away_until = begins, ends
    words = f"{begins} to {ends}" if begins or ends else "not away"
    record(session, broker, "away", by=by, words=words)
    mark_all_due(session)
    return True
