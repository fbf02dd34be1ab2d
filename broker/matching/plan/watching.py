"""Somebody watches while a plan is made: how far it is, and whether to stop."""

from collections.abc import Callable
from dataclasses import dataclass

from broker.matching.errors import MatchingError

STAGES = ("check", "pairs", "brokers", "joint", "gains", "done")
"""The stages of a plan in their order. "joint" is passed over where it is not needed."""


class Cancelled(MatchingError):
    """The run was stopped. Nothing came of it, and nothing was stored."""

    def __init__(self) -> None:
        super().__init__("The run was stopped.")


def _nobody(stage: str, share: float) -> None:
    """Nobody is told."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told and who may stop a run.

    progress : called with (stage, share done 0..1, never falling).
    cancelled : asked between and, where the solver allows, within stages; True stops the run.
    """

    progress: Callable[[str, float], None] = _nobody
    cancelled: Callable[[], bool] = _never

    def reached(self, stage: str, share: float) -> None:
        """Say where the run is. Raises Cancelled where somebody stopped it."""
        if self.cancelled():
            raise Cancelled
        self.progress(stage, share)


NOBODY = Watch()
