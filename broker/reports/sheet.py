"""A report as rows of a file: its lines, its stories, what the words mean, and the rows behind each number."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from models import FrozenReport

from ..edge.filters import spoken_time
from ..edge.sheets import Cell
from ..oversight.programme.behind import references
from .counting import Report
from .freezing import Since, period_of
from .lines import lines, where_it_counts, why_it_can_change
from .telling import Kept, Told

Rows = list[list[Cell]]


def report_rows(report: Report) -> Rows:
    """One row a line, below what it is a report of."""
    header: list[Cell] = [
        _("What was counted"),
        report.period.name,
        report.period.before.name,
        _("More or fewer"),
        _("Place not known"),
        _("What it means"),
    ]
    body: Rows = [
        [one.line.name, one.number, one.before, one.change, len(one.unplaced), one.line.meaning]
        for one in report.counted
    ]
    return [*_head(report.place.name, report.period.dates, report.tag.name if report.tag else ""), header, *body]


def flat_rows(report: Report) -> Rows:
    """The lines as one plain table: each row says of where and when it is."""
    header: list[Cell] = [
        _("Where"),
        _("First day"),
        _("Last day"),
        _("Fund"),
        _("What was counted"),
        _("Number"),
        _("In the time before"),
        _("Place not known"),
    ]
    of: list[Cell] = [
        report.place.name,
        report.period.first.isoformat(),
        report.period.last.isoformat(),
        report.tag.name if report.tag else "",
    ]
    return [header, *([*of, one.line.name, one.number, one.before, len(one.unplaced)] for one in report.counted)]


def frozen_rows(frozen: FrozenReport, since: Since) -> Rows:
    """One row a line, as it was frozen, beside a count of today."""
    period = period_of(frozen)
    header: list[Cell] = [
        _("What was counted"),
        period.name,
        period.before.name,
        _("Counted now, by the same definition"),
        _("Rows added since"),
        _("Rows gone since"),
    ]
    body: Rows = [
        [one.line.name, one.line.number, one.line.before, one.now, len(one.added), len(one.gone)]
        for one in since.revised
    ]
    said = _("Frozen on %(when)s by %(name)s", when=spoken_time(frozen.frozen_at), name=frozen.author_name)
    head = _head(frozen.place, period.dates, frozen.tag_name)
    return [*head, [said], [_("Definitions, version %(version)s", version=frozen.definitions)], header, *body]


def story_rows(told: Told) -> Rows:
    return [[_("Story"), _("What came of it"), _("Who")], *([one.title, one.words, one.who] for one in told.stories)]


def kept_story_rows(kept: Sequence[Kept]) -> Rows:
    """What may still be printed of the stories of a frozen report."""
    rows: Rows = [[_("Story"), _("What came of it"), _("Who")]]
    for one in kept:
        rows.append([one.story.title, one.story.words, one.story.who] if one.story else [story_gone(one), "", ""])
    return rows


def story_gone(kept: Kept) -> str:
    """Why a story of a frozen report is not there."""
    if kept.was == "waiting":
        return _("A story waits for both sides to agree again")
    return _("A story was taken back")


def meaning_rows() -> Rows:
    """What each line means, in the words of today."""
    return _meanings([[line.name, line.meaning] for line in lines()])


def kept_meaning_rows(frozen: FrozenReport) -> Rows:
    """What each line meant when it was frozen."""
    return _meanings(frozen.meanings)


def behind_rows(session: Session, report: Report) -> Iterator[list[Cell]]:
    """The reference of every row behind a number: of nobody the name."""
    yield [_("What was counted"), _("Reference")]
    for one in report.counted:
        for reference in references(session, one.line.kind, one.rows):
            yield [one.line.name, reference]


def _meanings(meanings: Sequence[Sequence[str]]) -> Rows:
    last: Rows = [[_("Where"), where_it_counts()], [_("Changes"), why_it_can_change()]]
    return [[_("Word"), _("What it means")], *([*row] for row in meanings), *last]


def _head(place: str, dates: str, fund: str) -> Rows:
    return [[place, dates], *([[_("Fund: %(name)s", name=fund)]] if fund else [])]
