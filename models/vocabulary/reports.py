"""Reports: how much time one covers, and the life of a story that is printed in them."""

from .terms import N_, Term


class Span(Term):
    """How long the time of a report is. Quarters and years are those of the financial year, from 1 April."""

    MONTH = "month", N_("A month")
    QUARTER = "quarter", N_("A quarter")
    YEAR = "year", N_("A financial year")
    DATES = "dates", N_("Other dates")


class StoryState(Term):
    TO_READ = "to_read", N_("Waiting to be read")
    ASKED = "asked", N_("Waiting for both sides to agree")
    AGREED = "agreed", N_("Both sides agree")
    REFUSED = "refused", N_("One side said no")
    TAKEN_BACK = "taken_back", N_("Taken back")


class StoryAct(Term):
    """What moves a story from one state to the next."""

    WRITE = "write", N_("Written")
    READ = "read", N_("Read by an officer")
    CHANGE = "change", N_("Changed")
    AGREE = "agree", N_("Agreed")
    ASK_AGAIN = "ask_again", N_("Asked again")
    REFUSE = "refuse", N_("Said no")
    TAKE_BACK = "take_back", N_("Taken back")
