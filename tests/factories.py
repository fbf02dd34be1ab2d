"""Rows for tests, one factory a table. What a test is about must be said; the rest is invented.

Every factory commits into the session of the application, so that the next request sees the row:

    need = NeedFactory(title="Garden benches", parts=[PartFactory(kind=Kind.KIT, amount=4)])

`PartFactory`, `OfferFactory` and the like may be built inside their owner. Areas are found by
their code when they are there already. Names are invented; addresses are `.example`, numbers are
of the range kept for drama (01632 960...).
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import factory
from factory.alchemy import SQLAlchemyModelFactory

from broker.cases.deciding import follow_decisions
from broker.cases.entries import follow_entry
from broker.extensions import db
from broker.matching.weights import PUBLISHED
from models import (
    Account,
    AccountArea,
    Area,
    Broker,
    BrokerTie,
    Business,
    Contact,
    Decision,
    Deprivation,
    Draft,
    EntryEvent,
    Link,
    Match,
    MatchEvent,
    MatchPart,
    Member,
    Message,
    Need,
    NeedPart,
    Neighbourhood,
    Offer,
    Partnership,
    Retraining,
    RoleGrant,
    Seat,
    Suggestion,
    SuggestionEvent,
    WeightsVersion,
)
from models.base import now
from models.vocabulary import (
    EntryState,
    LinkPurpose,
    MatchState,
    PartnershipKind,
    ReachKind,
    Role,
    Safeguarding,
    SuggestionSource,
    SuggestionState,
    Theme,
    WeightsSource,
)


class MustBeSaid(Exception):
    """A test left out what it is about."""


def must_be_said(name: str) -> Any:
    """A value without a default: leaving it out raises `MustBeSaid`."""

    def missing() -> Any:
        raise MustBeSaid(f"Say {name}= when you make this row")

    return factory.LazyFunction(missing)


class RowFactory(SQLAlchemyModelFactory):
    """Adds the row to the session of the application and commits it."""

    class Meta:
        abstract = True
        sqlalchemy_session_factory = lambda: db.session  # noqa: E731
        sqlalchemy_session_persistence = "commit"


class UnsavedFactory(factory.Factory):
    """A row that its owner saves: built, not added to a session of its own."""

    class Meta:
        abstract = True


# Places


class AreaFactory(RowFactory):
    """A district. Liverpool unless told; an area that is there already is used."""

    class Meta:
        model = Area
        sqlalchemy_get_or_create = ("code",)

    code = "E08000012"
    name = factory.LazyAttribute(lambda area: "Liverpool" if area.code == "E08000012" else f"District {area.code}")
    region = "North West"
    lat = 53.4084
    lon = -2.9916


class DeprivationFactory(RowFactory):
    class Meta:
        model = Deprivation

    area = factory.SubFactory(AreaFactory)
    edition = 2025
    rank = 1
    of = 296
    decile = 1


class NeighbourhoodFactory(RowFactory):
    class Meta:
        model = Neighbourhood

    area = factory.SubFactory(AreaFactory)
    name = must_be_said("name")


# People


class AccountFactory(RowFactory):
    """Somebody who can sign in. `roles` and the codes of their `areas` (none: every area)."""

    class Meta:
        model = Account

    email = factory.Sequence(lambda n: f"person{n}@council.example")
    name = factory.Sequence(lambda n: f"Person {n}")
    roles = must_be_said("roles")
    areas = ()

    @classmethod
    def _create(cls, model_class: type[Account], *args: Any, **kwargs: Any) -> Account:
        roles, areas = kwargs.pop("roles"), kwargs.pop("areas")
        kwargs.setdefault("grants", [RoleGrant(role=role) for role in roles])
        kwargs["areas"] = [AccountArea(area_code=getattr(area, "code", area)) for area in areas]
        return super()._create(model_class, *args, **kwargs)


class CoordinatorFactory(AccountFactory):
    roles = (Role.COORDINATOR,)


class AdministratorFactory(AccountFactory):
    roles = (Role.ADMINISTRATOR,)


class ContactFactory(RowFactory):
    """Somebody who speaks for a business, a partnership or a broker: say which, or put the built
    contact into its `contacts`."""

    class Meta:
        model = Contact

    name = factory.Sequence(lambda n: f"Contact {n}")
    email = factory.Sequence(lambda n: f"contact{n}@firm{n}.example")
    telephone = factory.Sequence(lambda n: f"+441632960{n % 1000:03d}")
    email_confirmed_at = factory.LazyFunction(now)


def _contact() -> Contact:
    built: Contact = ContactFactory.build()
    return built


# Entries


class EntryFactory(RowFactory):
    """An entry that waits to be read has its case, as whoever sends one in makes it."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type[Any], *args: Any, **kwargs: Any) -> Any:
        entry = super()._create(model_class, *args, **kwargs)
        if entry.state is EntryState.WAITING:
            follow_entry(db.session, entry)
        db.session.commit()  # also what was only read: a transaction of the test holds up the pages
        return entry


