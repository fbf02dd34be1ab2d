"""From table rows to the profiles the model compares."""

from collections.abc import Mapping
from dataclasses import replace

from models import Area, Broker, Business, Need
from models.vocabulary import Kind

from ..matching.profiles import AskedBefore, BrokerProfile, BusinessProfile, NeedProfile, Offer, Part, Place, Reach
from ..reference.districts import District


def business_profile(business: Business, *, held: int = 0, asked_before: AskedBefore | None = None) -> BusinessProfile:
    """A business as the model sees it. ``held`` is how many undecided proposals it has now;
    ``asked_before`` what it was asked earlier (see ``turns``), None where that does not matter."""
    offers = tuple(
        Offer(
            kind=offer.kind,
            words=offer.words,
            amount=offer.amount,
            terms=offer.terms,
            starts_on=offer.starts_on,
            ends_on=offer.ends_on,
        )
        for offer in business.offers
        if offer.withdrawn_at is None
    )
    return BusinessProfile(
        id=business.id,
        name=business.name,
        what_we_do=business.what_we_do,
        sectors=tuple(business.sectors),
        place=place_at(business.area, business.lat, business.lon),
        reach=Reach(business.reach, frozenset(business.reach_areas), business.reach_region),
        size=business.size,
        offers=offers,
        only_these=business.only_these,
        children=business.children,
        capacity=max(0, business.proposals_at_once - held),
        live=business.is_live,
        notes=business.notes,
        asked_before=asked_before,
        company_number=business.company_number,
        email_domain=_domain(business),
    )


def as_if_live(profile: BusinessProfile) -> BusinessProfile:
    """The same business as it will be once it has been read: for its own preview of needs."""
    return replace(profile, live=True, capacity=max(1, profile.capacity))


def need_profile(need: Need) -> NeedProfile:
    """A need as the model sees it."""
    neighbourhood = need.neighbourhood
    return NeedProfile(
        id=need.id,
        title=need.title,
        words=need.words,
        done_looks_like=need.done_looks_like,
        not_wanted=need.not_wanted,
        theme=need.theme,
        second_theme=need.second_theme,
        parts=tuple(
            Part(id=part.id, kind=part.kind, amount=part.amount, places=part.places)
            for part in need.parts
            if part.kind is not Kind.NSY
        ),
        sectors=tuple(need.sectors),
        sectors_text=need.sectors_text,
        place=place_at(need.area, need.lat, need.lon),
        area_districts=frozenset(area.code for area in need.partnership.areas),
        who_benefits=tuple(group.value for group in need.who_benefits),
        children=need.children,
        starts_on=need.starts_on,
        ends_on=need.ends_on,
        decile=neighbourhood.decile if neighbourhood else None,
        live=need.is_live and need.partnership.is_live,
        partnership_id=need.partnership_id,
    )


def broker_profile(broker: Broker, *, open_cases: int = 0, open_by_area: Mapping[str, int] | None = None):
    """A broker as the model sees it, with the cases they can still take."""
    return BrokerProfile(
        id=broker.id,
        name=broker.name,
        experience=tuple(broker.experience),
        sectors=tuple(broker.sectors),
        themes=tuple(broker.themes),
        districts=frozenset(area.code for area in broker.areas),
        capacity=max(0, broker.caseload_limit - open_cases),
        limit=broker.caseload_limit,
        capacity_by_district=dict(open_by_area or {}),
        away_from=broker.away_from,
        away_until=broker.away_until,
        live=broker.is_live,
    )


def place_at(district: Area | District | None, lat: float | None, lon: float | None) -> Place:
    """Where an entry is: its postcode's position, or, without one, the middle of its district."""
    if district is None:
        return Place(lat=lat, lon=lon)
    exact = lat is not None and lon is not None
    return Place(
        district=district.code,
        district_name=district.name,
        region=district.region,
        lat=lat if exact else district.lat,
        lon=lon if exact else district.lon,
    )


def _domain(business: Business) -> str | None:
    for contact in business.contacts:
        if contact.email and contact.left_at is None:
            return contact.email.rpartition("@")[2]
    return None
