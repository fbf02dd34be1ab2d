"""What the pages of a plan read, in as many queries for many rows as for few."""

from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, selectinload

from models import Account, Business, Need, Plan, PlanGap, PlanPair, PlanRule, PlanRun
from models.plan import FINISHED
from models.vocabulary import PlanEffect, PlanLimit, PlanState

from ..edge.paging import Listed, paged_query
from ..suggestions.planning import has_weights_in_use, rules_of
from .scope import plans_in

#: How many runs of a plan are listed; the rest are older than anybody asks for.
RUNS = 20


@dataclass(slots=True)
class PlanPage:
    """A plan: its runs, newest first, and what is asked of the next one."""

    plan: Plan
    runs: list[PlanRun]
    rules: list[PlanRule]
    before: int = 0
    effects: dict[PlanEffect, int] = field(default_factory=dict)
    only_tried: bool = False
    """Whether the newest result is of weights that are not in use."""

    @property
    def last(self) -> PlanRun | None:
        return self.runs[0] if self.runs else None

    @property
    def shown(self) -> PlanRun | None:
        """The newest run with a result."""
        return next((run for run in self.runs if run.has_result), None)


@dataclass(slots=True)
class Narrowed:
    """What a list of pairs is narrowed to."""

    words: str = ""
    what: str = ""

    @property
    def any(self) -> bool:
        return bool(self.words or self.what)


@dataclass(slots=True)
class RunPage(Listed):
    """One page of the rows of a run, with how many there are of each sort."""

    counts: dict[str, int] = field(default_factory=dict)


def plans_of(session: Session, account: Account, page: int) -> Listed:
    """The plans that an officer may see, newest first, each with its last run."""
    seen = plans_in(account.area_codes)
    statement = (
        select(Plan).where(seen).options(selectinload(Plan.areas), selectinload(Plan.by)).order_by(Plan.id.desc())
    )
    listed = paged_query(session, statement, page)
    last = select(func.max(PlanRun.id)).where(PlanRun.plan_id.in_([plan.id for plan in listed.rows]))
    runs = session.scalars(select(PlanRun).where(PlanRun.id.in_(last.group_by(PlanRun.plan_id))))
    by_plan = {run.plan_id: run for run in runs}
    listed.rows = [(plan, by_plan.get(plan.id)) for plan in listed.rows]
    return listed


def plan_of(session: Session, plan_id: int, account: Account) -> Plan | None:
    """A plan that the officer may see."""
    statement = select(Plan).where(Plan.id == plan_id, plans_in(account.area_codes))
    return session.scalar(statement.options(selectinload(Plan.areas), selectinload(Plan.by)))


def run_of(session: Session, run_id: int, account: Account) -> PlanRun | None:
    """A run of a plan that the officer may see."""
    statement = (
        select(PlanRun)
        .join(Plan, Plan.id == PlanRun.plan_id)
        .where(PlanRun.id == run_id, plans_in(account.area_codes))
        .options(
            selectinload(PlanRun.plan).selectinload(Plan.areas),
            selectinload(PlanRun.by),
            selectinload(PlanRun.released_by),
            selectinload(PlanRun.undone_by),
        )
    )
    return session.scalar(statement)


def pair_of(session: Session, pair_id: int, account: Account) -> PlanPair | None:
    """A pair of a run that the officer may see, with all that its page says."""
    statement = (
        select(PlanPair)
        .join(PlanRun, PlanRun.id == PlanPair.run_id)
        .join(Plan, Plan.id == PlanRun.plan_id)
        .where(PlanPair.id == pair_id, plans_in(account.area_codes))
        .options(
            selectinload(PlanPair.run).selectinload(PlanRun.plan),
            selectinload(PlanPair.need).options(
                selectinload(Need.parts),
                selectinload(Need.area),
                selectinload(Need.neighbourhood),
                selectinload(Need.partnership),
            ),
            selectinload(PlanPair.business).options(selectinload(Business.offers), selectinload(Business.area)),
            selectinload(PlanPair.part),
            selectinload(PlanPair.broker),
        )
    )
    return session.scalar(statement)


