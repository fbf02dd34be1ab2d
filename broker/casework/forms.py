"""What a coordinator fills in: verdicts with reasons, and words for an entry."""

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput, TextInput

from models import Area, Need
from models.vocabulary import ConfirmReason, EndReason, LaterReason, RejectReason, Safeguarding, Theme, Unit, WorkGroup

from ..fields import Parsed
from ..forms import (
    GovForm,
    checkboxes_field,
    date_field,
    number_field,
    radios_field,
    select_field,
    terms,
    text_field,
    words_field,
)
from ..reference.sectors import sector
from .filters import ALL, MINE, Filters

#: The value of the broker choice that stands for the coordinator.
STAND_IN = "0"


class SeenForm(GovForm):
    """A form that knows which version of the suggestion was on the page."""

    seen = IntegerField(widget=HiddenInput(), default=0)


class ConfirmForm(SeenForm):
    """Confirm. `confirm_form` adds an amount for each part of the need."""

    parts = checkboxes_field(_l("What do you ask the business for?"), thing=_l("what the business is asked for"))
    broker = radios_field(_l("Who links the two sides?"), thing=_l("who links the two sides"))
    reasons = checkboxes_field(
        _l("Why is this right?"), ConfirmReason, thing=_l("at least one reason"), hint=_l("Select all that apply.")
    )
    words = words_field(
        _l("In your own words"),
        thing=_l("your reason"),
        hint=_l("Needed when you pass a warning, or choose a business below the first three."),
        optional=True,
        rows=3,
    )

    def amounts(self) -> dict[int, float | None]:
        """part id -> amount agreed; None where no amount was said."""
        ticked: list[str] = self.parts.data or []
        chosen = [int(part) for part in ticked]
        return {part: self[f"amount_{part}"].data if f"amount_{part}" in self else None for part in chosen}


class RejectForm(SeenForm):
    reason = radios_field(_l("Why not?"), RejectReason, thing=_l("a reason"))
    words = words_field(
        _l("In your own words"), thing=_l("your reason"), hint=_l("Read by the office only."), optional=True, rows=3
    )


class LaterForm(SeenForm):
    reason = radios_field(_l("What are you waiting for?"), LaterReason, thing=_l("what you are waiting for"))
    until = date_field(_l("Show it again on"), thing=_l("a date"), hint=_l("For example, 14 1 2027."))
    words = words_field(_l("In your own words"), thing=_l("your reason"), optional=True, rows=3)


class AgreeForm(SeenForm):
    words = words_field(_l("Why do you agree?"), thing=_l("why you agree"), rows=3)


class WithdrawForm(GovForm):
    reason = radios_field(_l("Why is it taken back?"), EndReason, thing=_l("a reason"))
    words = words_field(
        _l("In your own words"), thing=_l("your reason"), hint=_l("Read by the office only."), optional=True, rows=3
    )


class SendBackForm(GovForm):
    words = words_field(
        _l("What do you need from them?"),
        thing=_l("what you need from them"),
        hint=_l("They are sent these words, with a link to change what they wrote."),
    )


class EndForm(GovForm):
    words = words_field(_l("Why does this end?"), thing=_l("why this ends"), hint=_l("Read by the office only."))


class SpokenForm(GovForm):
    words = words_field(
        _l("What was said?"), thing=_l("what was said"), hint=_l("A line is enough."), optional=True, rows=3
    )


class RungForm(GovForm):
    words = words_field(_l("What did they say?"), thing=_l("what they said"), optional=True, rows=3)


class SearchForm(GovForm):
    words = text_field(
        _l("Find an entry"),
        thing=_l("a name, reference, postcode, email address or telephone number"),
        hint=_l("A name, reference, postcode, email address or telephone number."),
        spellcheck=False,
        autocomplete="off",
    )


