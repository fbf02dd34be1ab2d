"""Choose the pairs of a whole area or programme together, exactly, under everyone's capacity.

``make_plan(problem, watch)`` is the door: a ``PlanProblem`` in, a ``PlanOutcome`` out. The aims, in
this order: everyone who must get something gets it; fairness, where asked for; as many parts as can
be get a first partner; the highest sum of scores; as many pairs as can be have a broker; as many as
can be keep their lead broker. The optimum is claimed for this model, in which each part placed uses
one place of the business and one of the broker.

    problem -> instance (numbers) -> pairs (flow) -> serving (brokers, second flow)
                                  \\-> joint (both together, where brokers bind) -> check -> outcome
"""

from broker.matching.plan.build import best_of_both, make_plan
from broker.matching.plan.instance import BadPlan
from broker.matching.plan.outcome import (
    Certificate,
    FairnessAccount,
    Gain,
    Limit,
    More,
    Placed,
    PlannedMatch,
    PlanOutcome,
    Unplaced,
)
from broker.matching.plan.problem import (
    Fairness,
    PlanBroker,
    PlanBusiness,
    PlanNeed,
    PlanPair,
    PlanPart,
    PlanProblem,
    PlanSettings,
)
from broker.matching.plan.watching import STAGES, Cancelled, Watch

__all__ = [
    "STAGES",
    "BadPlan",
    "Cancelled",
    "Certificate",
    "Fairness",
    "FairnessAccount",
    "Gain",
    "Limit",
    "More",
    "Placed",
    "PlanBroker",
    "PlanBusiness",
    "PlanNeed",
    "PlanOutcome",
    "PlanPair",
    "PlanPart",
    "PlanProblem",
    "PlanSettings",
    "PlannedMatch",
    "Unplaced",
    "Watch",
    "best_of_both",
    "make_plan",
]