class BusinessFactory(EntryFactory):
    """A live firm that an officer has read, with one contact. `offers` are built offers."""

    class Meta:
        model = Business

    name = must_be_said("name")
    name_key = factory.LazyAttribute(lambda business: business.name.lower())
    state = EntryState.LIVE
    what_we_do = "We mend and make things."
    area = factory.SubFactory(AreaFactory)
    postcode = "L1 8JQ"
    lat = 53.4042
    lon = -2.9800
    reach = ReachKind.MILES_10
    only_these = False
    spoken_at = factory.LazyFunction(now)
    agreed_to_use_at = factory.LazyFunction(now)
    contacts = factory.LazyFunction(lambda: [_contact()])
    offers = factory.LazyFunction(list)


class OfferFactory(RowFactory):
    """`OfferFactory(business=..., kind=...)`, or `.build(kind=...)` within a business."""

    class Meta:
        model = Offer

    kind = must_be_said("kind")
    words = ""


class PartnershipFactory(EntryFactory):
    class Meta:
        model = Partnership

    name = must_be_said("name")
    kind = PartnershipKind.NEIGHBOURHOOD_BOARD
    state = EntryState.LIVE
    areas = factory.LazyFunction(lambda: [AreaFactory()])
    contacts = factory.LazyFunction(lambda: [_contact()])


class SeatFactory(RowFactory):
    class Meta:
        model = Seat

    partnership = must_be_said("partnership")
    group = must_be_said("group")


class MemberFactory(RowFactory):
    class Meta:
        model = Member

    seat = must_be_said("seat")
    name = factory.Sequence(lambda n: f"Member {n}")


class NeedFactory(EntryFactory):
    """A live need of a partnership in Liverpool. `parts` are built parts, and must be said."""

    class Meta:
        model = Need

    class Params:
        who = "Speke Neighbourhood Board"

    title = must_be_said("title")
    parts = must_be_said("parts")
    words = "We would like some help with this."
    partnership = factory.LazyAttribute(lambda need: PartnershipFactory(name=need.who, areas=[need.area]))
    area = factory.SubFactory(AreaFactory)
    lat = 53.3500
    lon = -2.8500
    theme = Theme.ENV
    state = EntryState.LIVE
    children = Safeguarding.NONE


class PartFactory(UnsavedFactory):
    """One part of a need: `NeedFactory(parts=[PartFactory(kind=Kind.KIT, amount=4, places=2)])`."""

    class Meta:
        model = NeedPart

    kind = must_be_said("kind")
    amount = None
    places = 1


class BrokerFactory(EntryFactory):
    class Meta:
        model = Broker

    name = must_be_said("name")
    employer = "Chamber of Trade"
    state = EntryState.LIVE
    areas = factory.LazyFunction(lambda: [AreaFactory()])
    contacts = factory.LazyFunction(lambda: [_contact()])


class BrokerTieFactory(RowFactory):
    class Meta:
        model = BrokerTie

    broker = must_be_said("broker")
    strength = must_be_said("strength")
    what = "Sits on its board"


class EntryEventFactory(RowFactory):
    class Meta:
        model = EntryEvent

    entry_kind = must_be_said("entry_kind")
    entry_id = must_be_said("entry_id")
    what = "sent_in"


class DraftFactory(RowFactory):
    class Meta:
        model = Draft

    journey = must_be_said("journey")
    answers = factory.LazyFunction(dict)


# Suggestions, decisions, matches


