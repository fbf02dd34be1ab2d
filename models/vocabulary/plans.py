"""Plans: how far a run is, what people ask of it, what limits it, and what a release did."""

from .terms import N_, Term


class PlanState(Term):
    """Where one run of a plan stands."""

    WAITING = "waiting", N_("Waiting to be run")
    RUNNING = "running", N_("Being run")
    DONE = "done", N_("Ready")
    CANCELLED = "cancelled", N_("Cancelled")
    FAILED = "failed", N_("Stopped")
    RELEASED = "released", N_("On the work list")
    UNDONE = "undone", N_("Taken back")


class PlanStage(Term):
    """What a run is doing now."""

    READING = "reading", N_("Reading requests, businesses and brokers")
    COMPARING = "comparing", N_("Comparing requests with businesses")
    CHOOSING = "choosing", N_("Choosing the pairs together")
    KEEPING = "keeping", N_("Writing down what was chosen and why")


class PlanFairness(Term):
    """For whom a plan does more than its scores would: they come first, before any score."""

    HARD_TO_PLACE = "hard_to_place", N_("Requests that have waited for four weeks with nobody")
    NEVER_MATCHED = "never_matched", N_("Businesses that have never been asked")
    EVERY_AREA = "every_area", N_("The same share of requests in every area")


class PlanRuleKind(Term):
    """What a person may ask of every run of a plan."""

    PIN = "pin", N_("Must be in")
    EXCLUDE = "exclude", N_("Must not be in")
    NEED_LEAST = "need_least", N_("A request must get at least this many")
    BUSINESS_LEAST = "business_least", N_("A business must get at least this many")
    BROKER_LEAST = "broker_least", N_("A broker must get at least this many")


class PlanLimit(Term):
    """Why a part of a request has no partner, or fewer than it asks for."""

    NO_CANDIDATE = "no_candidate", N_("No business suits this")
    RULED_OUT = "ruled_out", N_("Every business that might suit is ruled out")
    FIRMS_FULL = "firms_full", N_("Every business that suits is taken up elsewhere")
    NO_BROKER = "no_broker", N_("A business suits, but no broker is free here")
    MORE_INFORMATION = "more_information", N_("It says too little to be compared")


class PlanEffect(Term):
    """What a release did with one pair of the plan."""

    ADDED = "added", N_("New on the work list")
    RAISED = "raised", N_("Brought up from the reserves")
    OPEN = "open", N_("On the work list already")
    KEPT = "kept", N_("Left as it stands")
    GONE = "gone", N_("No longer possible")
