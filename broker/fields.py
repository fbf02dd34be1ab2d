"""Kinds of answer: what people type, read generously, kept in one form, refused in plain words.

Each field keeps what was typed, so that a page with an error shows it again unchanged.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from wtforms import EmailField as WTEmailField
from wtforms import Field, SelectMultipleField, StringField, TelField, ValidationError
from wtforms import RadioField as WTRadioField
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from models.vocabulary import N_

NOT_OFFERED = N_("Select one of the choices on the page")
SOME_NOT_OFFERED = N_("Select from the choices on the page")

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")


def clean(text: str | None) -> str | None:
    """One line: no control characters, every run of white space one space."""
    return " ".join(_CONTROL.sub("", unicodedata.normalize("NFC", text)).split()) if text else text


def clean_lines(text: str | None) -> str | None:
    """Several lines: as `clean` within each, at most one empty line between them."""
    if not text:
        return text
    lines = [clean(line) or "" for line in re.split(r"\r\n|\r|\n", text)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class Parsed(StringField):
    """A field whose value is read from text by `read`, which raises ValueError(a plain sentence)."""

    def read(self, text: str) -> Any:
        raise NotImplementedError

    def process_formdata(self, valuelist: list[str]) -> None:
        text = clean(valuelist[0]) if valuelist else None
        self.data = None
        self.data = self.read(text) if text else None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)


class PostcodeField(Parsed):
    """A full postcode, as "L24 1YD". Whether it exists, and where, is asked of `broker.reference`."""

    def read(self, text: str) -> str:
        found = _POSTCODE.fullmatch(re.sub(r"[^A-Z0-9]", "", text.upper()))
        if not found:
            raise ValueError(_("Enter a full postcode, like L1 8JQ"))
        return f"{found[1]} {found[2]}"


class TelephoneField(Parsed, TelField):
    """A telephone number, kept as "+441514960123". Without a country it is taken to be in the United Kingdom."""

    def read(self, text: str) -> str:
        try:
            number = phonenumbers.parse(text, "GB")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or number.extension or not phonenumbers.is_possible_number(number):
            raise ValueError(_("Enter a telephone number, like 0151 496 0123 or 07700 900 982"))
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def _value(self) -> str:
        return super()._value() if self.raw_data else telephone(self.data)


def telephone(number: str | None) -> str:
    """A kept number as it is said in this country."""
    if not number:
        return ""
    try:
        parsed = phonenumbers.parse(number, "GB")
    except phonenumbers.NumberParseException:
        return number
    home = parsed.country_code == 44
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style)


class EmailField(Parsed, WTEmailField):
    """An e-mail address, in lower case. Nothing is sent or looked up to check it."""

    def read(self, text: str) -> str:
        try:
            return validate_email(text, check_deliverability=False).normalized.lower()
        except EmailNotValidError:
            raise ValueError(_("Enter an email address in the correct format, like name@example.com")) from None


class WholeNumberField(Parsed):
    """A whole number: "1,000" and "1 000" are a thousand. ``wrong`` is what is said of anything else, for a
    page that asks for several."""

    widget = TextInput()
    wrong: str = N_("Enter a whole number, like 5")

    def __init__(self, *args: Any, wrong: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wrong = wrong or type(self).wrong

    def read(self, text: str) -> int:
        plain = re.sub(r"[\s£]", "", text)
        plain = re.sub(r",(?=[0-9]{3}(?![0-9]))", "", plain)  # "10,5" is no hundred and five
        if not re.fullmatch(r"[0-9]{1,12}(\.00?)?", plain):
            raise ValueError(_(self.wrong))
        return int(plain.split(".")[0])


class MoneyField(WholeNumberField):
    """Whole pounds: "£1,000", "1000" and "1 000" are the same."""

    wrong = N_("Enter an amount in whole pounds, like 500 or £1,000")


@dataclass(frozen=True)
class DatePart:
    name: str
    label: str
    value: str


class DateField(Field):
    """A date in three boxes: day, month, year."""

    widget = TextInput()  # the macro draws the three boxes

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.typed: dict[str, str] = {}
        self.wrong_parts: list[str] = []

    def parts(self) -> Iterator[DatePart]:
        labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
        for name, label in labels.items():
            known = str(getattr(self.data, name)) if self.data else ""
            yield DatePart(name, label, self.typed.get(name, known))

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        super().process(None, *args, **kwargs)
        names = {part: f"{self.name}-{part}" for part in ("day", "month", "year")}
        if formdata is None or not any(name in formdata for name in names.values()):
            return
        self.typed = {part: clean(formdata.get(name, "")) or "" for part, name in names.items()}
        self.raw_data = [text for text in self.typed.values() if text]
        self.data = None
        if self.raw_data:
            try:
                self.data = self.read()
            except ValueError as error:
                self.process_errors = [str(error)]

    def read(self) -> date:
        empty = [part for part, text in self.typed.items() if not text]
        if empty:
            self.wrong_parts = empty
            raise ValueError(_("The date must have a day, a month and a year"))
        self.wrong_parts = [part for part, text in self.typed.items() if not re.fullmatch(r"[0-9]{1,4}", text)]
        if self.wrong_parts:
            raise ValueError(_("Enter the date in numbers, like 27 3 2027"))
        day, month, year = (int(self.typed[part]) for part in ("day", "month", "year"))
        if not 1900 <= year <= 2100:
            self.wrong_parts = ["year"]
            raise ValueError(_("Enter the year in four numbers, like 2027"))
        try:
            return date(year, month, day)
        except ValueError:
            self.wrong_parts = ["day", "month", "year"]
            raise ValueError(_("There is no such date: check the day and the month")) from None


class RadiosField(WTRadioField):
    """One of a list. Nothing chosen is for `required` to refuse, not for the list."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
            raise ValueError(_(NOT_OFFERED)) from None

    def pre_validate(self, form: Any) -> None:
        if self.raw_data or self.data is not None:
            try:
                super().pre_validate(form)
            except ValidationError:
                raise ValidationError(_(NOT_OFFERED)) from None


class CheckboxesField(SelectMultipleField):
    """Any number of a list, in the list's order."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(list(dict.fromkeys(valuelist)))
        except ValueError:
            self.data = None
            raise ValueError(_(SOME_NOT_OFFERED)) from None

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(_(SOME_NOT_OFFERED)) from None
