"""Between a form and what is stored of it: JSON in, the form filled again, and answers in words."""

from datetime import date
from enum import Enum
from typing import Any

from flask_babel import gettext as _
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectField, SubmitField
from wtforms.form import BaseForm

from ..edge.filters import number, spoken_date
from ..fields import CheckboxesField, DateField, MoneyField, TelephoneField, WholeNumberField, telephone
from .steps import Said


def asked(form: BaseForm) -> list[Field]:
    """The fields that ask something."""
    return [field for field in form if not isinstance(field, (HiddenField, SubmitField))]


def stored(form: BaseForm) -> dict[str, Any]:
    """The answers of a form as JSON."""
    return {field.short_name: _plain(field.data) for field in asked(form)}


def typed(form: BaseForm) -> dict[str, Any]:
    """What was typed, right or wrong, where it can be shown again."""
    kept = {}
    for field in asked(form):
        if field.data not in (None, "", []):
            kept[field.short_name] = _plain(field.data)
    return kept


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def fill(form: BaseForm, answer: dict[str, Any]) -> None:
    """Fill a form with a stored answer."""
    for field in asked(form):
        value = answer.get(field.short_name)
        if value is None:
            continue
        field.process(None, date.fromisoformat(value) if isinstance(field, DateField) else value)


def said(form: BaseForm, title: str = "") -> Said:
    """A filled form as rows of question and answer. A form of one question goes by the page's title."""
    fields = asked(form)
    return [
        (str(title if title and len(fields) == 1 else field.label.text), in_words(field))
        for field in fields
        if len(fields) == 1 or field.data not in (None, "", [])
    ]


def in_words(field: Field) -> Any:
    """What a field holds, as a person would say it; a list for several things ticked."""
    if isinstance(field, CheckboxesField):
        return [str(choice.label) for choice in field.iter_choices() if choice.selected]
    if isinstance(field, BooleanField):
        return _("Yes") if field.data else _("No")
    if field.data in (None, ""):
        return ""
    if isinstance(field, (RadioField, SelectField)):
        return next((str(choice.label) for choice in field.iter_choices() if choice.selected), "")
    if isinstance(field, DateField):
        return spoken_date(field.data)
    if isinstance(field, MoneyField):
        return f"£{number(field.data)}"
    if isinstance(field, WholeNumberField):
        return number(field.data)
    if isinstance(field, TelephoneField):
        return telephone(field.data)
    return field.data
