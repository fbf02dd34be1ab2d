"""From the answers of the journey to the columns of the tables. ``held.py`` is the way back."""

from collections.abc import Callable
from datetime import date
from typing import Any

from models import Business, Contact, Offer
from models.base import now
from models.vocabulary import (
    ContractStatus,
    Frequency,
    LegalForm,
    OfferTerms,
    ReachKind,
    SizeBand,
    WorksWithChildren,
)

from ...reference.names import name_key
from ..steps import Answers
from .help import ONLY
from .kinds import INVOLVES, step_of, ticked
from .trade import NOT_SURE
from .where import is_outside_england


def set_values(business: Business, answers: Answers) -> None:
    """Set every column that the answers tell. What was not asked keeps its "not known"."""
    for set_part in dict.fromkeys(SET_BY_STEP.values()):
        set_part(business, answers)
    set_offers(business, answers)


def set_step(business: Business, step: str, answers: Answers) -> None:
    """Set only what one step tells, out of all answers."""
    if step == "help":
        set_offers(business, answers)
    elif step.startswith("offer-"):
        set_offers(business, answers, only=step)
    else:
        SET_BY_STEP[step](business, answers)


def _set_trade(business: Business, answers: Answers) -> None:
    business.what_we_do = answers.get("what-you-do", {}).get("what_we_do", "")
    sector = answers.get("sector", {}).get("sector")
    business.sectors = [sector] if sector and sector != NOT_SURE else []


def _set_name(business: Business, answers: Answers) -> None:
    name = answers["name"]
    business.name, business.name_key = name["name"], name_key(name["name"])
    business.company_number = name.get("company_number") or None


def _set_place(business: Business, answers: Answers) -> None:
    where, place = answers.get("where", {}), _place(answers)
    business.postcode = where.get("postcode")
    business.area_code = place.get("district")
    business.lat, business.lon = place.get("lat"), place.get("lon")
    _set_reach(business, answers)


def _set_reach(business: Business, answers: Answers) -> None:
    answer = answers.get("reach", {})
    kind = ReachKind(answer.get("reach") or ReachKind.UNKNOWN)
    business.reach = ReachKind.REMOTE if is_outside_england(answers) else kind
    business.reach_areas = answer.get("codes", []) if business.reach is ReachKind.BOROUGHS else []
    region = _place(answers).get("region") or answer.get("region")
    business.reach_region = region if business.reach is ReachKind.REGION else None


def _set_about(business: Business, answers: Answers) -> None:
    about = answers.get("about", {})
    business.size = SizeBand(about.get("size") or SizeBand.UNKNOWN)
    business.legal_form = LegalForm(about.get("legal_form") or LegalForm.NOT_SURE)


def _set_ideas(business: Business, answers: Answers) -> None:
    ideas = answers.get("ideas", {}).get("ideas")
    business.only_these = None if ideas is None else ideas == ONLY


def _set_children(business: Business, answers: Answers) -> None:
    said = answers.get("children", {}).get("children")
    business.children = WorksWithChildren(said or WorksWithChildren.NOT_ASKED)


def _set_contracts(business: Business, answers: Answers) -> None:
    contract = answers.get("contract", {})
    business.contracts = [ContractStatus(code) for code in contract.get("contracts", ())]
    business.award_on = _day(contract.get("award_on"))


def _set_data(business: Business, answers: Answers) -> None:
    data = answers.get("data", {})
    if data.get("agree") and business.agreed_to_use_at is None:
        business.agreed_to_use_at = now()
    business.may_be_named = bool(data.get("may_be_named"))
    business.wants_news = bool(data.get("wants_news"))


#: Which part of the entry a step's answer belongs to. Offers and the contact are rows of their own.
SET_BY_STEP: dict[str, Callable[[Business, Answers], None]] = {
    "what-you-do": _set_trade,
    "sector": _set_trade,
    "ideas": _set_ideas,
    "name": _set_name,
    "where": _set_place,
    "town": _set_place,
    "outside": _set_place,
    "reach": _set_reach,
    "about": _set_about,
    "children": _set_children,
    "contract": _set_contracts,
    "data": _set_data,
}


def _place(answers: Answers) -> dict[str, Any]:
    """The answer that says where the firm is: the postcode, or the town where there is none."""
    where = answers.get("where", {})
    return answers.get("town", {}) if where.get("no_postcode") else where


def set_offers(business: Business, answers: Answers, only: str = "") -> None:
    """Make, change and withdraw offers so that they are those ticked. ``only`` names the one step
    whose offer is changed; offers that stand are otherwise left as they are."""
    standing = {offer.kind: offer for offer in business.offers if offer.withdrawn_at is None}
    kinds = ticked(answers)
    for kind in kinds:
        step = step_of(kind)
        offer = standing.get(kind)
        if offer is None:
            offer = Offer(kind=kind, terms=OfferTerms.FREE)
            business.offers.append(offer)
            _set_offer(offer, answers.get(step, {}))
        elif step == only:
            _set_offer(offer, answers.get(step, {}))
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


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
