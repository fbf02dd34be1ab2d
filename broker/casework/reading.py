"""What the pages of a need, a suggestion and a match read, in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import (
    Account,
    Broker,
    Business,
    Decision,
    Match,
    MatchEvent,
    MatchPart,
    Need,
    Partnership,
    Suggestion,
)
from models.vocabulary import ConflictStrength, SuggestionSource, SuggestionState, Verdict

from ..cases import clocks
from ..cases.places import free_places, room
from ..cases.suggestion_life import DECIDABLE
from ..matching.scored import Scored
from ..suggestions.next_best import next_for_business, next_for_need
from .alternatives import Alternatives, alternatives
from .checks import Warning_, agreements
from .decide import standing_decision
from .message_log import MATCH, SUGGESTION, MessageLog, log_of
from .scope import Areas, may_see_need
from .undo import standing_match, undoable
from .weighing import BrokerChoice, broker_choices, facts_not_used, missing, warnings_now

_NEED = (
    selectinload(Need.parts),
    selectinload(Need.area),
    selectinload(Need.neighbourhood),
    selectinload(Need.partnership).selectinload(Partnership.areas),
    selectinload(Need.partnership).selectinload(Partnership.contacts),
)


@dataclass(slots=True)
class NeedPage:
    """A need and everything put forward for it."""

    need: Need
    open: list[Suggestion]
    reserves: list[Suggestion]
    put_off: list[Suggestion]
    decided: list[Suggestion]
    matches: list[Match]
    room: dict[int, int]


@dataclass(slots=True)
class SuggestionPage:
    """A suggestion and everything a coordinator needs to decide on it. ``missing`` says what was not
    known where there was not enough to compare by, and is empty where there was."""

    suggestion: Suggestion
    scored: Scored | None
    warnings: list[Warning_]
    unused: list[tuple[str, str]]
    others: list[Suggestion]
    brokers: list[BrokerChoice]
    free_places: int
    room: dict[int, int]
    decidable: bool
    undo: Decision | None
    match: Match | None
    log: MessageLog
    agreed: list[Decision] = field(default_factory=list)
    beside: Alternatives = field(default_factory=Alternatives)
    missing: tuple[str, ...] = ()

    @property
    def needs_second(self) -> bool:
        return any(one.strength is ConflictStrength.SECOND_PERSON for one in self.warnings)


@dataclass(slots=True)
class MatchPage:
    """A match with its history and its messages."""

    match: Match
    events: Sequence[MatchEvent]
    log: MessageLog
    undo: Decision | None


def need_of(session: Session, need_id: int, account: Account) -> Need | None:
    """A need the coordinator looks after."""
    need = session.scalar(select(Need).where(Need.id == need_id).options(*_NEED))
    return need if need is not None and may_see_need(account, need) else None


def suggestion_of(session: Session, suggestion_id: int, account: Account) -> Suggestion | None:
    """A suggestion for a need the coordinator looks after."""
    statement = (
        select(Suggestion)
        .where(Suggestion.id == suggestion_id)
        .options(
            selectinload(Suggestion.need).options(*_NEED),
            selectinload(Suggestion.business).options(
                selectinload(Business.offers), selectinload(Business.contacts), selectinload(Business.area)
            ),
            selectinload(Suggestion.broker).selectinload(Broker.ties),
            selectinload(Suggestion.put_forward_by),
            selectinload(Suggestion.decisions).selectinload(Decision.by),
        )
    )
    suggestion = session.scalar(statement)
    return suggestion if suggestion is not None and may_see_need(account, suggestion.need) else None


def match_of(session: Session, match_id: int, account: Account) -> Match | None:
    """A match of a need the coordinator looks after."""
    statement = (
        select(Match)
        .where(Match.id == match_id)
        .options(
            selectinload(Match.need).options(*_NEED),
            selectinload(Match.business),
            selectinload(Match.broker),
            selectinload(Match.coordinator),
            selectinload(Match.suggestion).selectinload(Suggestion.decisions),
            selectinload(Match.parts).selectinload(MatchPart.part),
        )
    )
    match = session.scalar(statement)
    return match if match is not None and may_see_need(account, match.need) else None


def need_page(session: Session, need: Need) -> NeedPage:
    """A need with its suggestions in the order in which they are looked at."""
    found = suggestions_of(session, need)
    matches = session.scalars(
        select(Match)
        .where(Match.need_id == need.id)
        .options(selectinload(Match.business), selectinload(Match.broker))
        .order_by(Match.id.desc())
    )
    over = (SuggestionState.CONFIRMED, SuggestionState.REJECTED)
    return NeedPage(
        need=need,
        open=[one for one in found if one.state is SuggestionState.OPEN],
        reserves=[one for one in found if one.state is SuggestionState.RESERVE],
        put_off=[one for one in found if one.state is SuggestionState.LATER],
        decided=[one for one in found if one.state in over],
        matches=list(matches),
        room=room(session, need),
    )


def suggestions_of(session: Session, need: Need) -> list[Suggestion]:
    """What was put forward for a need: people's first, then by rank."""
    statement = (
        select(Suggestion)
        .where(Suggestion.need_id == need.id, Suggestion.state != SuggestionState.WITHDRAWN)
        .options(
            selectinload(Suggestion.business).selectinload(Business.area),
            selectinload(Suggestion.broker),
            selectinload(Suggestion.decisions).selectinload(Decision.by),
        )
    )
    found = list(session.scalars(statement))
    found.sort(key=lambda one: (one.source is SuggestionSource.MODEL, one.rank or 10_000, one.id))
    return found


