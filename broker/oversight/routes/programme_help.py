"""Where business help goes, which areas lack one side, and what to recruit next: for officers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models import Area

from ...accounts.roles import access, me
from ...cases.clocks import today
from ...edge.paging import paged
from ...edge.sheets import as_csv, as_workbook
from ...extensions import db
from ..areas import country
from ..programme import help_words
from ..programme.counting import Counts
from ..programme.facts import Areas
from ..programme.help_given import HelpGiven, help_given, quarters_with_help
from ..programme.help_sheet import help_sheet, one_sided_sheet, recruit_sheet
from ..programme.keeping import Figures, Part
from ..programme.one_sided import offers_and_no_requests, requests_and_no_offers
from ..programme.quarters import ALL_TIME, Period, keys_of, periods_of
from ..programme.recruiting import recruiting
from . import bp, page_number
from .programme_rows import WHO, narrowed, rows_href

A_PAGE = 30


@dataclass(frozen=True)
class Asked:
    """What an address narrows these pages to. A region or period that there is not narrows nothing; an area
    that the reader may not see is one without numbers."""

    figures: Figures
    mine: Areas

    @cached_property
    def counts(self) -> Counts:
        return self.figures.by_area(Part.NOW)

    @cached_property
    def places(self) -> dict[str, Area]:
        return {one.code: one for one in country(db.session)}

    @property
    def regions(self) -> list[str]:
        seen = [one for one in self.places.values() if self.mine is None or one.code in self.mine]
        return sorted({one.region for one in seen})

    @property
    def region(self) -> str:
        asked = request.args.get("region", "")
        return asked if asked in self.regions else ""

    @property
    def area(self) -> Area | None:
        found = self.places.get(request.args.get("area", ""))
        return found if found is not None and self.region in ("", found.region) else None

    @cached_property
    def within(self) -> Areas:
        if self.area is not None:
            return narrowed(frozenset({self.area.code}))
        if self.region:
            return narrowed(frozenset(one.code for one in self.places.values() if one.region == self.region))
        return self.mine

    @property
    def where(self) -> str:
        """The same in the address of rows."""
        return self.area.code if self.area is not None else self.region

    @cached_property
    def periods(self) -> list[Period]:
        return periods_of(quarters_with_help(self.counts), today())

    @property
    def period(self) -> Period:
        return next((one for one in self.periods if one.code == request.args.get("period")), ALL_TIME)

    @property
    def areas(self) -> list[Area]:
        """Areas to choose from: those that have anything, of the region."""
        there = [self.places[code] for code in self.counts.by_area if code in self.places]
        return sorted((one for one in there if self.region in ("", one.region)), key=lambda one: one.name)

    def chosen(self, *names: str) -> dict[str, str]:
        """What was chosen, for addresses that keep it."""
        said = {
            "region": self.region,
            "area": self.area.code if self.area is not None else "",
            "period": self.period.code,
        }
        return {name: value for name, value in said.items() if value and (not names or name in names)}

    def help(self) -> HelpGiven:
        regions = {code: one.region for code, one in self.places.items()}
        whole = self.figures.whole(Part.HELP, areas=self.within)
        return help_given(self.counts, whole, regions, period=self.period, areas=self.within)


def _asked() -> Asked:
    mine = me().area_codes
    return Asked(Figures(db.session, mine), mine)


@bp.get("/programme/where-help-goes")
@access(*WHO)
def programme_where_help_goes() -> ResponseReturnValue:
    """Introductions and confirmed results by what help can be looked at by."""
    asked = _asked()
    return render_template(
        "oversight/programme_where_help_goes.html",
        asked=asked,
        help=asked.help(),
        dimensions=help_words.dimension_names(),
        columns=help_words.dimension_columns(),
        group_name=help_words.group_name,
        keys_of=keys_of,
        behind=rows_href,
    )


@bp.get("/programme/where-help-goes.csv")
@access(*WHO)
def programme_where_help_goes_csv() -> ResponseReturnValue:
    """The same as a file."""
    return as_csv(help_sheet(_asked().help()), "where-help-goes")


@bp.get("/programme/where-help-goes.xlsx")
@access(*WHO)
def programme_where_help_goes_xlsx() -> ResponseReturnValue:
    """A workbook with that, the areas that lack one side, and what to recruit next."""
    asked = _asked()
    counts, places, within = asked.counts, asked.places, asked.within
    sides = offers_and_no_requests(counts, places, within), requests_and_no_offers(counts, places, within)
    sheets = [
        (_("Where help goes"), help_sheet(asked.help())),
        (_("One side only"), one_sided_sheet(*sides)),
        (_("What to recruit next"), recruit_sheet(recruiting(counts, places, within))),
    ]
    return as_workbook(sheets, "where-help-goes")


@bp.get("/programme/one-sided")
@access(*WHO)
def programme_one_sided() -> ResponseReturnValue:
    """Areas with offers and no open request, or with open requests and no offer."""
    asked = _asked()
    side = request.args.get("side", "")
    find = {"requests": requests_and_no_offers}.get(side, offers_and_no_requests)
    found = find(asked.counts, asked.places, asked.within)
    return render_template(
        "oversight/programme_one_sided.html",
        asked=asked,
        side="requests" if find is requests_and_no_offers else "offers",
        behind=rows_href,
        **_paged(found, "oversight.programme_one_sided", side=side, **asked.chosen("region")),
    )


@bp.get("/programme/recruit-next")
@access(*WHO)
def programme_recruit_next() -> ResponseReturnValue:
    """Which firms would place the most requests, and where."""
    asked = _asked()
    found = recruiting(asked.counts, asked.places, asked.within)
    return render_template(
        "oversight/programme_recruit_next.html",
        asked=asked,
        found=found,
        firms_name=help_words.firms_name,
        would_place=help_words.would_place,
        behind=rows_href,
        **_paged(found.firms, "oversight.programme_recruit_next", **asked.chosen("region", "area")),
    )


@bp.get("/programme/recruit-next.csv")
@access(*WHO)
def programme_recruit_next_csv() -> ResponseReturnValue:
    """The same as a file."""
    asked = _asked()
    return as_csv(recruit_sheet(recruiting(asked.counts, asked.places, asked.within)), "recruit-next")


def _paged(rows: Sequence[Any], endpoint: str, **chosen: str) -> dict[str, Any]:
    """One page of rows, and the addresses of the others."""
    href = url_for(endpoint) + "?" + urlencode({name: value for name, value in chosen.items() if value})
    return {"listed": paged(rows, page_number(), A_PAGE), "href": f"{href}&page="}
