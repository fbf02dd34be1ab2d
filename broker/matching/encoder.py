"""A sentence encoder, where an operator has one: texts -> vectors that are near where meanings are.

It is optional. Without it there is no part "meaning", everything else works, and the page that
explains suggestions says so. Any ONNX model of sentences goes, with the `tokenizer.json` it was
trained with; the packages are in requirements-encoder.txt.
"""

from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from broker.matching.errors import MatchingError

Vectors = NDArray[np.float32]

MOST_TOKENS = 128
A_BATCH = 64
KEPT = 50_000
"""Vectors kept in memory, so that a text is encoded once: about 75 MB of 384 numbers."""


class NoEncoder(MatchingError):
    """The encoder cannot be used. The message says why in one sentence."""


class Encoder(Protocol):
    """What the model asks of an encoder."""

    name: str

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(len(texts), d) rows of length 1; a row of NaN for a text without words."""


class OnnxEncoder:
    """An ONNX sentence model with its tokenizer: the mean of its words' vectors, of length 1.

    Parameters
    ----------
    model, tokenizer : Path
        The model, and the file `tokenizer.json` that goes with it.

    Raises
    ------
    NoEncoder
        When a package or a file is missing, or a file cannot be read.
    """

    def __init__(self, model: Path, tokenizer: Path) -> None:
        for path in (model, tokenizer):
            if not path.is_file():
                raise NoEncoder(f"There is no file {path} for the sentence encoder.")
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as problem:
            raise NoEncoder(
                "The sentence encoder needs packages that are not installed: pip install onnxruntime tokenizers"
            ) from problem
        try:
            self._session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
            self._tokenizer = Tokenizer.from_file(str(tokenizer))
        except Exception as problem:  # the packages raise their own kinds
            raise NoEncoder(f"The sentence encoder cannot be read: {type(problem).__name__}.") from problem
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._tokenizer.enable_padding()
        self._inputs = {one.name for one in self._session.get_inputs()}
        self._kept: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self.name = model.stem

    def encode(self, texts: Sequence[str]) -> Vectors:
        plain = [" ".join(text[:4_000].split()) for text in texts]
        fresh = [one for one in dict.fromkeys(plain) if one and one not in self._kept]
        fresh.sort(key=len)  # texts of a batch are padded to the longest
        made: dict[str, NDArray[np.float32]] = {}
        for at in range(0, len(fresh), A_BATCH):
            batch = fresh[at : at + A_BATCH]
            made.update(zip(batch, self._run(batch), strict=True))
        size = len(next(iter(made.values()), next(iter(self._kept.values()), np.zeros(1))))
        empty = np.full(size, np.nan, dtype=np.float32)
        rows = [(made.get(one, self._kept.get(one, empty)) if one else empty) for one in plain]
        for one, row in made.items():
            self._kept[one] = row
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return np.vstack(rows) if rows else np.zeros((0, size), dtype=np.float32)

    def _run(self, batch: Sequence[str]) -> Vectors:
        read = self._tokenizer.encode_batch(list(batch))
        ids = np.array([one.ids for one in read], dtype=np.int64)
        mask = np.array([one.attention_mask for one in read], dtype=np.int64)
        given: dict[str, Any] = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        out = self._session.run(None, {name: value for name, value in given.items() if name in self._inputs})[0]
        if out.ndim == 3:  # one vector a word: their mean
            weight = mask[:, :, None].astype(np.float32)
            out = (out * weight).sum(axis=1) / np.maximum(weight.sum(axis=1), 1.0)
        size = np.linalg.norm(out, axis=1, keepdims=True)
        return np.asarray(out / np.where(size > 0, size, 1.0), dtype=np.float32)


@lru_cache(maxsize=2)
def encoder_at(model: str, tokenizer: str) -> Encoder | None:
    """The encoder of two settings, read once per process; None where neither is set.

    Raises NoEncoder where only one is set, or it cannot be used.
    """
    if not model and not tokenizer:
        return None
    if not model or not tokenizer:
        raise NoEncoder("The sentence encoder needs both settings, ENCODER_MODEL and ENCODER_TOKENIZER.")
    return OnnxEncoder(Path(model), Path(tokenizer))


def likeness(one: Vectors, other: Vectors) -> NDArray[np.float64]:
    """Cosine of every row with every other, 0..1; NaN where either has no words."""
    return np.clip(np.asarray(one, dtype=np.float64) @ np.asarray(other, dtype=np.float64).T, 0.0, 1.0)
