"""The life of whatever is registered."""

from .terms import N_, Term


class EntryState(Term):
    """The life of a business, partnership, broker or need."""

    DRAFT = "draft", N_("Not finished")
    INVITED = "invited", N_("Invited")
    WAITING = "waiting", N_("Waiting to be read")
    LIVE = "live", N_("Live")
    PAUSED = "paused", N_("Paused")
    EXPIRED = "expired", N_("Expired")
    ENDED = "ended", N_("Ended")


class EntryKind(Term):
    """What kind of entry a row of the register is about."""

    BUSINESS = "business", N_("Business")
    PARTNERSHIP = "partnership", N_("Partnership")
    NEED = "need", N_("Need")
    BROKER = "broker", N_("Broker")
