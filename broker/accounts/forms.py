"""What is asked when signing in and when inviting."""

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, TextAreaField, ValidationError

from models.vocabulary import Role

from ..fields import Parsed
from ..forms import GovForm, checkboxes_field, email_field, select_field, text_field
from ..reference.district_names import find_districts, similar_names
from ..validators import Limit, Required
from .passwords import too_easy
from .security import SHORTEST_PASSWORD


def password_field(label: str, *, thing: str, new: bool = False, hint: str = "", rules: Any = ()) -> PasswordField:
    """A password; as typed, with its spaces."""
    look = {"autocomplete": "new-password" if new else "current-password"}
    return PasswordField(label, [Required(thing), Limit(200), *rules], description=hint, render_kw=look)


class CodeField(Parsed):
    """Six figures; spaces between them do not matter."""

    def read(self, text: str) -> str:
        figures = re.sub(r"[\s-]", "", text)
        if not re.fullmatch(r"[0-9]{6}", figures):
            raise ValueError(_("Enter the 6 figures that the app shows now, like 123 456"))
        return figures

    def _value(self) -> str:
        return ""  # a code is used once: it is not shown again


class SignInForm(GovForm):
    email = email_field(_l("Your email address"), hint=_l("The one you signed up with, or were invited by."))


class PasswordForm(GovForm):
    email = email_field(_l("Your email address"))
    password = password_field(_l("Your password"), thing=_l("your password"))


class ConfirmPasswordForm(GovForm):
    password = password_field(_l("Your password"), thing=_l("your password"))


class CodeForm(GovForm):
    code = CodeField(
        _l("The 6 figures in the app"),
        [Required(_l("the 6 figures that the app shows"))],
        description=_l("They change every 30 seconds. Each can be used once."),
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "width": 5},
    )


class RecoveryCodeForm(GovForm):
    code = text_field(
        _l("One of your recovery codes"),
        thing=_l("one of your recovery codes"),
        hint=_l("12 letters and figures, like ab12-cd34-ef56."),
        autocomplete="off",
        spellcheck=False,
        width=20,
    )


class HardToGuess:
    """Refuses a password that is short, or made of the person's own address (`form.whose`)."""

    def __call__(self, form: Any, field: PasswordField) -> None:
        typed = field.data or ""
        if len(typed) < SHORTEST_PASSWORD:
            raise ValidationError(_("Use at least %(count)s characters", count=SHORTEST_PASSWORD))
        if too_easy(typed, form.whose):
            raise ValidationError(_("Choose a password that is harder to guess"))


def new_password_field(label: str) -> PasswordField:
    hint = _l("At least 12 characters. Three words that do not belong together make a good one.")
    return password_field(label, thing=_l("a password"), new=True, hint=hint, rules=[HardToGuess()])


class NewPasswordForm(GovForm):
    whose = ""

    password = new_password_field(_l("Choose a password"))


class InvitationForm(GovForm):
    whose = ""

    name = text_field(_l("Your name"), thing=_l("your name"), limit=120, autocomplete="name")
    password = new_password_field(_l("Choose a password"))


class ChangePasswordForm(GovForm):
    whose = ""

    now_password = password_field(_l("Your password now"), thing=_l("your password now"))
    password = new_password_field(_l("Your new password"))


class AreasField(TextAreaField):
    """Districts by name, as people write them; ``codes`` is what they were read as."""

    codes: tuple[str, ...] = ()

    def pre_validate(self, form: Any) -> None:
        read = find_districts(self.data or "")
        self.codes = tuple(found.code for found in read.districts)
        if not read.unknown:
            return
        name = read.unknown[0]
        near = " / ".join(similar_names(name))
        if near:
            raise ValidationError(
                _("We do not know a district called “%(name)s”. Did you mean %(near)s?", name=name, near=near)
            )
        raise ValidationError(_("We do not know a district in England called “%(name)s”", name=name))


def roles_field() -> Any:
    offered = (Role.COORDINATOR, Role.READER, Role.ADMINISTRATOR)
    return checkboxes_field(_l("What may they do?"), Role, thing=_l("what they may do"), only=offered)


def areas_field() -> AreasField:
    hint = _l("Names of districts, one a line. Leave empty for all areas.")
    return AreasField(_l("Which areas do they look after?"), [Limit(4000)], description=hint, render_kw={"rows": 5})


class InviteForm(GovForm):
    email = email_field(_l("Their email address"), thing=_l("their email address"))
    name = text_field(_l("Their name"), thing=_l("their name"), limit=120)
    roles = roles_field()
    areas = areas_field()


class RolesForm(GovForm):
    roles = roles_field()
    areas = areas_field()


class FindPeopleForm(GovForm):
    """A search. A role alone may stand in an address, so it is read without a token; it changes nothing."""

    class Meta(GovForm.Meta):
        csrf = False

    q = text_field(_l("Name or email address"), thing=_l("a name"), optional=True, width=20)
    role = select_field(_l("Role"), Role, thing=_l("a role"), optional=True)
