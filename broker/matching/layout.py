"""The agreed layout of businesses and needs in CSV files: rows in, plain values or a clear error out.

Pure parsing: nothing is looked up. A place or a reach that is not known, or not understood, is
"not known" and never a failure. What a person must correct raises ``BadRow`` with the column and
a plain sentence.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from broker.matching.affinity import KIND_BY_CODE
from broker.matching.errors import BadRow
from broker.matching.profiles import BusinessProfile, NeedProfile, Offer, Part, Place, Reach
from models.vocabulary import Beneficiary, Kind, LegalForm, ReachKind, Safeguarding, SizeBand, Theme, WorksWithChildren

BUSINESS_COLUMNS = (
    "id", "name", "what_we_do", "postcode", "reach", "size", "legal_form", "offers", "open_to_ideas", "children",
    "notes",
)  # fmt: skip
NEED_COLUMNS = (
    "id", "partnership", "district", "postcode", "theme", "second_theme", "title", "words", "done_looks_like",
    "not_wanted", "who_benefits", "children", "sectors_wanted", "parts", "until",
)  # fmt: skip

_LEGAL_FORMS = {
    "ltd": LegalForm.LIMITED,
    "limited": LegalForm.LIMITED,
    "plc": LegalForm.LIMITED,
    "charity": LegalForm.CHARITY,
    "socialenterprise": LegalForm.CHARITY,
    "cic": LegalForm.CHARITY,
}

UNLIMITED = 1_000_000
"""Capacity where a file says nothing of other proposals."""

NOWHERE = Place()

Listed = TypeVar("Listed", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class BusinessRow:
    """One row of businesses.csv. ``reach_places`` and ``reach_region`` are names as written."""

    id: str
    name: str
    what_we_do: str
    postcode: str
    reach: ReachKind
    reach_places: tuple[str, ...]
    reach_region: str | None
    size: SizeBand
    legal_form: LegalForm
    offers: tuple[Offer, ...]
    only_these: bool | None
    children: WorksWithChildren
    notes: str

    def profile(
        self, place: Place = NOWHERE, districts: frozenset[str] = frozenset(), sectors: tuple[str, ...] = ()
    ) -> BusinessProfile:
        """The row as the model sees it, with its place and the codes of the districts it named."""
        return BusinessProfile(
            id=self.id,
            name=self.name,
            what_we_do=self.what_we_do,
            sectors=sectors,
            place=place,
            reach=Reach(self.reach, districts, self.reach_region),
            size=self.size,
            offers=self.offers,
            only_these=self.only_these,
            children=self.children,
            capacity=UNLIMITED,
            notes=self.notes,
        )


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One row of needs.csv. ``district`` is a name or code as written."""

    id: str
    partnership: str
    district: str
    postcode: str
    theme: Theme | None
    second_theme: Theme | None
    title: str
    words: str
    done_looks_like: str
    not_wanted: str
    who_benefits: tuple[str, ...]
    children: Safeguarding
    sectors_wanted: str
    parts: tuple[Part, ...]
    until: date | None

    def profile(self, place: Place = NOWHERE) -> NeedProfile:
        """The row as the model sees it, with its place."""
        return NeedProfile(
            id=self.id,
            title=self.title,
            words=self.words,
            done_looks_like=self.done_looks_like,
            not_wanted=self.not_wanted,
            theme=self.theme,
            second_theme=self.second_theme,
            parts=self.parts,
            sectors_text=self.sectors_wanted,
            place=place,
            who_benefits=self.who_benefits,
            children=self.children,
            ends_on=self.until,
            partnership_id=self.partnership,
        )


def parse_business_row(row: Mapping[str, str | None]) -> BusinessRow:
    """Read one row of businesses. Raises BadRow."""
    cells = _cells(row)
    if not cells["id"]:
        raise BadRow("id", "Every row needs an id.")
    if not cells["name"] and not cells["what_we_do"]:
        raise BadRow("name", "Give the name of the firm, or say what it does.")
    reach, places, region = parse_reach(cells["reach"])
    return BusinessRow(
        id=cells["id"],
        name=cells["name"],
        what_we_do=cells["what_we_do"],
        postcode=cells["postcode"],
        reach=reach,
        reach_places=places,
        reach_region=region,
        size=parse_size(cells["size"]),
        legal_form=parse_legal_form(cells["legal_form"]),
        offers=parse_offers(cells["offers"]),
        only_these=_only_these(cells["open_to_ideas"]),
        children=_listed(WorksWithChildren, cells["children"], WorksWithChildren.NOT_ASKED),
        notes=cells["notes"],
    )


