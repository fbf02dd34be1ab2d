"""What a person weighs beside the score: warnings, facts the model does not use, and who could link."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Broker, Business, Need, Suggestion
from models.vocabulary import ConflictStrength, ContractStatus, Kind

from ..edge.filters import label
from ..matching.scored import Scored, ScoredBroker
from ..suggestions import brokers_for
from ..suggestions.barriers import conflicts_of
from .checks import Warning_, broker_ties


@dataclass(frozen=True, slots=True)
class BrokerChoice:
    """A broker who could take the case (None: the coordinator), why, and what is against it."""

    broker: Broker | None
    scored: ScoredBroker
    ties: list[Warning_]


def warnings_now(suggestion: Suggestion, scored: Scored | None, day: date) -> list[Warning_]:
    """Conflicts as they were when the pair was scored and as they are now, each once."""
    sentences: dict[str, Warning_] = {}
    for flag in scored.flags if scored else ():
        sentences[flag.sentence] = Warning_(ConflictStrength(flag.strength), flag.sentence)
    for barrier in conflicts_of(suggestion.need, suggestion.business):
        if barrier.until is None or barrier.until > day:
            sentences[barrier.sentence] = Warning_(ConflictStrength(barrier.strength), barrier.sentence)
    if suggestion.broker is not None:
        for tie in broker_ties(suggestion.broker, suggestion.need, suggestion.business, day):
            sentences[tie.sentence] = tie
    return list(sentences.values())


def facts_not_used(suggestion: Suggestion) -> list[tuple[str, str]]:
    """What a person may weigh and the model does not: (name, words)."""
    need, business = suggestion.need, suggestion.business
    contracts = [label(status) for status in business.contracts if status is not ContractStatus.NONE]
    rows = [
        (_("Legal form"), label(business.legal_form)),
        (_("Size"), label(business.size)),
        (_("Council contracts"), ", ".join(contracts)),
        (_("Notes about the business"), business.notes),
        (_("Who benefits"), ", ".join(label(group) for group in need.who_benefits)),
        (_("What “done” looks like"), need.done_looks_like),
        (_("How it came to us"), came_by(business.source)),
    ]
    return [(name, words) for name, words in rows if words]


def came_by(source: str) -> str:
    """How an entry came to the service, in words."""
    known = {"form": _("Sign-up form"), "telephone": _("Telephone"), "import": _("A list that was read in")}
    return known.get(source, source)


def broker_choices(session: Session, suggestion: Suggestion, day: date) -> list[BrokerChoice]:
    """Brokers for the pairing, best first; then those who cannot, with the reasons."""
    need, business = suggestion.need, suggestion.business
    ranked = brokers_for(session, need, business, today=day)
    ids = [int(one.broker_id) for one in ranked if one.broker_id is not None]
    statement = select(Broker).where(Broker.id.in_(ids)).options(selectinload(Broker.ties))
    brokers = {broker.id: broker for broker in session.scalars(statement)}
    choices = []
    for one in ranked:
        broker = brokers[int(one.broker_id)] if one.broker_id is not None else None
        choices.append(BrokerChoice(broker, one, broker_ties(broker, need, business, day) if broker else []))
    return choices


def missing(need: Need, business: Business) -> tuple[str, ...]:
    """What is not known where a pair could not be compared: of either side its words, what they are about
    and the kind of help, in a sentence each."""
    found = []
    offers = [offer for offer in business.offers if offer.withdrawn_at is None]
    kinds = [offer for offer in offers if offer.kind is not Kind.NSY]
    if not (business.what_we_do.strip() or business.sectors or kinds):
        found.append(_("What the business does, its line of business, and what kind of help it could give."))
    asked = [part for part in need.parts if part.kind is not Kind.NSY]
    if not (need.words.strip() or need.theme or asked):
        found.append(_("What the request is for: its words, its theme and the kind of help."))
    return tuple(found) or (_("Words on either side that say something about the help."),)
