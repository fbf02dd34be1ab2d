"""Time, processor time and memory of one stage, and what a plan came to."""

import os
import resource
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from broker.matching.plan.instance import Solution

Result = TypeVar("Result")


class Stages:
    """Stages measured one after the other, each by its name.

    ``seconds`` is wall time, ``cpu_seconds`` what this process used with all its threads,
    ``peak_mib`` the most memory it held during the stage (where the system cannot say that for one
    stage: until its end).
    """

    def __init__(self) -> None:
        self.of: dict[str, dict[str, float]] = {}

    def run(self, name: str, work: Callable[[], Result], *, best_of: int = 1) -> Result:
        """Do some work and note what it took; ``best_of`` several times the least of each."""
        measured = [_measured(work) for _ in range(best_of)]
        result = measured[-1][0]
        self.of[name] = {
            "seconds": round(min(one[1] for one in measured), 4),
            "cpu_seconds": round(min(one[2] for one in measured), 4),
            "peak_mib": round(max(one[3] for one in measured), 1),
        }
        return result

    def cpu(self, *names: str) -> float:
        """CPU-seconds of some stages together."""
        return round(sum(self.of[name]["cpu_seconds"] for name in names if name in self.of), 4)

    def peak(self, *names: str) -> float:
        return max((self.of[name]["peak_mib"] for name in names if name in self.of), default=0.0)


def _measured(work: Callable[[], Result]) -> tuple[Result, float, float, float]:
    _forget_peak()
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return result, time.perf_counter() - wall, time.process_time() - cpu, _peak_mib()


def _forget_peak() -> None:
    with suppress(OSError):  # not on every system: the peak is then that of the whole run so far
        Path(f"/proc/{os.getpid()}/clear_refs").write_text("5")


def _peak_mib() -> float:
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
    except (OSError, StopIteration):
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most / (1024**2 if sys.platform == "darwin" else 1024)


def account(solution: Solution, seconds: float) -> dict[str, Any]:
    """What a plan came to, and in words whether it is proved to be the best. ``seconds`` were allowed for
    each programme."""
    short = 0.0 if solution.optimal or not solution.bound else 1.0 - solution.objective / solution.bound
    return {
        "proof": "the proven optimum"
        if solution.optimal
        else f"not proved in {seconds:g} seconds: no plan can be more than {short:.4%} better",
        "placed": int(solution.chosen.sum()),
        "filled": solution.filled,
        "value": round(solution.value, 4),
        "objective": round(solution.objective, 4),
        "bound": round(solution.bound, 4),
        "optimal": solution.optimal,
        "how": solution.how,
    }
