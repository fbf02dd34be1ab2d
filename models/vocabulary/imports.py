"""Lists from outside: how far one is, what becomes of a row, and who puts businesses forward."""

from .terms import N_, Term


class ListState(Term):
    """Where a list that somebody uploaded stands."""

    COLUMNS = "columns", N_("Columns to be matched")
    WAITING = "waiting", N_("Waiting its turn")
    RUNNING = "running", N_("Being worked on")
    READY = "ready", N_("Ready to be saved")
    SAVED = "saved", N_("Saved")
    UNDONE = "undone", N_("Taken back")


class ListJob(Term):
    """What is done with a list in the background."""

    CHECK = "check", N_("Reading the rows")
    SAVE = "save", N_("Saving the businesses")
    UNDO = "undo", N_("Taking the businesses out again")


class RowOutcome(Term):
    """What becomes, or would become, of one row of a list."""

    NEW = "new", N_("new")
    CHANGED = "changed", N_("changed")
    HERE = "here", N_("already here")
    PERHAPS = "perhaps", N_("perhaps already here")
    REFUSED = "refused", N_("refused")


class RowDecision(Term):
    """What a person says of a row that is like a business that is with us."""

    SAME = "same", N_("The same business: leave the row out")
    ANOTHER = "another", N_("Another business: bring it in")


class RowKept(Term):
    """Why a business stays when its whole list is taken back."""

    INVITED = "invited", N_("Its invitation has left")
    SIGNED_UP = "signed_up", N_("It has signed up, or somebody has made it live")
    SPOKEN = "spoken", N_("Somebody has spoken to them")
    CHANGED = "changed", N_("It was changed since")
    LINKED = "linked", N_("Something else leads to it")
    BEFORE = "before", N_("It was with us before this list")


class IntroducerKind(Term):
    """What sort of organisation puts its members forward."""

    CHAMBER = "chamber", N_("Chamber of commerce")
    IMPROVEMENT_DISTRICT = "improvement_district", N_("Business improvement district")
    FEDERATION = "federation", N_("Federation or trade body")
    OTHER = "other", N_("Another organisation")
