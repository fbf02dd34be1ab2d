"""From the columns of somebody's file to ours: synonyms, ``--map``, ``--set`` and ``--where``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from ..edge.sheets import FORMULAS
from ..matching.errors import BadRow
from ..matching.layout import BUSINESS_COLUMNS, NEED_COLUMNS
from .cells import FileProblem, folded

#: Beyond the agreed layout: what a council's own list of firms often has.
BUSINESS_MORE = ("company_number", "contact_name", "contact_email", "contact_telephone")
BUSINESS = (*BUSINESS_COLUMNS, *BUSINESS_MORE)
NEED = NEED_COLUMNS

_SYNONYMS = {
    "id": ("reference", "ref", "identifier"),
    "name": ("business", "business_name", "company", "company_name", "firm", "organisation", "trading_name"),
    "what_we_do": ("what_they_do", "description", "activity", "activities", "nature_of_business", "trade"),
    "postcode": ("post_code", "postal_code", "zip"),
    "reach": ("how_far", "distance", "area_covered"),
    "size": ("employees", "number_of_employees", "staff", "people", "headcount"),
    "legal_form": ("legal_status", "company_type", "type_of_business"),
    "offers": ("can_offer", "what_we_can_give", "help_offered"),
    "open_to_ideas": ("open",),
    "children": ("works_with_children", "safeguarding"),
    "notes": ("note", "comments", "remarks"),
    "company_number": ("companies_house_number", "registration_number", "crn"),
    "contact_name": ("contact", "contact_person", "main_contact"),
    "contact_email": ("email", "e_mail", "email_address", "e_mail_address"),
    "contact_telephone": ("telephone", "phone", "tel", "telephone_number", "phone_number", "contact_phone"),
    "partnership": ("partnership_name", "board", "lsp"),
    "district": ("council", "local_authority", "borough", "area"),
    "theme": ("main_theme",),
    "title": ("need", "what", "request", "heading"),
    "words": ("text", "what_is_needed", "details", "description"),
    "done_looks_like": ("done", "what_done_looks_like"),
    "who_benefits": ("beneficiaries", "who"),
    "sectors_wanted": ("sectors", "sector"),
    "until": ("end_date", "ends_on", "by_when", "deadline"),
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the operator asked for on the command line: {theirs: ours}, {ours: value}, {theirs: value}.
    A column mapped to nothing is left out."""

    maps: Mapping[str, str] = field(default_factory=dict)
    sets: Mapping[str, str] = field(default_factory=dict)
    where: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which cell of a row is which of our columns."""

    at: Mapping[str, int]
    sets: Mapping[str, str]
    where: tuple[tuple[int, str], ...]
    width: int
    unused: tuple[str, ...]

    def wanted(self, cells: Sequence[str]) -> bool:
        """Whether a row is one of those that ``--where`` names."""
        return all(at < len(cells) and cells[at].casefold() == value for at, value in self.where)

    def read(self, cells: Sequence[str]) -> dict[str, str]:
        """A row by our columns. What the file leaves empty is filled from ``--set``.

        Raises:
            BadRow: the row has more cells than there are headings, so they may be in the wrong columns.
        """
        if any(cells[self.width :]):
            raise BadRow(
                "row",
                f"It has {len(cells)} cells and there are {self.width} headings. "
                "Perhaps some text with the separator in it is not between quotation marks.",
            )
        return {**self.sets, **self.read_short(cells)}

    def read_short(self, cells: Sequence[str]) -> dict[str, str]:
        """What the cells say by our columns, whether or not they can be believed to stand in the right ones."""
        return {ours: _as_typed(cells[at]) for ours, at in self.at.items() if at < len(cells) and cells[at]}


def _as_typed(cell: str) -> str:
    """A cell of a sheet that came from us: what looks like a formula has an apostrophe in front there."""
    return cell[1:] if cell[0] == "'" and cell[1:].lstrip(" ").startswith(FORMULAS) else cell


def expected(ours: Sequence[str], wishes: Wishes) -> frozenset[str]:
    """Folded headings that would be understood, to tell the separator by."""
    synonyms = (other for column in ours for other in _SYNONYMS.get(column, ()))
    return frozenset({*ours, *synonyms, *map(folded, wishes.maps), *map(folded, wishes.where)})


def columns_of(headings: Sequence[str], ours: Sequence[str], wishes: Wishes) -> Columns:
    """Find our columns among the headings of a file.

    Raises:
        FileProblem: a heading named on the command line is not there, one of ours is not known, or
            two columns would both be the same one of ours, or none is one of ours.
    """
    theirs = [folded(heading) for heading in headings]
    at: dict[str, int] = {}
    mapped: set[int] = set()
    for heading, column in wishes.maps.items():
        place = _find(heading, theirs, headings)
        mapped.add(place)
        if column:
            at[_known(column, ours)] = place
    sets = {_known(column, ours): value for column, value in wishes.sets.items()}
    for column in ours:
        if column not in at:
            found = _unmapped(column, theirs, mapped, headings)
            if found is not None:
                at[column] = found
                mapped.add(found)
    if not at:
        raise FileProblem(
            f"None of the headings is one we know: {_some(headings)}. The first row must hold headings such as "
            f"{', '.join(ours[:4])}; or say with --map THEIRS=OURS which is which."
        )
    where = tuple((_find(heading, theirs, headings), value.casefold()) for heading, value in wishes.where.items())
    used = {*at.values(), *(place for place, _ in where)}
    unused = tuple(heading for place, heading in enumerate(headings) if place not in used and heading)
    return Columns(at, sets, where, len(headings), unused)


def _unmapped(column: str, theirs: Sequence[str], mapped: set[int], headings: Sequence[str]) -> int | None:
    """Where a column stands by its own name, or else by one of its synonyms."""
    for names in ((column,), _SYNONYMS.get(column, ())):
        places = [place for place, name in enumerate(theirs) if name in names and place not in mapped]
        if len(places) > 1:
            both = " and ".join(f"“{headings[place]}”" for place in places[:2])
            raise FileProblem(f"Both {both} could be “{column}”. Say which with --map THEIRS={column}.")
        if places:
            return places[0]
    return None


def _known(column: str, ours: Sequence[str]) -> str:
    name = folded(column)
    if name not in ours:
        raise FileProblem(f"“{column}” is not one of our columns. They are: {', '.join(ours)}.")
    return name


def _find(heading: str, theirs: Sequence[str], headings: Sequence[str]) -> int:
    if heading in headings:
        return list(headings).index(heading)
    if folded(heading) in theirs:
        return theirs.index(folded(heading))
    near = get_close_matches(folded(heading), theirs, n=1)
    guess = f" Did you mean “{headings[theirs.index(near[0])]}”?" if near else ""
    raise FileProblem(f"The file has no column “{heading}”.{guess} Its columns are: {_some(headings)}.")


def _some(headings: Sequence[str], most: int = 15) -> str:
    told = ", ".join(heading[:40] for heading in headings[:most])
    return told if len(headings) <= most else f"{told} and {len(headings) - most} more"


def proposed(headings: Sequence[str], ours: Sequence[str], before: Mapping[str, str]) -> list[str]:
    """Which of our columns each heading is taken for, "" for none. ``before`` is what was chosen for these
    headings (folded) when a list from the same source came last. A column of ours is proposed once."""
    theirs = [folded(heading) for heading in headings]
    found = [before.get(heading, "") if before.get(heading, "") in ours else "" for heading in theirs]
    found = [column if column not in found[:at] else "" for at, column in enumerate(found)]
    for column in ours:
        for names in ((column,), _SYNONYMS.get(column, ())):
            free = (at for at, name in enumerate(theirs) if name in names and not found[at] and name not in before)
            place = next(free, None)
            if column not in found and place is not None:
                found[place] = column
    return found


def chosen_columns(chosen: Sequence[str], headings: Sequence[str]) -> Columns:
    """The columns as somebody chose them on the page: one of ours, or "", for each heading."""
    at = {column: place for place, column in enumerate(chosen) if column}
    unused = tuple(heading for place, heading in enumerate(headings) if not chosen[place] and heading)
    return Columns(at, {}, (), len(headings), unused)
