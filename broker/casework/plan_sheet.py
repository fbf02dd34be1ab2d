"""A run as a sheet of comma-separated values that no spreadsheet takes for a formula."""

import csv
import io
from collections.abc import Iterator

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Need, PlanGap, PlanPair, PlanRun

from ..edge.filters import label
from ..edge.sheets import harmless
from .plan_reading import PAIR


def sheet_of(session: Session, run: PlanRun, name: str) -> str:
    """Every pair of a run, then every place left open, as CSV with a header (UTF-8 with a mark for
    spreadsheets)."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(
        [
            _("Round"),
            _("Run"),
            _("Request"),
            _("Request reference"),
            _("Area"),
            _("Kind of help"),
            _("Business"),
            _("Business reference"),
            _("Broker"),
            _("Points out of 100"),
            _("Place among those who suit"),
            _("Must be in"),
            _("Places left open"),
            _("Why"),
        ]
    )
    for pair in _pairs(session, run):
        need = pair.need
        writer.writerow(
            map(
                harmless,
                [
                    name,
                    run.number,
                    need.title,
                    need.reference,
                    need.area.name if need.area else "",
                    label(pair.part.kind),
                    pair.business.name,
                    pair.business.reference,
                    pair.broker.name if pair.broker else _("The coordinator"),
                    f"{pair.score * 100:.1f}",
                    pair.rank,
                    _("Yes") if pair.pinned else "",
                    "",
                    "",
                ],
            )
        )
    for gap in _gaps(session, run):
        need, kind = gap.need, label(gap.part.kind) if gap.part else ""
        area, why = need.area.name if need.area else "", " ".join(filter(None, (label(gap.limit) + ".", gap.words)))
        cells = [name, run.number, need.title, need.reference, area, kind, *[""] * 6, gap.places, why]
        writer.writerow(map(harmless, cells))
    return out.getvalue()


def _pairs(session: Session, run: PlanRun) -> Iterator[PlanPair]:
    statement = select(PlanPair).where(PlanPair.run_id == run.id).options(*PAIR)
    yield from session.scalars(statement.order_by(PlanPair.need_id, PlanPair.id))


def _gaps(session: Session, run: PlanRun) -> Iterator[PlanGap]:
    needs = selectinload(PlanGap.need).options(selectinload(Need.area), selectinload(Need.neighbourhood))
    statement = select(PlanGap).where(PlanGap.run_id == run.id).options(needs, selectinload(PlanGap.part))
    yield from session.scalars(statement.order_by(PlanGap.need_id, PlanGap.id))
