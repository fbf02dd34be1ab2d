"""What is missing where a request is not met: which firms to recruit, a broker, or more words.

Read from the limit that binds. Where a business is asked, or a suggestion waits for a decision, nothing is
missing yet. A request counts once under each kind of help and each trade that would fill a place of it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from models.vocabulary import Kind, UnmetBecause

from ...matching.trades import trades
from ...reference.sectors import section_of
from .facts import Counted

#: Where these bind, one more business would fill a place.
A_FIRM = (UnmetBecause.NO_CANDIDATE, UnmetBecause.RULED_OUT, UnmetBecause.FIRMS_FULL, UnmetBecause.NOBODY)
#: The section of a request that names no trade.
ANY_TRADE = "any"


def missing_of(
    because: UnmetBecause, kinds: Iterable[Kind], sectors: Sequence[str], sectors_text: str
) -> Iterator[Counted]:
    """What one unmet request is counted under: ``recruit`` with a key such as ``WEX|F``, a broker, or words."""
    if because is UnmetBecause.NO_BROKER:
        yield ("recruit_broker", "")
    elif because is UnmetBecause.MORE_INFORMATION:
        yield ("say_more", "")
    elif because in A_FIRM:
        wanted = trades_wanted(sectors, sectors_text)
        yield ("recruit_any", "")
        yield from (("recruit", f"{kind.value}|{section}") for kind in kinds for section in wanted)


def trades_wanted(sectors: Sequence[str], words: str) -> list[str]:
    """Sections of the trades a request asks for: those that were chosen, or else those named in its words
    by a name that people use ("roofers or general builders"). Other words name no trade here."""
    found = {section for code in sectors if (section := _section(code))}
    if not found:
        pieces = re.split(r"[,;/]|\bor\b|\band\b", words[:500].lower())
        found = {named for piece in pieces if (named := _names().get(_one(piece.strip(" ."))))}
    return sorted(found) or [ANY_TRADE]


def _section(code: str) -> str:
    try:
        return section_of(code)
    except (KeyError, ValueError):
        return ""


@cache
def _names() -> dict[str, str]:
    """What people call one firm of a trade -> its section."""
    return {_one(name.lower()): section for code, name in trades() if (section := _section(code))}


def _one(name: str) -> str:
    """A name without the ending of its plural, the same for both: "garages" and "garage" are "garag"."""
    return re.sub(r"(?:ies|y|es|e|s|men|man)$", "", name)
