"""What people chose to be sent, and the link in the foot of a mail by which they say no."""

from collections import defaultdict
from collections.abc import Sequence

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from models import Account, Business, Contact, MessageChoice
from models.base import now
from models.vocabulary import LegalForm, MailChoice, MessageClass

Reader = Contact | Account

#: The law counts these as people, not as companies: news only where they asked for it.
INDIVIDUALS = (LegalForm.SOLE_TRADER, LegalForm.PARTNERSHIP, LegalForm.NOT_SURE)


def choices_of(session: Session, readers: Sequence[Reader]) -> list[dict[MessageClass, MailChoice]]:
    """For each reader: class -> how it is wanted, for the classes that can be refused. In a number of queries
    that does not grow with the readers."""
    contacts = [one.id for one in readers if isinstance(one, Contact)]
    accounts = [one.id for one in readers if isinstance(one, Account)]
    statement = select(MessageChoice).where(
        or_(MessageChoice.contact_id.in_(contacts), MessageChoice.account_id.in_(accounts))
    )
    said: dict[tuple[int | None, int | None], dict[MessageClass, MailChoice]] = defaultdict(dict)
    for row in session.scalars(statement.order_by(MessageChoice.id)):  # the newest word holds
        said[row.contact_id, row.account_id][row.message_class] = row.choice
    firms = {one.business_id for one in readers if isinstance(one, Contact)} - {None}
    _kept = session.scalars(select(Business).where(Business.id.in_(firms))).all()  # found by number from here on
    return [
        {
            one: said[_number(reader)].get(one) or _usual(session, reader, one)
            for one in MessageClass
            if one.may_be_refused
        }
        for reader in readers
    ]


def choice_of(session: Session, reader: Reader, message_class: MessageClass) -> MailChoice:
    """How somebody wants one class; the newest word holds."""
    if not message_class.may_be_refused:
        return MailChoice.AT_ONCE
    session.flush()  # a contact who was added a moment ago has a number only then
    statement = select(MessageChoice.choice).where(_of(reader), MessageChoice.message_class == message_class)
    said = session.scalar(statement.order_by(MessageChoice.id.desc()).limit(1))
    return said or _usual(session, reader, message_class)


def choose(
    session: Session, reader: Reader, message_class: MessageClass, choice: MailChoice, *, how: str = "page"
) -> bool:
    """Keep how somebody wants one class. True where that is new."""
    if not message_class.may_be_refused or choice_of(session, reader, message_class) is choice:
        return False
    session.add(
        MessageChoice(
            contact_id=reader.id if isinstance(reader, Contact) else None,
            account_id=None if isinstance(reader, Contact) else reader.id,
            message_class=message_class,
            choice=choice,
            how=how,
            at=now(),
        )
    )
    if message_class is MessageClass.NEWS and isinstance(reader, Contact) and reader.business_id:
        business = session.get_one(Business, reader.business_id)
        business.wants_news = choice is not MailChoice.NONE
    session.flush()
    return True


def readers_of(session: Session, account: Account) -> Sequence[Contact]:
    """The contacts that an account signs in as."""
    statement = select(Contact).where(Contact.account_id == account.id, Contact.left_at.is_(None))
    return session.scalars(statement.order_by(Contact.id)).all()


def stop_token(reader: Reader, message_class: MessageClass) -> str:
    """What stands in the link by which somebody says no to a class: numbers, signed, and no address."""
    return _signer().dumps(["c" if isinstance(reader, Contact) else "a", reader.id, message_class.value])


def read_stop_token(session: Session, token: str) -> tuple[Reader, MessageClass] | None:
    """Whose token it is, and for which class; None where it is none of ours."""
    try:
        table, number, code = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    reader: Reader | None = session.get(Contact, number) if table == "c" else session.get(Account, number)
    return (reader, MessageClass(code)) if reader is not None else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.extensions["settings"].secret_key, salt="stop messages")


def _usual(session: Session, reader: Reader, message_class: MessageClass) -> MailChoice:
    """What holds for those who have said nothing."""
    if message_class is MessageClass.REMINDER:
        many = isinstance(reader, Account) or reader.broker_id is not None
        return MailChoice.DAILY if many else MailChoice.AT_ONCE
    if message_class is MessageClass.NEWS:
        return MailChoice.AT_ONCE if _may_have_news(session, reader) else MailChoice.NONE
    return MailChoice.AT_ONCE


def _may_have_news(session: Session, reader: Reader) -> bool:
    """A business that was asked, and left the tick out, has said no. One that was never asked may be
    written to where it is a company; a person in business for themselves may not."""
    if isinstance(reader, Account) or reader.business_id is None:
        return True
    business = session.get_one(Business, reader.business_id)
    was_asked = business.agreed_to_use_at is not None
    return business.wants_news or not (was_asked or business.legal_form in INDIVIDUALS)


def _number(reader: Reader) -> tuple[int | None, int | None]:
    """The numbers of a reader as contact and as account, one of which is None."""
    return (reader.id, None) if isinstance(reader, Contact) else (None, reader.id)


def _of(reader: Reader) -> ColumnElement[bool]:
    if isinstance(reader, Contact):
        return MessageChoice.contact_id == reader.id
    return MessageChoice.account_id == reader.id
