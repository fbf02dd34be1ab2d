"""What people do with a plan before it is released: begin, change, ask for a run, stop it."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from models import Account, Area, Broker, Business, Need, NeedPart, Plan, PlanArea, PlanRule, PlanRun
from models.base import now
from models.plan import UNFINISHED
from models.vocabulary import PlanFairness, PlanRuleKind, PlanState

from ...cases.refusals import NotPossible
from ..versions import numbered
from .pinning import forbids


def begin(session: Session, *, areas: Iterable[str], by: Account) -> PlanRun:
    """Begin a plan for some areas, or with none for the whole programme, and ask for its first run."""
    codes = sorted(set(areas))
    plan = Plan(by=by, areas=list(session.scalars(select(Area).where(Area.code.in_(codes)))))
    session.add(plan)
    session.flush()
    run, _new = ask_for_run(session, plan, by=by)
    return run


def same_plan(session: Session, areas: Collection[str]) -> Plan | None:
    """The plan of exactly these areas that was begun last."""
    wanted = set(areas)
    inside = select(func.count()).where(PlanArea.plan_id == Plan.id).correlate(Plan).scalar_subquery()
    statement = select(Plan).where(inside == len(wanted)).order_by(Plan.id.desc()).options(selectinload(Plan.areas))
    for code in wanted:
        statement = statement.where(Plan.areas.any(Area.code == code))
    return session.scalar(statement.limit(1))


def ask_for_run(session: Session, plan: Plan, *, by: Account) -> tuple[PlanRun, bool]:
    """Ask for a run with the options and rules as they stand. A worker takes it up.

    Returns the run and whether it is a new one: a plan has one run to come, and asking twice leads
    to that one.
    """
    session.refresh(plan, with_for_update=True)
    to_come = session.scalar(select(PlanRun).where(PlanRun.plan_id == plan.id, PlanRun.state.in_(UNFINISHED)))
    if to_come is not None:
        return to_come, False
    last = session.scalar(select(func.max(PlanRun.number)).where(PlanRun.plan_id == plan.id))
    run = PlanRun(
        plan=plan,
        number=(last or 0) + 1,
        by=by,
        priority_on=plan.priority_on,
        fairness=list(plan.fairness),
        stand_in=plan.stand_in,
        weights_number=plan.weights_number,
        rules=[_as_kept(rule) for rule in rules_of(session, plan)],
    )
    session.add(run)
    session.flush()
    return run, True


def is_to_come(session: Session, plan: Plan) -> bool:
    """Whether a run of this plan waits or is being done."""
    statement = select(PlanRun.id).where(PlanRun.plan_id == plan.id, PlanRun.state.in_(UNFINISHED))
    return session.scalar(statement.limit(1)) is not None


def ask_to_cancel(session: Session, run: PlanRun) -> bool:
    """Cancel a run that waits; ask the worker of one that is being done to stop. Returns whether
    there was anything to stop."""
    session.refresh(run, with_for_update=True)
    if run.state is PlanState.WAITING:
        run.state, run.ended_at = PlanState.CANCELLED, now()
    elif run.state is PlanState.RUNNING:
        run.cancel_asked_at = run.cancel_asked_at or now()
    else:
        return False
    session.flush()
    return True


def choose(
    session: Session,
    plan: Plan,
    *,
    priority_on: bool,
    fairness: Iterable[PlanFairness],
    stand_in: bool,
    weights_number: int | None = None,
) -> None:
    """Choose the options of the next run. ``weights_number`` is a saved version of the weights to try,
    None for those in use.

    Raises:
        NotPossible: there is no such version, or it cannot be used.
    """
    if weights_number is not None and numbered(session, weights_number) is None:
        raise NotPossible(_("Version %(number)d of the weights cannot be used", number=weights_number))
    session.refresh(plan, with_for_update=True)
    plan.priority_on, plan.fairness, plan.stand_in = priority_on, list(fairness), stand_in
    plan.weights_number = weights_number
    session.flush()


def pin(
    session: Session,
    plan: Plan,
    need_id: int,
    part_id: int,
    business_id: int,
    *,
    by: Account,
    today: date | None = None,
) -> PlanRule:
    """Ask that a business, whichever it is, is put together with this part of a need in every run to come.

    Raises:
        NotPossible: a hard rule forbids the pair. ``str()`` says which.
    """
    part, business = session.get_one(NeedPart, part_id), session.get_one(Business, business_id)
    against = forbids(session, part, business, today=today)
    if against:
        names = {"business": business.name, "need": part.need.title}
        raise NotPossible(_("%(business)s cannot be in for “%(need)s”. %(why)s", why=" ".join(against), **names))
    said = {"need_id": need_id, "part_id": part_id, "business_id": business_id}
    _end(session, plan, PlanRuleKind.EXCLUDE, need_id=need_id, business_id=business_id)
    return _add(session, plan, PlanRuleKind.PIN, by, **said)


def exclude(session: Session, plan: Plan, need_id: int, business_id: int, *, by: Account) -> PlanRule:
    """Ask that a business is not put together with this need in any run to come."""
    said = {"need_id": need_id, "business_id": business_id}
    _end(session, plan, PlanRuleKind.PIN, **said)
    return _add(session, plan, PlanRuleKind.EXCLUDE, by, **said)


def bound(session: Session, plan: Plan, entry: Need | Business | Broker, least: int, *, by: Account) -> PlanRule:
    """Ask that an entry gets at least so many places in every run to come; a newer bound replaces it."""
    kind, name = {
        Need: (PlanRuleKind.NEED_LEAST, "need_id"),
        Business: (PlanRuleKind.BUSINESS_LEAST, "business_id"),
        Broker: (PlanRuleKind.BROKER_LEAST, "broker_id"),
    }[type(entry)]
    _end(session, plan, kind, **{name: entry.id})
    return _add(session, plan, kind, by, least=least, **{name: entry.id})


def drop_rule(session: Session, plan: Plan, rule_id: int) -> PlanRule | None:
    """Ask for it no longer. What earlier runs were made with stays written with them."""
    rule = session.scalar(select(PlanRule).where(PlanRule.id == rule_id, PlanRule.plan_id == plan.id))
    if rule is not None and rule.ended_at is None:
        rule.ended_at = now()
    return rule


def rules_of(session: Session, plan: Plan) -> list[PlanRule]:
    """The rules that hold for the next run, oldest first."""
    statement = (
        select(PlanRule)
        .where(PlanRule.plan_id == plan.id, PlanRule.ended_at.is_(None))
        .options(
            selectinload(PlanRule.need),
            selectinload(PlanRule.part),
            selectinload(PlanRule.business),
            selectinload(PlanRule.broker),
            selectinload(PlanRule.by),
        )
        .order_by(PlanRule.id)
    )
    return list(session.scalars(statement))


def _add(session: Session, plan: Plan, kind: PlanRuleKind, by: Account, **said: Any) -> PlanRule:
    """One rule of a kind about the same thing: asking twice changes nothing."""
    session.refresh(plan, with_for_update=True)
    same = [getattr(PlanRule, name) == value for name, value in said.items()]
    statement = select(PlanRule).where(
        PlanRule.plan_id == plan.id, PlanRule.kind == kind, PlanRule.ended_at.is_(None), *same
    )
    rule = session.scalar(statement)
    if rule is None:
        rule = PlanRule(plan=plan, kind=kind, by=by, **said)
        session.add(rule)
        session.flush()
    return rule


def _end(session: Session, plan: Plan, kind: PlanRuleKind, **about: int) -> None:
    session.refresh(plan, with_for_update=True)
    same = [getattr(PlanRule, name) == value for name, value in about.items()]
    statement = select(PlanRule).where(
        PlanRule.plan_id == plan.id, PlanRule.kind == kind, PlanRule.ended_at.is_(None), *same
    )
    for rule in session.scalars(statement):
        rule.ended_at = now()
    session.flush()


def _as_kept(rule: PlanRule) -> dict[str, Any]:
    """A rule as the run keeps it, with the names it had when the run was asked for."""
    named = (rule.business, rule.need, rule.broker)
    return {
        "kind": rule.kind.value,
        "need_id": rule.need_id,
        "part_id": rule.part_id,
        "business_id": rule.business_id,
        "broker_id": rule.broker_id,
        "least": rule.least or 0,
        "names": [_name_of(one) for one in named if one is not None],
    }


def _name_of(entry: Need | Business | Broker) -> str:
    return entry.title if isinstance(entry, Need) else entry.name
