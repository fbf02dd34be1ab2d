"""Messages are rows first; they are handed over once, and stay to be read."""

import smtplib
import socket
from dataclasses import replace
from datetime import timedelta

import pytest
from flask_mailman import EmailMessage
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app import create_app
from broker.extensions import WRITING, db
from broker.messages import Recipient, stop, write
from broker.messages import send as sending
from broker.messages.links import find, token_hash
from broker.messages.send import send_messages
from broker.suggestions.refresh import refresh_suggestions
from broker.work import run_once, timetables
from models import Link
from models.base import now
from models.vocabulary import LinkPurpose, MessageState
from tests.conftest import standing
from tests.factories import BrokerFactory, ContactFactory, CoordinatorFactory, MatchFactory, PartnershipFactory
from tests.web.casework.conftest import benches, put_forward


def resume(session, **more):
    message = write(session, "resume", to=Recipient("", "someone@firm.example"), days=30, **more)
    session.commit()
    return message


def test_a_message_is_a_row_before_it_is_sent(session, outbox):
    message = resume(session)
    assert message.state is MessageState.WAITING
    assert outbox == []


def test_a_message_is_handed_over_once(session, outbox):
    message = resume(session)
    assert send_messages(session) == 1
    assert send_messages(session) == 0
    assert [mail.to for mail in outbox] == [["someone@firm.example"]]
    assert message.state is MessageState.SENT
    assert message.sent_at


def test_the_stored_message_does_not_hold_the_link_that_was_sent(session, outbox):
    message = resume(session, link=LinkPurpose.RESUME)
    send_messages(session)
    sent = outbox[0].body
    token = sent.split("/link/")[1].split()[0]
    assert "[personal link]" in message.body
    assert token not in message.body
    assert find(session, token).purpose is LinkPurpose.RESUME
    assert session.query(Link).filter_by(token_hash=token_hash(token)).count() == 1


def test_a_message_that_is_held_back_does_not_leave_early(session, outbox):
    message = resume(session, leave_at=now() + timedelta(minutes=15))
    assert send_messages(session) == 0
    message.leave_at = now() - timedelta(seconds=1)
    session.commit()
    assert send_messages(session) == 1


def test_a_stopped_message_never_leaves(session, outbox):
    message = resume(session)
    assert stop(session, [message]) == 1
    session.commit()
    assert send_messages(session) == 0
    assert stop(session, [message]) == 0


def test_a_message_that_has_left_cannot_be_stopped(session, outbox):
    message = resume(session)
    send_messages(session)
    assert stop(session, [message]) == 0
    assert message.state is MessageState.SENT


@pytest.mark.parametrize("link", [None, LinkPurpose.RESUME])
def test_a_mail_server_that_hangs_does_not_hold_the_database(session, outbox, monkeypatch, link):
    message = resume(session, link=link)

    def hangs(self, *args, **kwargs):
        assert not session.in_transaction(), "nobody could write until the mail server answers"
        raise smtplib.SMTPServerDisconnected("no")

    monkeypatch.setattr(EmailMessage, "send", hangs)
    assert send_messages(session) == 0
    assert message.state is MessageState.WAITING and message.last_error == "SMTPServerDisconnected"


def test_a_mail_server_that_is_down_loses_nothing(session, outbox, monkeypatch):
    message = resume(session)

    def down(self, *args, **kwargs):
        raise smtplib.SMTPServerDisconnected("no")

    with monkeypatch.context() as patched:
        patched.setattr(EmailMessage, "send", down)
        assert send_messages(session) == 0
    assert message.state is MessageState.WAITING
    assert message.leave_at > now()
    assert message.last_error == "SMTPServerDisconnected"
    message.leave_at = now()
    session.commit()
    assert send_messages(session) == 1


def test_after_many_attempts_a_message_counts_as_failed_and_stays_to_be_read(session, outbox, monkeypatch):
    message = resume(session)
    monkeypatch.setattr(EmailMessage, "send", lambda self: (_ for _ in ()).throw(OSError("no")))
    for _ in range(len(sending.RETRY_AFTER) + 1):
        message.leave_at = now()
        session.commit()
        send_messages(session)
    assert message.state is MessageState.FAILED
    assert message.body


