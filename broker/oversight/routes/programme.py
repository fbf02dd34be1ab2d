"""What the programme comes to: for everybody, and for officers with the rows behind every number."""

from collections.abc import Sequence
from urllib.parse import urlencode

from flask import abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from ...accounts.roles import access, me, public
from ...cases.clocks import today
from ...edge.sheets import Cell, as_csv, as_workbook
from ...extensions import db
from ...reference.lists import EVIDENCE_LABELS
from ...suggestions import open_by_area
from ..areas import EDITION, country
from ..programme import words
from ..programme.area_rows import GROUPS, SORTS, Table, table_of
from ..programme.area_sheet import area_sheet, unmet_sheet
from ..programme.conversion import conversion, needs_ended
from ..programme.counting import Counts
from ..programme.facts import Areas
from ..programme.keeping import Figures, Part
from ..programme.map import Map, map_of
from ..programme.trend import trend_of
from ..programme.work_done import work_done
from ..small_numbers import at_least, told_within
from . import bp, page_number
from .programme_rows import WHO, rows_href

#: A list of areas is paged beyond this, so that the 88 stand on one page.
AREAS_A_PAGE = 100


@bp.get("/programme")
@public
def programme() -> ResponseReturnValue:
    """For everybody: what comes of signing up, and the areas; small numbers are not given."""
    figures = Figures(db.session)
    table = _table(figures.by_area(Part.NOW), None)
    if table is None:
        return render_template("oversight/programme_empty.html")
    whole = figures.whole(Part.NOW, Part.MONTHS)
    needs = needs_ended(whole)
    return render_template(
        "oversight/programme.html",
        conversion=conversion(whole, today(), _speak_days()),
        needs=needs,
        told=dict(told_within({rate.what: rate.number for rate in needs.rates}).counts),
        at_least=at_least,
        steps=words.step_names(_speak_days()),
        need_names=words.need_names(),
        asked_for=open_by_area(db.session, today()),
        officer=current_user.is_authenticated and current_user.is_a(*WHO),
        **_shown(table),
    )


@bp.get("/programme/figures")
@access(*WHO)
def programme_figures() -> ResponseReturnValue:
    """For officers: of 100 businesses and of 100 requests, what it took, and how it goes over time."""
    areas = me().area_codes
    figures = Figures(db.session, areas)
    whole = figures.whole(Part.NOW, Part.MONTHS)
    return render_template(
        "oversight/programme_figures.html",
        conversion=conversion(whole, today(), _speak_days()),
        needs=needs_ended(whole),
        work=work_done(db.session, areas, whole),
        trend=trend_of(whole, today()),
        steps=words.step_names(_speak_days()),
        columns=words.step_columns(_speak_days()),
        need_names=words.need_names(),
        definitions=words.definitions(_speak_days()),
        month_name=words.month_name,
        scope=areas,
        counted_at=figures.at,
        behind=rows_href,
    )


@bp.get("/programme/areas")
@access(*WHO)
def programme_areas() -> ResponseReturnValue:
    """For officers: the areas with all that each has, on a map and as a table."""
    counts = Figures(db.session, me().area_codes).by_area(Part.NOW)
    table = _table(counts, me().area_codes)
    if table is None:
        return render_template("oversight/programme_empty.html")
    return render_template("oversight/programme_areas.html", **_shown(table), counted_at=counts.at, groups=GROUPS)


@bp.get("/programme/areas.csv")
@access(*WHO)
def programme_areas_csv() -> ResponseReturnValue:
    """The table of areas as a file."""
    counts = Figures(db.session, me().area_codes).by_area(Part.NOW)
    return as_csv(area_sheet(_table(counts, me().area_codes) or abort(404)), "areas")


@bp.get("/programme/areas.xlsx")
@access(*WHO)
def programme_areas_xlsx() -> ResponseReturnValue:
    """The table of areas as a workbook, with the unmet requests and what the words mean."""
    table = _table(Figures(db.session, me().area_codes).by_area(Part.NOW), me().area_codes) or abort(404)
    meanings: list[Sequence[Cell]] = [[_("Word"), _("What it means")], *words.definitions(_speak_days())]
    sheets: list[tuple[str, Sequence[Sequence[Cell]]]] = [
        (_("Areas"), area_sheet(table)),
        (_("Unmet"), unmet_sheet(table)),
        (_("Words"), meanings),
    ]
    return as_workbook(sheets, "areas")


@bp.get("/programme/areas/<code>")
@access(*WHO)
def programme_area(code: str) -> ResponseReturnValue:
    """One area in numbers, with what its unmet requests wait for."""
    areas = me().area_codes
    if areas is not None and code not in areas:
        abort(404)
    figures = Figures(db.session, frozenset({code}))
    table = _table(figures.by_area(Part.NOW), frozenset({code}), narrowed=False)
    row = next((row for row in table.rows), None) if table is not None else None
    if row is None:
        abort(404)
    whole = figures.whole(Part.NOW, Part.MONTHS)
    return render_template(
        "oversight/programme_area.html",
        row=row,
        conversion=conversion(whole, today(), _speak_days()),
        needs=needs_ended(whole),
        trend=trend_of(whole, today()),
        groups=GROUPS,
        group_names=words.group_names(),
        steps=words.step_names(_speak_days()),
        need_names=words.need_names(),
        edition=EDITION,
        counted_at=figures.at,
        behind=rows_href,
    )


def _table(counts: Counts, areas: Areas, *, narrowed: bool = True) -> Table | None:
    """The list that is asked for, or the programme's own. A list that there is not is not found."""
    chosen = request.args if narrowed else {}
    sort = chosen.get("sort", "list")
    table = table_of(
        db.session,
        counts,
        request.args.get("list") or current_app.extensions["settings"].programme_list,
        region=chosen.get("region", ""),
        missing=chosen.get("missing", ""),
        sort=sort if sort in SORTS else "list",
        areas=areas,
    )
    if table is None and request.args.get("list"):
        abort(404)
    return table


def _shown(table: Table) -> dict[str, object]:
    """What both pages of areas show: one page of rows, and a map of all of them."""
    pages = max(1, -(-len(table.rows) // AREAS_A_PAGE))
    page = min(page_number(), pages)
    on = {row.code: 1 + number // AREAS_A_PAGE for number, row in reversed(list(enumerate(table.rows)))}
    chosen = {name: request.args[name] for name in ("list", "region", "missing", "sort") if request.args.get(name)}
    endpoint = request.endpoint or "oversight.programme"
    return {
        "table": table,
        "overview": table.overview,
        "rows": table.rows[(page - 1) * AREAS_A_PAGE : page * AREAS_A_PAGE],
        "page": page,
        "pages_of": pages,
        "page_of": on,
        "href": f"{url_for(endpoint)}?{urlencode(chosen)}{'&' if chosen else ''}page=",
        "chosen": chosen,
        "edition": EDITION,
        "evidence_labels": EVIDENCE_LABELS,
        "map_drawn": _map(table, str(chosen.get("region", ""))),
        "coverage_names": words.coverage_names(),
        "filling_names": words.filling_names(),
        "group_names": words.group_names(),
        "sort_names": words.sort_names(),
        "behind": rows_href,
    }


def _map(table: Table, region: str) -> Map | None:
    """A map of the rows; of one region where only that is shown, so that it is larger."""
    ground = [one for one in country(db.session) if not region or one.region == region]
    return map_of(table.rows, ground) if ground else None


def _speak_days() -> int:
    days: int = current_app.extensions["settings"].speak_days
    return days
