"""What is already known about a pair: earlier refusals that still hold, and conflicts of interest."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from models import Business, Decision, Match, Need, NotAgain, Result, Suggestion
from models.match import DONE, HOLDING
from models.vocabulary import (
    ConflictStrength,
    ContractStatus,
    MatchState,
    RejectReason,
    SuggestionState,
    Verdict,
)

from ..cases import clocks
from ..matching.profiles import Barrier
from .changes import last_changes
from .said_no import said_no

#: Mailbox providers: sharing one says nothing about two organisations.
PUBLIC_MAILBOXES = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "hotmail.com",
        "hotmail.co.uk",
        "live.com",
        "live.co.uk",
        "msn.com",
        "yahoo.com",
        "yahoo.co.uk",
        "icloud.com",
        "me.com",
        "aol.com",
        "btinternet.com",
        "sky.com",
        "talktalk.net",
        "virginmedia.com",
        "protonmail.com",
        "proton.me",
    ]
)
#: Refusals that say nothing lasting about the pair: the next time may be right, but not tomorrow.
PASSING = frozenset({RejectReason.HELPED_ENOUGH, RejectReason.ALREADY_MET, RejectReason.NOT_READY})
AGAIN_AFTER = timedelta(days=90)


def barriers_for(
    session: Session, *, need: Need | None = None, business: Business | None = None, today: date
) -> list[Barrier]:
    """Every barrier of one need, of one business, or of one pair where both are given."""
    return [
        *_refused(session, need, business, today),
        *_matched(session, need, business),
        *said_no(session, need, business, today),
        *_not_again(session, need, business),
    ]


def _refused(session: Session, need: Need | None, business: Business | None, today: date) -> Iterable[Barrier]:
    """Pairs a coordinator rejected, until one of the two entries has been changed."""
    statement = (
        select(Suggestion.need_id, Suggestion.business_id, Decision.reason, Decision.at)
        .join(Decision, Decision.suggestion_id == Suggestion.id)
        .where(Suggestion.state == SuggestionState.REJECTED, Decision.verdict == Verdict.REJECT)
    )
    rows = session.execute(_narrow(statement, Suggestion, need, business)).all()
    changed = last_changes(session, {row.need_id for row in rows}, {row.business_id for row in rows})
    for row in rows:
        if row.reason in PASSING and clocks.day_of(row.at) + AGAIN_AFTER <= today:
            continue
        forever = row.reason == RejectReason.CONFLICT
        latest = max(
            filter(None, (changed.get(("need", row.need_id)), changed.get(("business", row.business_id)))),
            default=None,
        )
        if forever or latest is None or latest <= row.at:
            yield Barrier(
                row.need_id, row.business_id, "rejected", "bar", "A coordinator has already said no to this pairing."
            )


def _matched(session: Session, need: Need | None, business: Business | None) -> Iterable[Barrier]:
    """Pairs that already work together, or whose last match ended in a way that still counts."""
    both_again = and_(Result.business_again.is_(True), Result.partnership_again.is_(True))
    statement = (
        select(Match.need_id, Match.business_id, Match.state, both_again.label("again"))
        .outerjoin(Result, Result.match_id == Match.id)
        .where(Match.state.in_([*HOLDING, *DONE, MatchState.ENDED_EARLY]))
    )
    for row in session.execute(_narrow(statement, Match, need, business)):
        if row.state in HOLDING:
            yield Barrier(row.need_id, row.business_id, "matched", "bar", "They are already matched for this need.")
        elif row.state in DONE:
            if not row.again:
                yield Barrier(row.need_id, row.business_id, "done", "bar", "They have already worked together on this.")
        else:
            yield Barrier(
                row.need_id, row.business_id, "ended", "bar", "They have tried this together, and it ended early."
            )


def _not_again(session: Session, need: Need | None, business: Business | None) -> Iterable[Barrier]:
    """Pairs of which one side asked, in private, not to be put together again. Who asked is not said."""
    statement = (
        select(Need.id.label("need_id"), NotAgain.business_id)
        .join(NotAgain, NotAgain.partnership_id == Need.partnership_id)
        .where(NotAgain.revoked_at.is_(None))
        .distinct()
    )
    if need is not None:
        statement = statement.where(Need.id == need.id)
    if business is not None:
        statement = statement.where(NotAgain.business_id == business.id)
    for row in session.execute(statement):
        yield Barrier(row.need_id, row.business_id, "not_again", "bar", "They asked not to be matched again.")


def _narrow(statement, table, need: Need | None, business: Business | None):
    if need is not None:
        statement = statement.where(table.need_id == need.id)
    if business is not None:
        statement = statement.where(table.business_id == business.id)
    return statement


def conflicts_of(need: Need, business: Business) -> list[Barrier]:
    """Conflicts of interest between the two sides of a pair, with their strength."""

    def barrier(rule: str, strength: ConflictStrength, sentence: str, until: date | None = None) -> Barrier:
        return Barrier(need.id, business.id, rule, strength.value, sentence, until)

    found = []
    if ContractStatus.BIDDING in business.contracts:
        found.append(
            barrier(
                "bidding",
                ConflictStrength.SECOND_PERSON,
                "This firm is bidding for a council contract now. A second person must agree.",
                business.award_on,
            )
        )
    if ContractStatus.HOLDS in business.contracts:
        found.append(barrier("contract", ConflictStrength.SHOW, "This firm holds a council contract."))
    if ContractStatus.PROMISED in business.contracts:
        found.append(barrier("promised", ConflictStrength.SHOW, "This firm promised this help in a contract."))
    if _accounts(business.contacts) & _accounts(need.partnership.contacts):
        found.append(
            barrier(
                "sits_on_partnership",
                ConflictStrength.SECOND_PERSON,
                "One person speaks for this firm and for this partnership. A second person must agree.",
            )
        )
    shared = (_domains(business.contacts) & _domains(need.partnership.contacts)) - PUBLIC_MAILBOXES
    if shared:
        found.append(
            barrier("same_domain", ConflictStrength.SHOW, "Both sides use e-mail addresses of the same organisation.")
        )
    return found


def _accounts(contacts) -> set[int]:
    return {contact.account_id for contact in contacts if contact.account_id and contact.left_at is None}


def _domains(contacts) -> set[str]:
    return {contact.email.rpartition("@")[2] for contact in contacts if contact.email and contact.left_at is None}
