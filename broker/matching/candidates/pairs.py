"""Pairs of asks and firms that were compared in full."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from broker.matching.candidates.ledger import Floats, Ints, Mask


@dataclass(frozen=True, eq=False)
class Pairs:
    """Compared pairs, arrays along them. ``ask`` and ``firm`` index the asks and the ledger.

    values : parts of the score, NaN not known. together : how well the kind fits, for choosing
    among the asks of one need. ``sure`` and ``suitable`` as in ``pairing.Comparison``. ``near``,
    ``source`` and ``row`` are what the sentences are made of; see ``score.Values``.
    """

    ask: Ints
    firm: Ints
    values: dict[str, Floats]
    score: Floats
    sure: Floats
    suitable: Mask
    together: Floats
    near: Floats
    source: Ints
    row: Ints
    far: Floats

    def take(self, at: Ints) -> "Pairs":
        """Some of the pairs, in the order asked for."""
        kept = {one.name: getattr(self, one.name)[at] for one in fields(self) if one.name != "values"}
        return Pairs(values={code: value[at] for code, value in self.values.items()}, **kept)


def joined(found: Sequence[Pairs]) -> Pairs:
    """Pairs compared in several goes as one."""
    if not found:
        nothing, nobody = np.zeros(0), np.zeros(0, dtype=np.int64)
        return Pairs(nobody, nobody, {}, nothing, nothing, nothing > 0, nothing, nothing, nobody, nobody, nothing)
    given = {
        one.name: np.concatenate([getattr(pairs, one.name) for pairs in found])
        for one in fields(Pairs)
        if one.name != "values"
    }
    values = {code: np.concatenate([pairs.values[code] for pairs in found]) for code in found[0].values}
    return Pairs(values=values, **given)
