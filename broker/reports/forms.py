"""What is asked for a report: where, when, and for which fund; and the list of funds."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields import SelectChoice, SelectField

from models.vocabulary import Span

from ..forms import GovForm, checkboxes_field, date_field, text_field


def _select(label: Any, hint: Any = "") -> SelectField:
    """A list of which the page says the choices; what is sent is looked up, so that it can be answered in words."""
    return SelectField(label, choices=[], description=hint, validate_choice=False)


class ReportForm(GovForm):
    """Sent with GET, so that a report can be kept as an address."""

    class Meta(GovForm.Meta):
        csrf = False

    where = _select(_l("Where"))
    part = _select(_l("Neighbourhood or ward"))
    when = _select(_l("When"))
    begins = date_field(_l("First day"), thing=_l("the first day"), hint=_l("For other dates only."), optional=True)
    ends = date_field(_l("Last day"), thing=_l("the last day"), optional=True)
    fund = _select(_l("Fund"))

    def offer(self, where: list[tuple[str, str]], parts: list[tuple[str, str]], funds: list[tuple[str, str]]) -> None:
        """Say what can be chosen. What there is nothing to choose of is not asked."""
        self.where.choices = _choices(where)
        self.part.choices = _choices([("", _("All of it")), *parts])
        self.fund.choices = _choices([("", _("With or without a fund")), *funds])
        if not parts and not self.part.errors:
            del self.part
        if not funds and not self.fund.errors:
            del self.fund

    def offer_times(self, times: list[tuple[str, str]]) -> None:
        self.when.choices = _choices([*times, (Span.DATES.value, _("Other dates"))])


def _choices(pairs: list[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]


class FundForm(GovForm):
    name = text_field(_l("What is the fund called?"), thing=_l("what the fund is called"), limit=80)


class TagForm(GovForm):
    """Which funds pay for one request or match."""

    tags = checkboxes_field(_l("Which funds is it paid by?"), thing=_l("a fund"), optional=True, choices=[])