def parse_need_row(row: Mapping[str, str | None]) -> NeedRow:
    """Read one row of needs. Raises BadRow."""
    cells = _cells(row)
    if not cells["id"]:
        raise BadRow("id", "Every row needs an id.")
    if not cells["title"] and not cells["words"]:
        raise BadRow("title", "Say in a few words what is asked for.")
    return NeedRow(
        id=cells["id"],
        partnership=cells["partnership"],
        district=cells["district"],
        postcode=cells["postcode"],
        theme=_theme("theme", cells["theme"]),
        second_theme=_theme("second_theme", cells["second_theme"]),
        title=cells["title"],
        words=cells["words"],
        done_looks_like=cells["done_looks_like"],
        not_wanted=cells["not_wanted"],
        who_benefits=tuple(
            str(_listed(Beneficiary, one, Beneficiary.EVERYONE)) for one in _split(cells["who_benefits"])
        ),
        children=_safeguarding(cells["children"]),
        sectors_wanted=cells["sectors_wanted"],
        parts=parse_parts(cells["parts"]),
        until=_date("until", cells["until"]),
    )


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
        offers.append(Offer(_kind("offers", kind), words.strip(), _amount("offers", amount)))
    return tuple(offers) or (Offer(Kind.NSY),)


def parse_parts(cell: str) -> tuple[Part, ...]:
    """``KIND:amount:most businesses`` joined by ``;``. Ids are the places in the list. Raises BadRow."""
    parts = []
    for at, piece in enumerate(_split(cell)):
        kind, amount, places, *_ = [*piece.split(":"), "", ""]
        most = _amount("parts", places)
        if most is not None and (most < 1 or most != int(most)):
            raise BadRow("parts", f"“{places.strip()}” is not a number of businesses.")
        parts.append(Part(at + 1, _kind("parts", kind), _amount("parts", amount), int(most or 1)))
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
        return _listed(SizeBand, plain, SizeBand.UNKNOWN)
    people = int(plain.replace(",", "")[:12])
    bands = ((1, SizeBand.ONE), (9, SizeBand.MICRO), (49, SizeBand.SMALL), (249, SizeBand.MEDIUM))
    if not people:
        return SizeBand.UNKNOWN
    return next((band for most, band in bands if people <= most), SizeBand.LARGE)


def parse_legal_form(cell: str) -> LegalForm:
    """A legal form by its code or label, or as firms write it ("Ltd"); anything else is "not sure"."""
    known = _listed(LegalForm, cell or "", LegalForm.NOT_SURE)
    return _LEGAL_FORMS.get(_key(cell or ""), known)


def _cells(row: Mapping[str, str | None]) -> dict[str, str]:
    cells = dict.fromkeys((*BUSINESS_COLUMNS, *NEED_COLUMNS), "")
    cells.update({key: (value or "").strip() for key, value in row.items() if isinstance(key, str) and _text(value)})
    return cells


def _text(value: object) -> bool:
    return value is None or isinstance(value, str)


def _split(cell: str) -> list[str]:
    return [piece.strip() for piece in cell.split(";") if piece.strip()]


def _kind(column: str, text: str) -> Kind:
    kind = KIND_BY_CODE.get(text.strip().upper())
    if kind is None:
        raise BadRow(column, f"“{text.strip()}” is not a kind of help. Use one of {', '.join(KIND_BY_CODE)}.")
    return kind


def _amount(column: str, text: str) -> float | None:
    plain = text.strip().replace(",", "").lstrip("£")
    if not plain:
        return None
    if not re.fullmatch(r"\d{1,12}(\.\d+)?", plain):
        raise BadRow(column, f"“{text.strip()}” is not a number.")
    return float(plain)


def _key(text: str) -> str:
    return re.sub(r"[^a-z0-9+]+", "", text.lower())


def _listed(vocabulary: type[Listed], text: str, unknown: Listed) -> Listed:
    """The member whose code or label a cell bears; ``unknown`` for anything else."""
    wanted = _key(text)
    for member in vocabulary:
        if wanted and wanted in (_key(member.value), _key(getattr(member, "label", ""))):
            return member
    return unknown


def _theme(column: str, text: str) -> Theme | None:
    if not text:
        return None
    for theme in Theme:
        if _key(text) in (_key(theme.value), _key(theme.label)):
            return theme
    raise BadRow(column, f"“{text}” is not a theme. Use one of {', '.join(theme.value for theme in Theme)}.")


def _only_these(text: str) -> bool | None:
    plain = _key(text)
    return {"yes": False, "onlythese": True, "no": True}.get(plain)


def _safeguarding(text: str) -> Safeguarding:
    if not text:
        return Safeguarding.UNDECIDED
    words = {"yes": Safeguarding.CHECKS, "no": Safeguarding.NONE, "checks": Safeguarding.CHECKS}
    return words.get(_key(text)) or _listed(Safeguarding, text, Safeguarding.UNDECIDED)


def _date(column: str, text: str) -> date | None:
    if not text:
        return None
    try:
        if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
            day, month, year = (int(one) for one in match.groups())
            return date(year, month, day)
        return date.fromisoformat(text[:10])
    except ValueError:
        raise BadRow(column, f"“{text}” is not a date. Write it like 2026-03-31.") from None
