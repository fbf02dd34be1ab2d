"""Table rows made of the records of the files."""

import re
from typing import Any

from sqlalchemy.orm import Session

from models import Area, Broker, Business, Need, NeedPart, Partnership, Seat
from models import Offer as OfferRow
from models.vocabulary import OfferTerms

from ..reference.names import name_key
from ..reference.places import find_district, find_postcode
from .records import BrokerRecord, Firm, NeedRecord, OfferRecord, PartnershipRecord, PartRecord


def partnership(session: Session, record: PartnershipRecord, seats: list[Seat]) -> Partnership:
    return Partnership(
        name=record.name,
        kind=record.kind,
        about=f"{record.purpose} {record.about}",
        areas=_areas(session, record.districts),
        seats=seats,
    )


def need(record: NeedRecord, partnership: Partnership, parts: list[NeedPart]) -> Need:
    return Need(
        partnership=partnership,
        **_place(record.postcode),
        theme=record.theme,
        second_theme=record.second_theme,
        title=record.title,
        words=record.words,
        done_looks_like=record.done_looks_like,
        not_wanted=record.not_wanted,
        who_benefits=list(record.who_benefits),
        children=record.children,
        sectors_text=record.sectors_wanted,
        parts=parts,
        ends_on=record.until,
    )


def part(record: PartRecord) -> dict[str, Any]:
    return {"kind": record.kind, "amount": record.amount, "places": record.places}


def business(record: Firm, offers: list[OfferRow]) -> Business:
    return Business(
        name=record.name,
        name_key=name_key(record.name),
        what_we_do=record.what_we_do,
        sectors=[record.sector] if record.sector else [],
        **_place(record.postcode),
        reach=record.reach.kind,
        reach_region=record.reach.region,
        reach_areas=[_code(name) for name in record.reach.districts],
        size=record.size,
        legal_form=record.legal_form,
        only_these=record.only_these,
        children=record.children,
        contracts=list(record.contracts),
        award_on=record.award_on,
        notes=record.notes,
        offers=offers,
    )


def offer(record: OfferRecord) -> dict[str, Any]:
    terms = OfferTerms.FREE
    if "at cost" in record.words or "you buy" in record.words:
        terms = OfferTerms.AT_COST
    elif "half fare" in record.words or "at trade" in record.words or "for the price of" in record.words:
        terms = OfferTerms.REDUCED
    return {"kind": record.kind, "amount": record.amount, "words": record.words, "terms": terms}


def broker(session: Session, record: BrokerRecord) -> Broker:
    return Broker(
        name=record.name,
        employer=record.employer,
        experience=list(record.experience),
        sectors=list(record.sectors),
        themes=list(record.themes),
        areas=_areas(session, record.districts),
        caseload_limit=record.limit,
    )


def e164(telephone: str) -> str:
    """A British number as "01514960123" or "0151 496 0123" -> "+441514960123"; empty stays empty."""
    digits = re.sub(r"\D", "", telephone)
    return f"+44{digits.removeprefix('0')}" if digits else ""


def _areas(session: Session, names: tuple[str, ...]) -> list[Area]:
    return [session.get_one(Area, _code(name)) for name in names]


def _code(name: str) -> str:
    found = find_district(name)
    if found is None:
        raise ValueError(f"{name} is not an English district")
    return found.code


def _place(postcode: str) -> dict[str, Any]:
    found = find_postcode(postcode)
    if not found.ok:
        raise ValueError(f"{postcode}: {found.problem}")
    return {"postcode": found.postcode, "area_code": found.district, "lat": found.lat, "lon": found.lon}
