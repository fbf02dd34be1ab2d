"""A report that is counted now: on a page that prints, as a file, and with the rows behind each number."""

import secrets
from typing import Any
from urllib.parse import urlencode

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from models.vocabulary import Role

from ...accounts.roles import OFFICE, access, coordinator_required, me
from ...cases.clocks import today
from ...cases.refusals import NotPossible
from ...edge import writes
from ...edge.addresses import page_number
from ...edge.paging import paged
from ...edge.sheets import as_csv, as_workbook
from ...extensions import db
from ...oversight.programme.behind import named
from .. import sheet
from ..counting import Report, count_report
from ..freezing import freeze, frozen_of
from ..lines import DEFINITIONS, line_of, where_it_counts
from . import A_PAGE, WHO, bp
from .asked import Asked, asked


@bp.get("/programme/report")
@access(*WHO)
def report() -> ResponseReturnValue:
    """One place and time beside the time before. Whoever looks after one borough begins with that."""
    found = asked()
    counted = _counted(found)
    if counted is None:
        return render_template("reports/report.html", form=found.form, report=None), 422
    return render_template(
        "reports/report.html",
        form=found.form,
        said=found.said,
        report=counted,
        told=counted.stories(db.session),
        frozen=frozen_of(db.session, counted, me().area_codes),
        day=today(),
        over=counted.period.last < today(),
        version=DEFINITIONS,
        where_it_counts=where_it_counts(),
        address=found.address(),
        rows_href=lambda code: url_for("reports.report_rows", line=code, **found.address()),
        before_href=lambda code: url_for("reports.report_rows", line=code, **found.address(counted.period.before)),
        apart_href=lambda code: url_for("reports.report_rows", line=code, apart=1, **found.address()),
        may_freeze=current_user.is_a(*OFFICE),
        once=secrets.token_hex(8),
        administers=current_user.is_a(Role.ADMINISTRATOR),
    )


@bp.get("/programme/report.csv")
@access(*WHO)
def report_csv() -> ResponseReturnValue:
    """The lines as a file."""
    counted = _counted(asked())
    return as_csv(sheet.flat_rows(counted), "report") if counted is not None else _to_the_page()


@bp.get("/programme/report.xlsx")
@access(*WHO)
def report_xlsx() -> ResponseReturnValue:
    """The whole report as a workbook, with what the words mean and the references of the rows."""
    counted = _counted(asked())
    if counted is None:
        return _to_the_page()
    sheets: list[Any] = [
        (_("Report"), sheet.report_rows(counted)),
        (_("Stories"), sheet.story_rows(counted.stories(db.session))),
        (_("Words"), sheet.meaning_rows()),
        (_("Rows"), sheet.behind_rows(db.session, counted)),
    ]
    return as_workbook(sheets, "report")


@bp.get("/programme/report/rows/<line>")
@access(*WHO)
def report_rows(line: str) -> ResponseReturnValue:
    """The rows behind one number; with ``apart`` those whose place is not known."""
    counted, found = None, asked()
    if (known := line_of(line)) is not None:
        counted = _counted(found)
    one = counted.of(line) if counted is not None else None
    if known is None or one is None or counted is None:
        abort(404)
    apart = bool(request.args.get("apart"))
    ids = list(one.unplaced if apart else one.rows if one.known else ())
    return rows_page(
        known.kind,
        ids,
        title=_("%(what)s, place not known", what=known.name) if apart else known.name,
        caption=f"{counted.place.name}, {counted.period.name}",
        back=url_for("reports.report", **found.address()),
        href=url_for("reports.report_rows", line=line, apart=1 if apart else None, **found.address()),
    )


@bp.post("/programme/report/freeze")
@coordinator_required
@writes
def report_freeze() -> ResponseReturnValue:
    """Keep the report as it is now. The button pressed twice keeps one."""
    found = asked()
    counted = _counted(found)
    if counted is None:
        return _to_the_page()
    try:
        kept = freeze(db.session, counted, by=me(), once=request.form.get("once", ""))
    except NotPossible as refused:
        db.session.rollback()
        flash(str(refused))
        return redirect(url_for("reports.report", **found.address()))
    flash(_("Frozen. It stays as it is; what changes later is shown beside it."), "success")
    return redirect(url_for("reports.frozen_report", report_id=kept.id))


def rows_page(kind: str, ids: list[int], *, title: str, caption: str, back: str, href: str) -> str:
    """A page of rows by name, those of a firm or a match by reference where the reader opens no cases."""
    listed = paged(ids, page_number(), A_PAGE)
    rows = named(db.session, kind, list(listed.rows))
    return render_template(
        "reports/report_rows.html",
        kind=kind,
        rows=rows,
        missing=len(rows) < len(listed.rows),
        listed=listed,
        title=title,
        caption=caption,
        back=back,
        href=href + "&page=",
        opens=current_user.is_a(*OFFICE),
    )


def _counted(found: Asked) -> Report | None:
    if found.whole is None:
        return None
    place, period = found.whole
    return count_report(db.session, place, period, found.tag)


def _to_the_page() -> ResponseReturnValue:
    """To the page that says what is wrong with what was asked."""
    return redirect(f"{url_for('reports.report')}?{urlencode(list(request.args.items(multi=True)))}")
