"""A mail server that keeps what it is given, one that refuses, and kinds of message to try things with."""

import smtplib

import pytest
from flask_mailman import EmailMessage

from broker.messages import write
from broker.messages.kinds import KINDS, MessageKind
from models.vocabulary import MessageClass
from tests.factories import ContactFactory
from tests.web.casework.conftest import firm


@pytest.fixture
def outbox(app):
    """What was handed over, oldest first."""
    mail = app.extensions["mailman"]
    mail.outbox = []
    return mail.outbox


@pytest.fixture
def refuses(monkeypatch):
    """`refuses(550, "5.1.1 No such user")`: so the mail server answers to every recipient from now on."""

    def answer(code, said=""):
        def send(self, *args, **kwargs):
            raise smtplib.SMTPRecipientsRefused({self.to[0]: (code, said.encode())})

        monkeypatch.setattr(EmailMessage, "send", send)

    return answer


@pytest.fixture
def kinds(monkeypatch):
    """Three templates as if they were a reminder, new requests and news."""
    for kind, one in (
        ("entry_live", MessageClass.REMINDER),
        ("need_written", MessageClass.ASKS),
        ("resume", MessageClass.NEWS),
    ):
        monkeypatch.setitem(KINDS, kind, MessageKind(one, "you take part", may_wait=one is not MessageClass.NEWS))


@pytest.fixture
def contact(session):
    """Somebody who speaks for a firm, and who has a telephone."""
    built = ContactFactory.build(name="Ash", email="ash@ash.example", telephone="+441632960111")
    firm("Ash Joinery", contacts=[built])
    session.commit()
    return built


@pytest.fixture
def remind(session, kinds):
    """`remind(contact, "Answer please")`: a reminder by this subject."""

    def reminder(to, name="Ash Joinery", **said):
        said = {"entry_kind": "business", "reference": "B-7K3M-2QPR", **said}
        message = write(session, "entry_live", to=to, name=name, **said)
        session.commit()
        return message

    return reminder


@pytest.fixture
def news(session, kinds):
    """`news(contact)`: a piece of news."""

    def piece(to):
        message = write(session, "resume", to=to, days=30)
        session.commit()
        return message

    return piece
