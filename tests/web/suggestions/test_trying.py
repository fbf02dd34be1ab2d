"""Now and then a pair that is not among the best is shown, to learn from: rarely, labelled, never first."""

import hashlib
from dataclasses import replace

import pytest

from broker.settings import Settings, SettingsError
from broker.suggestions.keep import arrange
from broker.suggestions.trying import shown_to_learn
from models.vocabulary import SuggestionState
from tests.factories import CoordinatorFactory, PartnershipFactory
from tests.web.casework.conftest import benches, enters, put_forward

NAMES = ("Ash", "Birch", "Cedar", "Damson", "Elm", "Fir")


def drawn(reference: str) -> int:
    return int.from_bytes(hashlib.sha256(reference.encode()).digest()[:8], "big") % 100


CHOSEN = next(f"N-2222-{n:04}" for n in range(1000) if drawn(f"N-2222-{n:04}") < 15)
NOT_CHOSEN = next(f"N-2222-{n:04}" for n in range(1000) if drawn(f"N-2222-{n:04}") >= 15)


@pytest.fixture
def board(app, session):
    """A programme that tries five in a hundred, with twenty suggestions on the work list elsewhere."""
    app.extensions["settings"] = replace(app.extensions["settings"], exploration_percent=5)
    board = PartnershipFactory(name="Speke Neighbourhood Board")
    put_forward(benches(board, title="Elsewhere"), *(f"Firm {n}" for n in range(20)))
    return board


def shown(session, board, reference: str):
    need = benches(board, reference=reference)
    put_forward(need, *NAMES, state=SuggestionState.RESERVE)
    return need, [one for one in arrange(session, need) if one.state is SuggestionState.OPEN]


def test_one_of_the_reserves_takes_the_last_place_and_never_the_first(session, board):
    _, found = shown(session, board, CHOSEN)
    assert [one.rank for one in found][:2] == [1, 2]
    assert found[2].rank in (4, 5, 6)
    assert [one.tried_out for one in found] == [False, False, True]
    assert shown_to_learn(session) == (1, 23)


def test_looking_again_moves_nothing(session, board):
    need, before = shown(session, board, CHOSEN)
    after = [one for one in arrange(session, need) if one.state is SuggestionState.OPEN]
    assert [one.id for one in after] == [one.id for one in before]


def test_most_needs_show_their_best_alone(session, board):
    _, found = shown(session, board, NOT_CHOSEN)
    assert [(one.rank, one.tried_out) for one in found] == [(1, False), (2, False), (3, False)]


def test_never_more_than_one_in_twenty_is_shown_to_learn_from(session, board):
    shown(session, board, CHOSEN)
    other = next(f"N-3333-{n:04}" for n in range(1000) if drawn(f"N-3333-{n:04}") < 15)
    _, found = shown(session, board, other)  # a second would make two of 26
    assert not any(one.tried_out for one in found)


def test_it_is_off_unless_the_setting_says_otherwise(app, session, board):
    app.extensions["settings"] = replace(app.extensions["settings"], exploration_percent=0)
    assert Settings().exploration_percent == 0
    _, found = shown(session, board, CHOSEN)
    assert [one.rank for one in found] == [1, 2, 3]


@pytest.mark.parametrize("said", ["6", "-1", "50"])
def test_a_larger_share_is_refused_at_the_start(said):
    with pytest.raises(SettingsError, match="one in twenty at most"):
        Settings.from_environment({"EXPLORATION_PERCENT": said})


def test_the_coordinator_is_told_that_it_is_shown_to_learn_from(session, board, client):
    need, found = shown(session, board, CHOSEN)
    office = enters(client, CoordinatorFactory(name="Pat Officer"))
    assert "Others score higher" in office.get(f"/coordinate/suggestions/{found[2].id}").text
    assert "Others score higher" not in office.get(f"/coordinate/suggestions/{found[0].id}").text
    assert "Shown to learn from" in office.get(f"/coordinate/needs/{need.id}").text
