"""What is asked about what is looked at before a match starts."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields import SelectChoice

from models.vocabulary import CheckKind, Kind, Safeguarding

from ..cases.clocks import today
from ..forms import (
    GovForm,
    date_field,
    number_field,
    radios_field,
    select_field,
    text_field,
    words_field,
    yes_no_field,
)


class RuleForm(GovForm):
    """A line of the list of what is looked at before a match starts."""

    check = radios_field(_l("What kind of check is it?"), CheckKind, thing=_l("a kind of check"))
    words = text_field(
        _l("What is looked at?"),
        thing=_l("what is looked at"),
        hint=_l("For example, “public liability insurance of the business”."),
    )
    kind = select_field(_l("For which kind of help? (optional)"), Kind, thing=_l("a kind of help"), optional=True)
    safeguarding = select_field(
        _l("For which requests? (optional)"), Safeguarding, thing=_l("how children are involved"), optional=True
    )
    request = text_field(
        _l("Only for one request? (optional)"),
        thing=_l("the reference of a request"),
        hint=_l("Its reference, for example N-7K3M-2QPR."),
        optional=True,
        width=20,
        autocomplete="off",
    )
    required = yes_no_field(
        _l("Must it be seen before the work starts?"), thing=_l("yes if it must be seen before the work starts")
    )
    valid_months = number_field(
        _l("For how many months does it usually hold? (optional)"),
        thing=_l("a number of months"),
        optional=True,
        least=1,
        most=120,
        suffix=_l("months"),
    )


class SeenForm(GovForm):
    """Who saw a line is who fills this in."""

    how = radios_field(
        _l("Has it been seen?"),
        thing=_l("whether it has been seen"),
        choices=lambda: [
            SelectChoice("seen", _("Yes, I have seen it")),
            SelectChoice("not_needed", _("It is not needed here")),
        ],
    )
    seen_on = date_field(_l("When did you see it?"), thing=_l("the day you saw it"), optional=True)
    valid_until = date_field(
        _l("Until when is it valid?"),
        thing=_l("the day until which it is valid"),
        hint=_l("Leave this empty if it does not run out."),
        optional=True,
    )
    words = words_field(
        _l("Anything to note"),
        thing=_l("why it is not needed"),
        hint=_l("Say why, if it is not needed here. Do not copy numbers of certificates."),
        optional=True,
        rows=3,
    )

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if self.how.data == "not_needed" and not self.words.data:
            self.words.errors = [_("Say why it is not needed here")]
            fine = False
        if self.seen_on.data and self.seen_on.data > today():
            self.seen_on.errors = [_("The day you saw it must be today or in the past")]
            fine = False
        return fine
