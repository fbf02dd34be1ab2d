"""``flask broker serve``, up to the moment at which it would wait for visitors."""

from datetime import timedelta

import pytest
import waitress

from broker import work
from models import Business
from models.base import now
from tests.factories import BusinessFactory


@pytest.fixture
def not_serving(monkeypatch):
    """All that comes before serving, and nothing that stays."""
    monkeypatch.setattr("broker.cli.serve.prepare_database", lambda *, empty: None)
    monkeypatch.setattr(waitress, "serve", lambda *_args, **_kwargs: None)
    monkeypatch.setattr(work, "start", lambda *_args: None)
    monkeypatch.setattr(work, "stop", lambda: None)
    monkeypatch.setattr("broker.cli.serve._refuse_taken_port", lambda *_args: None)


def test_serving_first_looks_for_suggestions_for_what_is_due_and_then_says_where_it_is(app, session, not_serving):
    business = BusinessFactory(name="High and Dry", suggest_due_at=now() - timedelta(minutes=1))
    session.commit()
    result = app.test_cli_runner().invoke(args=["broker", "serve"])
    assert result.exit_code == 0, result.output
    assert "Open http" in result.output
    session.expire_all()
    assert session.get_one(Business, business.id).suggest_due_at is None
