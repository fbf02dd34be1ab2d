"""What is looked at before a match starts, and what came of it afterwards."""

from .terms import N_, Term


class CheckKind(Term):
    """What has to be seen before a match starts. Only that it was seen is kept, never a copy."""

    SAFEGUARDING = "safeguarding", N_("Safeguarding"), N_("Checks on people, or who supervises.")
    INSURANCE = "insurance", N_("Insurance")
    RISK = "risk_assessment", N_("Risk assessment")
    PHOTOS = "photographs", N_("Permission for photographs")
    OTHER = "other", N_("Something else")


class Measure(Term):
    """What came of a match: outputs first, then outcomes."""

    PEOPLE = "people_helped", N_("People helped")
    POSTS = "posts_filled", N_("Posts filled")
    PLACEMENTS = "placements", N_("Placements done")
    ORGANISATIONS = "organisations", N_("Local organisations supported")
    INTO_WORK = "into_work", N_("People who moved into work")
    QUALIFIED = "qualified", N_("People who gained a qualification")
    REOPENED = "space_reopened", N_("Rooms or places opened again")
    STILL_RUNNING = "still_running", N_("Activities still running six months later")
    INVESTED = "pounds_invested", N_("Pounds invested")
    JOBS = "jobs", N_("Jobs made or kept")
    STARTED = "firms_started", N_("Businesses started")
    PREMISES = "premises_in_use", N_("Empty premises in use again")
    CONTRACTS = "contracts_won", N_("Local contracts won")


class Missing(Term):
    """Instead of a number; always with a reason."""

    NONE_YET = "none_yet", N_("None yet")
    UNKNOWN = "unknown", N_("We do not know")


class Anyway(Term):
    """Whether it would have happened without the match."""

    NO = "no", N_("No, it would not have happened")
    PARTLY = "partly", N_("Some of it would")
    YES = "yes", N_("Yes, all of it")
    UNKNOWN = "unknown", N_("I cannot say")


class Difference(Term):
    """The receiver's own rating of the difference made."""

    ONE = "1", N_("1: none")
    TWO = "2", N_("2: a little")
    THREE = "3", N_("3: some")
    FOUR = "4", N_("4: a lot")
    FIVE = "5", N_("5: it could not have been done without")
