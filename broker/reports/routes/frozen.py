"""Reports that were frozen: as they were, and what has been revised since."""

from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models import FrozenReport

from ...accounts.roles import access, me
from ...edge.addresses import page_number
from ...edge.paging import paged
from ...edge.sheets import as_workbook
from ...extensions import db
from .. import sheet
from ..freezing import frozen_report as kept_report
from ..freezing import frozen_reports as kept_reports
from ..freezing import period_of, since
from ..lines import line_of, where_it_counts, why_it_can_change
from ..telling import kept_stories
from . import A_PAGE, WHO, bp
from .report import rows_page


@bp.get("/programme/reports")
@access(*WHO)
def frozen_reports() -> ResponseReturnValue:
    """Every frozen report that the reader may see, newest first."""
    listed = paged(kept_reports(db.session, me().area_codes), page_number(), A_PAGE)
    href = url_for("reports.frozen_reports") + "?page="
    return render_template("reports/frozen_reports.html", listed=listed, href=href)


@bp.get("/programme/reports/<int:report_id>")
@access(*WHO)
def frozen_report(report_id: int) -> ResponseReturnValue:
    """A report as it was frozen, on a page that prints, with what has been revised since."""
    found = _found(report_id)
    return render_template(
        "reports/frozen_report.html",
        frozen=found,
        period=period_of(found),
        since=since(db.session, found),
        stories=kept_stories(db.session, found.stories),
        story_gone=sheet.story_gone,
        where_it_counts=where_it_counts(),
        why_it_can_change=why_it_can_change(),
    )


@bp.get("/programme/reports/<int:report_id>/report.xlsx")
@access(*WHO)
def frozen_report_xlsx(report_id: int) -> ResponseReturnValue:
    """A frozen report as a workbook."""
    found = _found(report_id)
    sheets: list[Any] = [
        (_("Report"), sheet.frozen_rows(found, since(db.session, found))),
        (_("Stories"), sheet.kept_story_rows(kept_stories(db.session, found.stories))),
        (_("Words"), sheet.kept_meaning_rows(found)),
    ]
    return as_workbook(sheets, f"report-{found.reference}")


@bp.get("/programme/reports/<int:report_id>/rows/<line>")
@access(*WHO)
def frozen_report_rows(report_id: int, line: str) -> ResponseReturnValue:
    """The rows that a frozen number counted; ``added`` or ``gone``: those that came and went since."""
    found, known = _found(report_id), line_of(line)
    kept = next((one for one in found.lines if one.code == line), None)
    if kept is None or known is None:
        abort(404)
    which = request.args.get("which", "")
    ids, said = list(kept.rows), kept.name
    if which:
        revised = next(one for one in since(db.session, found).revised if one.line is kept)
        names = {"added": _("%(what)s: added since", what=said), "gone": _("%(what)s: gone since", what=said)}
        if which not in names:
            abort(404)
        ids, said = list(getattr(revised, which)), names[which]
    return rows_page(
        known.kind,
        ids,
        title=said,
        caption=f"{found.place}, {period_of(found).name}",
        back=url_for("reports.frozen_report", report_id=found.id),
        href=url_for("reports.frozen_report_rows", report_id=found.id, line=line, which=which),
    )


def _found(report_id: int) -> FrozenReport:
    return kept_report(db.session, report_id, me().area_codes) or abort(404)
