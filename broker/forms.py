"""Forms in plain words. A field takes the *thing* it asks for, and what is said when it is missing
or too long follows from that: `text_field("Name", thing=_l("the name of your business"))` ->
"Enter the name of your business".

A label that is a question is the heading of its page; see `templates/macros/fields.html`.
"""

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, Field, PasswordField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.form import BaseForm
from wtforms.validators import Optional

from broker.fields import (
    NOT_OFFERED,
    CheckboxesField,
    DateField,
    EmailField,
    MoneyField,
    Parsed,
    PostcodeField,
    RadiosField,
    TelephoneField,
    WholeNumberField,
    clean,
    clean_lines,
)
from broker.validators import Limit, Range, Required
from models.vocabulary import Term

LINE = 200
WORDS = 2000


class GovForm(FlaskForm):
    """A form whose text is trimmed, put in one Unicode form and freed of control characters."""

    class Meta(FlaskForm.Meta):
        def bind_field(self, form: BaseForm, unbound_field: Any, options: dict[str, Any]) -> Field:
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and not issubclass(kind, (PasswordField, Parsed)):
                first = clean_lines if issubclass(kind, TextAreaField) else clean
                field = unbound_field.bind(form=form, **options)
                field.filters = [first, *field.filters]
                return field
            return unbound_field.bind(form=form, **options)


class ButtonForm(GovForm):
    """One button, with the token that goes with it and nothing to fill in."""


def _rules(thing: str, optional: bool, *others: Any) -> list[Any]:
    return [Optional() if optional else Required(thing), *others]


def text_field(
    label: str, *, thing: str, hint: str = "", optional: bool = False, limit: int = LINE, **look: Any
) -> StringField:
    """One line. `look`: width, autocomplete, prefix, suffix, spellcheck, inputmode."""
    return StringField(label, _rules(thing, optional, Limit(limit)), description=hint, render_kw=look)


def words_field(
    label: str, *, thing: str, hint: str = "", optional: bool = False, limit: int = WORDS, rows: int = 5
) -> TextAreaField:
    """Several lines, with a count of the characters left."""
    return TextAreaField(label, _rules(thing, optional, Limit(limit)), description=hint, render_kw={"rows": rows})


def email_field(label: str, *, thing: str = "an email address", hint: str = "", optional: bool = False) -> EmailField:
    return EmailField(label, _rules(thing, optional, Limit(254)), description=hint, render_kw={"autocomplete": "email"})


def telephone_field(
    label: str, *, thing: str = "a telephone number", hint: str = "", optional: bool = False
) -> TelephoneField:
    look = {"autocomplete": "tel", "width": 20}
    return TelephoneField(label, _rules(thing, optional), description=hint, render_kw=look)


def postcode_field(
    label: str, *, thing: str = "a postcode", hint: str = "", optional: bool = False, rules: Iterable[Any] = ()
) -> PostcodeField:
    look = {"autocomplete": "postal-code", "width": 10, "spellcheck": False}
    return PostcodeField(label, _rules(thing, optional, *rules), description=hint, render_kw=look)


def number_field(
    label: str,
    *,
    thing: str,
    hint: str = "",
    optional: bool = False,
    least: int = 0,
    most: int = 1_000_000,
    wrong: str = "",
    **look: Any,
) -> WholeNumberField:
    look = {"width": 5, "inputmode": "numeric", **look}
    rules = _rules(thing, optional, Range(least, most))
    return WholeNumberField(label, rules, wrong=wrong, description=hint, render_kw=look)


def money_field(
    label: str,
    *,
    thing: str = "an amount",
    hint: str = "",
    optional: bool = False,
    least: int = 0,
    most: int = 100_000_000,
) -> MoneyField:
    look = {"width": 10, "inputmode": "numeric", "prefix": "£"}
    return MoneyField(label, _rules(thing, optional, Range(least, most)), description=hint, render_kw=look)


def date_field(
    label: str, *, thing: str = "a date", hint: str = "", optional: bool = False, least: Any = None, most: Any = None
) -> DateField:
    return DateField(label, _rules(thing, optional, Range(least, most)), description=hint)


def terms(*members: Any) -> list[SelectChoice]:
    """A closed list, or some of its members, as choices: label, and explanation as hint.

    The last may be `"or"` before a member, to stand apart: `terms(Kind.JOB, "or", Kind.NSY)`.
    """
    first: Any = members[0]
    listed: list[Any] = [*first] if isinstance(members[0], type) else [*members]
    choices, divider = [], None
    for term in listed:
        if not isinstance(term, Term):
            divider = str(term)
            continue
        look = {"hint": _(term.explanation) if term.explanation else None, "divider": divider}
        choices.append(SelectChoice(term.value, _(term.label), {k: v for k, v in look.items() if v}))
        divider = None
    return choices


def radios_field(
    label: str,
    of: type[Term] | None = None,
    *,
    thing: str,
    hint: str = "",
    optional: bool = False,
    only: Iterable[Any] = (),
    choices: Any = None,
    **look: Any,
) -> RadiosField:
    """One of a closed list (`only` some of it), or of `choices`: a list of SelectChoice, or a callable giving one."""
    return RadiosField(
        label,
        _rules(thing, optional),
        description=hint,
        coerce=of or str,
        choices=choices or _listed(of, only),
        render_kw=look,
    )


def checkboxes_field(
    label: str,
    of: type[Term] | None = None,
    *,
    thing: str,
    hint: str = "",
    optional: bool = False,
    only: Iterable[Any] = (),
    choices: Any = None,
    **look: Any,
) -> CheckboxesField:
    """Any of a closed list, or of `choices`."""
    return CheckboxesField(
        label,
        _rules(thing, optional),
        description=hint,
        coerce=of or str,
        choices=choices or _listed(of, only),
        render_kw=look,
    )


def select_field(
    label: str, of: type[Term] | None = None, *, thing: str, hint: str = "", optional: bool = False, choices: Any = None
) -> SelectField:
    """A list too long for radios. Begins empty."""

    def listed() -> list[SelectChoice]:
        rest = choices() if callable(choices) else choices or terms(of)
        return [SelectChoice("", _("Choose one")), *rest]

    return SelectField(
        label,
        _rules(thing, optional),
        description=hint,
        coerce=lambda value: (of or str)(value) if value else None,
        choices=listed,
        invalid_value_message=lazy_gettext(NOT_OFFERED),
        invalid_choice_message=lazy_gettext(NOT_OFFERED),
    )


def _listed(of: type[Term] | None, only: Iterable[Any]) -> Callable[[], list[SelectChoice]]:
    members = tuple(only)
    return lambda: terms(*members) if members else terms(of)


def yes_no_field(label: str, *, thing: str, hint: str = "", optional: bool = False) -> RadiosField:
    """True, False or nothing said."""

    def read(value: Any) -> bool:
        if value not in (True, False, "yes", "no"):
            raise ValueError
        return value in (True, "yes")

    def listed() -> list[SelectChoice]:
        return [SelectChoice("yes", _("Yes")), SelectChoice("no", _("No"))]

    return RadiosField(
        label,
        _rules(thing, optional),
        description=hint,
        coerce=read,
        choices=listed,
        render_kw={"class": "govuk-radios--inline"},
    )


def tick_field(label: str, *, message: str | None = None, hint: str = "") -> BooleanField:
    """One box to tick; with a `message` it must be ticked."""
    return BooleanField(label, [Required("", message)] if message else [], description=hint)


def file_field(label: str, *, thing: str, hint: str = "", optional: bool = False, accept: str = "") -> FileField:
    return FileField(label, _rules(thing, optional), description=hint, render_kw={"accept": accept})
