"""What an import did, or would do: counts, and the rows worth showing."""

from collections import Counter
from dataclasses import dataclass, field

from models.vocabulary import RowOutcome

#: How many rows of each outcome are kept to be shown, so that a long file takes no more memory.
KEPT = 1_000
#: How many different notes are kept; a note is told once, with the rows it is about.
NOTES = 300


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file and what becomes of it."""

    row: int
    outcome: RowOutcome
    name: str
    sentence: str = ""


@dataclass(slots=True)
class Report:
    """Filled while an import runs."""

    counts: Counter[RowOutcome] = field(default_factory=Counter)
    lines: dict[RowOutcome, list[Line]] = field(default_factory=dict)
    notes: dict[str, list[int]] = field(default_factory=dict)
    noted: Counter[str] = field(default_factory=Counter)
    notes_untold: int = 0
    passed_over: int = 0
    read_as: str = ""
    unused: tuple[str, ...] = ()
    seconds: float = 0.0

    def add(self, row: int, outcome: RowOutcome, name: str, sentence: str = "") -> None:
        self.counts[outcome] += 1
        kept = self.lines.setdefault(outcome, [])
        if len(kept) < KEPT:
            kept.append(Line(row, outcome, name, sentence))

    def note(self, row: int, sentence: str) -> None:
        """Something the operator should know of a row that is taken all the same."""
        if sentence not in self.notes and len(self.notes) >= NOTES:
            self.notes_untold += 1
            return
        self.noted[sentence] += 1
        rows = self.notes.setdefault(sentence, [])
        if len(rows) < 5:
            rows.append(row)

    @property
    def writes(self) -> int:
        """How many entries are made or changed."""
        return self.counts[RowOutcome.NEW] + self.counts[RowOutcome.CHANGED]

    @property
    def rows(self) -> int:
        return self.counts.total()
