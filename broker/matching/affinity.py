"""How well a kind of help suits a theme, 0 (hardly ever) to 3 (just what is wanted).

The published matrix, theme by kind. It orders kinds that a need did not name; a kind that a
partnership asks for in so many words always counts.
"""

from collections.abc import Mapping

from models.vocabulary import Kind, Theme

KINDS: tuple[Kind, ...] = tuple(kind for kind in Kind if kind is not Kind.NSY)

KIND_AT: dict[Kind, int] = {kind: at for at, kind in enumerate(KINDS)}
"""Where each kind of help stands in arrays."""

KIND_BY_CODE: dict[str, Kind] = {str(kind): kind for kind in Kind}
"""Code -> kind of help, for what is read from files."""

_COLUMNS = ["JOB", "APP", "WEX", "RDY", "MEN", "PRO", "VOL", "SPC", "KIT", "CSH", "INV", "BUY", "BRD", "SCH"]
_ROWS = {
    "EMP": "3 3 3 3 2 1 1 1 1 1 2 1 1 2",
    "POV": "2 1 0 1 1 2 3 2 3 3 0 1 1 0",
    "EDU": "0 2 3 2 3 1 2 1 2 2 0 0 2 3",
    "HLT": "1 1 1 0 2 2 3 2 2 2 0 0 2 1",
    "CRM": "2 2 2 2 3 2 2 2 2 2 1 0 2 2",
    "HOU": "1 2 1 1 1 3 3 2 3 2 1 1 2 0",
    "ENV": "1 1 1 0 0 3 3 2 3 2 1 1 1 2",
    "ENT": "2 2 1 1 3 3 1 3 1 2 3 3 2 1",
    "COM": "0 0 1 0 1 2 3 3 3 3 1 1 3 1",
}

AFFINITY: dict[Theme, dict[Kind, int]] = {
    Theme(theme): {KIND_BY_CODE[kind]: int(value) for kind, value in zip(_COLUMNS, row.split(), strict=True)}
    for theme, row in _ROWS.items()
}


def likely(table: Mapping[Theme, Mapping[Kind, int]], theme: Theme | None, kind: Kind) -> float:
    """How far a kind of help that was only read from a need's words is believed, by its theme: 1/2
    where the table says "hardly ever", 1 where it says "just what is wanted" or the theme is not known."""
    value = table.get(theme, {}).get(kind) if theme is not None else None
    return 1.0 if value is None else 0.5 + value / 6.0


NEAR: dict[Kind, dict[Kind, float]] = {
    Kind.JOB: {Kind.APP: 0.5, Kind.WEX: 0.3},
    Kind.APP: {Kind.JOB: 0.5, Kind.WEX: 0.4},
    Kind.WEX: {Kind.APP: 0.5, Kind.JOB: 0.4, Kind.SCH: 0.4},
    Kind.RDY: {Kind.MEN: 0.5, Kind.WEX: 0.3, Kind.SCH: 0.4, Kind.JOB: 0.2, Kind.VOL: 0.2},
    Kind.MEN: {Kind.RDY: 0.5, Kind.BRD: 0.3, Kind.SCH: 0.3, Kind.VOL: 0.2, Kind.PRO: 0.2},
    Kind.PRO: {Kind.VOL: 0.3, Kind.KIT: 0.2, Kind.MEN: 0.2, Kind.BRD: 0.2},
    Kind.VOL: {Kind.PRO: 0.4, Kind.KIT: 0.1},
    Kind.SPC: {Kind.INV: 0.1},
    Kind.KIT: {Kind.CSH: 0.2, Kind.PRO: 0.2, Kind.SPC: 0.1},
    Kind.CSH: {Kind.KIT: 0.3, Kind.INV: 0.2},
    Kind.INV: {Kind.CSH: 0.2, Kind.SPC: 0.2, Kind.JOB: 0.2},
    Kind.BUY: {Kind.INV: 0.1},
    Kind.BRD: {Kind.MEN: 0.3, Kind.PRO: 0.3},
    Kind.SCH: {Kind.WEX: 0.5, Kind.RDY: 0.3, Kind.MEN: 0.3, Kind.VOL: 0.2},
}
"""Asked kind -> ticked kind -> how near the second is to the first (1 would be the same)."""

TRADE_KINDS = frozenset({Kind.PRO, Kind.KIT, Kind.SPC})
"""Kinds where it matters *what* the firm does: goodwill alone cannot mend a roof or lend a van."""

MODEST = frozenset(set(KINDS) - {Kind.CSH, Kind.INV, Kind.BUY, Kind.BRD})
"""What a firm that ticked "not sure yet" may be guessed to give: an hour, a thing, a room, a place to
work. Not money, a seat on a board, an order or a new site."""
