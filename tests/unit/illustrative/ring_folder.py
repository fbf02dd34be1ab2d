"""The ring set as a folder that the programme can be measured on.

    python -m tests.unit.illustrative.ring_folder FOLDER [first|second|third|median] [--blank]
    flask --app app broker evaluate programme --test FOLDER

The median of the three judgements is 2 or more just where two of the three would ring. ``--blank``
leaves the lines of business wanted empty.
"""

import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
PROGRAMME = HERE.parents[2] / "broker" / "illustrative"
FILES = {"first": "ring.csv", "second": "ring_second.csv", "third": "ring_third.csv"}

Grades = dict[tuple[str, str], int]


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def judged(who: str) -> Grades:
    """(need, business) -> grade of one judgement, or the median of the three; pairs not there are 0."""
    if who != "median":
        return {(row["need"], row["business"]): int(row["grade"]) for row in rows(HERE / FILES[who])}
    three = [judged(each) for each in FILES]
    pairs = sorted({pair for grades in three for pair in grades})
    middle = {pair: int(median(grades.get(pair, 0) for grades in three)) for pair in pairs}
    return {pair: grade for pair, grade in middle.items() if grade}


def write(folder: Path, who: str = "median", *, blank: bool = False) -> None:
    """Write businesses.csv, needs.csv and grades.csv of the set into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    chosen = {(row["side"], row["id"]) for row in rows(HERE / "ring_set.csv")}
    for side, name in (("business", "businesses.csv"), ("need", "needs.csv")):
        kept = [row for row in rows(PROGRAMME / name) if (side, row["id"]) in chosen]
        if blank and side == "need":
            kept = [{**row, "sectors_wanted": ""} for row in kept]
        _write(folder / name, kept)
    _write(
        folder / "grades.csv",
        [{"need": need, "business": business, "grade": grade} for (need, business), grade in judged(who).items()],
    )


def _write(path: Path, kept: Sequence[Mapping[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(kept[0]))
        writer.writeheader()
        writer.writerows(kept)


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--blank"]
    write(Path(words[0]), *words[1:2], blank="--blank" in sys.argv)
