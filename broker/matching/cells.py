"""Single cells of businesses.csv and needs.csv: what is written in them -> plain values.

A reach, size or legal form that is not understood is "not known"; what a person must correct
raises ``BadRow`` with the column and a plain sentence.
"""

import re
from datetime import date
from enum import StrEnum
from typing import TypeVar

from broker.matching.affinity import KIND_BY_CODE
from broker.matching.errors import BadRow
from broker.matching.profiles import Offer, Part
from models.vocabulary import Kind, LegalForm, ReachKind, Safeguarding, SizeBand, Theme

_LEGAL_FORMS = {
    "ltd": LegalForm.LIMITED,
    "limited": LegalForm.LIMITED,
    "plc": LegalForm.LIMITED,
    "charity": LegalForm.CHARITY,
    "socialenterprise": LegalForm.CHARITY,
    "cic": LegalForm.CHARITY,
}

Listed = TypeVar("Listed", bound=StrEnum)


def parse_offers(cell: str) -> tuple[Offer, ...]:
    """``KIND:amount:words`` joined by ``;``. Words may hold colons, and semicolons where what
    follows one is no kind. An empty cell is "not sure". Raises BadRow."""
    pieces: list[str] = []
    for piece in (cell or "").split(";"):
        head = piece.split(":", 1)[0].strip().upper()
        if pieces and head not in KIND_BY_CODE:
            pieces[-1] += ";" + piece  # a semicolon inside somebody's words
        elif piece.strip():
            pieces.append(piece)
    offers = []
    for piece in pieces:
        kind, _, rest = piece.partition(":")
        amount, _, words = rest.partition(":")
        offers.append(Offer(kind_of("offers", kind), words.strip(), amount_of("offers", amount)))
    return tuple(offers) or (Offer(Kind.NSY),)


def parse_parts(cell: str) -> tuple[Part, ...]:
    """``KIND:amount:most businesses`` joined by ``;``. Ids are the places in the list. Raises BadRow."""
    parts = []
    for at, piece in enumerate(split(cell)):
        kind, amount, places, *_ = [*piece.split(":"), "", ""]
        most = amount_of("parts", places)
        if most is not None and (most < 1 or most != int(most)):
            raise BadRow("parts", f"“{places.strip()}” is not a number of businesses.")
        parts.append(Part(at + 1, kind_of("parts", kind), amount_of("parts", amount), int(most or 1)))
    return tuple(parts)


def parse_reach(cell: str) -> tuple[ReachKind, tuple[str, ...], str | None]:
    """(kind, names of places, name of a region). What is not understood is not known."""
    plain = " ".join((cell or "").lower().split())
    if match := re.match(r"(?:up to )?(\d+) ?(?:miles?|mi)\b", plain):
        distance = int(match.group(1))
        kinds = ((5, ReachKind.MILES_5), (10, ReachKind.MILES_10), (25, ReachKind.MILES_25))
        return next((kind for most, kind in kinds if distance <= most), ReachKind.REGION), (), None
    if plain.startswith("region"):
        return ReachKind.REGION, (), cell.partition(":")[2].strip() or None
    if plain.startswith(("boroughs", "borough", "places")):
        names = tuple(one.strip() for one in cell.partition(":")[2].split(",") if one.strip())
        return (ReachKind.BOROUGHS if names else ReachKind.UNKNOWN), names, None
    simple = {"england": ReachKind.ENGLAND, "anywhere in england": ReachKind.ENGLAND, "remote": ReachKind.REMOTE}
    return simple.get(plain, ReachKind.UNKNOWN), (), None


def parse_size(cell: str) -> SizeBand:
    """A band as listed ("2-9", "2 to 9 people") or a number of people. 0 is often written for "not known"."""
    plain = (cell or "").strip().replace("–", "-")
    if not re.fullmatch(r"\d[\d,]*", plain):
        return listed(SizeBand, plain, SizeBand.UNKNOWN)
    people = int(plain.replace(",", "")[:12])
    bands = ((1, SizeBand.ONE), (9, SizeBand.MICRO), (49, SizeBand.SMALL), (249, SizeBand.MEDIUM))
    if not people:
        return SizeBand.UNKNOWN
    return next((band for most, band in bands if people <= most), SizeBand.LARGE)


def parse_legal_form(cell: str) -> LegalForm:
    """A legal form by its code or label, or as firms write it ("Ltd"); anything else is "not sure"."""
    known = listed(LegalForm, cell or "", LegalForm.NOT_SURE)
    return _LEGAL_FORMS.get(key(cell or ""), known)


def split(cell: str) -> list[str]:
    return [piece.strip() for piece in cell.split(";") if piece.strip()]


def kind_of(column: str, text: str) -> Kind:
    kind = KIND_BY_CODE.get(text.strip().upper())
    if kind is None:
        raise BadRow(column, f"“{text.strip()}” is not a kind of help. Use one of {', '.join(KIND_BY_CODE)}.")
    return kind


def amount_of(column: str, text: str) -> float | None:
    plain = text.strip().replace(",", "").lstrip("£")
    if not plain:
        return None
    if not re.fullmatch(r"\d{1,12}(\.\d+)?", plain):
        raise BadRow(column, f"“{text.strip()}” is not a number.")
    return float(plain)


def key(text: str) -> str:
    return re.sub(r"[^a-z0-9+]+", "", text.lower())


def listed(vocabulary: type[Listed], text: str, unknown: Listed) -> Listed:
    """The member whose code or label a cell bears; ``unknown`` for anything else."""
    wanted = key(text)
    for member in vocabulary:
        if wanted and wanted in (key(member.value), key(getattr(member, "label", ""))):
            return member
    return unknown


def theme_of(column: str, text: str) -> Theme | None:
    if not text:
        return None
    for theme in Theme:
        if key(text) in (key(theme.value), key(theme.label)):
            return theme
    raise BadRow(column, f"“{text}” is not a theme. Use one of {', '.join(theme.value for theme in Theme)}.")


def only_these_of(text: str) -> bool | None:
    plain = key(text)
    return {"yes": False, "onlythese": True, "no": True}.get(plain)


def safeguarding_of(text: str) -> Safeguarding:
    if not text:
        return Safeguarding.UNDECIDED
    words = {"yes": Safeguarding.CHECKS, "no": Safeguarding.NONE, "checks": Safeguarding.CHECKS}
    return words.get(key(text)) or listed(Safeguarding, text, Safeguarding.UNDECIDED)


def date_of(column: str, text: str) -> date | None:
    if not text:
        return None
    try:
        if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
            day, month, year = (int(one) for one in match.groups())
            return date(year, month, day)
        return date.fromisoformat(text[:10])
    except ValueError:
        raise BadRow(column, f"“{text}” is not a date. Write it like 2026-03-31.") from None
