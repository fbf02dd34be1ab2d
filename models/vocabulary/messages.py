"""Messages: how they stand, what they are for, why one is not sent, and the links in them."""

from .terms import N_, Term


class MessageState(Term):
    WAITING = "waiting", N_("Waiting to leave")
    HELD = "held", N_("Waiting for the daily email")
    TO_RING = "to_ring", N_("To be said by telephone")
    SENDING = "sending", N_("Being handed over")
    SENT = "sent", N_("Sent")
    GATHERED = "gathered", N_("In a daily email")
    FAILED = "failed", N_("Not delivered")
    STOPPED = "stopped", N_("Stopped before it left")


class MessageClass(Term):
    """What a message is for. The explanation is read by whoever gets it."""

    SECURITY = "security", N_("Signing in"), N_("Links that you ask for, and safety of your account. Always sent.")
    SERVICE = "service", N_("What you signed up for"), N_("What we ask you, and what comes of it.")
    REMINDER = "reminder", N_("Reminders"), N_("When an answer or a call of yours is due.")
    ASKS = "asks", N_("New requests"), N_("What local groups have begun to ask for, where it fits you.")
    NEWS = "news", N_("News"), N_("How the programme is getting on, about four times a year.")

    @property
    def may_be_refused(self) -> bool:
        """Whether people can say no to messages of this class and stay signed up."""
        return self in (MessageClass.REMINDER, MessageClass.ASKS, MessageClass.NEWS)


class MailChoice(Term):
    """How somebody wants the messages of one class."""

    AT_ONCE = "at_once", N_("As they come")
    DAILY = "daily", N_("Once a day, all in one email")
    NONE = "none", N_("Not at all")


class NotSent(Term):
    """Why a message was stopped, or is to be said by telephone."""

    TAKEN_BACK = "taken_back", N_("It was taken back before it left")
    NO_ADDRESS = "no_address", N_("They have given no email address")
    BOUNCED = "bounced", N_("Mail to this address comes back")
    ASKED_FOR_NOTHING = "asked_for_nothing", N_("They asked us not to write to this address")
    REFUSED = "refused", N_("They said no to messages of this kind")
    NOT_ASKED_FOR = "not_asked_for", N_("They have not asked for news")
    RUNG_INSTEAD = "rung_instead", N_("Somebody chose to ring instead")
    NOT_NEEDED = "not_needed", N_("Somebody decided that it need not be said any more")


class CallOutcome(Term):
    """How a call ended in which something was to be read out."""

    SAID = "said", N_("They know it now")
    NO_ANSWER = "no_answer", N_("I could not reach them"), N_("It is on the list again for the next working day.")
    NOT_NEEDED = "not_needed", N_("It need not be said any more"), N_("Say why. It is kept in the history.")


class SuppressionScope(Term):
    """How far an address is left alone."""

    EVERYTHING = "everything", N_("All email"), N_("Links to sign in are still sent, unless mail comes back.")
    ONE_CLASS = "class", N_("One kind of message")
    IMPORT = "import", N_("Bringing it in again"), N_("A list from outside that holds it is read without it.")


class SuppressionReason(Term):
    """Why an address is left alone."""

    BOUNCED = "bounced", N_("Mail to it came back")
    ASKED = "asked", N_("The person asked for it")
    SPAM = "spam", N_("Marked as junk by the person")
    ERASED = "erased", N_("The person was taken out of our records")


class LinkPurpose(Term):
    SIGN_IN = "sign_in", N_("Sign in")
    RESUME = "resume", N_("Go on with your sign-up")
    CONFIRM_EMAIL = "confirm_email", N_("Confirm your e-mail address")
    OWN_PAGE = "own_page", N_("Your own page")
    MATCH = "match", N_("What you are asked, and your answer")
    SURVEY = "survey", N_("Answer the survey")
    SEAT = "seat", N_("A seat you are invited to, and your answer")
    INVITATION = "invitation", N_("Set up your account")
    FIRM_INVITED = "firm_invited", N_("See what we were given about you, and answer")
    PASSWORD = "password", N_("Set a new password")
