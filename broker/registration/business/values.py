"""Between the answers of the journey and the columns of the tables, both ways."""

from datetime import date
from typing import Any

from models import Business, Contact, Offer
from models.base import now
from models.vocabulary import (
    ContractStatus,
    Frequency,
    Kind,
    LegalForm,
    OfferTerms,
    ReachKind,
    SizeBand,
    WorksWithChildren,
)

from ...reference import places
from ..steps import Answers
from .doubles import name_key
from .firm import goes_out
from .help import ONLY, OPEN
from .kinds import INVOLVES, step_of, ticked
from .trade import NOT_SURE
from .where import REMOTE, is_outside_england


def set_values(business: Business, answers: Answers) -> None:
    """Set every column that the answers tell. What was not asked keeps its "not known"."""
    _set_firm(business, answers)
    _set_place(business, answers)
    _set_reach(business, answers)
    data = answers.get("data", {})
    if data.get("agree") and business.agreed_to_use_at is None:
        business.agreed_to_use_at = now()
    business.may_be_named = bool(data.get("may_be_named"))
    business.wants_news = bool(data.get("wants_news"))


def _set_firm(business: Business, answers: Answers) -> None:
    name = answers.get("name", {})
    business.name = name.get("name") or business.name
    business.name_key = name_key(business.name)
    business.company_number = name.get("company_number") or None
    business.what_we_do = answers.get("what-you-do", {}).get("what_we_do", "")
    sector = answers.get("sector", {}).get("sector")
    business.sectors = [sector] if sector and sector != NOT_SURE else []
    about = answers.get("about", {})
    business.size = SizeBand(about.get("size", SizeBand.UNKNOWN))
    business.legal_form = LegalForm(about.get("legal_form", LegalForm.NOT_SURE))
    ideas = answers.get("ideas", {}).get("ideas")
    business.only_these = None if ideas is None else ideas == ONLY
    business.children = WorksWithChildren(answers.get("children", {}).get("children", WorksWithChildren.NOT_ASKED))
    contract = answers.get("contract", {})
    business.contracts = [ContractStatus(code) for code in contract.get("contracts", ())]
    business.award_on = _day(contract.get("award_on"))


def _set_place(business: Business, answers: Answers) -> None:
    where = answers.get("where", {})
    place = answers.get("town", {}) if where.get("no_postcode") else where
    business.postcode = where.get("postcode")
    business.area_code = place.get("district")
    business.lat, business.lon = place.get("lat"), place.get("lon")


def _set_reach(business: Business, answers: Answers) -> None:
    answer = answers.get("reach", {})
    business.reach = ReachKind.REMOTE if is_outside_england(answers) else ReachKind(answer.get("reach", "unknown"))
    business.reach_areas = answer.get("codes", []) if business.reach is ReachKind.BOROUGHS else []
    business.reach_region = None
    if business.reach is ReachKind.REGION:
        where = answers.get("where", {})
        place = answers.get("town", {}) if where.get("no_postcode") else where
        business.reach_region = answer.get("region") or place.get("region")


def set_offers(business: Business, answers: Answers) -> None:
    """Make, change and withdraw offers so that they are those ticked."""
    standing = {offer.kind: offer for offer in business.offers if offer.withdrawn_at is None}
    kinds = ticked(answers)
    for kind in kinds:
        offer = standing.get(kind) or Offer(kind=kind)
        _set_offer(offer, answers.get(step_of(kind), {}))
        if kind not in standing:
            business.offers.append(offer)
    for kind, offer in standing.items():
        if kind not in kinds:
            offer.withdrawn_at = now()


def _set_offer(offer: Offer, answer: dict[str, Any]) -> None:
    involved = INVOLVES.get(offer.kind)
    offer.words = answer.get("words") or ""
    offer.amount = answer.get("amount")
    offer.frequency = Frequency(answer["frequency"]) if answer.get("frequency") else None
    offer.terms = OfferTerms(answer.get("terms") or OfferTerms.FREE)
    offer.contribution = involved.booked_as if involved else None
    offer.starts_on, offer.ends_on = _day(answer.get("starts_on")), _day(answer.get("ends_on"))


def set_contact(contact: Contact, answer: dict[str, Any]) -> None:
    """Set a contact's columns from the answers to "Who should we talk to?"."""
    contact.name = answer["name"]
    contact.telephone = answer.get("telephone") or ""
    contact.email = answer.get("email") or ""
    contact.best_reached = answer.get("best_reached") or ""


def answers_of(business: Business, contact: Contact | None) -> Answers:
    """The answers that would make this entry: to show it and to change it by the same questions."""
    offers = {offer.kind: offer for offer in business.offers if offer.withdrawn_at is None}
    sector = business.sectors[0] if business.sectors else NOT_SURE
    answers: Answers = {
        "what-you-do": {"what_we_do": business.what_we_do, "proposed": [code for code in business.sectors[:1]]},
        "sector": {"sector": sector},
        "help": {"kinds": [kind.value for kind in Kind if kind in offers]},
        **{step_of(kind): _offer_answer(offer) for kind, offer in offers.items() if kind in INVOLVES},
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


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _said_day(day: date | None) -> str | None:
    return day.isoformat() if day else None
