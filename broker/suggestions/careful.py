"""A sentence encoder that stops nothing: where it fails at work, what it was asked is not known."""

from collections.abc import Sequence

import numpy as np
import structlog

from ..matching.encoder import Encoder, NoEncoder, Vectors

log = structlog.get_logger()


class CarefulEncoder:
    """Another encoder, tried once before it is used.

    ``problem`` is a sentence once it has failed, and empty before. From then on it is for whoever
    asks to go on without; the texts of that moment have rows of NaN, which is "no meaning known".

    Raises
    ------
    NoEncoder
        When the trial fails.
    """

    def __init__(self, encoder: Encoder) -> None:
        self.name, self.problem, self._encoder = encoder.name, "", encoder
        try:
            self._size = int(encoder.encode(["A first try"]).shape[1])
        except Exception as problem:  # the packages raise their own kinds
            raise NoEncoder(_failed(problem)) from problem

    def encode(self, texts: Sequence[str]) -> Vectors:
        try:
            return self._encoder.encode(texts)
        except Exception as problem:
            self.problem = _failed(problem)
            log.exception("encoder_failed")
            return np.full((len(texts), self._size), np.nan, dtype=np.float32)


def _failed(problem: Exception) -> str:
    return f"The sentence encoder fails at work: {type(problem).__name__}."
