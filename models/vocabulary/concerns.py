"""Concerns and complaints, pauses that we decide on, and why."""

from .terms import N_, Term


class ConcernKind(Term):
    """What a concern is about."""

    HARM = "harm", N_("Somebody may come to harm"), N_("Safety, or the care of children or adults at risk.")
    WORKING_TOGETHER = "working_together", N_("Something has gone wrong in working together")
    PERSON = "person", N_("How somebody behaved")
    US = "us", N_("How we did our work"), N_("A complaint about this service.")
    DATA = "data", N_("How we use information about me")
    OTHER = "other", N_("Something else")


class ConcernState(Term):
    RECEIVED = "received", N_("Received")
    ACKNOWLEDGED = "acknowledged", N_("Acknowledged")
    LOOKING = "looking", N_("Being looked into")
    TOLD = "told", N_("Outcome told")
    CLOSED = "closed", N_("Closed")


class ConcernAct(Term):
    """What is done with a concern, each time written down."""

    RECEIVE = "receive", N_("Received")
    ACKNOWLEDGE = "acknowledge", N_("Acknowledged")
    LOOK = "look", N_("Looked into from now on")
    TELL = "tell", N_("Outcome told")
    CLOSE = "close", N_("Closed")
    REOPEN = "reopen", N_("Opened again")
    GIVE = "give", N_("Given to somebody else")
    NAME = "name", N_("It is about somebody of the office")
    NOTE = "note", N_("Note")


class ConcernOutcome(Term):
    UPHELD = "upheld", N_("We agree: it should not have happened")
    PARTLY = "partly", N_("We agree with a part of it")
    NOT_UPHELD = "not_upheld", N_("We looked into it and see it otherwise")
    PASSED_ON = "passed_on", N_("Passed on to those who must deal with it")


class PauseReason(Term):
    """Why we pause a firm."""

    CONCERN = "concern", N_("A concern is being looked into")
    CHECKS = "checks", N_("A check or an insurance has run out")
    NO_SHOW = "no_show", N_("Help that was agreed did not come")
    DETAILS = "details", N_("What it told us does not seem to be right")
    OTHER = "other", N_("Another reason")
