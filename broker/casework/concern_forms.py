"""What is asked of somebody who raises a concern, and of whoever looks into it."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.fields import SelectChoice

from models import Account
from models.vocabulary import ConcernKind, ConcernOutcome, PauseReason

from ..forms import (
    GovForm,
    date_field,
    email_field,
    radios_field,
    select_field,
    telephone_field,
    text_field,
    words_field,
)


class KindForm(GovForm):
    kind = radios_field(_l("What is it about?"), ConcernKind, thing=_l("what it is about"))


class TellForm(GovForm):
    once = HiddenField()
    words = words_field(_l("What happened?"), thing=_l("what happened"), rows=8, limit=5000)
    about = text_field(
        _l("Whom or what is it about? (optional)"),
        thing=_l("whom or what it is about"),
        hint=_l("A name, or a reference such as M-7K3M-2QPR if you have one."),
        optional=True,
    )
    name = text_field(_l("Your name (optional)"), thing=_l("your name"), limit=120, autocomplete="name", optional=True)
    email = email_field(_l("Your email address (optional)"), optional=True)
    telephone = telephone_field(
        _l("Your telephone number (optional)"),
        hint=_l("Without an email address or a telephone number we cannot tell you what came of it."),
        optional=True,
    )


def _words(label: Any, *, optional: bool = False, hint: Any = "") -> type[GovForm]:
    field = words_field(label, thing=_l("a few words"), optional=optional, hint=hint, rows=4)
    return type("ActForm", (GovForm,), {"words": field})


class OutcomeForm(GovForm):
    outcome = radios_field(_l("What came of it?"), ConcernOutcome, thing=_l("what came of it"))
    words = words_field(
        _l("Tell them in your own words"),
        thing=_l("what you tell them"),
        hint=_l("They read this. Say what you found, what changes, and that they can come back."),
    )


#: What is asked for each thing that can be done with a concern.
ACT_FORMS: dict[str, type[GovForm]] = {
    "acknowledge": _words(_l("What do you tell them? (optional)"), optional=True, hint=_l("They read this.")),
    "look": _words(_l("What do you do first? (optional)"), optional=True),
    "tell": OutcomeForm,
    "close": _words(_l("Is there anything to add? (optional)"), optional=True),
    "reopen": _words(_l("Why is it opened again?")),
    "note": _words(_l("What should be kept?")),
}


class AccountForm(GovForm):
    account = select_field(_l("Who?"), thing=_l("a person"), choices=list)


def account_form(people: Iterable[Account], label: str) -> AccountForm:
    """Choose one of these people."""
    choices = [SelectChoice(str(one.id), one.name or one.email) for one in people]
    form_class = type(
        "AccountFormOf", (AccountForm,), {"account": select_field(label, thing=_l("a person"), choices=lambda: choices)}
    )
    return form_class()


class FirmPauseForm(GovForm):
    reason = radios_field(_l("Why is it paused?"), PauseReason, thing=_l("why it is paused"))
    words = words_field(
        _l("Tell the firm in your own words"), thing=_l("what you tell the firm"), hint=_l("The firm reads this.")
    )
    review_on = date_field(_l("When do you look at it again?"), thing=_l("a date"), hint=_l("For example, 14 1 2027."))


class ReviewPauseForm(GovForm):
    what = radios_field(
        _l("What did you decide?"),
        thing=_l("what you decided"),
        choices=[
            SelectChoice("end", _l("The pause ends: the firm takes part again")),
            SelectChoice("keep", _l("The pause goes on")),
        ],
    )
    words = words_field(
        _l("Tell the firm in your own words"), thing=_l("what you tell the firm"), hint=_l("The firm reads this.")
    )
    review_on = date_field(_l("If it goes on: when do you look at it again?"), thing=_l("a date"), optional=True)
