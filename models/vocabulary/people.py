"""Roles, and what is done to accounts."""

from .terms import N_, Term


class Role(Term):
    BUSINESS = "business", N_("Business contact")
    OFFICER = "officer", N_("Partnership officer")
    BROKER = "broker", N_("Broker")
    COORDINATOR = "coordinator", N_("Coordinator")
    READER = "reader", N_("Reader")
    ADMINISTRATOR = "administrator", N_("Administrator")


class AccountChange(Term):
    """What was done to an account."""

    INVITED = "invited", N_("Invited")
    INVITED_AGAIN = "invited_again", N_("Invitation sent again")
    ROLES = "roles", N_("Roles or areas changed")
    CLOSED = "closed", N_("Account closed")
    OPENED = "opened", N_("Account opened again")
    PASSWORD_SET = "password_set", N_("Password set")
    SECOND_FACTOR_SET = "second_factor_set", N_("Phone for codes set up")
    SECOND_FACTOR_RESET = "second_factor_reset", N_("Phone for codes removed")
    NEW_RECOVERY_CODES = "new_recovery_codes", N_("New recovery codes made")
    RECOVERY_CODE_USED = "recovery_code_used", N_("Recovery code used")
    LOCKED = "locked", N_("Locked for a while after wrong tries")
