"""What a page of a plan reads about single entries: rules, other businesses, who must get at least so many."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from models import (
    Account,
    Area,
    Broker,
    Business,
    Decision,
    Need,
    NeedPart,
    Plan,
    PlanPair,
    PlanRule,
    PlanRun,
    Suggestion,
)
from models.vocabulary import EntryState, PlanRuleKind, PlanState, SuggestionState, Verdict

from ..edge.filters import label, spoken_date
from ..edge.paging import Listed, paged
from ..matching.weights import PARTS
from ..suggestions.planning import is_planned
from ..suggestions.released import ON_THE_LIST
from ..suggestions.versions import SHIPPED, history, number_in_force
from .scope import areas_to_choose, may_see
from .search import as_reference

#: Businesses listed for a search, and versions of the weights to choose from.
MOST_FOUND, VERSIONS = 20, 50

Bounded = Need | Business | Broker
BOUNDED: dict[str, Any] = {"need": Need, "business": Business, "broker": Broker}


@dataclass(frozen=True, slots=True)
class Differs:
    """Something in which two runs differ, in words: what was asked, or what it came to."""

    name: str
    first: str
    second: str


def areas_of_plans(session: Session, account: Account) -> Sequence[Area]:
    """The areas with a partnership that an officer may plan."""
    return areas_to_choose(session, account.area_codes)


def rules_about(session: Session, pair: PlanPair) -> list[PlanRule]:
    """What is asked of the next run about a pair."""
    statement = select(PlanRule).where(
        PlanRule.plan_id == pair.run.plan_id,
        PlanRule.ended_at.is_(None),
        or_(PlanRule.need_id == pair.need_id, PlanRule.need_id.is_(None)),
        or_(PlanRule.business_id == pair.business_id, PlanRule.business_id.is_(None)),
        or_(PlanRule.broker_id == pair.broker_id, PlanRule.broker_id.is_(None)),
    )
    options = (selectinload(PlanRule.need), selectinload(PlanRule.business), selectinload(PlanRule.broker))
    return list(session.scalars(statement.options(*options, selectinload(PlanRule.part)).order_by(PlanRule.id)))


def others_for(session: Session, pair: PlanPair) -> list[Suggestion]:
    """Other businesses that are suggested for the same need, best first."""
    statement = (
        select(Suggestion)
        .where(
            Suggestion.need_id == pair.need_id,
            Suggestion.business_id != pair.business_id,
            Suggestion.state.in_((SuggestionState.OPEN, SuggestionState.RESERVE)),
        )
        .options(selectinload(Suggestion.business))
    )
    return sorted(session.scalars(statement), key=lambda one: (-(one.score or 0.0), one.id))


def other_for(session: Session, pair: PlanPair, business_id: int) -> Business | None:
    """One of these businesses."""
    return next((one.business for one in others_for(session, pair) if one.business_id == business_id), None)


def entry_of_plan(session: Session, kind: str, entry_id: int, account: Account) -> Bounded | None:
    """A live need, business or broker that the officer may read, or that a plan of theirs has placed."""
    table = BOUNDED.get(kind)
    entry: Bounded | None = session.get(table, entry_id) if table else None
    if entry is None or entry.state is not EntryState.LIVE:
        return None
    return entry if may_see(session, account, entry) else None


def entry_by_reference(session: Session, reference: str, account: Account) -> Bounded | None:
    """The same by its reference, however it is written."""
    wanted = reference.strip().upper()
    for kind, table in BOUNDED.items():
        entry_id = session.scalar(select(table.id).where(table.reference == wanted))
        if entry_id is not None:
            return entry_of_plan(session, kind, entry_id, account)
    return None


def part_of_plan(session: Session, plan: Plan, part_id: int, account: Account) -> NeedPart | None:
    """A part of a live need that a plan is about and that the officer may read."""
    part = session.get(NeedPart, part_id)
    if part is None or not part.need.is_live or not is_planned(plan, part):
        return None
    return part if may_see(session, account, part.need) else None


def businesses_called(session: Session, words: str) -> Sequence[Business]:
    """Live businesses of any area by a reference or by some of their name, at most ``MOST_FOUND`` and one
    more, which says that there are more: a round may choose any of them."""
    if not words:
        return []
    reference = as_reference(words)
    said = Business.reference == reference if reference else Business.name.icontains(words, autoescape=True)
    statement = select(Business).where(Business.state == EntryState.LIVE, said).options(selectinload(Business.area))
    return session.scalars(statement.order_by(Business.name, Business.id).limit(MOST_FOUND + 1)).all()


def live_business(session: Session, business_id: int) -> Business | None:
    business = session.get(Business, business_id)
    return business if business is not None and business.is_live else None


def versions_to_try(session: Session) -> list[tuple[int, str]]:
    """The newest saved versions of the weights that are not in use, and how they are called."""
    in_use = number_in_force(session)
    rows = history(session, 1, VERSIONS).rows
    called = {SHIPPED: _("Version %(number)d: the one that comes with the service", number=SHIPPED)}
    for row in rows:
        names = {"number": row.number, "on": spoken_date(row.at), "reason": row.reason[:60]}
        called[row.number] = _("Version %(number)d, %(on)s: %(reason)s", **names)
    return [(number, words) for number, words in sorted(called.items(), reverse=True) if number != in_use]


def name_of(entry: Bounded) -> str:
    return entry.title if isinstance(entry, Need) else entry.name


def places_of(entry: Bounded) -> int | None:
    """How many businesses a request has room for in all. A business and a broker can be given more room."""
    return sum(part.places for part in entry.parts) if isinstance(entry, Need) else None


def released_run(session: Session, plan: Plan) -> PlanRun | None:
    """The run of a plan that is on the work list."""
    statement = select(PlanRun).where(PlanRun.plan_id == plan.id, PlanRun.state == PlanState.RELEASED)
    return session.scalar(statement.limit(1))


def decided_since(session: Session, run: PlanRun, page: int) -> Listed:
    """The suggestions of a released run that somebody has decided since: these stay."""
    decided = (
        select(Decision.suggestion_id)
        .where(Decision.at >= run.released_at, Decision.verdict.in_((Verdict.CONFIRM, Verdict.REJECT, Verdict.LATER)))
        .subquery()
    )
    statement = (
        select(Suggestion)
        .where(
            Suggestion.id.in_(
                select(PlanPair.suggestion_id).where(PlanPair.run_id == run.id, PlanPair.effect.in_(ON_THE_LIST))
            ),
            Suggestion.id.in_(select(decided.c.suggestion_id)),
            Suggestion.state.not_in((SuggestionState.OPEN, SuggestionState.RESERVE)),
        )
        .options(selectinload(Suggestion.need), selectinload(Suggestion.business))
        .order_by(Suggestion.id)
    )
    return paged(session.scalars(statement).all(), page)


def what_differs(first: PlanRun, second: PlanRun) -> list[Differs]:
    """In what two runs were made differently."""
    found = [
        Differs(_("Most deprived neighbourhoods first"), yes_no(first.priority_on), yes_no(second.priority_on)),
        Differs(_("Who comes first"), _terms(first.fairness), _terms(second.fairness)),
        Differs(_("The coordinator stands in"), yes_no(first.stand_in), yes_no(second.stand_in)),
        Differs(_("Version of the weights"), _version(first), _version(second)),
        Differs(_("Model"), first.model_version, second.model_version),
        Differs(_("What was asked"), _rules(first), _rules(second)),
    ]
    for code, name in PARTS.items():
        weights = [f"{100 * run.weights.get(code, 0.0):g}" for run in (first, second)]
        found.append(Differs(_("Weight: %(part)s", part=_(name)), *weights))
    return [one for one in found if one.first != one.second]


def yes_no(value: bool) -> str:
    return _("Yes") if value else _("No")


def _version(run: PlanRun) -> str:
    return _("Those in use") if run.weights_number is None else str(run.weights_number)


def _terms(terms: Sequence) -> str:
    return ", ".join(label(term) for term in terms) or _("Points alone")


def _rules(run: PlanRun) -> str:
    return "; ".join(rule_words(rule) for rule in run.rules) or _("Nothing")


def rule_words(rule: dict) -> str:
    """A rule as a run keeps it, in words."""
    kind, names = PlanRuleKind(rule["kind"]), rule["names"]
    if kind in (PlanRuleKind.PIN, PlanRuleKind.EXCLUDE):
        return _("%(rule)s: %(business)s for “%(need)s”", rule=label(kind), business=names[0], need=names[-1])
    return _("At least %(least)d for %(name)s", least=rule["least"], name=names[0])
