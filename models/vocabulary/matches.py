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
    MISTAKE = "confirmed_by_mistake", N_("Confirmed by mistake")
    OTHER = "other", N_("Other")
