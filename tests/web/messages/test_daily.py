"""Reminders gathered into one mail a day: nothing is lost, nothing is said twice."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from broker.messages.choices import choose
from broker.messages.daily import gathered_until, next_daily_on
from broker.messages.gather import gather_daily
from broker.messages.send import send_messages
from models import Message
from models.vocabulary import LinkPurpose, MailChoice, MessageClass, MessageState, NotSent
from tests.factories import BrokerFactory, ContactFactory

EVENING = datetime(2027, 1, 13, 18, 0, tzinfo=UTC)
MORNING = datetime(2027, 1, 14, 8, 5, tzinfo=UTC)


@pytest.fixture
def broker(session):
    contact = ContactFactory.build(name="Jo", email="jo@chamber.example", telephone="+441632960222")
    BrokerFactory(name="Jo Link", contacts=[contact])
    session.commit()
    return contact


@pytest.fixture
def two(broker, remind):
    """Two reminders to a broker, written in the evening."""
    with time_machine.travel(EVENING, tick=False):
        return [remind(broker, "Ash Joinery", link=LinkPurpose.OWN_PAGE), remind(broker, "Birch Benches")]


def test_a_broker_gets_one_mail_a_day_that_names_each_message(session, two, outbox):
    assert {one.state for one in two} == {MessageState.HELD}
    assert {one.digest_on for one in two} == {date(2027, 1, 14)}
    with time_machine.travel(EVENING, tick=False):
        assert gather_daily(session) == send_messages(session) == 0
    with time_machine.travel(MORNING, tick=False):
        assert gather_daily(session) == 2
        assert send_messages(session) == 1
        assert gather_daily(session) == send_messages(session) == 0
    mail = outbox[0]
    assert mail.subject == "2 things wait for you"
    for one in two:
        assert one.state is MessageState.GATHERED and one.digest.state is MessageState.SENT
        assert one.reference in mail.body and one.subject in mail.body
    assert mail.body.count("You get this because") == 1, "the foot is said once"
    assert "/link/" in mail.body and "[personal link]" not in mail.body
    assert "/stop-messages/" in mail.body


def test_one_message_alone_is_sent_as_itself(session, broker, remind, outbox):
    with time_machine.travel(EVENING, tick=False):
        message = remind(broker)
    with time_machine.travel(MORNING, tick=False):
        gather_daily(session)
        send_messages(session)
    assert [mail.subject for mail in outbox] == [message.subject]
    assert message.state is MessageState.SENT


def test_somebody_who_wants_each_as_it_comes_gets_each(session, broker, remind, outbox):
    choose(session, broker, MessageClass.REMINDER, MailChoice.AT_ONCE)
    assert remind(broker).state is MessageState.WAITING


def test_a_firm_can_have_one_mail_a_day_too(session, contact, remind):
    assert remind(contact).state is MessageState.WAITING
    choose(session, contact, MessageClass.REMINDER, MailChoice.DAILY)
    assert remind(contact).state is MessageState.HELD


def test_what_has_a_link_of_its_own_is_not_gathered(broker, remind):
    assert remind(broker, link=LinkPurpose.CONFIRM_EMAIL).state is MessageState.WAITING


def test_a_no_that_comes_before_the_morning_counts(session, two, broker, outbox):
    choose(session, broker, MessageClass.REMINDER, MailChoice.NONE)
    with time_machine.travel(MORNING, tick=False):
        assert gather_daily(session) == 0
        assert send_messages(session) == 0
    assert {(one.state, one.not_sent) for one in two} == {(MessageState.STOPPED, NotSent.REFUSED)}


def test_a_process_that_dies_while_it_gathers_loses_nothing(session, two, outbox, monkeypatch):
    real = Session.flush

    def dies(self, *args, **kwargs):
        if any(isinstance(row, Message) and row.kind == "daily" for row in self.new):
            raise KeyboardInterrupt
        return real(self, *args, **kwargs)

    with time_machine.travel(MORNING, tick=False):
        with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
            patched.setattr(Session, "flush", dies)
            gather_daily(session)
        session.rollback()
        assert session.query(Message).filter_by(kind="daily").count() == 0
        assert gather_daily(session) == 2
        assert send_messages(session) == 1
    assert session.query(Message).filter_by(kind="daily").count() == 1


def test_each_person_gets_their_own(session, two, remind, outbox):
    other = ContactFactory.build(name="Kim", email="kim@chamber.example")
    BrokerFactory(name="Kim Link", contacts=[other])
    with time_machine.travel(EVENING, tick=False):
        remind(other), remind(other)
    with time_machine.travel(MORNING, tick=False):
        gather_daily(session)
        send_messages(session)
    assert sorted(mail.to[0] for mail in outbox) == ["jo@chamber.example", "kim@chamber.example"]


@pytest.mark.parametrize(
    ("at", "goes_on", "gathered"),
    [
        ("2027-01-14T07:59+00:00", date(2027, 1, 14), date(2027, 1, 13)),
        ("2027-01-14T08:00+00:00", date(2027, 1, 15), date(2027, 1, 14)),
        ("2027-06-14T07:00+00:00", date(2027, 6, 15), date(2027, 6, 14)),  # eight o'clock in English summer
        ("2026-10-25T00:30+00:00", date(2026, 10, 25), date(2026, 10, 24)),  # the night the clocks go back
        ("2027-01-13T23:59+00:00", date(2027, 1, 14), date(2027, 1, 13)),
    ],
)
def test_the_day_is_an_english_day(app, session, at, goes_on, gathered):
    when = datetime.fromisoformat(at)
    assert next_daily_on(when) == goes_on
    assert gathered_until(when) == gathered
    assert next_daily_on(when) - gathered_until(when) == timedelta(days=1)
