"""What a business sees once it has signed up: what it could help with, and what happens by when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Account, Business, Case, Need, Suggestion
from models.suggestion import STANDING
from models.vocabulary import CaseKind, Strand, SuggestionSource

from ...cases import clocks
from ...reference.working_days import add_working_days
from ...suggestions import CouldMeet, needs_it_could_meet

#: Working days until an entry is acknowledged, and until a person has spoken to its owner.
ACKNOWLEDGED, SPOKEN_TO = 2, 5
#: How many needs are shown at once.
SHOWN = 5


@dataclass(frozen=True)
class Ask:
    """A need as a business is shown it: what, for whom, where, and why it might suit."""

    need: Need
    reasons: list[str]

    @property
    def who(self) -> str:
        return self.need.partnership.name

    @property
    def where(self) -> str:
        parts = (
            self.need.neighbourhood.name if self.need.neighbourhood else "",
            self.need.area and self.need.area.name,
        )
        return ", ".join(part for part in parts if part)


def after_sign_up(session: Session, business: Business) -> dict[str, Any]:
    """Values for the last page of the sign-up and for the business's own page."""
    sent_in = clocks.day_of(business.sent_in_at) if business.sent_in_at else clocks.today()
    said_yes = said_it_could_help(session, business)
    return {
        "business": business,
        "emailed": any(contact.email for contact in business.contacts),
        "help_url": lambda need: url_for("registration.business_we_could_help", need_id=need.id),
        "asks": asks_of(session, business),
        "said_yes": said_yes,
        "answers_you": who_answers(session, [suggestion.need_id for suggestion in said_yes]),
        "acknowledged_by": add_working_days(sent_in, ACKNOWLEDGED),
        "spoken_by": add_working_days(sent_in, SPOKEN_TO),
    }


def asks_of(session: Session, business: Business, *, today: date | None = None) -> list[Ask]:
    """Open needs the business could meet and has not yet answered, each with reasons in words."""
    said = {suggestion.need_id for suggestion in said_it_could_help(session, business)}
    found: list[CouldMeet] = needs_it_could_meet(session, business, limit=SHOWN + len(said), today=today)
    asks = [Ask(one.need, one.scored.reasons("business")) for one in found if one.need.id not in said]  # type: ignore[attr-defined]
    return asks[:SHOWN]


def said_it_could_help(session: Session, business: Business) -> list[Suggestion]:
    """What the business itself put forward and nobody has turned down."""
    statement = (
        select(Suggestion)
        .where(
            Suggestion.business_id == business.id,
            Suggestion.source == SuggestionSource.BUSINESS,
            Suggestion.state.in_(STANDING),
        )
        .options(selectinload(Suggestion.need).selectinload(Need.partnership))
        .order_by(Suggestion.id)
    )
    return list(session.scalars(statement))


def who_answers(session: Session, need_ids: Sequence[int]) -> dict[int, str]:
    """need's number -> the name of the coordinator who decides about it, where that is one person."""
    statement = (
        select(Case.subject_id, Account.name)
        .join(Account, Account.id == Case.owner_account_id)
        .where(
            Case.kind == CaseKind.NEED,
            Case.strand == Strand.DECISION,
            Case.closed_at.is_(None),
            Case.subject_id.in_(need_ids),
        )
    )
    return {need_id: name for need_id, name in session.execute(statement)} if need_ids else {}