class SectorsField(Parsed):
    """SIC 2007 codes with commas between them, kept without dots: "31.09, 16" is ["3109", "16"]."""

    widget = TextInput()

    def read(self, text: str) -> list[str]:
        codes = []
        for part in re.split(r"[,;\s]+", text):
            code = part.replace(".", "").replace("/", "")
            if not re.fullmatch(r"[0-9]{2,5}", code):
                raise ValueError(_("Enter SIC codes in numbers, like 31.09: not “%(code)s”", code=part))
            if sector(code) is None:
                raise ValueError(_("There is no SIC code “%(code)s”: look it up, or leave it out", code=part))
            codes.append(code)
        return list(dict.fromkeys(codes))

    def _value(self) -> str:
        return super()._value() if self.raw_data else ", ".join(self.data or ())


class CorrectBusinessForm(GovForm):
    name = text_field(_l("Name of the business"), thing=_l("the name of the business"))
    what_we_do = words_field(_l("What it does"), thing=_l("what it does"))
    sectors = SectorsField(
        _l("Sectors"),
        [Optional()],
        description=_l("SIC 2007 codes with commas between them, best known first. Empty means not sure."),
    )


class CorrectNeedForm(GovForm):
    title = text_field(_l("What is asked for, in a few words"), thing=_l("what is asked for"))
    words = words_field(_l("What is asked for"), thing=_l("what is asked for"))
    theme = select_field(_l("Main theme"), Theme, thing=_l("a theme"))
    children = radios_field(
        _l("Are children or adults at risk involved?"), Safeguarding, thing=_l("whether they are involved")
    )


class CorrectNameForm(GovForm):
    name = text_field(_l("Name"), thing=_l("a name"))


class FilterForm(GovForm):
    """What the work list is narrowed to. Sent with GET, so that it stays in the address."""

    class Meta(GovForm.Meta):
        csrf = False

    group = SelectField(_l("Which part"), default="")
    owner = SelectField(_l("Whose"), default=MINE)
    area = SelectField(_l("Area"), default="")
    theme = SelectField(_l("Theme"), default="")
    what = SelectField(_l("What"), default="")

    def __init__(self, areas: list[Area], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group.choices = [SelectChoice("", _("All four parts")), *terms(WorkGroup)]
        self.owner.choices = [
            SelectChoice(MINE, _("What waits for me")),
            SelectChoice(ALL, _("Everybody's in my areas")),
        ]
        self.area.choices = [SelectChoice("", _("All my areas")), *(SelectChoice(a.code, a.name) for a in areas)]
        self.theme.choices = [SelectChoice("", _("All themes")), *terms(Theme)]
        self.what.choices = [
            SelectChoice("", _("Everything")),
            SelectChoice("people", _("Put forward by a person")),
            SelectChoice("overdue", _("Overdue")),
            SelectChoice("calls", _("Calls to make")),
            SelectChoice("unsure", _("Least sure first")),
        ]

    def filters(self) -> Filters:
        """What can be read of the address; what cannot is left out rather than refused."""
        for field in (self.group, self.owner, self.area, self.theme, self.what):
            codes = [choice.value for choice in field.choices]
            field.data = field.data if field.data in codes else codes[0]
        return Filters(
            area=self.area.data,
            theme=Theme(self.theme.data) if self.theme.data else None,
            what=self.what.data,
            owner=self.owner.data,
            group=WorkGroup(self.group.data) if self.group.data else None,
        )


def confirm_form(need: Need, brokers: list[tuple[str, str, str]], **values: Any) -> ConfirmForm:
    """The form for one need: an amount for each part that is counted, and who could link.

    ``brokers`` are (id, name, hint) in the order offered.
    """
    counted = [part for part in need.parts if part.kind.unit is not Unit.NONE]
    fields = {
        f"amount_{part.id}": number_field(
            _l("How much: %(what)s", what=_(part.kind.label)),
            thing=_l("how much"),
            optional=True,
            least=1,
            most=100_000_000,
            suffix=_(part.kind.unit.label),
        )
        for part in counted
    }
    form = type("ConfirmFormOfNeed", (ConfirmForm,), fields)(data=values)
    form.parts.choices = [SelectChoice(str(part.id), _(part.kind.label)) for part in need.parts]
    form.broker.choices = [SelectChoice(key, name, {"hint": hint} if hint else {}) for key, name, hint in brokers]
    return form
