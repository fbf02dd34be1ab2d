"""Pairings put forward, and what is decided about them."""

from .terms import N_, Term


class SuggestionState(Term):
    OPEN = "open", N_("To decide")
    RESERVE = "reserve", N_("In reserve")
    LATER = "later", N_("Put off")
    CONFIRMED = "confirmed", N_("Confirmed")
    REJECTED = "rejected", N_("Rejected")
    WITHDRAWN = "withdrawn", N_("No longer possible")


class SuggestionAct(Term):
    """What moves a suggestion from one state to the next."""

    SUGGEST = "suggest", N_("Found by the service")
    PUT_FORWARD = "put_forward", N_("Put forward by a person")
    SHOW = "show", N_("Came up")
    SET_ASIDE = "set_aside", N_("Put in reserve")
    CONFIRM = "confirm", N_("Confirmed")
    REJECT = "reject", N_("Rejected")
    PUT_OFF = "put_off", N_("Put off")
    BRING_BACK = "bring_back", N_("Its day came")
    UNDO = "undo", N_("Decision taken back")
    WITHDRAW = "withdraw", N_("No longer possible")
    RELEASE = "release", N_("Its match is over")


class SuggestionSource(Term):
    """Who put a pairing forward."""

    MODEL = "model", N_("Suggested by the service")
    BUSINESS = "business", N_("The business said it could help")
    PARTNERSHIP = "partnership", N_("The partnership named this firm")
    BROKER = "broker", N_("A broker put them together")
    COORDINATOR = "coordinator", N_("A coordinator put them together")


class Verdict(Term):
    CONFIRM = "confirm", N_("Confirm")
    REJECT = "reject", N_("Reject")
    LATER = "later", N_("Later")
    UNDO = "undo", N_("Undo")
    AGREE = "agree", N_("Agree, as the second person")


class ConfirmReason(Term):
    RIGHT_SKILL = "right_skill", N_("Right skill")
    RIGHT_PLACE = "right_place_and_time", N_("Right place and time")
    KNOWN = "known_and_reliable", N_("Known to us and reliable")
    WANTS_THIS = "wants_exactly_this", N_("Wants exactly this")
    NOBODY_BETTER = "nobody_better", N_("Nobody better")
    OTHER = "other", N_("Other")


class RejectReason(Term):
    WRONG_KIND = "wrong_kind", N_("Wrong kind of help")
    SECTOR = "sector", N_("Sector does not fit")
    TOO_FAR = "too_far", N_("Too far")
    SIZE = "size", N_("Too small or too big")
    CONFLICT = "conflict", N_("Conflict of interest")
    HELPED_ENOUGH = "helped_enough", N_("Already helped enough")
    ALREADY_MET = "already_met", N_("Need already met")
    NOT_READY = "not_ready", N_("Not ready")
    OTHER = "other", N_("Other")


class LaterReason(Term):
    BUSINESS = "waiting_business", N_("Waiting for the business")
    PARTNERSHIP = "waiting_partnership", N_("Waiting for the partnership")
    REWORDING = "rewording", N_("Need being reworded")
    CHECK = "check_outstanding", N_("Check outstanding")


class ConflictStrength(Term):
    BAR = "bar", N_("Not allowed")
    SECOND_PERSON = "second_person", N_("A second person must agree")
    SHOW = "show", N_("To be aware of")


class GuessVerdict(Term):
    """Whether firms of a trade can give something."""

    CAN = "can", N_("They can often do this")
    CANNOT = "cannot", N_("They cannot usually do this")


class GuessState(Term):
    PROPOSED = "proposed", N_("To decide")
    IN_FORCE = "in_force", N_("In force")
    REFUSED = "refused", N_("Refused")
    TAKEN_BACK = "taken_back", N_("Taken back")
