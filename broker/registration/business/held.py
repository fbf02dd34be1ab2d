"""From the columns of the tables back to the answers that would make them."""

from datetime import date
from typing import Any

from models import Business, Contact, Offer
from models.vocabulary import Kind, ReachKind, SizeBand

from ...reference import places
from ..steps import Answers
from .firm import goes_out
from .help import ONLY, OPEN
from .kinds import INVOLVES, step_of
from .trade import NOT_SURE
from .where import REMOTE


def answers_of(business: Business, contact: Contact | None) -> Answers:
    """The answers that would make this entry: to show it and to change it by the same questions."""
    offers = {offer.kind: offer for offer in business.offers if offer.withdrawn_at is None}
    asked_about = [kind for kind, offer in offers.items() if kind in INVOLVES and _is_said(offer)]
    sector = business.sectors[0] if business.sectors else NOT_SURE
    answers: Answers = {
        "what-you-do": {"what_we_do": business.what_we_do, "proposed": [code for code in business.sectors[:1]]},
        "sector": {"sector": sector},
        "help": {"kinds": [kind.value for kind in Kind if kind in offers]},
        **{step_of(kind): _offer_answer(offers[kind]) for kind in asked_about},
        "name": {"name": business.name, "company_number": business.company_number or ""},
        "children": {"children": business.children.value},
        "contract": {
            "contracts": [status.value for status in business.contracts],
            "award_on": _said_day(business.award_on),
        },
        "data": {"agree": True, "may_be_named": business.may_be_named, "wants_news": business.wants_news},
        "about": {
            "size": None if business.size is SizeBand.UNKNOWN else business.size.value,
            "legal_form": business.legal_form.value,
        },
        "ideas": {"ideas": ONLY if business.only_these else OPEN if business.only_these is False else None},
        **_place_answers(business),
    }
    if contact is not None:
        answers["contact"] = {
            "name": contact.name,
            "telephone": contact.telephone,
            "email": contact.email,
            "best_reached": contact.best_reached,
        }
    if not goes_out(answers):
        answers.pop("reach")
    return answers


def _is_said(offer: Offer) -> bool:
    """Whether anything was answered about it: one just ticked is still to be asked about."""
    return bool(offer.words or offer.frequency or offer.amount)


def _offer_answer(offer: Offer) -> dict[str, Any]:
    return {
        "words": offer.words,
        "amount": int(offer.amount) if offer.amount is not None else None,
        "frequency": offer.frequency.value if offer.frequency else None,
        "terms": offer.terms.value if INVOLVES[offer.kind].has_price else None,
        "starts_on": _said_day(offer.starts_on),
        "ends_on": _said_day(offer.ends_on),
    }


def _place_answers(business: Business) -> Answers:
    area = business.area
    region = area.region if area else None
    place = {"district": business.area_code, "region": region, "lat": business.lat, "lon": business.lon}
    known: Answers = {}
    if business.postcode:
        found = places.find_postcode(business.postcode)
        nation = found.nation.value if found.nation else None
        known["where"] = {"postcode": business.postcode, "nation": nation, **place}
        known["outside"] = {"outside": REMOTE}
    else:
        known["where"] = {"no_postcode": True}
        known["town"] = {"town": area.name if area else "", **place}
    named = [places.district(code) for code in business.reach_areas]
    known["reach"] = {
        "reach": None if business.reach is ReachKind.UNKNOWN else business.reach.value,
        "region": business.reach_region,
        "codes": list(business.reach_areas),
        "districts": ", ".join(district.name for district in named if district),
    }
    return known


def _said_day(day: date | None) -> str | None:
    return day.isoformat() if day else None
