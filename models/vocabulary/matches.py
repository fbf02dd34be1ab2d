"""The life of a match, and why one ends."""

from .terms import N_, Term


class MatchState(Term):
    PROPOSED = "proposed", N_("Proposed")
    ACCEPTED = "accepted", N_("Accepted by both sides")
    INTRODUCED = "introduced", N_("Introduced")
    ACTIVE = "active", N_("Under way")
    ON_HOLD = "on_hold", N_("On hold")
    COMPLETED = "completed", N_("Finished")
    VERIFIED = "verified", N_("Confirmed by those helped")
    DECLINED = "declined", N_("Declined")
    LAPSED = "lapsed", N_("No answer in time")
    WITHDRAWN = "withdrawn", N_("Withdrawn")
    ENDED_EARLY = "ended_early", N_("Ended early")


class DeclineReason(Term):
    WRONG_TIME = "wrong_time", N_("Wrong time")
    WRONG_SKILL = "wrong_skill", N_("Wrong skill")
    TOO_FAR = "too_far", N_("Too far")
    TOO_BIG = "too_big", N_("Too big")
    CONFLICT = "conflict", N_("Conflict of interest")
    UNCLEAR = "unclear", N_("Unclear what is asked")
    HELPING_ELSEWHERE = "helping_elsewhere", N_("Already helping elsewhere")
    OTHER = "other", N_("Other")


class EndReason(Term):
    """Why a match was ended early or withdrawn."""

    NO_SHOW = "no_show", N_("Did not turn up")
    NOT_AGREED = "not_as_agreed", N_("Not what was agreed")
    PERSON_LEFT = "person_left", N_("Person left")
    FIRM_GONE = "firm_closed_or_sold", N_("Firm closed or sold")
    SAFETY = "safety_or_conduct", N_("Safety or conduct concern")
    NOT_NEEDED = "no_longer_needed", N_("No longer needed")
    COSTS = "costs", N_("Costs")
    PLACE_TAKEN = "place_taken", N_("Somebody was a moment quicker")
    MISTAKE = "confirmed_by_mistake", N_("Confirmed by mistake")
    OTHER = "other", N_("Other")


class HoldReason(Term):
    """Why a match waits; always until a date."""

    HOLIDAYS = "holidays", N_("Holidays")
    CHECKS = "checks", N_("Waiting for checks")
    BOARD = "board", N_("Waiting for a board")
    CONCERN = "concern", N_("Something has gone wrong")
    NEW_OWNER = "new_owner", N_("Waiting for the new owner of the business")
    OTHER = "other", N_("Other")


class MatchAct(Term):
    """What moves a match from one state to the next."""

    PROPOSE = "propose", N_("Proposed")
    REMIND = "remind", N_("Reminded")
    ASK_AGAIN = "ask_again", N_("Asked again")
    ANSWER = "answer", N_("Answered")
    RING = "ring", N_("Rung")
    ACCEPT = "accept", N_("Both sides said yes")
    INTRODUCE = "introduce", N_("Introduced")
    START = "start", N_("Under way")
    HOLD = "hold", N_("Put on hold")
    RESUME = "resume", N_("Taken up again")
    COMPLETE = "complete", N_("Finished")
    REMIND_RESULT = "remind_result", N_("Reminded to confirm what came of it")
    VERIFY = "verify", N_("Confirmed by those helped")
    DECLINE = "decline", N_("Declined")
    LAPSE = "lapse", N_("No answer in time")
    WITHDRAW = "withdraw", N_("Withdrawn")
    END_EARLY = "end_early", N_("Ended early")


class Side(Term):
    """The two sides of a match that answer for themselves."""

    BUSINESS = "business", N_("The business")
    PARTNERSHIP = "partnership", N_("The local group")


class Answer(Term):
    """What one side says to a proposal."""

    WAITING = "waiting", N_("No answer yet")
    YES = (
        "yes",
        N_("Yes"),
        N_("When both have said yes, each gets the other’s name, email address and telephone number."),
    )
    RING_FIRST = "ring_first", N_("Ring me first"), N_("You would like to talk before you say yes or no.")
    NOT_NOW = "not_now", N_("Not now, ask me later"), N_("You choose the day.")
    NO = "no", N_("No"), N_("You say why, so that we ask better next time. No reason is a bad one.")