def scored(need: Any, business: Any, *parts: tuple[str, str, float, float], flags: Any = ()) -> dict[str, Any]:
    """`matching.Scored` as it is kept: parts are (code, label, weight, value)."""
    parts = parts or (
        ("can_do", "What the firm can do", 0.6, 0.9),
        ("place", "Place", 0.3, 0.8),
        ("words", "Words in common", 0.1, 0.5),
    )
    kept = [
        {
            "code": code,
            "label": label,
            "weight": weight,
            "value": value,
            "contribution": round(weight * value, 6),
            "sentences": {
                "coordinator": f"{label}: seen by the coordinator.",
                "business": f"{label}: said to the firm.",
                "partnership": f"{label}: said to the partnership.",
            },
        }
        for code, label, weight, value in parts
    ]
    return {
        "need_id": need.id,
        "business_id": business.id,
        "score": round(sum(part["contribution"] for part in kept), 6),
        "enough_information": True,
        "suitable": True,
        "kind": str(need.parts[0].kind) if need.parts else None,
        "part_id": need.parts[0].id if need.parts else None,
        "parts": kept,
        "ruled_out": [],
        "flags": [{"strength": str(strength), "sentence": sentence} for strength, sentence in flags],
    }


class SuggestionFactory(RowFactory):
    """The model's suggestion of a need and a business, open, with reasons that add up. `flags`
    are (strength, sentence) pairs; `source`, with nothing scored, for a person's."""

    class Meta:
        model = Suggestion

    class Params:
        flags = ()

    need = must_be_said("need")
    business = must_be_said("business")
    source = SuggestionSource.MODEL
    state = SuggestionState.OPEN
    rank = 1
    reasons = factory.LazyAttribute(lambda s: scored(s.need, s.business, flags=s.flags))
    score = factory.LazyAttribute(lambda s: s.reasons.get("score"))
    model_version = "published-1"
    events = factory.LazyAttribute(lambda s: [SuggestionEvent(to_state=s.state)])

    @classmethod
    def _create(cls, model_class: type[Suggestion], *args: Any, **kwargs: Any) -> Suggestion:
        suggestion: Suggestion = super()._create(model_class, *args, **kwargs)
        waits_for_a_decision(suggestion.need)
        return suggestion


def waits_for_a_decision(need: Need) -> None:
    """Bring the case of a need's suggestions in step, as whoever makes them does."""
    follow_decisions(db.session, need)
    db.session.commit()


class DecisionFactory(RowFactory):
    class Meta:
        model = Decision

    suggestion = must_be_said("suggestion")
    verdict = must_be_said("verdict")
    by = must_be_said("by")


class WeightsVersionFactory(RowFactory):
    """A version as an administrator would have saved it."""

    class Meta:
        model = WeightsVersion

    number = 2
    source = WeightsSource.SET
    parts = factory.LazyFunction(lambda: dict(PUBLISHED.parts))
    threshold = PUBLISHED.threshold
    somebody = PUBLISHED.somebody
    least_can_do = PUBLISHED.least_can_do
    affinity = factory.LazyFunction(dict)
    reason = "We tried it"


class RetrainingFactory(RowFactory):
    """A look at decisions that came to nothing."""

    class Meta:
        model = Retraining

    decisions = 300
    usable = 250
    people = 3
    gain = 0.001
    uncertainty = 0.002
    promoted = False
    outcome = "not_sure"
    against = "published-1"
    parts = factory.LazyFunction(lambda: dict(PUBLISHED.parts))
    calibration = factory.LazyFunction(lambda: [[0.2, 0.25, 125], [0.7, 0.65, 125]])


class MatchFactory(RowFactory):
    """A match of a suggestion that is taken to be confirmed."""

    class Meta:
        model = Match

    suggestion = must_be_said("suggestion")
    coordinator = must_be_said("coordinator")
    need = factory.LazyAttribute(lambda match: match.suggestion.need)
    business = factory.LazyAttribute(lambda match: match.suggestion.business)
    broker = factory.LazyAttribute(lambda match: match.suggestion.broker)
    state = MatchState.PROPOSED

    @classmethod
    def _create(cls, model_class: type[Match], *args: Any, **kwargs: Any) -> Match:
        kwargs["suggestion"].state = SuggestionState.CONFIRMED
        kwargs.setdefault("parts", [MatchPart(part=part, amount=part.amount) for part in kwargs["need"].parts])
        kwargs.setdefault("events", [MatchEvent(to_state=kwargs["state"], by=kwargs["coordinator"])])
        return super()._create(model_class, *args, **kwargs)


# Messages


class MessageFactory(RowFactory):
    class Meta:
        model = Message

    kind = must_be_said("kind")
    to_name = "Contact"
    to_email = "contact@firm.example"
    subject = "About your offer"
    body = "Press the button on this page:\n\n[personal link]\n"


class LinkFactory(RowFactory):
    class Meta:
        model = Link

    token_hash = must_be_said("token_hash")
    purpose = LinkPurpose.SIGN_IN
    expires_at = factory.LazyFunction(lambda: datetime.now(UTC) + timedelta(hours=24))