def plan_page(session: Session, plan: Plan) -> PlanPage:
    """A plan with its runs and rules, and how many runs of others are done before its own."""
    runs = session.scalars(
        select(PlanRun)
        .where(PlanRun.plan_id == plan.id)
        .options(selectinload(PlanRun.by), selectinload(PlanRun.released_by), selectinload(PlanRun.undone_by))
        .order_by(PlanRun.number.desc())
        .limit(RUNS)
    ).all()
    page = PlanPage(plan, list(runs), rules_of(session, plan))
    if page.shown is not None:
        page.effects = effects_of(session, page.shown)
        page.only_tried = not has_weights_in_use(session, page.shown)
    if page.last is not None and page.last.state is PlanState.WAITING:
        earlier = or_(PlanRun.asked_at < page.last.asked_at, PlanRun.state == PlanState.RUNNING)
        unfinished = PlanRun.state.in_((PlanState.WAITING, PlanState.RUNNING))
        page.before = session.scalar(select(func.count()).where(unfinished, earlier, PlanRun.id != page.last.id)) or 0
    return page


def runs_to_compare(session: Session, plan: Plan) -> list[PlanRun]:
    """The runs of a plan that have a result, newest first."""
    statement = select(PlanRun).where(PlanRun.plan_id == plan.id, PlanRun.state.in_(FINISHED))
    return list(session.scalars(statement.order_by(PlanRun.number.desc()).limit(RUNS)))


def placed(session: Session, run: PlanRun, narrowed: Narrowed, page: int) -> Listed:
    """The pairs of a run, the strongest first."""
    of_run = [PlanPair.run_id == run.id, *_narrow(narrowed)]
    statement = _joined(select(PlanPair)).where(*of_run).options(*PAIR)
    return paged_query(session, statement.order_by(PlanPair.score.desc(), PlanPair.id), page)


#: What a row of a list of pairs shows.
PAIR = (
    selectinload(PlanPair.need).options(selectinload(Need.area), selectinload(Need.neighbourhood)),
    selectinload(PlanPair.part),
    selectinload(PlanPair.business),
    selectinload(PlanPair.broker),
)


def _joined(statement: Select) -> Select:
    return statement.join(Need, Need.id == PlanPair.need_id).join(Business, Business.id == PlanPair.business_id)


def _narrow(narrowed: Narrowed) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if narrowed.words:
        words = narrowed.words
        found.append(or_(Need.title.icontains(words, autoescape=True), Business.name.icontains(words, autoescape=True)))
    if narrowed.what == "stand_in":
        found.append(PlanPair.broker_id.is_(None))
    elif narrowed.what == "pinned":
        found.append(PlanPair.pinned.is_(True))
    elif narrowed.what == "low":
        found.append(PlanPair.rank > 1)
    elif narrowed.what == "stayed":
        found.append(PlanPair.taken_back.is_(False))
    elif narrowed.what in set(PlanEffect):
        found.append(PlanPair.effect == PlanEffect(narrowed.what))
    return found


def not_placed(session: Session, run: PlanRun, limit: PlanLimit | None, page: int) -> RunPage:
    """The parts that a run leaves open, those without any partner first, and how many each limit binds."""
    statement = select(PlanGap.limit, func.count()).where(PlanGap.run_id == run.id).group_by(PlanGap.limit)
    counts = {found.value: count for found, count in session.execute(statement)}
    of_run = [PlanGap.run_id == run.id, *([PlanGap.limit == limit] if limit else [])]
    total = counts.get(limit.value, 0) if limit else sum(counts.values())
    rows = (
        select(PlanGap)
        .where(*of_run)
        .options(
            selectinload(PlanGap.need).options(
                selectinload(Need.area), selectinload(Need.neighbourhood), selectinload(Need.partnership)
            ),
            selectinload(PlanGap.part),
        )
        .order_by(PlanGap.has_partner, PlanGap.id)
    )
    listed = paged_query(session, rows, page, total=total)
    return RunPage(listed.rows, total=listed.total, page=listed.page, pages=listed.pages, counts=counts)


def effects_of(session: Session, run: PlanRun) -> dict[PlanEffect, int]:
    """How many pairings there are of each effect of a release; none where there was no release."""
    pairings = (
        select(PlanPair.need_id, PlanPair.business_id, PlanPair.effect)
        .where(PlanPair.run_id == run.id, PlanPair.effect.is_not(None))
        .distinct()
        .subquery()
    )
    statement = select(pairings.c.effect, func.count()).group_by(pairings.c.effect)
    return {PlanEffect(effect): count for effect, count in session.execute(statement)}