def suggestion_page(
    session: Session, suggestion: Suggestion, *, areas: Areas = None, today: date | None = None
) -> SuggestionPage:
    """Everything needed to decide on a suggestion. ``areas`` are those of whoever looks: needs of
    elsewhere are not shown beside it."""
    day = today or clocks.today()
    need, business = suggestion.need, suggestion.business
    scored = Scored.from_json(suggestion.reasons) if suggestion.reasons else None
    decidable = suggestion.state in DECIDABLE
    others = [one for one in suggestions_of(session, need) if one.id != suggestion.id and one.state in DECIDABLE]
    return SuggestionPage(
        suggestion=suggestion,
        scored=scored,
        warnings=warnings_now(suggestion, scored, day),
        unused=facts_not_used(suggestion),
        others=others,
        beside=alternatives(session, suggestion, scored, others, areas),
        brokers=broker_choices(session, suggestion, day) if decidable else [],
        free_places=free_places(session, business),
        room=room(session, need),
        decidable=decidable,
        undo=undoable(session, suggestion),
        match=standing_match(session, suggestion),
        log=log_of(session, SUGGESTION, suggestion.id),
        agreed=agreements(suggestion),
        missing=() if scored is None or scored.enough_information else missing(need, business),
    )


def instead_of(session: Session, suggestion: Suggestion) -> list[Suggestion]:
    """What to look at where a pairing did not come about: the next firm for the need, and the next
    need for the firm."""
    need, business = suggestion.need, suggestion.business
    found = (next_for_need(session, need, but=business), next_for_business(session, business, but=need))
    return [one for one in found if one is not None]


def match_page(session: Session, match: Match) -> MatchPage:
    """A match with its events, oldest first, and its messages."""
    events = session.scalars(
        select(MatchEvent)
        .where(MatchEvent.match_id == match.id)
        .options(selectinload(MatchEvent.by))
        .order_by(MatchEvent.id)
    ).all()
    log = log_of(session, MATCH, match.id)
    confirmed = standing_decision(match.suggestion)
    can_undo = (
        confirmed is not None
        and confirmed.verdict is Verdict.CONFIRM
        and match is standing_match(session, match.suggestion)
    )
    return MatchPage(match, events, log, undoable(session, match.suggestion) if can_undo else None)
