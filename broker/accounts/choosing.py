"""The questions by which somebody says what they want to be sent: one for each class, for each
business, partnership or broker they speak for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
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
    contacts = readers_of(session, account)
    names = _names(session, contacts)
    found = [Chooser(contact, names[contact.id], optional) for contact in contacts]
    if account.is_a(*PASSWORD):
        found.append(Chooser(account, _("Your office account"), optional))
    return found


def choices_form(session: Session, choosers: list[Chooser]) -> Any:
    """A form with a question for each class of each chooser, filled with what holds now."""
    fields: dict[str, Any] = {}
    now: dict[str, MailChoice] = {}
    held_now = choices_of(session, [chooser.reader for chooser in choosers])
    for chooser, held in zip(choosers, held_now, strict=True):
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


def _names(session: Session, contacts: Sequence[Contact]) -> dict[int, str]:
    """contact id -> whom they speak for, in one query a table."""
    names = {contact.id: contact.name for contact in contacts}
    table: Any
    for table, owner_id in ((Business, "business_id"), (Partnership, "partnership_id"), (Broker, "broker_id")):
        owners = {owner: contact.id for contact in contacts if (owner := getattr(contact, owner_id)) is not None}
        for number, name in session.execute(select(table.id, table.name).where(table.id.in_(owners))):
            names[owners[number]] = _("You as a broker: %(name)s", name=name) if table is Broker else name
    return names
