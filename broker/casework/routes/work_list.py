"""What waits for a coordinator."""

from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from models.vocabulary import Theme

from ...accounts.roles import coordinator_required
from ...edge import writes
from ...extensions import db
from ...suggestions.learning import unsure_at
from .. import queues
from ..forms import FilterForm
from ..needs import look_again_in
from ..post import calls_to_make, not_delivered
from ..waiting import waiting_entries
from . import bp, me, my_areas, page_number, the_settings

#: How many entries to be read are shown above the work list.
FIRST_ENTRIES = 5


@bp.get("/coordinate")
@coordinator_required
def work_list() -> ResponseReturnValue:
    """Needs with firms to look at, and entries to be read."""
    areas, settings = my_areas(), the_settings()
    form = FilterForm(queues.areas_to_choose(db.session, areas), request.args)
    filters = _filters(form)
    needs = queues.work_list(
        db.session,
        areas=areas,
        filters=filters,
        page=page_number(),
        a_day=settings.decisions_a_day,
        decided_today=queues.decided_today(db.session, me()),
        unsure_at=unsure_at(db.session),
    )
    entries = waiting_entries(db.session, areas=areas, filters=filters, size=FIRST_ENTRIES)
    return render_template(
        "casework/work_list.html",
        form=form,
        filters=filters,
        needs=needs,
        entries=entries,
        calls=calls_to_make(db.session, areas=areas),
        undelivered=not_delivered(db.session, areas=areas),
        href=_href("casework.work_list", filters),
        entries_href=_href("casework.entries", filters),
    )


@bp.get("/coordinate/entries")
@coordinator_required
def entries() -> ResponseReturnValue:
    """Every entry that waits to be read."""
    form = FilterForm(queues.areas_to_choose(db.session, my_areas()), request.args)
    filters = _filters(form)
    listed = waiting_entries(db.session, areas=my_areas(), filters=filters, page=page_number())
    return render_template(
        "casework/entries.html", form=form, filters=filters, entries=listed, href=_href("casework.entries", filters)
    )


@bp.post("/coordinate/look-again")
@coordinator_required
@writes
def look_again_for_all() -> ResponseReturnValue:
    """Have suggestions made anew for every need of the coordinator's areas."""
    count = look_again_in(db.session, my_areas())
    flash(
        ngettext(
            "We are looking again for %(num)d request. Reload this page in a minute.",
            "We are looking again for %(num)d requests. Reload this page in a minute.",
            count,
        )
        if count
        else _("There is no live request to look again for."),
        "success",
    )
    return redirect(url_for("casework.work_list"))


def _filters(form: FilterForm) -> queues.Filters:
    """What can be read of the address; what cannot is left out rather than refused."""
    codes = {choice.value for choice in form.area.choices}
    theme = form.theme.data if form.theme.data in set(Theme) else None
    whats = {choice.value for choice in form.what.choices}
    form.area.data = form.area.data if form.area.data in codes else ""
    form.theme.data = theme or ""
    form.what.data = form.what.data if form.what.data in whats else ""
    return queues.Filters(form.area.data, Theme(theme) if theme else None, form.what.data)


def _href(endpoint: str, filters: queues.Filters) -> str:
    """The address of a list with its filters, "page=" last."""
    said = {"area": filters.area, "theme": filters.theme.value if filters.theme else "", "what": filters.what}
    query = urlencode({name: value for name, value in said.items() if value})
    return url_for(endpoint) + "?" + (query + "&" if query else "") + "page="
