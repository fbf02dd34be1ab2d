"""What was learned anew is held against what comes with the service, on texts that neither has seen."""

from types import SimpleNamespace

import numpy as np

from broker.matching.refitting import LEAST, HeldBack, compared


class Reader:
    """Says that a text is about the label that ``rule`` gives."""

    labels_ = ("ENV", "EDU")

    def __init__(self, rule):
        self.rule = rule

    def posterior(self, texts):
        return np.array([[float(self.rule(text) == label) for label in self.labels_] for text in texts])

    def propose_many(self, texts, most):
        return [[SimpleNamespace(code=self.rule(text))] for text in texts]


def reading(themes, sectors=lambda text: "43"):
    return SimpleNamespace(themes=Reader(themes), kinds=Reader(themes), sectors=Reader(sectors))


THEMES = [("ENV" if at % 2 else "EDU", f"{'trees' if at % 2 else 'schools'}, number {at}") for at in range(10 * LEAST)]


def rightly(text):
    return "ENV" if "trees" in text else "EDU"


def test_the_better_one_is_told_on_texts_that_were_not_learned_from():
    learned = []

    def fit(lessons):
        learned.extend(lessons["themes"])
        return reading(rightly)

    found = compared(reading(lambda text: "ENV"), {"themes": THEMES}, {}, fit)["themes"]
    held = [text for _, text in THEMES if (_, text) not in learned]
    assert found.texts == len(held) >= LEAST and len(learned) + len(held) == len(THEMES)
    assert found.refitted == 1.0 and found.shipped < 0.7 and found.is_better


def test_one_that_learned_something_worse_is_told_too():
    found = compared(reading(rightly), {"themes": THEMES}, {}, lambda lessons: reading(lambda text: "EDU"))["themes"]
    assert found.shipped == 1.0 and not found.is_better
    assert HeldBack(60, 0.5, 0.5).is_better, "where they are equal, what the programme knows is used"


def test_a_sector_is_right_where_its_division_is():
    pairs = [("43910", f"We mend roof number {at}") for at in range(10 * LEAST)]
    found = compared(reading(rightly, lambda text: "4399"), {"sectors": pairs}, {}, lambda lessons: reading(rightly))
    assert found["sectors"].shipped == 1.0


def test_texts_that_are_known_already_and_too_few_prove_nothing():
    fits = []
    assert not compared(reading(rightly), {"themes": THEMES}, {"themes": THEMES}, fits.append)
    assert not compared(reading(rightly), {"themes": THEMES[:LEAST]}, {}, fits.append)
    assert not fits, "nothing is fitted for a comparison that cannot be made"
