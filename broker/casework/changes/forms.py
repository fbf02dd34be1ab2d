"""What is asked when something in an entry's life changes."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields import SelectChoice

from models import Partnership
from models.vocabulary import N_, Term

from ...forms import (
    GovForm,
    date_field,
    email_field,
    radios_field,
    telephone_field,
    text_field,
    words_field,
)


class Gone(Term):
    """What has happened to a business."""

    STOPPED = "stopped", N_("It has stopped trading"), N_("What runs ends, and those it helped are told.")
    BOUGHT = "bought", N_("Somebody else owns it now"), N_("What runs waits until the new owner says that it goes on.")


class OtherForm(GovForm):
    reference = text_field(
        _l("Which entry is the same?"),
        thing=_l("the reference of the other entry"),
        hint=_l("Its reference, for example B-7K3M-2QPR. It goes; the one you came from stays."),
        width=20,
        autocomplete="off",
        spellcheck=False,
    )


class WhyForm(GovForm):
    words = words_field(_l("How do you know that they are the same?"), thing=_l("how you know"), rows=3)


class EndsForm(GovForm):
    on = date_field(_l("When does it end?"), thing=_l("the day it ends"))
    successor = radios_field(
        _l("Who goes on with its work?"), thing=_l("who goes on with its work"), choices=lambda: []
    )
    words = words_field(_l("Why does it end?"), thing=_l("why it ends"), hint=_l("Businesses it works with are told."))


def ends_form(others: list[Partnership]) -> EndsForm:
    """The form of one partnership: those of its areas that could go on with its work, or nobody."""
    form = EndsForm()
    form.successor.choices = [
        *(SelectChoice(str(one.id), one.name) for one in others),
        SelectChoice("0", _("Nobody"), {"hint": _("Each request is closed, and what runs ends."), "divider": _("or")}),
    ]
    return form


class GoneForm(GovForm):
    what = radios_field(_l("What has happened?"), Gone, thing=_l("what has happened"))
    words = words_field(_l("What do you know, and from whom?"), thing=_l("what you know"), rows=3)


class OwnerForm(GovForm):
    name = text_field(_l("Name"), thing=_l("their name"), autocomplete="off")
    email = email_field(_l("Email address (optional)"), optional=True)
    telephone = telephone_field(_l("Telephone number (optional)"), optional=True)

    def validate(self, extra_validators: object = None) -> bool:
        fine = super().validate(extra_validators)
        if fine and not (self.email.data or self.telephone.data):
            self.email.errors = [_("Enter an email address or a telephone number")]
            return False
        return fine


class NewOwnerForm(OwnerForm):
    words = words_field(_l("What do you know, and from whom?"), thing=_l("what you know"), rows=3)
