"""What waits for a coordinator, and the way from one case to the next."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement

from models import Case
from models.base import now
from models.vocabulary import CaseKind, CaseStep, WorkGroup

from ...accounts.roles import coordinator_required
from ...cases.clocks import today
from ...edge import writes
from ...extensions import db
from ...suggestions.learning import unsure_at
from .. import work_list as lists
from ..decisions import decided_today, firms_of, for_today
from ..filters import Filters
from ..forms import FilterForm
from ..needs import look_again_in
from ..post import not_delivered
from ..scope import areas_to_choose
from ..subjects import rows_of
from ..waiting import waiting_entries
from . import bp, found, me, my_areas, page_number, the_settings

#: In the session: the filters of the list that was looked at last, and where in it somebody is.
LIST, POSITION = "work_list", "work_list_position"


@bp.get("/coordinate")
@coordinator_required
def work_list() -> ResponseReturnValue:
    """Everything that waits: four groups with their own counts, the longest overdue first."""
    if not request.args and session.get(LIST):
        return redirect(url_for("casework.work_list") + "?" + session[LIST])
    form = FilterForm(areas_to_choose(db.session, my_areas()), request.args)
    filters = form.filters()
    session[LIST] = filters.query()
    session.pop(POSITION, None)
    scope = _scope(filters)
    groups = lists.groups(db.session, scope, filters, page=page_number(), unsure_at=unsure_at(db.session))
    rows = rows_of(db.session, [case for group in groups for case in group.cases])
    # the first of a day, and those on this page
    some = any(group.total for group in groups if group.group is WorkGroup.DECISIONS)
    first = lists.first_decisions(db.session, scope, filters, the_settings().decisions_a_day) if some else []
    shown = [row.case.subject_id for row in rows if row.case.step is CaseStep.DECIDE]
    firms = firms_of(db.session, {*shown, *(need_id for _case_id, need_id in first)})
    left = the_settings().decisions_a_day - decided_today(db.session, me())
    return render_template(
        "casework/work_list.html",
        form=form,
        filters=filters,
        groups=groups,
        rows={row.case.id: row for row in rows},
        firms=firms,
        today=for_today(first, firms, left),
        with_calls=next(group for group in groups if group.group is CaseStep.READ_OUT.group),
        undelivered=not_delivered(db.session, areas=my_areas()),
        address=lambda group, what=filters.what, page=None: _address(
            "casework.work_list", replace(filters, group=group, what=what), page=page
        ),
    )


@bp.get("/coordinate/cases/<int:case_id>")
@coordinator_required
def open_case(case_id: int) -> ResponseReturnValue:
    """To where a case's next step is done; the list it was opened from is kept in mind."""
    filters = FilterForm(areas_to_choose(db.session, my_areas()), request.args).filters()
    case = found(lists.case_seen(db.session, _scope(filters), case_id))
    within = filters if filters.group else filters.within(case.step.group)
    before = lists.Position.read(request.args.get("after", ""))
    began = before.began if before else now().timestamp()
    session[POSITION] = within.query(after=lists.Position(case.next_on, case.id, began))
    return redirect(place_of(case))


@bp.get("/coordinate/next")
@coordinator_required
def next_case() -> ResponseReturnValue:
    """On to the case that follows in the list; after the last, back to the list."""
    filters = FilterForm(areas_to_choose(db.session, my_areas()), request.args).filters()
    after = lists.Position.read(request.args.get("after", ""))
    case = lists.next_case(db.session, _scope(filters), filters, after)
    if case is None:
        session.pop(POSITION, None)
        flash(_("That was the last one of this list."))
        return redirect(_address("casework.work_list", filters.within(None)))
    return redirect(url_for("casework.open_case", case_id=case.id) + "?" + filters.query(after=after))


@bp.get("/coordinate/entries")
@coordinator_required
def entries() -> ResponseReturnValue:
    """Every entry that waits to be read."""
    form = FilterForm(areas_to_choose(db.session, my_areas()), request.args)
    filters = form.filters()
    listed = waiting_entries(db.session, areas=my_areas(), filters=filters, page=page_number())
    href = _address("casework.entries", filters, page="")
    return render_template("casework/entries.html", form=form, filters=filters, entries=listed, href=href)


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


def place_of(case: Case) -> str:
    """The address of the page where the next step of a case is done."""
    if case.step is CaseStep.READ_OUT:
        return url_for("casework.case_calls", kind=case.kind.value, subject_id=case.subject_id)
    if case.kind is CaseKind.NEED and case.step.group is WorkGroup.DECISIONS:
        return url_for("casework.need", need_id=case.subject_id)
    if case.kind is CaseKind.CONCERN:
        return url_for("casework.concern_read", concern_id=case.subject_id)
    if case.kind is CaseKind.SEAT:
        return url_for("representation.empty_seat", gap_id=case.subject_id)
    if case.kind in ENTRY_KINDS:
        return url_for("casework.entry", kind=case.kind.value, entry_id=case.subject_id)
    return url_for("casework.case", kind=case.kind.value, subject_id=case.subject_id)


ENTRY_KINDS = (CaseKind.BUSINESS, CaseKind.PARTNERSHIP, CaseKind.NEED, CaseKind.BROKER)


def next_on_list() -> str:
    """The address of "done, and next", for somebody who came from the list; else empty."""
    kept = session.get(POSITION, "")
    return url_for("casework.next_case") + "?" + kept if kept else ""


def _scope(filters: Filters) -> ColumnElement[bool]:
    return lists.office_scope(me(), my_areas(), filters.owner, today())


def _address(endpoint: str, filters: Filters, *, page: str | None = None, **values: object) -> str:
    """The address of a list with its filters; with ``page=""`` the number of a page can be put behind it."""
    query = filters.query()
    if page is not None:
        query += ("&" if query else "") + "page=" + page
    address = url_for(endpoint, **values)  # type: ignore[arg-type]
    return f"{address}?{query}" if query else address
