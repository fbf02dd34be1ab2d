"""Several workers hand over the same messages: each leaves once, on both databases."""

import threading

import pytest
from sqlalchemy import func, select

from broker.extensions import WRITING, db
from broker.messages import Recipient, write
from broker.messages.send import send_messages
from models import Message
from models.vocabulary import MessageState
from tests.sizes import size

WORKERS = 4


@pytest.fixture(params=["sqlite", "postgresql"])
def either_app(request):
    return request.getfixturevalue("app" if request.param == "sqlite" else "postgres_app")


@pytest.mark.soak
def test_workers_side_by_side_hand_over_each_message_once(either_app):
    count = size(24, 1500)
    with either_app.app_context():
        WRITING.set(True)
        for number in range(count):
            write(db.session, "resume", to=Recipient("", f"person{number}@firm.example"), days=30)
        db.session.commit()
        db.session.close()
    outbox = either_app.extensions["mailman"].outbox = []
    failures = []

    def work():
        WRITING.set(True)
        with either_app.app_context():
            try:
                while send_messages(db.session):
                    pass
            except Exception as error:  # a thread's own exception would be lost
                failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(mail.to[0] for mail in outbox) == sorted(f"person{number}@firm.example" for number in range(count))
    with either_app.app_context():
        unsent = select(func.count()).select_from(Message).where(Message.state != MessageState.SENT)
        assert db.session.scalar(unsent) == 0
