"""What the programme's pages count."""

from .terms import N_, Term


class NeedCameTo(Term):
    """How a need stood when its end had come."""

    MET = "met", N_("Met")
    PARTLY = "partly_met", N_("Partly met")
    NOT_MET = "not_met", N_("Not met")
    NOT_SAID = "not_said", N_("Past its last day, and nobody has said")
    OTHERWISE = "otherwise", N_("Ended for another reason")


class UnmetBecause(Term):
    """What an open need with a free place waits for: the limit that binds. The first that holds is the one."""

    ASKED = "asked", N_("A business is asked and has not answered")
    UNDECIDED = "undecided", N_("A suggestion waits for a decision")
    NO_CANDIDATE = "no_candidate", N_("No business suits this")
    RULED_OUT = "ruled_out", N_("Every business that might suit is ruled out")
    FIRMS_FULL = "firms_full", N_("Every business that suits is taken up elsewhere")
    NO_BROKER = "no_broker", N_("A business suits, but no broker is free here")
    MORE_INFORMATION = "more_information", N_("It says too little to be compared")
    NOBODY = "nobody", N_("No business has been found")


class Nearness(Term):
    """Whether help reaches a neighbourhood in the most deprived tenth. Never read off a district."""

    TENTH = "tenth", N_("In a neighbourhood in the most deprived tenth")
    ELSEWHERE = "elsewhere", N_("In another neighbourhood")
    UNKNOWN = "unknown", N_("Neighbourhood not known")
