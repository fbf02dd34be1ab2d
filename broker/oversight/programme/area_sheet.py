"""The table of areas as rows of a file, each with its header."""

from collections.abc import Iterator

from flask_babel import gettext as _

from models.vocabulary import MatchState

from ...edge.filters import label
from ...edge.sheets import Cell
from ..areas import EDITION
from .area_rows import AreaFigures, Table


def area_sheet(table: Table) -> list[list[Cell]]:
    """One row an area, then what stands outside the list. What is not known is an empty cell."""
    header: list[Cell] = [
        _("Area"),
        _("Code"),
        _("Name now"),
        _("Region"),
        _("Deprivation %(edition)s: tenth", edition=EDITION),
        _("Deprivation %(edition)s: rank", edition=EDITION),
        _("Partnerships"),
        _("Brokers"),
        _("Free places of brokers"),
        _("Open requests"),
        _("Open requests with a free place"),
        *(_("Matches: %(state)s", state=label(state)) for state in MatchState),
        _("Confirmed results"),
        _("Days to the first reply, the middle one"),
        _("Proposals that wait no more"),
    ]
    return [header, *(_row(row, row.name) for row in table.rows), *_outside(table)]


def unmet_sheet(table: Table) -> list[list[Cell]]:
    """Unmet requests by area, theme and what they wait for."""
    header: list[Cell] = [_("Area"), _("Code"), _("Theme"), _("What it waits for"), _("Requests")]
    rows: list[list[Cell]] = [
        [row.name, row.code, label(one.theme) or _("No theme"), label(one.because), one.number]
        for row in table.rows
        for one in row.unmet
    ]
    return [header, *rows]


def _outside(table: Table) -> Iterator[list[Cell]]:
    yield _row(table.elsewhere, _("Outside the list"))
    yield _row(table.nowhere, _("Several areas, or not known"))


def _row(one: AreaFigures, name: str) -> list[Cell]:
    row = one.row
    deprivation = row.deprivation if row else None
    return [
        name,
        one.code,
        row.area.name if row else "",
        row.area.region if row else "",
        deprivation.decile if deprivation else None,
        deprivation.rank if deprivation else None,
        "; ".join(name for _id, name in row.partnerships) if row else "",
        one.of("brokers"),
        one.of("free_places"),
        one.of("open"),
        one.of("unmet"),
        *(one.state(state) for state in MatchState),
        one.results,
        one.days_to_reply,
        one.of("not_waiting"),
    ]
