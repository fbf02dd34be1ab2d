"""Messages and the links in them."""

from .terms import N_, Term


class MessageState(Term):
    WAITING = "waiting", N_("Waiting to leave")
    TO_RING = "to_ring", N_("To be said by telephone")
    SENDING = "sending", N_("Being handed over")
    SENT = "sent", N_("Sent")
    FAILED = "failed", N_("Not delivered")
    STOPPED = "stopped", N_("Stopped before it left")


class LinkPurpose(Term):
    SIGN_IN = "sign_in", N_("Sign in")
    RESUME = "resume", N_("Go on with your sign-up")
    CONFIRM_EMAIL = "confirm_email", N_("Confirm your e-mail address")
    OWN_PAGE = "own_page", N_("Your own page")
    INVITATION = "invitation", N_("Set up your account")
    PASSWORD = "password", N_("Set a new password")