def test_a_hand_over_that_was_cut_short_is_done_again_with_the_same_id_and_marked(session, outbox):
    message = resume(session)
    message.state, message.claimed_at = MessageState.SENDING, now() - sending.CUT_SHORT - timedelta(minutes=1)
    session.commit()
    assert send_messages(session) == 1
    assert message.maybe_twice
    assert outbox[0].extra_headers["Message-ID"] == sending.message_id_header(message)


def test_a_mail_that_left_is_noted_although_the_database_is_busy_for_a_moment(session, outbox, monkeypatch):
    message = resume(session)
    real, refused = Session.commit, []

    def busy(self):
        if outbox and not refused:
            refused.append(True)
            raise OperationalError("COMMIT", {}, Exception("database is locked"))
        real(self)

    with monkeypatch.context() as patched:
        patched.setattr(Session, "commit", busy)
        assert send_messages(session) == 1
    assert refused
    assert message.state is MessageState.SENT


def test_a_message_that_another_worker_is_handing_over_is_left_alone(session, outbox):
    message = resume(session)
    message.state, message.claimed_at = MessageState.SENDING, now()
    session.commit()
    assert send_messages(session) == 0


def test_somebody_without_an_email_address_gets_a_call_to_make_instead(session, outbox):
    contact = ContactFactory.build(email="")
    message = write(session, "resume", to=contact, days=30)
    session.commit()
    assert message.state is MessageState.TO_RING
    assert send_messages(session) == 0


def test_every_message_carries_a_telephone_number(session):
    assert "01632 960000" in resume(session).body


def test_the_timetables_are_declared_and_run(app, session, outbox):
    names = {table.name for table in timetables()}
    assert {"send_messages", "refresh_suggestions", "bring_back"} <= names
    resume(session)
    assert run_once(app, "send_messages") == 1
    assert refresh_suggestions(session) == 0


@pytest.fixture
def silent_server():
    """A mail server that takes the call and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_mail_server_that_never_answers_is_given_up_on_and_tried_again(settings, silent_server):
    there = {"mail": "smtp", "mail_server": "127.0.0.1", "mail_port": silent_server, "mail_timeout_seconds": 1}
    app = create_app(replace(settings, **there))
    app.extensions["mailman"].backend = "smtp"  # tests keep their mail otherwise
    with standing(app), app.app_context():
        WRITING.set(True)
        message = resume(db.session)
        assert send_messages(db.session) == 0
        assert message.state is MessageState.WAITING and message.leave_at > now()
        assert message.last_error in ("TimeoutError", "SMTPServerDisconnected")
        db.session.close()


def test_the_reply_goes_to_the_person_who_links_the_match(session, outbox):
    link = ContactFactory.build(name="Jo Link", email="jo@chamber.example")
    broker = BrokerFactory(name="Jo Link", contacts=[link])
    suggestion = put_forward(benches(PartnershipFactory(name="Board")), "Ash Joinery", broker=broker)[0]
    match = MatchFactory(suggestion=suggestion, coordinator=CoordinatorFactory(name="Pat", email="pat@council.example"))
    said = {"need": match.need, "business": match.business, "partnership": match.need.partnership, "ended": ""}
    for to in (match.business.contacts[0], link):
        side = "business" if to is not link else "broker"
        write(session, f"withdrawn_{side}", to=to, match=match, reference=match.reference, **said)
    session.commit()
    send_messages(session)
    assert [mail.reply_to for mail in outbox] == [["Jo Link <jo@chamber.example>"], ["Pat <pat@council.example>"]]
    assert "This message is from Pat." in outbox[1].body, "nobody is written to by themselves"


def test_where_no_person_is_known_the_service_answers(session, outbox):
    resume(session)
    send_messages(session)
    assert outbox[0].reply_to == ["help@business-broker.example"]
    assert "from the Business Broker team" in outbox[0].body
