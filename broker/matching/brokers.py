"""Who goes between: a broker for a pairing of a need and a business.

The lead broker goes first, unless barred, away or full. Without one the broker whose sectors,
themes, areas, load and experience fit best. With nobody free the coordinator stands in.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from broker.matching.profiles import Barrier, BrokerProfile, BusinessProfile, NeedProfile
from broker.matching.scored import RuledOut, ScoredBroker
from broker.matching.sectors import nearness
from broker.matching.text import TextSpace

SHARES = {"experience": 0.30, "sector": 0.25, "theme": 0.15, "area": 0.20, "load": 0.10}
"""How much each part of a broker's fit counts; together 1. Not known counts half."""

BUSINESS_LEAD, PARTNERSHIP_LEAD = 2.0, 1.0
"""Added so that leads stand first in the list; they do not enter ``score``."""


def broker_rules(
    broker: BrokerProfile, need: NeedProfile, business: BusinessProfile, barriers: Sequence[Barrier], today: date
) -> tuple[RuledOut, ...]:
    """Why this broker cannot take the pairing; empty where nothing is against it.

    A barrier is about a broker when its rule is "broker:ID" (a tie to this firm or partnership).
    """
    against = []
    if not broker.live:
        against.append(RuledOut("broker_not_live", f"{broker.name or 'This broker'} is not taking part."))
    if broker.away_from is not None or broker.away_until is not None:
        begun = broker.away_from is None or broker.away_from <= today
        ended = broker.away_until is not None and broker.away_until < today
        if begun and not ended:
            against.append(RuledOut("broker_away", f"{broker.name or 'This broker'} is away."))
    district = need.place.district
    if broker.districts and _here(need) and not broker.districts & _here(need):
        against.append(RuledOut("broker_area", f"{broker.name or 'This broker'} does not work in this area."))
    if broker.capacity <= 0:
        against.append(RuledOut("broker_full", f"{broker.name or 'This broker'} cannot take more cases now."))
    elif district is not None and broker.capacity_by_district.get(district, 1) <= 0:
        against.append(RuledOut("broker_full", f"{broker.name or 'This broker'} cannot take more cases in this area."))
    for one in barriers:
        if (
            one.rule == f"broker:{broker.id}"
            and one.strength == "bar"
            and str(one.business_id) == str(business.id)
            and str(one.need_id) in (str(need.id), "", "*")
            and (one.until is None or one.until > today)
        ):
            against.append(RuledOut("broker_conflict", one.sentence))
    return tuple(against)


def _here(need: NeedProfile) -> frozenset[str]:
    """Where the need is: its own district where that is known, else those of its partnership."""
    return frozenset({need.place.district}) if need.place.district else need.area_districts


def rank(
    need: NeedProfile,
    need_text: str,
    business: BusinessProfile,
    business_text: str,
    business_sectors: Sequence[str],
    brokers: Sequence[BrokerProfile],
    space: TextSpace,
    *,
    lead_business: int | str | None,
    lead_partnership: int | str | None,
    barriers: Sequence[Barrier],
    today: date,
) -> list[ScoredBroker]:
    """Brokers that can take the pairing, best first, then those that cannot with the reasons.

    The coordinator (``broker_id`` None) stands in first place when no broker is free.
    """
    pair = space.transform([f"{need_text} {business_text}"])
    free: list[tuple[float, str, ScoredBroker]] = []
    barred: list[ScoredBroker] = []
    for broker in brokers:
        score, sentences = _fit(broker, need, business_sectors, pair, space)
        leads_business = lead_business is not None and str(broker.id) == str(lead_business)
        leads_partnership = lead_partnership is not None and str(broker.id) == str(lead_partnership)
        if leads_business:
            sentences.insert(0, "Already the link for this firm")
        elif leads_partnership:
            sentences.insert(0, "Already the link for this partnership")
        against = broker_rules(broker, need, business, barriers, today)
        scored = ScoredBroker(broker.id, score, leads_business or leads_partnership, tuple(sentences), against)
        if against:
            barred.append(scored)
        else:
            first = BUSINESS_LEAD * leads_business + PARTNERSHIP_LEAD * leads_partnership
            free.append((-(first + score), str(broker.id), scored))
    barred.sort(key=lambda one: (-one.score, str(one.broker_id)))
    if not free:
        return [ScoredBroker(None, 0.0, False, ("No broker is free: the coordinator stands in",)), *barred]
    return [scored for _, _, scored in sorted(free, key=lambda one: one[:2])] + barred


def _fit(
    broker: BrokerProfile, need: NeedProfile, sectors: Sequence[str], pair: Any, space: TextSpace
) -> tuple[float, list[str]]:
    values: dict[str, float | None] = dict.fromkeys(SHARES)
    said: list[str] = []
    lines = [line for line in broker.experience if line.strip()]
    if lines:
        similar = np.sort(np.asarray((space.transform(lines) @ pair.T).todense()).ravel())[::-1][:3]
        done = float(min(1.0, 2.5 * similar.mean()))
        values["experience"] = done
        if done >= 0.25:
            said.append("Has done work like this before")
    if broker.sectors and sectors:
        near = max(nearness(one, other) for one in broker.sectors for other in sectors)
        values["sector"] = near
        if near >= 0.7:
            said.append("Knows this line of business")
    wanted = [theme for theme in (need.theme, need.second_theme) if theme is not None]
    if broker.themes and wanted:
        values["theme"] = 1.0 if wanted[0] in broker.themes else 0.6 if set(wanted) & set(broker.themes) else 0.0
        if values["theme"]:
            said.append(f"Knows about {next(t for t in wanted if t in broker.themes).label.lower()}")
    if broker.districts and _here(need):
        values["area"] = 1.0 if _here(need) & broker.districts else 0.0
        if values["area"]:
            said.append("Covers this area")
    if broker.limit > 0:
        spare = max(0.0, min(1.0, broker.capacity / broker.limit))
        values["load"] = spare
        if spare >= 0.5:
            said.append("Has time for more cases")
    total = sum(share * (0.5 if values[part] is None else float(values[part] or 0.0)) for part, share in SHARES.items())
    return round(total, 6), said
