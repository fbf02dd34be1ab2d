"""What refuses an answer, and the plain sentence it says."""

from typing import Any

from flask_babel import gettext as _
from flask_wtf.file import FileField
from wtforms import BooleanField, Field, SelectField, ValidationError
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from broker.fields import CheckboxesField, RadiosField


class Required:
    """Refuses an answer left out: "Enter ..." where one types, "Select ..." where one chooses."""

    field_flags = {"required": True}

    def __init__(self, thing: str, message: str | None = None) -> None:
        self.thing = thing
        self.message = message

    def __call__(self, form: BaseForm, field: Field) -> None:
        if field.errors:  # what was typed could not be read, and the field has said so
            raise StopValidation
        unticked = isinstance(field, BooleanField) and not field.data
        if field.data is None or field.data == "" or field.data == [] or unticked:
            chosen = isinstance(field, (RadiosField, CheckboxesField, SelectField, BooleanField, FileField))
            verb = _("Select") if chosen else _("Enter")
            raise StopValidation(str(self.message or f"{verb} {self.thing}"))


def required(thing: str) -> Required:
    """`required("the name of your business")` says "Enter the name of your business"."""
    return Required(thing)


class Limit:
    """Refuses a text that is too long, and says by how much."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.field_flags = {"maxlength": most}

    def __call__(self, form: BaseForm, field: Field) -> None:
        over = len(field.data or "") - self.most
        if over > 0:
            raise ValidationError(
                _(
                    "Use %(most)s characters or fewer: this is %(over)s too many",
                    most=f"{self.most:,}",
                    over=f"{over:,}",
                )
            )


class Range:
    """Refuses a number or date outside its bounds."""

    def __init__(self, least: Any = None, most: Any = None) -> None:
        self.least, self.most = least, most

    def __call__(self, form: BaseForm, field: Field) -> None:
        if field.data is None:
            return
        if self.least is not None and field.data < self.least:
            raise ValidationError(
                _("Enter %(bound)s or more", bound=_said(self.least))
                if _numeric(self.least)
                else _("Enter a date from %(bound)s on", bound=_said(self.least))
            )
        if self.most is not None and field.data > self.most:
            raise ValidationError(
                _("Enter %(bound)s or less", bound=_said(self.most))
                if _numeric(self.most)
                else _("Enter a date up to %(bound)s", bound=_said(self.most))
            )


def _numeric(bound: Any) -> bool:
    return isinstance(bound, (int, float))


def _said(bound: Any) -> str:
    return f"{bound:,}" if _numeric(bound) else f"{bound.day} {bound:%B %Y}"
