"""What is said when nobody suits: what kind of firm to look for, and who was kept out by what."""

import re

from broker.matching.asking import NeedFeatures, any_firm
from broker.matching.facts import IN_LINE
from broker.matching.reading import Reading
from broker.matching.sectors import answers
from broker.matching.trades import trades
from models.vocabulary import Kind, Theme

ASKED_FOR = 0.5
"""How strongly a row of usual offers must be asked for (0..1) to be named ..."""

BESIDE = 0.9
"""... and what share of the strongest."""

WHATS, FIRMS = 2, 3

_WORK = re.compile(
    r"(ing|ance|age|[iu]lation|hire|support|repair|removals?|research|care|demolition|management|control|play"
    r"|relations|services|meals|drinks|gates)$"
)
"""Endings of names that say what is done, not who does it."""


def advice(need: NeedFeatures, reading: Reading) -> str:
    """What kind of firm to look for, from what the need asks for and the table of usual offers."""
    named = tuple(
        piece
        for piece in (one.strip(" .") for one in re.split(r"[,;/]", need.need.sectors_text[:200]))
        if piece and not any_firm(piece)
    )[:FIRMS]
    asked = [
        (float(ask), row.what, row.code)
        for ask, row in zip(need.asks, reading.usual.rows_, strict=True)
        if ask >= ASKED_FOR
        and (not need.kinds or row.kind in need.kinds)
        # where kinds of firm are named, nothing is said that those could not do
        and (not named or any(answers(row.code, wanted) >= IN_LINE for wanted, _ in need.sectors))
    ]
    asked.sort(key=lambda one: -one[0])
    asked = [one for one in asked if one[0] >= BESIDE * asked[0][0]]
    whats = tuple(dict.fromkeys(what for _, what, _ in asked))[:WHATS]
    firms = named or firms_of([code for _, what, code in asked if what in whats])
    return look_for(tuple(need.kinds), whats, firms, need.need.theme)


def firms_of(codes: list[str]) -> tuple[str, ...]:
    """What people call the firms of some sectors ("roofers"), in the order of the codes."""
    names: dict[str, None] = {}
    for code in codes:
        known = [name for length in (4, 3, 2) for sector, name in trades() if sector == code[:length]]
        if known:
            names[plural(known[0])] = None
    return tuple(names)[:FIRMS]


def plural(name: str) -> str:
    """More than one of a kind of firm. A name of work ("roofing") is made one of firms."""
    name = name.split(" making ")[0]
    if _WORK.search(name):
        return f"{name} firms"
    if name.endswith("s"):
        return name
    if name.endswith("man"):
        return f"{name[:-3]}men"
    if re.search(r"[^aeiou]y$", name):
        return f"{name[:-1]}ies"
    return f"{name}es" if re.search(r"(ch|sh|x)$", name) else f"{name}s"


def look_for(kinds: tuple[Kind, ...], whats: tuple[str, ...], firms: tuple[str, ...], theme: Theme | None) -> str:
    """What kind of firm to look for when nobody suits, in one or two sentences."""
    who = f": {', '.join(firms)}" if firms else ""
    if whats:
        return f"Nobody here suits yet. Look for a firm that can {' or '.join(whats)}{who}."
    if firms:
        return f"Nobody here suits yet. Look for firms of this kind{who}."
    if kinds:
        return f"Nobody here suits yet. Look for a firm that can offer this: {kinds[0].label.lower()}."
    if theme is not None:
        return f"Nobody here suits yet. Look for a firm that cares about {theme.label.lower()}."
    return "Nobody here suits yet. Say more about what would help, and we will look again."


MORE_NEEDED = "This request needs more information: say what would help, in a sentence or two."


def kept_out(code: str, count: int) -> str:
    """Why a draft need does not reach some businesses."""
    firms = "1 firm" if count == 1 else f"{count} firms"
    return {
        "reach": f"{firms} will not travel that far.",
        "children": f"{firms} said no to work with children or adults at risk.",
        "only_these": f"{firms} want to give only other kinds of help.",
        "capacity": f"{firms} have as many proposals as they can take for now.",
        "dates": f"{firms} are free only on other dates.",
        "business_not_live": f"{firms} are not taking part at the moment.",
        "need_not_live": "The request is not open yet.",
    }.get(code, f"{firms} have been ruled out.")
