"""A business stops trading, or somebody else owns it now."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Business, Contact, Match
from models.match import HOLDING
from models.vocabulary import EndReason, EntryState, HoldReason, MatchAct, MatchState

from ...accounts.contacts import comes, leaves
from ...cases.clocks import due_on, today
from ...cases.holding import sooner
from ...cases.life import can, move
from ...cases.log import record
from ...cases.parties import tell_parties
from ...matches.ending import look_again, released
from ...messages import write
from ...messages.recipients import own_link
from ...suggestions import mark_due
from ...suggestions.ending import hold_needs, take_back_proposals, withdraw_undecided
from ..refusals import Refused

#: Working days a new owner has to say what goes on; then the broker rings.
OWNER_ANSWERS = 10
#: Whom a change of the business is news for.
OTHERS = ("partnership", "broker")


def stops_trading(session: Session, business: Business, *, by: Account, words: str) -> None:
    """The business is no more: matches end, partners are told, and their needs are open again.

    Raises:
        Refused: without words, or where it has ended already.
    """
    needs = _held(session, business, words)
    withdraw_undecided(session, business)
    take_back_proposals(session, business, by=by)
    for match in _running(session, business):
        if can(match, MatchAct.END_EARLY):
            move(session, match, MatchAct.END_EARLY, by=by, reason=EndReason.FIRM_GONE, words=words)
            tell_parties(session, match, "firm_gone", only=OTHERS)
            released(session, match, by=by)
            look_again(session, match.need)
    for need in needs:
        mark_due(need)
    business.wants_news = False
    record(session, business, "ended", by=by, words=words, to_state=EntryState.ENDED)
    mark_due(business)


def is_bought(
    session: Session, business: Business, *, name: str, email: str, telephone: str, by: Account, words: str
) -> Contact:
    """Somebody else owns the business: what runs waits until the new owner says that it goes on, and so
    does what waits for something else already.

    Those who spoke for it before do so no more, and their links end at once. Proposals nobody has
    accepted are taken back.

    Raises:
        Refused: without words or a way to reach the new owner, or where it has ended already.
    """
    if not (email or telephone):
        raise Refused(_("Give an email address or a telephone number of the new owner"), "email")
    needs = _held(session, business, words)
    take_back_proposals(session, business, by=by)
    contact = comes(session, business, name=name, email=email, telephone=telephone)
    for old in business.contacts:
        if old is not contact and old.left_at is None:
            leaves(session, old)
    contact.is_main = True
    until = due_on(today() + timedelta(days=1), OWNER_ANSWERS - 1)
    for match in _running(session, business):
        if can(match, MatchAct.HOLD):
            look_on, before = sooner(match, until)
            said = " ".join(filter(None, (words, before)))
            move(session, match, MatchAct.HOLD, by=by, reason=HoldReason.NEW_OWNER, words=said, hold_until=look_on)
            tell_parties(session, match, "new_owner", only=OTHERS)
    record(session, business, "new_owner", by=by, words=words)
    for need in needs:
        mark_due(need)
    mark_due(business)
    write(
        session,
        "new_owner_business",
        to=contact,
        side="business",
        link=own_link(contact),
        business=business,
        until=until,
        reference=business.reference,
    )
    return contact


def _held(session: Session, business: Business, words: str) -> list:
    if not words:
        raise Refused(_("Say what you know"), "words")
    needs = hold_needs(session, business)
    session.refresh(business, with_for_update=True)
    if business.state is EntryState.ENDED:
        raise Refused(_("It takes part no more already"))
    return needs


def _running(session: Session, business: Business) -> list[Match]:
    states = [state for state in HOLDING if state is not MatchState.PROPOSED]
    statement = select(Match).where(Match.business_id == business.id, Match.state.in_(states)).order_by(Match.id)
    return list(session.scalars(statement.with_for_update().execution_options(populate_existing=True)))
