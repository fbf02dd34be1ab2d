"""What the model knows before anybody has signed up: our own starter sentences, read from CSV.

``themes.csv`` (theme,text), ``kinds.csv`` (kind,text,side), ``divisions.csv`` (division,text),
``can_give.csv`` (code,kind,what,words) and ``needs_jargon.csv`` (jargon,plain: what officers
write, and what they mean). A file that is missing leaves that knowledge out: labels and
explanations of the vocabulary, official sector titles and names of trades are always there.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from broker.matching.affinity import KIND_BY_CODE
from broker.matching.jobs import Job, codes_of
from broker.matching.trades import trades
from models.vocabulary import Kind, Theme

HERE = Path(__file__).parent / "knowledge"


@dataclass(frozen=True, slots=True)
class CanGive:
    """One thing that firms of a trade can usually give.

    ``code`` is the start of a SIC code (2 to 4 digits), ``what`` is said to a reader ("a van and a
    driver"), ``words`` are the phrases that people in need use for it.
    """

    code: str
    kind: Kind
    what: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything read. Pairs are (label, text); ``jargon`` pairs are (what is written, what is meant)."""

    themes: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    sectors: tuple[tuple[str, str], ...]
    can_give: tuple[CanGive, ...]
    jargon: tuple[tuple[str, str], ...] = ()
    jobs: tuple[Job, ...] = ()

    def everyday_texts(self) -> tuple[list[str], list[str]]:
        """What people write about anything: sentences of needs and offers, and of owners."""
        return [text for _, text in (*self.themes, *self.kinds)], [text for _, text in self.sectors]

    def texts(self) -> list[str]:
        """All sentences, as the corpus that says which words are common."""
        said = [text for pairs in (self.themes, self.kinds, self.sectors) for _, text in pairs]
        return said + [f"{row.what}. {'. '.join(row.words)}" for row in self.can_give]


def together(one: Knowledge, more: Mapping[str, Iterable[tuple[str, str]]]) -> Knowledge:
    """Knowledge with more pairs for "themes", "kinds" and "sectors"."""

    def both(name: str) -> tuple[tuple[str, str], ...]:
        return tuple(dict.fromkeys((*getattr(one, name), *more.get(name, ()))))

    return replace(one, themes=both("themes"), kinds=both("kinds"), sectors=both("sectors"))


def split(cell: str) -> tuple[str, ...]:
    return tuple(piece.strip() for piece in cell.split(";") if piece.strip())


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    if not path.is_file():
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}


def sic_titles() -> list[tuple[str, str]]:
    """Official titles and our plain labels of every sector: (code of 2 to 5 digits, title)."""
    from broker.reference.sectors import sector

    wider = [f"{number:0{length}d}" for length in (2, 3, 4) for number in range(1, 10**length)]
    found = [known for known in map(sector, wider) if known is not None]
    classes = [one.code for one in found if len(one.code) == 4]
    narrow = (sector(f"{code}{digit}") for code in classes for digit in range(1, 10))
    found += [known for known in narrow if known is not None]
    return list(dict.fromkeys((one.code, title) for one in found for title in (one.title, one.label)))


def load(folder: Path = HERE) -> Knowledge:
    """Read the starter knowledge of a folder. Rows with an unknown label are left out."""
    themes = [(str(theme), f"{theme.label}. {theme.explanation}") for theme in Theme]
    themes += [(row["theme"], row["text"]) for row in rows_of(folder / "themes.csv") if row.get("theme") in set(Theme)]
    kinds = [(str(kind), f"{kind.label}. {kind.explanation}") for kind in Kind if kind is not Kind.NSY]
    kinds += [
        (row["kind"], row["text"])
        for row in rows_of(folder / "kinds.csv")
        if row.get("kind") in set(Kind) and row["kind"] != Kind.NSY
    ]
    sectors = sic_titles() + trades()
    sectors += [(row["division"].zfill(2), row["text"]) for row in rows_of(folder / "divisions.csv")]
    can_give = [
        CanGive(
            code=row["code"],
            kind=KIND_BY_CODE[row["kind"]],
            what=row["what"],
            words=split(row.get("words", "")),
        )
        for row in rows_of(folder / "can_give.csv")
        if row.get("kind") in set(Kind) and row.get("code", "").isdigit()
    ]
    jargon = [(row["jargon"], row["plain"]) for row in rows_of(folder / "needs_jargon.csv") if row.get("jargon")]
    jobs = [
        Job(
            what=row["what"],
            kinds=tuple(KIND_BY_CODE[kind] for kind in split(row["kinds"])),
            codes=codes_of(row["codes"]),
            asked=split(row["asked"]),
            said=split(row["said"]),
        )
        for row in rows_of(folder / "jobs.csv")
    ]
    sectors += wares(jobs)
    return Knowledge(tuple(themes), tuple(kinds), tuple(sectors), tuple(can_give), tuple(jargon), tuple(jobs))


def wares(jobs: Sequence[Job]) -> list[tuple[str, str]]:
    """(SIC code, what firms of one class write of their wares): the cues of firms that belong to one job only."""
    times = Counter(cue for job in jobs for cue in job.said)
    first = [(job, *job.codes[0]) for job in jobs if job.codes]
    return [
        (code, cue)
        for job, code, share in first
        if share == 1.0 and len(code) == 4
        for cue in job.said
        if times[cue] == 1
    ]


@lru_cache(maxsize=1)
def shipped() -> Knowledge:
    """The knowledge that comes with the service."""
    return load()
