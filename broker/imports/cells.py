"""What cells are, whichever file they come from, and what is said of a file that cannot be read."""

import re

#: A cell longer than this is a quotation mark that was never closed.
LONGEST_CELL = 1_000_000
#: A list of firms has a few dozen columns. With more, somebody has coloured in the whole sheet.
MOST_COLUMNS = 300
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class FileProblem(Exception):
    """The file as a whole cannot be read. ``str()`` is a sentence that says what to do."""


def plain(cell: str) -> str:
    """A cell without what cannot be seen: control characters, marks that turn text round, spaces around it."""
    return _CONTROL.sub("", cell).replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").strip()


def folded(heading: str) -> str:
    """A heading without capitals, spaces and marks: "What we do? " -> "what_we_do"."""
    return re.sub(r"[\W_]+", "_", plain(heading).lstrip("\ufeff").casefold()).strip("_")
