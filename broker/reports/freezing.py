"""Keep a report as it is, and say later what has changed since.

What is frozen are numbers, the rows they counted, dates, names, definitions and the author. Words of stories
are not: they are gone everywhere when somebody takes them back.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload, selectinload, undefer

from models import Account, Area, FrozenLine, FrozenReport, Neighbourhood
from models.base import now

from ..cases.clocks import today
from ..cases.refusals import NotPossible
from ..edge.filters import spoken_date
from ..oversight.programme.facts import Areas
from .counting import Counted, Report, count_report
from .lines import DEFINITIONS, line_of
from .periods import Period
from .places import Place, PlaceKind, may_see


def freeze(session: Session, report: Report, *, by: Account, once: str) -> FrozenReport:
    """Keep a report. ``once`` is of the page it was asked from: the button pressed twice keeps one.

    Raises:
        NotPossible: its last day is not over, so that its numbers are not those of its dates.
    """
    if not once or len(once) > 32:
        raise NotPossible(_("Open the report again, then freeze it"))
    if (there := _frozen_once(session, once)) is not None:
        return there
    if report.period.last >= today():
        raise NotPossible(
            _("This time is not over. It can be frozen after %(day)s", day=spoken_date(report.period.last))
        )
    told = report.stories(session)
    frozen = FrozenReport(
        once=once,
        areas=sorted(report.place.areas) if report.place.areas is not None else None,
        parts=sorted(report.place.parts) if report.place.parts is not None else None,
        place=report.place.name,
        span=report.period.span,
        first_on=report.period.first,
        last_on=report.period.last,
        tag=report.tag,
        tag_name=report.tag.name if report.tag is not None else "",
        definitions=DEFINITIONS,
        meanings=[[one.line.name, one.line.meaning] for one in report.counted],
        stories=[[story.id, story.version] for story in told.stories],
        author=by,
        author_name=by.name,
        frozen_at=now(),
        illustrative=by.illustrative,
        lines=[_line(position, one) for position, one in enumerate(report.counted)],
    )
    try:
        with session.begin_nested():
            session.add(frozen)
    except IntegrityError:  # the other of two clicks was quicker
        theirs = _frozen_once(session, once)
        if theirs is None:
            raise
        return theirs
    return frozen


def _frozen_once(session: Session, once: str) -> FrozenReport | None:
    return session.scalar(select(FrozenReport).where(FrozenReport.once == once))


def _line(position: int, one: Counted) -> FrozenLine:
    return FrozenLine(
        code=one.line.code,
        position=position,
        definition=one.line.version,
        name=one.line.name,
        number=one.number,
        before=one.before,
        unplaced=len(one.unplaced),
        rows=list(one.rows),
    )


@dataclass(frozen=True, slots=True)
class Revised:
    """A frozen line beside a count of today. ``now`` is None where there is none of the same definition."""

    line: FrozenLine
    now: int | None
    added: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()

    @property
    def differs(self) -> bool:
        """Also where as many rows were added as went."""
        return bool(self.added or self.gone)


@dataclass(frozen=True, slots=True)
class Since:
    """What became of a frozen report: each line, and what stands in the way of counting it anew."""

    revised: tuple[Revised, ...]
    hindrance: str = ""

    @property
    def differs(self) -> bool:
        return any(one.differs for one in self.revised)


def frozen_reports(session: Session, mine: Areas) -> list[tuple[int, str, str]]:
    """(number, place, name of the dates): the newest first, those that somebody may see."""
    statement = select(FrozenReport).order_by(FrozenReport.id.desc())
    return [(one.id, one.place, period_of(one).name) for one in session.scalars(statement) if may_see(mine, one.areas)]


def frozen_report(session: Session, report_id: int, mine: Areas) -> FrozenReport | None:
    """A frozen report with its lines, for those who may see its place."""
    options = (
        selectinload(FrozenReport.lines).options(undefer(FrozenLine.rows)),
        joinedload(FrozenReport.tag),
    )
    found = session.get(FrozenReport, report_id, options=options)
    return found if found is not None and may_see(mine, found.areas) else None


def period_of(frozen: FrozenReport) -> Period:
    return Period(frozen.span, frozen.first_on, frozen.last_on)


def since(session: Session, frozen: FrozenReport) -> Since:
    """Count again by the same definitions: which lines come to something else, and by which rows."""
    if not _is_known(session, frozen):
        said = _("A place of this report is in our list no more, so it cannot be counted again")
        return Since(tuple(Revised(line, None) for line in frozen.lines), said)
    report = count_report(session, place_of(frozen), period_of(frozen), frozen.tag)
    return Since(tuple(_revised(line, report.of(line.code)) for line in frozen.lines))


def _is_known(session: Session, frozen: FrozenReport) -> bool:
    """Whether every area and neighbourhood of it is there still."""
    areas = select(Area.code).where(Area.code.in_(frozen.areas or ()))
    parts = select(Neighbourhood.id).where(Neighbourhood.id.in_(frozen.parts or ()))
    return set(session.scalars(areas)) == set(frozen.areas or ()) and set(session.scalars(parts)) == set(
        frozen.parts or ()
    )


def place_of(frozen: FrozenReport) -> Place:
    """The place of a frozen report, as it was called then."""
    areas = frozenset(frozen.areas) if frozen.areas is not None else None
    parts = frozenset(frozen.parts) if frozen.parts is not None else None
    if areas is None:
        kind = PlaceKind.PROGRAMME
    elif parts is not None:
        kind = PlaceKind.PART
    else:
        kind = PlaceKind.AREA if len(areas) == 1 else PlaceKind.MINE
    return Place(kind, areas, frozen.place, parts)


def _revised(line: FrozenLine, now: Counted | None) -> Revised:
    today_is = line_of(line.code)
    if now is None or today_is is None or today_is.version != line.definition or now.number is None:
        return Revised(line, None)
    kept, counted = set(line.rows), set(now.rows)
    return Revised(line, now.number, tuple(sorted(counted - kept)), tuple(sorted(kept - counted)))


def frozen_of(session: Session, report: Report, mine: Areas) -> Sequence[FrozenReport]:
    """What was frozen already of the same place, dates and fund, newest first."""
    statement = (
        select(FrozenReport)
        .where(
            FrozenReport.first_on == report.period.first,
            FrozenReport.last_on == report.period.last,
            FrozenReport.tag_id == report.tag.id if report.tag is not None else FrozenReport.tag_id.is_(None),
        )
        .order_by(FrozenReport.id.desc())
    )
    same = report.place.areas, report.place.parts
    return [
        one
        for one in session.scalars(statement)
        if may_see(mine, one.areas) and (place_of(one).areas, place_of(one).parts) == same
    ]
