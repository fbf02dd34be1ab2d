"""Whose turn it is follows from what firms were asked, and what coordinators read of it is true."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from broker.suggestions import suggest_for_need
from broker.suggestions.ask import score
from models import Match
from models.base import now
from models.vocabulary import MatchState
from tests.web.casework.conftest import benches
from tests.web.casework.test_deciding import confirms

TODAY = now().date()
LATELY = "The firm was asked about something not long ago"
NEVER = "The firm has not been asked about anything yet"


def turn(session, need, business, today=TODAY):
    """What fair turns add for a pair, and what a coordinator reads of it."""
    part = next(one for one in score(session, need, business, today=today).parts if one.code == "rotation")
    return part.value, part.sentences["coordinator"]


@pytest.fixture
def other(speke):
    return benches(speke.partnership, title="Benches for the school garden")


def test_a_firm_that_was_asked_waits_for_its_turn_and_the_page_says_so(office, speke, other, session):
    asked, never = speke.firms
    asked.proposals_at_once = 3
    ranked = suggest_for_need(session, other)
    assert [one.business for one in ranked] == [asked, never] and ranked[0].score == ranked[1].score
    session.commit()

    page = confirms(office, speke.suggestions[0])
    ranked = suggest_for_need(session, other)
    session.commit()
    assert [one.business for one in ranked] == [never, asked]
    assert NEVER in office.get(f"/coordinate/suggestions/{ranked[0].id}").text
    assert LATELY in office.get(f"/coordinate/suggestions/{ranked[1].id}").text

    page.submit(button="Undo")
    assert turn(session, other, asked) == (0.5, NEVER), "no message had left: nobody was asked"


def test_a_turn_comes_back_in_half_a_year_and_help_that_was_confirmed_counts(office, speke, other, session):
    asked = speke.firms[0]
    confirms(office, speke.suggestions[0])
    assert turn(session, other, asked) == (0.0, LATELY)
    value, said = turn(session, other, asked, TODAY + timedelta(days=120))
    assert 0 < value < 0.5 and said == "The firm has not been asked lately"
    assert turn(session, other, asked, TODAY + timedelta(days=400))[0] == 0.5
    session.scalars(select(Match)).one().state = MatchState.VERIFIED
    assert turn(session, other, asked) == (0.15, "The firm has helped before, but was asked not long ago")
    assert turn(session, other, asked, TODAY + timedelta(days=400)) == (0.65, "The firm has helped before")
