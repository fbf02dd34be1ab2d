"""What a business sees of itself on its own page."""

from collections.abc import Iterator
from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Account, Business, Match, Need
from models.vocabulary import EntryKind, EntryState, MatchState

from ...cases import clocks
from ...cases.entries import asked_of
from ...cases.firm_pause import standing_pause
from ...reference.working_days import add_working_days
from ...suggestions.would_help import would_help_business
from ..change import Changes, walk_of_entry
from ..steps import Answers
from ..walk import sections
from ..words import _l
from .after import SPOKEN_TO, asks_of, said_it_could_help
from .change import change_business, own_business, own_businesses, own_contact
from .held import answers_of
from .journey import BUSINESS

#: States of a match as the business is told them.
MATCH_WORDS = {
    MatchState.PROPOSED: _l("We have asked the local group. You are asked too: nothing is settled before you say yes."),
    MatchState.ACCEPTED: _l("Both sides have said yes. We introduce you now."),
    MatchState.INTRODUCED: _l("You have been introduced."),
    MatchState.ACTIVE: _l("You are working together."),
    MatchState.ON_HOLD: _l("Waiting for a while."),
    MatchState.COMPLETED: _l("Finished. The local group is asked what came of it."),
    MatchState.VERIFIED: _l("Finished, and the local group has confirmed what came of it."),
    MatchState.DECLINED: _l("One side said no."),
    MatchState.LAPSED: _l("There was no answer in time."),
    MatchState.WITHDRAWN: _l("Taken back."),
    MatchState.ENDED_EARLY: _l("Ended early."),
}


def _answers_of(business: Business, account: Account) -> Answers:
    return answers_of(business, own_contact(business, account))


CHANGES = Changes(BUSINESS, own_business, _answers_of, change_business)


def business_sections(session: Session, account: Account) -> Iterator[dict[str, Any]]:
    """The values of ``own_business.html`` for each business this account speaks for."""
    for business in own_businesses(session, account):
        yield section_of(session, business, account)


def section_of(session: Session, business: Business, account: Account) -> dict[str, Any]:
    walk = walk_of_entry(CHANGES, business, account)
    takes_part = business.state in (EntryState.WAITING, EntryState.LIVE)
    sent_in = clocks.day_of(business.sent_in_at) if business.sent_in_at else clocks.today()
    return {
        "business": business,
        "contact": own_contact(business, account),
        "contacts": [one for one in business.contacts if one.left_at is None],
        "asked_still_right": business.is_live and bool(asked_of(session, EntryKind.BUSINESS, [business.id])),
        "answers": sections(walk, lambda step: walk.step_url(step.name)),
        "asks": asks_of(session, business) if takes_part else [],
        "said_yes": said_it_could_help(session, business),
        "matches": matches_of(session, business),
        "advice": would_help_business(session, business),
        "match_words": MATCH_WORDS,
        "pause": standing_pause(session, business) if business.state is EntryState.PAUSED else None,
        "spoken_by": add_working_days(sent_in, SPOKEN_TO),
        "help_url": lambda need: url_for("registration.own_we_could_help", business_id=business.id, need_id=need.id),
    }


def matches_of(session: Session, business: Business) -> list[Match]:
    """The matches of a business, newest first."""
    statement = (
        select(Match)
        .where(Match.business_id == business.id)
        .options(selectinload(Match.need).selectinload(Need.partnership))
        .order_by(Match.id.desc())
    )
    return list(session.scalars(statement))
