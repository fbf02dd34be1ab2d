"""Where the weights of a score come from."""

from .terms import N_, Term


class WeightsSource(Term):
    SET = "set", N_("Set by a person")
    LEARNED = "learned", N_("Learned from decisions")
