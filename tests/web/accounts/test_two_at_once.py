"""Two requests at the same moment, on PostgreSQL: a link and a code are good for one of them."""

import threading
from collections.abc import Callable

from flask import Flask
from sqlalchemy.orm import Session

from broker.accounts.invitations import OwnAdministration, close
from broker.extensions import WRITING, db
from models import Account
from models.vocabulary import Role
from tests.factories import AccountFactory
from tests.pages import ServiceClient
from tests.web.accounts.arranging import code_now, gives_password, is_signed_in, link_for, officer


def at_once(*actions: Callable[[], object]) -> None:
    """Start these together and wait for all."""
    ready = threading.Barrier(len(actions))

    def act(action: Callable[[], object]) -> None:
        ready.wait()
        action()

    threads = [threading.Thread(target=act, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def sends(client: ServiceClient, url: str, **data: str) -> Callable[[], object]:
    data["csrf_token"] = client.token()
    return lambda: client.flask.post(url, data=data)


def test_a_link_pressed_twice_at_once_signs_in_once(postgres_app: Flask, postgres_session: Session) -> None:
    url = link_for(postgres_session, AccountFactory(roles=[Role.BUSINESS]))
    clients = [ServiceClient(postgres_app), ServiceClient(postgres_app)]
    at_once(*(sends(client, url) for client in clients))
    assert sorted(is_signed_in(client) for client in clients) == [False, True]


def test_a_code_sent_twice_at_once_signs_in_once(postgres_app: Flask, postgres_session: Session) -> None:
    account = officer(postgres_session)
    code = code_now(account)
    clients = [ServiceClient(postgres_app), ServiceClient(postgres_app)]
    for client in clients:
        gives_password(client, account.email)
    postgres_session.commit()
    at_once(*(sends(client, "/second-factor", code=code) for client in clients))
    assert sorted(is_signed_in(client) for client in clients) == [False, True]


def test_two_administrators_who_close_each_other_leave_one(postgres_app: Flask, postgres_session: Session) -> None:
    pair = [AccountFactory(roles=[Role.ADMINISTRATOR]) for _ in range(2)]
    ids = [account.id for account in pair]
    postgres_session.commit()
    postgres_session.close()
    closed = []

    def closes(own: int, other: int) -> Callable[[], object]:
        def act() -> None:
            WRITING.set(True)
            with postgres_app.app_context():
                by, account = db.session.get_one(Account, own), db.session.get_one(Account, other)
                try:
                    close(db.session, account, by)
                    db.session.commit()
                    closed.append(other)
                except OwnAdministration:
                    db.session.rollback()

        return act

    at_once(closes(*ids), closes(*reversed(ids)))
    assert len(closed) == 1
