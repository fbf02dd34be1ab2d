"""Where help goes, areas that lack one side, and what to recruit next, as rows of files with their headers."""

from collections.abc import Sequence

from flask_babel import gettext as _

from models import Area

from ...edge.filters import label
from ...edge.sheets import Cell
from . import help_words
from .help_given import HelpGiven
from .one_sided import OneSided
from .recruiting import Recruit


def help_sheet(found: HelpGiven) -> list[list[Cell]]:
    """One row a group, after one for all."""
    rows: list[list[Cell]] = [
        [_("Looked at by"), _("Group"), _("Introduced"), _("Confirmed results")],
        [_("All"), _("All"), found.given, found.confirmed],
    ]
    rows += [[_("Most deprived tenth"), label(one.which), one.given, one.confirmed] for one in found.near]
    columns = help_words.dimension_columns()
    for dimension in help_words.dimension_names():
        rows += [
            [columns[dimension], help_words.group_name(dimension, one.code), one.given, one.confirmed]
            for one in found.groups[dimension]
        ]
    return rows


def one_sided_sheet(offers: Sequence[OneSided], requests: Sequence[OneSided]) -> list[list[Cell]]:
    header: list[Cell] = [_("Area"), _("Code"), _("Region"), _("What there is"), _("How many")]
    sides = ((_("Businesses that offer something, no open request"), offers), (_("Open requests, no offer"), requests))
    return [
        header,
        *([one.area.name, one.area.code, one.area.region, side, one.number] for side, found in sides for one in found),
    ]


def recruit_sheet(found: Recruit) -> list[list[Cell]]:
    """Firms first, then where a broker or more words are what is missing."""
    header: list[Cell] = [_("Area"), _("Code"), _("Region"), _("Recruit"), _("Kind of help"), _("Requests")]
    rows = [
        [*_place(one.area), help_words.trades_name(one.section), label(one.kind), one.requests] for one in found.firms
    ]
    rows += [[*_place(one.area), _("A broker"), "", one.requests] for one in found.brokers]
    rows += [[*_place(one.area), _("Nobody: ask for more words"), "", one.requests] for one in found.say_more]
    return [header, *rows]


def _place(area: Area | None) -> list[Cell]:
    return [area.name, area.code, area.region] if area else [_("Several areas, or not known"), "", ""]
