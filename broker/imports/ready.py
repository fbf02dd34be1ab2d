"""A row that was read and can become an entry; limits that the tables and the forms share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..matching.errors import BadRow

#: The most characters a cell may have, by column; anything not named may have as many as a long answer.
LONGEST = 10_000
LIMITS = {
    "id": 80,
    "name": 200,
    "title": 200,
    "partnership": 200,
    "sectors_wanted": 500,
    "contact_name": 120,
    "contact_email": 254,
    "contact_telephone": 40,
    "postcode": 200,
}


@dataclass(slots=True)
class Ready:
    """``values`` are columns of the table that the file gives; ``listed`` its offers or parts, None
    where the file does not speak of them; ``more`` what else the import needs."""

    row: int
    name: str
    source_key: str | None
    values: dict[str, Any]
    listed: list[dict[str, Any]] | None
    notes: list[str] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)


def check_lengths(cells: Mapping[str, str]) -> None:
    """Refuse what is too long to keep. Raises BadRow."""
    for column, cell in cells.items():
        most = LIMITS.get(column, LONGEST)
        if len(cell) > most:
            raise BadRow(column, f"It is {len(cell):,} characters long. The most is {most:,}.")


def shortened(text: str, most: int = 100) -> str:
    """The first words of a text, for a name or a title where none is given."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0] + "…"


def changes(entry: Any, values: Mapping[str, Any]) -> list[str]:
    """Set the columns of an entry that differ. Returns their names."""
    changed = [column for column, value in values.items() if getattr(entry, column) != value]
    for column in changed:
        setattr(entry, column, values[column])
    return changed
