"""Pairings that are not possible any more, because one side takes part no more."""

from collections.abc import Collection

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Broker, Business, Match, Need, Partnership, Suggestion
from models.suggestion import STANDING
from models.vocabulary import EndReason, MatchState, SuggestionAct, SuggestionSource

from ..cases import suggestion_life
from ..cases.deciding import follow_decisions
from ..cases.suggestion_life import DECIDABLE
from ..cases.withdrawal import WITHDRAWABLE, sides_told, take_back
from ..messages import write
from ..messages.recipients import main_contact, own_link
from .refresh import mark_due


def withdraw_undecided(session: Session, entry: Business | Need | Partnership | Broker) -> None:
    """Withdraw what is suggested for an entry that ends, and not decided.

    A firm that had said it could help is owed an answer: it is told, unless it is the one that
    ends. Where a broker ends, another can be chosen.
    """
    statement = select(Suggestion).where(Suggestion.state.in_(DECIDABLE)).order_by(Suggestion.id)
    if isinstance(entry, Business):
        statement = statement.where(Suggestion.business_id == entry.id)
    elif isinstance(entry, Need):
        statement = statement.where(Suggestion.need_id == entry.id)
    elif isinstance(entry, Partnership):
        statement = statement.join(Suggestion.need).where(Need.partnership_id == entry.id)
    else:
        for suggestion in session.scalars(statement.where(Suggestion.broker_id == entry.id)):
            suggestion.broker = None
        return
    withdrawn = session.scalars(statement).all()
    for suggestion in withdrawn:
        suggestion_life.move(session, suggestion, SuggestionAct.WITHDRAW)
        if suggestion.source is SuggestionSource.BUSINESS and not isinstance(entry, Business):
            _tell(session, suggestion)
    session.flush()
    for need in sorted({suggestion.need for suggestion in withdrawn}, key=lambda need: need.id):
        follow_decisions(session, need)


def hold_needs(session: Session, entry: Business | Broker) -> list[Need]:
    """Lock the needs that an entry is put forward for, in one order: a decision locks its need first."""
    ours = Suggestion.business_id == entry.id if isinstance(entry, Business) else Suggestion.broker_id == entry.id
    statement = (
        select(Need)
        .where(Need.id.in_(select(Suggestion.need_id).where(ours, Suggestion.state.in_(STANDING))))
        .order_by(Need.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(statement))


def take_back_proposals(
    session: Session,
    entry: Business | Need,
    *,
    by: Account | None,
    on_behalf_of: str = "",
    states: Collection[MatchState] = WITHDRAWABLE,
) -> list[Match]:
    """Withdraw the proposals of an entry that ends, in these states. The caller holds the entry.
    Nobody (``by``) is the service, by the calendar.

    Who was told gets a sentence. A firm that had said it could help and was not told yet is
    answered. Matches that are further on are left to people.
    """
    statement = select(Match).where(Match.state.in_(states)).order_by(Match.business_id, Match.id)
    if isinstance(entry, Business):
        matches = session.scalars(statement.where(Match.business_id == entry.id)).all()
        reason, words, ended = EndReason.OTHER, _("The business takes part no more"), "business"
    else:
        matches = session.scalars(statement.where(Match.need_id == entry.id)).all()
        reason, words, ended = EndReason.NOT_NEEDED, _("What was asked for is closed"), "need"
        for match in matches:
            session.refresh(match.business, with_for_update=True)
    for match in matches:
        take_back(session, match, by=by, reason=reason, words=words, ended=ended, on_behalf_of=on_behalf_of)
        other = match.need if isinstance(entry, Business) else match.business
        mark_due(other)
        owed = match.suggestion.source is SuggestionSource.BUSINESS and isinstance(entry, Need)
        if owed and "business" not in sides_told(session, match):
            _tell(session, match.suggestion)
    return list(matches)


def _tell(session: Session, suggestion: Suggestion) -> None:
    to = main_contact(suggestion.business.contacts)
    if to is None:
        return
    message = write(
        session,
        "not_needed_any_more",
        to=to,
        side="business",
        link=own_link(to),
        need=suggestion.need,
        business=suggestion.business,
        partnership=suggestion.need.partnership,
        reference=suggestion.reference,
    )
    message.suggestion_id = suggestion.id
    message.illustrative = suggestion.need.illustrative or suggestion.business.illustrative
