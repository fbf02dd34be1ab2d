"""Every kind of message there is: what it is for, why its reader gets it, and whether it may wait.

A kind is a template, ``templates/messages/<kind>.txt``. A new one goes here in the same change.
"""

from dataclasses import dataclass

from models.vocabulary import N_, MessageClass

_ASKED_FOR_LINK = N_("somebody typed this address on our site and asked for it")
_SIGNED_UP = N_("this address was given for a business that signed up with us")
_REGISTERED = N_("this address was given for a local group that registered with us")
_BROKER = N_("this address was given for somebody who links businesses with local groups")
_TAKES_PART = N_("you told us that you want to take part")
_CASE = N_("you link the two sides of this case")

_ASKED_TO_ANSWER = N_("you speak for a council or a local group in our survey")


@dataclass(frozen=True, slots=True)
class MessageKind:
    """``why`` goes on from "You get this because". A kind that ``may_wait`` can be put into the
    daily mail of those who want one."""

    message_class: MessageClass
    why: str
    may_wait: bool = False


_SECURITY, _SERVICE, _REMINDER = MessageClass.SECURITY, MessageClass.SERVICE, MessageClass.REMINDER

KINDS: dict[str, MessageKind] = {
    "acknowledged": MessageKind(_SERVICE, _TAKES_PART),
    "already_with_us": MessageKind(_SERVICE, _SIGNED_UP),
    "answered_no": MessageKind(_SERVICE, N_("you told us that you could help")),
    "asked_again_business": MessageKind(_SERVICE, N_("you asked us to come back on this day")),
    "asked_again_partnership": MessageKind(_SERVICE, N_("you asked us to come back on this day")),
    "broker_changed": MessageKind(_SERVICE, _TAKES_PART),
    "broker_with_us": MessageKind(_SERVICE, _BROKER),
    "check_ran_out": MessageKind(_SERVICE, _CASE),
    "concern_acknowledged": MessageKind(_SERVICE, N_("you told us that something was wrong")),
    "concern_new": MessageKind(_SERVICE, N_("you are asked to look into it")),
    "concern_outcome": MessageKind(_SERVICE, N_("you told us that something was wrong")),
    "concern_received": MessageKind(_SERVICE, N_("you told us that something was wrong")),
    "confirm_broker": MessageKind(_SECURITY, _BROKER),
    "confirm_email": MessageKind(_SECURITY, _SIGNED_UP),
    "confirm_partnership": MessageKind(_SECURITY, _REGISTERED),
    "contact_added": MessageKind(_SERVICE, N_("somebody gave your name as a person to talk to")),
    "daily": MessageKind(_SERVICE, N_("you get one email a day from us instead of many")),
    "declined_broker": MessageKind(_SERVICE, _CASE),
    "declined_business": MessageKind(_SERVICE, N_("we had asked you whether you could help")),
    "declined_partnership": MessageKind(_SERVICE, N_("we had told you of a business")),
    "ended_early_broker": MessageKind(_SERVICE, _CASE),
    "ended_early_business": MessageKind(_SERVICE, _TAKES_PART),
    "ended_early_partnership": MessageKind(_SERVICE, _TAKES_PART),
    "entry_live": MessageKind(_SERVICE, _TAKES_PART),
    "entry_sent_back": MessageKind(_SERVICE, _TAKES_PART),
    "firm_invited": MessageKind(_SERVICE, N_("somebody gave us this address for a business")),
    "firm_gone_broker": MessageKind(_SERVICE, _CASE),
    "firm_gone_partnership": MessageKind(_SERVICE, N_("you were given help through us")),
    "firm_pause_ended": MessageKind(_SERVICE, _TAKES_PART),
    "firm_paused": MessageKind(_SERVICE, _TAKES_PART),
    "handed_over": MessageKind(_SERVICE, _BROKER),
    "introduced_broker": MessageKind(_SERVICE, _CASE),
    "introduced_business": MessageKind(_SERVICE, N_("you said yes")),
    "introduced_partnership": MessageKind(_SERVICE, N_("you said yes")),
    "invitation": MessageKind(_SECURITY, N_("somebody you work with asked us to invite you")),
    "lapsed_broker": MessageKind(_SERVICE, _CASE),
    "lapsed_business": MessageKind(_SERVICE, N_("we had asked you whether you could help")),
    "lapsed_partnership": MessageKind(_SERVICE, N_("we had told you of a business")),
    "match_on_hold": MessageKind(_SERVICE, _CASE),
    "need_written": MessageKind(_SERVICE, N_("you told us what would help")),
    "needs_attention": MessageKind(_SERVICE, N_("you decide on what happens in your area")),
    "need_moved_broker": MessageKind(_SERVICE, _CASE),
    "need_moved_business": MessageKind(_SERVICE, _TAKES_PART),
    "need_moved_partnership": MessageKind(_SERVICE, _TAKES_PART),
    "new_link": MessageKind(_SECURITY, _ASKED_FOR_LINK),
    "new_owner_broker": MessageKind(_SERVICE, _CASE),
    "new_owner_business": MessageKind(_SERVICE, N_("somebody told us that the business is yours now")),
    "new_owner_partnership": MessageKind(_SERVICE, N_("you were given help through us")),
    "not_needed_any_more": MessageKind(_SERVICE, N_("you told us that you could help")),
    "owner_said_broker": MessageKind(_SERVICE, _CASE),
    "owner_said_partnership": MessageKind(_SERVICE, N_("you were given help through us")),
    "partnership_contact_added": MessageKind(_SERVICE, N_("somebody gave your name as a person to talk to")),
    "partnership_ended_broker": MessageKind(_SERVICE, _CASE),
    "partnership_ended_business": MessageKind(_SERVICE, _TAKES_PART),
    "partnership_with_us": MessageKind(_SERVICE, _REGISTERED),
    "password_link": MessageKind(_SECURITY, _ASKED_FOR_LINK),
    "paused_for_silence": MessageKind(_SERVICE, _TAKES_PART),
    "place_gone_broker": MessageKind(_SERVICE, _CASE),
    "place_gone_business": MessageKind(_SERVICE, N_("we had asked you whether you could help")),
    "place_gone_partnership": MessageKind(_SERVICE, N_("we had told you of a business")),
    "proposed_broker": MessageKind(_SERVICE, _CASE),
    "proposed_business": MessageKind(_SERVICE, _TAKES_PART),
    "proposed_partnership": MessageKind(_SERVICE, N_("you told us what would help")),
    "reminder_business": MessageKind(_REMINDER, N_("we had asked you whether you could help")),
    "reminder_partnership": MessageKind(_REMINDER, N_("we had told you of a business")),
    "result_confirmed_business": MessageKind(_SERVICE, N_("you gave help through us")),
    "result_confirmed_partnership": MessageKind(_SERVICE, N_("you were given help through us")),
    "result_reminder": MessageKind(_REMINDER, N_("you were given help through us")),
    "result_to_confirm": MessageKind(_SERVICE, N_("you were given help through us")),
    "resume": MessageKind(_SECURITY, _ASKED_FOR_LINK),
    "ring_first_broker": MessageKind(_SERVICE, _CASE),
    "seat_asked_again_business": MessageKind(_SERVICE, N_("you asked us to come back on this day")),
    "seat_gone_business": MessageKind(_SERVICE, N_("we had asked you whether you would take a seat")),
    "seat_gone_partnership": MessageKind(_SERVICE, N_("we had told you of a business for your empty seat")),
    "seat_invited_business": MessageKind(_SERVICE, N_("you told us that somebody of yours could join a board")),
    "seat_invited_partnership": MessageKind(_SERVICE, N_("a seat of your local group is empty")),
    "seat_reminder_business": MessageKind(_REMINDER, N_("we had asked you whether you would take a seat")),
    "seat_taken_business": MessageKind(_SERVICE, N_("you said yes")),
    "seat_taken_partnership": MessageKind(_SERVICE, N_("a seat of your local group was empty")),
    "sign_in_link": MessageKind(_SECURITY, _ASKED_FOR_LINK),
    "still_right": MessageKind(_SERVICE, _TAKES_PART, may_wait=True),
    "still_right_reminder": MessageKind(_REMINDER, _TAKES_PART, may_wait=True),
    "story_to_agree": MessageKind(_SERVICE, _TAKES_PART),
    "survey_asked": MessageKind(_SERVICE, _ASKED_TO_ANSWER),
    "survey_reminder": MessageKind(_REMINDER, _ASKED_TO_ANSWER),
    "withdrawn_broker": MessageKind(_SERVICE, _CASE),
    "withdrawn_business": MessageKind(_SERVICE, N_("we had asked you whether you could help")),
    "withdrawn_partnership": MessageKind(_SERVICE, N_("we had told you of a business")),
}


def kind_of(name: str) -> MessageKind:
    """What is known of a kind of message.

    Raises:
        KeyError: it does not stand in the table, and so nobody has said whether it can be refused.
    """
    try:
        return KINDS[name]
    except KeyError:
        raise KeyError(f"Say in broker/messages/kinds.py what “{name}” is for") from None
