"""The agreed layout of businesses and needs in CSV files: rows in, plain values or a clear error out.

Pure parsing: nothing is looked up. A place or a reach that is not known, or not understood, is
"not known" and never a failure. What a person must correct raises ``BadRow`` with the column and
a plain sentence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from broker.matching.cells import (
    date_of,
    listed,
    only_these_of,
    parse_legal_form,
    parse_offers,
    parse_parts,
    parse_reach,
    parse_size,
    safeguarding_of,
    split,
    theme_of,
)
from broker.matching.errors import BadRow
from broker.matching.profiles import BusinessProfile, NeedProfile, Offer, Part, Place, Reach
from models.vocabulary import Beneficiary, LegalForm, ReachKind, Safeguarding, SizeBand, Theme, WorksWithChildren

BUSINESS_COLUMNS = (
    "id", "name", "what_we_do", "postcode", "reach", "size", "legal_form", "offers", "open_to_ideas", "children",
    "notes",
)  # fmt: skip
NEED_COLUMNS = (
    "id", "partnership", "district", "postcode", "theme", "second_theme", "title", "words", "done_looks_like",
    "not_wanted", "who_benefits", "children", "sectors_wanted", "parts", "until",
)  # fmt: skip

UNLIMITED = 1_000_000
"""Capacity where a file says nothing of other proposals."""

NOWHERE = Place()


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
        only_these=only_these_of(cells["open_to_ideas"]),
        children=listed(WorksWithChildren, cells["children"], WorksWithChildren.NOT_ASKED),
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
        theme=theme_of("theme", cells["theme"]),
        second_theme=theme_of("second_theme", cells["second_theme"]),
        title=cells["title"],
        words=cells["words"],
        done_looks_like=cells["done_looks_like"],
        not_wanted=cells["not_wanted"],
        who_benefits=tuple(str(listed(Beneficiary, one, Beneficiary.EVERYONE)) for one in split(cells["who_benefits"])),
        children=safeguarding_of(cells["children"]),
        sectors_wanted=cells["sectors_wanted"],
        parts=parse_parts(cells["parts"]),
        until=date_of("until", cells["until"]),
    )


def _cells(row: Mapping[str, str | None]) -> dict[str, str]:
    cells = dict.fromkeys((*BUSINESS_COLUMNS, *NEED_COLUMNS), "")
    cells.update({key: (value or "").strip() for key, value in row.items() if isinstance(key, str) and _text(value)})
    return cells


def _text(value: object) -> bool:
    return value is None or isinstance(value, str)
