"""What the sentences about one pair are made of."""

from dataclasses import dataclass
from enum import IntEnum

from models.vocabulary import Kind, Theme

IN_LINE, NEAR_LINE = 0.75, 0.4
"""From where a line of business is one that was asked for, or near to one."""


class Source(IntEnum):
    """What it was that said most for a firm being able to do what is asked for."""

    NONE = 0
    SAID = 1
    """The firm's own words, by way of the table of usual offers or directly."""
    TRADE = 2
    """What firms of its trade can usually give."""
    NAMED = 3
    """Its line of business was asked for by name."""
    WILLING = 4
    """Anybody who is willing could do it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What one pair's sentences are made of. ``what`` is said after "can" ("mend a roof");
    ``quote`` is a piece of what the firm itself wrote; ``offered`` whether that piece is an offer of
    the very kind; ``named`` whether its own line of business was asked for, not just one near to it;
    ``rested`` the days since it was asked last, None where it never was; ``helped`` how often it helped."""

    kind: Kind | None = None
    ticked: bool = False
    source: Source = Source.NONE
    what: str = ""
    quote: str = ""
    offered: bool = False
    named: bool = False
    shared_words: tuple[str, ...] = ()
    theme: Theme | None = None
    miles: float | None = None
    same_district: str = ""
    decile: int | None = None
    children: bool = False
    rested: int | None = None
    helped: int = 0
