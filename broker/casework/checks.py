"""What is checked again in the moment of confirming, with both rows locked."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from models import Account, Broker, Business, Decision, Need, Suggestion
from models.vocabulary import ConflictStrength, SuggestionSource, Verdict

from ..cases.load import loads
from ..cases.places import free_places, room
from ..cases.ties import ties_to
from ..matching.scored import Scored
from ..suggestions.ask import score
from ..suggestions.released import chosen_by_a_plan
from .refusals import PlaceGone, Refused

#: Choosing below these needs words.
FIRST_FEW = 3


@dataclass(frozen=True, slots=True)
class Warning_:
    """Something to be aware of before confirming, and how strong it is."""

    strength: ConflictStrength
    sentence: str


def warnings_of(scored: Scored, broker: Broker | None, need: Need, business: Business, day: date) -> list[Warning_]:
    """The conflicts of a pairing and of the broker chosen for it."""
    found = [Warning_(ConflictStrength(flag.strength), flag.sentence) for flag in scored.flags]
    return found + (broker_ties(broker, need, business, day) if broker else [])


def broker_ties(broker: Broker, need: Need, business: Business, day: date) -> list[Warning_]:
    """What ties a broker to one of the two sides today."""
    return [Warning_(tie.strength, f"{broker.name}: {tie.what}") for tie in ties_to(broker, need, business, day)]


def check_not_own(by: Account, business: Business) -> None:
    """Nobody decides for a firm they speak for themselves."""
    if any(contact.account_id == by.id and contact.left_at is None for contact in business.contacts):
        raise Refused(_("You speak for this firm yourself. Ask another coordinator to decide"))


def check_both_live(need: Need, business: Business) -> None:
    """Both sides have been read and are taking part."""
    if not need.partnership.is_live:
        raise Refused(_("The partnership is not live: read its entry first"))
    if not need.is_live:
        raise Refused(_("What is asked for is not live: read it first"))
    if not business.is_live:
        raise Refused(_("The business is not live: read its entry first"))


def check_pair(session: Session, need: Need, business: Business, day: date) -> Scored:
    """The hard rules, as things stand now. Returns the pair, scored afresh, with its conflicts."""
    if free_places(session, business) <= 0:
        raise PlaceGone(_("This business already has as many unanswered proposals as it wants at once"))
    scored = score(session, need, business, today=day)
    if scored.ruled_out:
        raise Refused(" ".join(one.sentence for one in scored.ruled_out))
    return scored


def check_parts(session: Session, need: Need, chosen: set[int]) -> None:
    """Every chosen part is one of this need and may still ask a firm."""
    left = room(session, need)
    if not chosen or not chosen <= set(left):
        raise Refused(_("Select what the business is asked for"), "parts")
    full = [part for part in need.parts if part.id in chosen and left[part.id] <= 0]
    if full:
        names = ", ".join(_(part.kind.label) for part in full)
        raise PlaceGone(_("Enough businesses have been asked for this already: %(parts)s", parts=names), "parts")


def check_broker(session: Session, broker: Broker, need: Need, business: Business, day: date) -> None:
    """The broker is taking part, is there, has time, and is not barred by a tie. Holds the broker's
    row: two confirmations do not both take the last case."""
    session.refresh(broker, with_for_update=True)
    if not broker.is_live:
        raise Refused(_("%(name)s is not taking part: choose somebody else", name=broker.name), "broker")
    begun = broker.away_from is None or broker.away_from <= day
    if (broker.away_from or broker.away_until) and begun and (broker.away_until is None or broker.away_until >= day):
        raise Refused(_("%(name)s is away: choose somebody else", name=broker.name), "broker")
    load = loads(session, [broker])[0]
    if load.room <= 0:
        raise Refused(_("%(name)s cannot take more cases now: choose somebody else", name=broker.name), "broker")
    if load.room_in(need.area_code) <= 0:
        raise Refused(
            _("%(name)s cannot take more cases in this area: choose somebody else", name=broker.name), "broker"
        )
    if any(tie.strength is ConflictStrength.BAR for tie in broker_ties(broker, need, business, day)):
        raise Refused(_("%(name)s has a tie to one side: choose somebody else", name=broker.name), "broker")


def check_warnings(session: Session, suggestion: Suggestion, warnings: list[Warning_], by: Account, words: str) -> None:
    """Words where a warning is passed or a later choice taken; a second person where one is called for.
    What a released plan chose is no later choice, whatever its rank."""
    below = suggestion.source is SuggestionSource.MODEL and (suggestion.rank or 1) > FIRST_FEW
    below = below and not chosen_by_a_plan(session, [suggestion.id])
    if not words and warnings:
        raise Refused(_("Say why this goes ahead although there is a warning"), "words")
    if not words and below:
        raise Refused(_("Say why you chose a business below the first three"), "words")
    if any(one.strength is ConflictStrength.SECOND_PERSON for one in warnings):
        agreed = {decision.by_id for decision in agreements(suggestion)}
        if not agreed - {by.id}:
            raise Refused(_("A second coordinator must agree before you can confirm this"))


def agreements(suggestion: Suggestion) -> list[Decision]:
    """Who agreed as a second person, since the last undo."""
    found: list[Decision] = []
    for decision in suggestion.decisions:
        if decision.verdict is Verdict.AGREE:
            found.append(decision)
        elif decision.verdict is Verdict.UNDO:
            found.clear()
    return found
