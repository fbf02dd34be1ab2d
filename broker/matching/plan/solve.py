"""The best plan in numbers: by flow where that is enough, else by the joint programme.

Pairs by a minimum-cost flow. Then brokers by a second flow: if that serves every pair, the plan is
optimal as it stands. Only where brokers are too few and no coordinator stands in, or where somebody
must at least get something, pairs and brokers are solved together.
"""

import time
from dataclasses import replace

from broker.matching.plan.checks import violations
from broker.matching.plan.instance import BadPlan, Instance, Solution, worth
from broker.matching.plan.joint import solve_joint
from broker.matching.plan.pairs import pairs
from broker.matching.plan.serving import assign
from broker.matching.plan.watching import NOBODY, Watch


def solve(instance: Instance, *, time_limit: float = 60.0, watch: Watch = NOBODY) -> Solution:
    """The best plan, with its proof: floors, most parts with a first partner, highest sum of values.

    Raises
    ------
    BadPlan
        When the problem contradicts itself, or the plan found does not hold (never handed out then).
    Cancelled
        When ``watch`` says so.
    """
    instance.check()
    seconds: dict[str, float] = {}
    watch.reached("pairs", 0.05)
    started = time.perf_counter()
    chosen = pairs(instance)
    seconds["pairs"] = time.perf_counter() - started
    watch.reached("brokers", 0.3)
    started = time.perf_counter()
    broker = assign(instance, chosen)
    seconds["brokers"] = time.perf_counter() - started
    value, filled, objective = worth(instance, chosen)
    short = instance.with_brokers and broker is not None and bool((chosen & (broker < 0) & ~instance.pinned).any())
    if broker is None or instance.has_floors or (short and not instance.stand_in):
        watch.reached("joint", 0.4)
        started = time.perf_counter()
        stage = Watch(lambda name, share: watch.reached(name, 0.4 + 0.4 * share), watch.cancelled)
        solution = solve_joint(instance, upper=objective, time_limit=time_limit, watch=stage)
        seconds["joint"] = time.perf_counter() - started
    else:
        solution = Solution(chosen, broker, value, filled, objective, objective, True, "flow")
    wrong = violations(instance, solution)
    if wrong:
        raise BadPlan(f"The plan did not pass its own check: {wrong[0]}.")
    return replace(solution, seconds=seconds)
