"""The questions by which somebody says what they want to be sent: one for each class, for each
business, partnership or broker they speak for."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session
from wtforms.fields import SelectChoice

from models import Account, Broker, Business, Contact, Partnership
from models.vocabulary import MailChoice, MessageClass

from ..edge.filters import label
from ..forms import GovForm, radios_field
from ..messages.choices import Reader, choices_of, readers_of
from .roles import PASSWORD


@dataclass(frozen=True, slots=True)
class Chooser:
    """``name`` is what is shown: whom the reader speaks for, or their office."""

    reader: Reader
    name: str
    classes: tuple[MessageClass, ...]

    def field(self, message_class: MessageClass) -> str:
        kind = "contact" if isinstance(self.reader, Contact) else "account"
        return f"{kind}-{self.reader.id}-{message_class.value}"


def choosers_of(session: Session, account: Account) -> list[Chooser]:
    """All that an account is written to as."""
    optional = tuple(one for one in MessageClass if one.may_be_refused)
    found = [Chooser(contact, _owner_name(session, contact), optional) for contact in readers_of(session, account)]
    if account.is_a(*PASSWORD):
        found.append(Chooser(account, _("Your office account"), optional))
    return found


def choices_form(session: Session, choosers: list[Chooser]) -> Any:
    """A form with a question for each class of each chooser, filled with what holds now."""
    fields: dict[str, Any] = {}
    now: dict[str, MailChoice] = {}
    for chooser in choosers:
        held = choices_of(session, chooser.reader)
        for one in chooser.classes:
            fields[chooser.field(one)] = radios_field(
                label(one), MailChoice, thing=_("how you want these"), hint=_(one.explanation), choices=_choices(one)
            )
            now[chooser.field(one)] = held[one]
    return type("ChoicesForm", (GovForm,), fields)(data=now)


def _choices(message_class: MessageClass) -> list[SelectChoice]:
    """News comes four times a year: there is nothing to gather."""
    if message_class is MessageClass.NEWS:
        return [SelectChoice(MailChoice.AT_ONCE.value, _("Yes")), SelectChoice(MailChoice.NONE.value, _("No"))]
    return [SelectChoice(one.value, label(one)) for one in MailChoice]


def _owner_name(session: Session, contact: Contact) -> str:
    if contact.business_id is not None:
        return session.get_one(Business, contact.business_id).name
    if contact.partnership_id is not None:
        return session.get_one(Partnership, contact.partnership_id).name
    if contact.broker_id is not None:
        return _("You as a broker: %(name)s", name=session.get_one(Broker, contact.broker_id).name)
    return contact.name
