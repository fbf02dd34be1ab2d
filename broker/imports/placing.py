"""Where a row is, and how far it reaches. What cannot be read is "not known" and said so; nothing is guessed."""

from collections.abc import Sequence
from typing import Any

from models.vocabulary import ReachKind

from ..matching.layout import BusinessRow
from ..reference.places import (
    Nation,
    PostcodeProblem,
    district,
    find_district,
    find_districts,
    find_postcode,
    regions,
    similar_names,
)

NOWHERE: dict[str, Any] = {"postcode": None, "area_code": None, "lat": None, "lon": None}


def place(postcode: str, named: str = "") -> tuple[dict[str, Any], list[str], bool]:
    """Columns of a place from a postcode, or else from the name or code of a district.

    Returns the columns, notes in plain sentences, and whether it lies outside England.
    """
    values, notes, outside = _of_postcode(postcode) if postcode else (dict(NOWHERE), [], False)
    if named and not values["area_code"]:
        known = district(named) or find_district(named)
        if known is not None:
            values["area_code"] = known.code
        else:
            notes.append(f"“{named}” is not a district we know.{_did_you_mean(similar_names(named))}")
    return values, notes, outside


def _of_postcode(typed: str) -> tuple[dict[str, Any], list[str], bool]:
    found = find_postcode(typed)
    where = {"area_code": found.district, "lat": found.lat, "lon": found.lon}
    if found.problem is None:
        return {"postcode": found.postcode, **where}, [], False
    if found.problem is PostcodeProblem.PARTIAL:
        return {"postcode": found.outcode, **where}, [f"“{typed}” is half a postcode: the place is rough."], False
    if found.problem is PostcodeProblem.NOT_ENGLAND:
        nation = (found.nation or Nation.SCOTLAND).value.replace("_", " ").title()
        note = f"{found.postcode or found.outcode} is not in England ({nation})."
        return {**NOWHERE, "postcode": found.postcode or found.outcode}, [note], True
    note = f"The postcode “{typed[:40]}” is not known.{_did_you_mean(found.suggestions)}"
    return dict(NOWHERE), [note], False


def reach(row: BusinessRow, typed: str, area_code: str | None) -> tuple[dict[str, Any], list[str]]:
    """Columns of how far a firm goes, with notes."""
    notes: list[str] = []
    kind, areas, region = row.reach, [], None
    if kind is ReachKind.BOROUGHS:
        named = find_districts(", ".join(row.reach_places))
        areas = [each.code for each in named.districts]
        notes += [f"“{name}” is not a place we know.{_did_you_mean(similar_names(name))}" for name in named.unknown]
        kind = kind if areas else ReachKind.UNKNOWN
    elif kind is ReachKind.REGION:
        own = district(area_code or "")
        wanted = row.reach_region or (own.region if own else "")
        region = next((each for each in regions() if each.casefold() == wanted.casefold()), None)
        if region is None:
            kind = ReachKind.UNKNOWN
            notes.append(f"“{wanted}” is not a region of England: how far the firm goes is not known.")
    elif kind is ReachKind.UNKNOWN and typed:
        notes.append(f"“{typed[:60]}” does not say how far the firm goes: not known.")
    return {"reach": kind, "reach_areas": areas, "reach_region": region}, notes


def _did_you_mean(names: Sequence[str]) -> str:
    return f" Did you mean {' or '.join(names)}?" if names else ""
