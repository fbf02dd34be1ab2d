"""The rows behind the numbers of the programme's pages, and whose numbers an officer sees."""

from urllib.parse import quote

from flask import abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from models.vocabulary import Role

from ...accounts.roles import access, me
from ...edge.paging import page_within
from ...extensions import db
from ..areas import country, overview
from ..programme import words
from ..programme.behind import KIND, behind
from ..programme.facts import NOWHERE, Areas
from . import bp, page_number

A_PAGE = 20
WHO = (Role.ADMINISTRATOR, Role.COORDINATOR, Role.READER)
#: What an address can mean by its area, besides a code or the name of a region. ``elsewhere:CODE`` is outside
#: that list of areas.
ELSEWHERE, NO_PLACE = "elsewhere", "none"


@bp.get("/programme/rows/<what>")
@access(*WHO)
def programme_rows(what: str) -> ResponseReturnValue:
    """The rows behind one number."""
    if what not in KIND:
        abort(404)
    keys, area = tuple(request.args.getlist("key")), request.args.get("area", "")
    found = behind(db.session, what, keys, _asked_areas(area), page_number(), A_PAGE)
    page, pages = page_within(found.total, page_number(), A_PAGE)
    return render_template(
        "oversight/programme_rows.html",
        found=found,
        title=words.what_name(what, keys),
        where=_area_name(area),
        page=page,
        pages_of=pages,
        href=rows_href(what, area, *keys) + "&page=",
        opens=current_user.is_a(Role.COORDINATOR, Role.ADMINISTRATOR),
    )


def rows_href(what: str, area: str = "", *keys: str) -> str:
    """Where the rows of a number stand. Written by hand: a table asks for it a thousand times."""
    said = "".join(f"&key={quote(key)}" for key in keys)
    return f"/programme/rows/{what}?area={quote(area)}{said}"


def in_region(region: str) -> Areas:
    return frozenset(one.code for one in country(db.session) if one.region == region)


def narrowed(areas: Areas) -> Areas:
    """Of these areas those that the reader may see."""
    mine = me().area_codes
    if areas is None or mine is None:
        return mine if areas is None else areas
    return areas & mine


def _asked_areas(area: str) -> Areas:
    """The areas meant by an address, of those the reader may see."""
    if not area:
        return me().area_codes
    which, _colon, list_code = area.partition(":")
    if which == ELSEWHERE:
        listed = overview(db.session, list_code or current_app.extensions["settings"].programme_list)
        known = frozenset(one.code for one in country(db.session))
        return narrowed(known - (listed.codes if listed else frozenset()))
    if area == NO_PLACE:
        return narrowed(frozenset({NOWHERE}))
    return narrowed(in_region(area) or frozenset({area}))


def _area_name(area: str) -> str:
    if area == NO_PLACE:
        return _("Several areas, or not known")
    if area.partition(":")[0] == ELSEWHERE:
        return _("Outside the list")
    places = country(db.session)
    if any(one.region == area for one in places):
        return area
    return next((one.name for one in places if one.code == area), "")
