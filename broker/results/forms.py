"""What is asked about results."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.fields import SelectChoice
from wtforms.widgets import HiddenInput

from models import Match, Result, ResultLine
from models.vocabulary import Anyway, ContributionClass, Difference, Missing

from ..forms import (
    GovForm,
    date_field,
    number_field,
    radios_field,
    select_field,
    terms,
    text_field,
    words_field,
    yes_no_field,
)
from .figures import USUALLY, Asked, asked_of
from .reporting import Figure
from .stories import TITLE, WORDS

#: The choice that stands for a number, beside the two that stand for none.
NUMBER = "number"


class ReportForm(GovForm):
    """A result. `report_form` adds the figures asked for."""

    asked: list[Asked] = []

    def figures(self) -> list[Figure]:
        """The figures as they were said."""
        return [self._figure(asked) for asked in self.asked]

    def _figure(self, asked: Asked) -> Figure:
        said, amount = self[f"said_{asked.key}"].data, self[f"amount_{asked.key}"].data
        booked = self[f"as_{asked.key}"].data if f"as_{asked.key}" in self else None
        contribution = ContributionClass(booked) if booked else None
        if said == NUMBER:
            return Figure(asked, value=float(amount), contribution=contribution)
        return Figure(asked, missing=Missing(said), why=self[f"why_{asked.key}"].data, contribution=contribution)

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        for asked in self.asked:
            said, amount, why = (self[f"{name}_{asked.key}"] for name in ("said", "amount", "why"))
            if said.data == NUMBER and amount.data is None and not amount.errors:
                amount.errors = [_("Enter a number for “%(what)s”", what=_(asked.label))]
            elif said.data and said.data != NUMBER and not why.data:
                why.errors = [_("Say why there is no number for “%(what)s”", what=_(asked.label))]
            fine = fine and not amount.errors and not why.errors
        return fine


def report_form(match: Match, result: Result | None) -> ReportForm:
    """The form for one match, filled in with what was reported before."""
    asked, fields, data = asked_of(match), {}, {}
    known = {_key(line): line for line in result.lines} if result else {}
    for one in asked:
        fields.update(_fields(one))
        data.update(_data(one, known.get(one.key)))
    fields["words"] = words_field(
        _l("What came of it, in your own words (optional)"),
        thing=_l("what came of it"),
        hint=_l("Please do not name people."),
        optional=True,
    )
    data["words"] = result.words if result else ""
    form = type("ReportFormOfMatch", (ReportForm,), {**fields, "asked": asked})
    return form(data=data)


def _fields(asked: Asked) -> dict[str, Any]:
    label = _(asked.label)
    fields = {
        f"said_{asked.key}": radios_field(
            _("How much was given: %(what)s", what=label) if asked.part else label,
            thing=_("a number or a reason for “%(what)s”", what=label),
            choices=lambda: [SelectChoice(NUMBER, _("A number")), *terms(Missing)],
        ),
        f"amount_{asked.key}": number_field(
            _("How many"),
            thing=_("a number"),
            optional=True,
            most=100_000_000,
            wrong=whole_number_for(label),
            **({"suffix": _(asked.unit)} if asked.unit else {}),
        ),
        f"why_{asked.key}": text_field(_("If there is no number: why?"), thing=_("why"), optional=True),
    }
    if asked.part is not None:
        fields[f"as_{asked.key}"] = select_field(
            _("How would the business book it?"), ContributionClass, thing=_("how it is booked"), optional=True
        )
    return fields


def _data(asked: Asked, line: ResultLine | None) -> dict[str, Any]:
    booked = USUALLY[asked.part.kind] if asked.part else None
    if line is None:
        return {f"as_{asked.key}": booked}
    said = NUMBER if line.missing is None else line.missing.value
    amount = None if line.value is None else int(line.value)
    return {
        f"said_{asked.key}": said,
        f"amount_{asked.key}": amount,
        f"why_{asked.key}": line.why_missing,
        f"as_{asked.key}": line.contribution or booked,
    }


def _key(line: ResultLine) -> str:
    return f"part_{line.part_id}" if line.measure is None else f"measure_{line.measure.value}"


class ConfirmForm(GovForm):
    """The receiver's word. `confirm_form` adds a number for each figure."""

    difference = radios_field(_l("How much of a difference did it make?"), Difference, thing=_l("a number from 1 to 5"))
    anyway = radios_field(
        _l("Would it have happened anyway, without this business?"),
        Anyway,
        thing=_l("whether it would have happened anyway"),
    )
    words = words_field(
        _l("In your own words (optional)"),
        thing=_l("what came of it"),
        hint=_l("Please do not name people."),
        optional=True,
        rows=3,
    )

    def values(self, result: Result) -> dict[int, float | None]:
        """line id -> the receiver's own number."""
        said = {line.id: self[f"line_{line.id}"].data for line in result.lines if f"line_{line.id}" in self}
        return {line_id: None if value is None else float(value) for line_id, value in said.items()}


def confirm_form(result: Result) -> ConfirmForm:
    """The form for one result, with the reported numbers filled in."""
    fields, data = {}, {}
    for line in result.lines:
        if line.value is not None:
            label = label_of(line)
            fields[f"line_{line.id}"] = number_field(
                label,
                thing=_("a number for “%(what)s”", what=label),
                most=100_000_000,
                wrong=whole_number_for(label),
            )
            data[f"line_{line.id}"] = int(line.value)
    return type("ConfirmFormOfResult", (ConfirmForm,), fields)(data=data)


def label_of(line: ResultLine) -> str:
    """What a figure is about, with its unit."""
    if line.part is None:
        return _(line.measure.label) if line.measure else ""
    unit = _(line.part.kind.unit.label) if line.part.kind.unit.label else _("hours")
    return f"{_(line.part.kind.label)} ({unit})"


def whole_number_for(what: str) -> str:
    return _("Enter a whole number for “%(what)s”, like 5", what=what)


class AgainForm(GovForm):
    again = yes_no_field(_l("Would you do it again?"), thing=_l("yes if you would do it again"))


class YearForm(GovForm):
    """The time of a statement; sent with GET, so that it can be kept as an address."""

    class Meta(GovForm.Meta):
        csrf = False

    begins = date_field(_l("From"), thing=_l("the first day"), optional=True)
    ends = date_field(_l("Until"), thing=_l("the last day"), optional=True)


class SeenForm(GovForm):
    """Which version of a story somebody had before them."""

    seen = IntegerField(widget=HiddenInput(), default=0)


class StoryForm(SeenForm):
    title = text_field(_l("What is it about, in a few words?"), thing=_l("what the story is about"), limit=TITLE)
    words = words_field(
        _l("What came of it?"),
        thing=_l("what came of it"),
        hint=_l("Two or three sentences. Name nobody, and say nothing by which a person could be known."),
        limit=WORDS,
        rows=6,
    )


class SaidForm(SeenForm):
    said = yes_no_field(
        _l("You have read it to them word by word. May it be printed?"), thing=_l("yes if it may be printed")
    )
