"""What is asked about an address that is left alone."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields import SelectChoice

from models.vocabulary import MessageClass, SuppressionReason, SuppressionScope

from ..edge.filters import label
from ..forms import GovForm, email_field, radios_field, terms, words_field


def _what() -> list[SelectChoice]:
    classes = [one for one in MessageClass if one.may_be_refused]
    return [
        *terms(SuppressionScope.EVERYTHING),
        *(SelectChoice(one.value, _("Only: %(what)s", what=label(one))) for one in classes),
        *terms(SuppressionScope.IMPORT),
    ]


class FindAddressForm(GovForm):
    email = email_field(_l("Is an address on the list?"), hint=_l("Nothing is kept of what you type here."))


class LeaveAloneForm(GovForm):
    email = email_field(_l("Email address"), hint=_l("We keep a code made from it, not the address itself."))
    what = radios_field(_l("What is it left alone from?"), thing=_l("what it is left alone from"), choices=_what)
    reason = radios_field(_l("Why?"), SuppressionReason, thing=_l("why"))
    words = words_field(_l("In your own words (optional)"), thing=_l("your reason"), optional=True, rows=3, limit=500)


class WriteAgainForm(GovForm):
    words = words_field(
        _l("Why may we write to it again?"),
        thing=_l("why we may write to it again"),
        hint=_l("For example: they rang, and their mailbox works again."),
        rows=3,
        limit=500,
    )
