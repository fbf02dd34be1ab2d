"""Official lists that an operator may have: rows in, (label, text) pairs to learn from out.

Columns are found by their headings, whatever their order and case. Nothing of these lists comes
with the service.
"""

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from broker.matching.errors import BadData
from broker.matching.sectors import section_of
from models.vocabulary import Theme

Pair = tuple[str, str]

LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Official:
    """One kind of list: what it is called, its file's name when kept, the headings of its label
    and its texts, and how a label is read ("" leaves the row out)."""

    name: str
    teaches: str
    label: tuple[str, ...]
    texts: tuple[tuple[str, ...], ...]
    read: Callable[[str], list[str]]
    without: tuple[str, frozenset[str]] = ("", frozenset())


def _sic(cell: str) -> list[str]:
    code = re.sub(r"[\s./]", "", cell)
    if len(code) == 1:
        code = f"0{code}"  # a spreadsheet has eaten the nought
    return [code[:5]] if code.isdigit() and 2 <= len(code) <= 5 and section_of(code) else []


_THEMES: Mapping[str, Theme] = {
    "education & skills": Theme.EDU,
    "health & care": Theme.HLT,
    "crime & safety": Theme.CRM,
    "housing": Theme.HOU,
    "environment": Theme.ENV,
    "employment & economy": Theme.EMP,
    "sport & leisure": Theme.COM,
    "arts & heritage": Theme.COM,
    "poverty & welfare": Theme.POV,
    **{theme.label.lower(): theme for theme in Theme},
    **{str(theme).lower(): theme for theme in Theme},
}
"""What others call themes, and ours. Names that are not here teach nothing."""


def _theme(cell: str) -> list[str]:
    names = (one.strip().lower() for one in cell.split(";"))
    return list(dict.fromkeys(str(_THEMES[name]) for name in names if name in _THEMES))


SIC_CODE = ("code5", "uk sic 2007", "sic 2007", "sic07", "sic code", "code")
LISTS: Mapping[str, Official] = {
    one.name: one
    for one in (
        Official("sic-index", "sectors", SIC_CODE, (("activity", "description", "index entry"),), _sic),
        Official("sic-structure", "sectors", SIC_CODE[-1:] + SIC_CODE, (("title", "description"),), _sic),
        Official(
            "sic-notes",
            "sectors",
            SIC_CODE[-1:] + SIC_CODE,
            (("text", "note", "notes"),),
            _sic,
            ("kind", frozenset({"excludes", "exclude"})),
        ),
        Official("charity-themes", "themes", ("themes", "theme"), (("activities",), ("objects", "text")), _theme),
    )
}


def read(which: str, path: Path) -> list[Pair]:
    """The pairs of one list. Raises BadData with a sentence when the file cannot be used."""
    wanted = LISTS[which]
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            headings = {(name or "").strip().lower(): name for name in rows.fieldnames or []}
            label = _column(wanted.label, headings)
            texts = [column for names in wanted.texts if (column := _column(names, headings))]
            if label is None or not texts:
                missing = wanted.label if label is None else wanted.texts[0]
                raise BadData(
                    f"{path.name} has no column called {' or '.join(dict.fromkeys(missing))}. "
                    f"Its columns are {', '.join(name for name in headings if name) or 'none'}."
                )
            kind, left_out = headings.get(wanted.without[0]), wanted.without[1]
            pairs = [
                (code, text)
                for row in rows
                if not (kind and (row.get(kind) or "").strip().lower() in left_out)
                for code in wanted.read(row.get(label) or "")
                if (text := ". ".join(filter(None, ((row.get(column) or "").strip() for column in texts)))[:LONGEST])
            ]
    except OSError as problem:
        raise BadData(f"{path.name} cannot be opened: {problem.strerror}.") from problem
    except (UnicodeDecodeError, csv.Error) as problem:
        raise BadData(f"{path.name} is no CSV file in UTF-8. Save it as “CSV UTF-8”.") from problem
    if not pairs:
        raise BadData(f"{path.name} has the columns, but no row that could be used.")
    return list(dict.fromkeys(pairs))


def _column(names: tuple[str, ...], headings: Mapping[str, str]) -> str | None:
    return next((headings[name] for name in names if name in headings), None)


def keep(which: str, pairs: list[Pair], folder: Path) -> Path:
    """Write the pairs beside the model, to be learned from at every refit."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{which}.csv"
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("label", "text"))
        writer.writerows(pairs)
    unfinished.replace(path)
    return path


def kept(folder: Path) -> dict[str, list[Pair]]:
    """Every list kept in a folder: name -> pairs. One that cannot be read is left out."""
    found: dict[str, list[Pair]] = {}
    for which in LISTS:
        path = folder / f"{which}.csv"
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as file:
                found[which] = [(row["label"], row["text"]) for row in csv.DictReader(file) if row.get("text")]
    return found
