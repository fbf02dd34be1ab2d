"""Who suits whom, for a whole programme at once: the pairs a plan is made of, and their scores.

    Catalogue -> ledger ┐
                        ├-> blocks by place -> bounds -> pairs compared in full -> candidates
    needs     -> asks   ┘

The scores are those of ``pairing.compare``, and the first ten firms of a need are those that
``Comparison.chosen`` would give: a test holds the two against each other. ``suiting`` gives all that
suit, for rounds; ``candidates`` only those that could win, for the largest programmes.
"""

from broker.matching.candidates.asks import Asks, asks_of
from broker.matching.candidates.choosing import Candidates
from broker.matching.candidates.find import candidates, needs_of_one
from broker.matching.candidates.ledger import Ledger, ledger_of
from broker.matching.candidates.pairs import Pairs
from broker.matching.candidates.suiting import Suiting, suiting

__all__ = [
    "Asks",
    "Candidates",
    "Ledger",
    "Pairs",
    "Suiting",
    "asks_of",
    "candidates",
    "ledger_of",
    "needs_of_one",
    "suiting",
]
