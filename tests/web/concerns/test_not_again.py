""" "Not with them again": said in private by either side, a rule from then on, and never shown to the other."""

from datetime import date

import pytest
from sqlalchemy import select

from broker.suggestions.barriers import barriers_for
from broker.suggestions.refresh import refresh_suggestions
from models import NotAgain, Suggestion
from models.vocabulary import MatchState, SuggestionState
from tests.factories import SuggestionFactory
from tests.web.casework.conftest import benches


def rules(session, need, business):
    return {one.rule for one in barriers_for(session, need=need, business=business, today=date(2027, 1, 14))}


@pytest.mark.parametrize("who", ["firm", "board"])
def test_either_side_asks_in_private_and_takes_it_back(session, speke, as_, who):
    speke.match.state = MatchState.VERIFIED
    other_need = benches(speke.match.need.partnership, title="More benches")
    session.commit()
    mine, other = as_(getattr(speke, who)), as_(speke.board if who == "firm" else speke.firm)
    start = "/your-page" if who == "firm" else f"/your-page/needs/{speke.match.need_id}"
    page = mine.get(start).follow("not with them again")
    assert "They are not told." in page.text
    page = page.submit(button="Not with them again")
    assert "nobody is told" in page.messages[0]
    for need in (speke.match.need, other_need):
        assert "not_again" in rules(session, need, speke.match.business), "it holds for every request of theirs"
    assert "asked not to" not in other.get(f"/your-page/not-again/{speke.match.id}").text
    assert "asked not to" not in other.get("/your-page").text
    office = as_(speke.decider).get(f"/coordinate/matches/{speke.match.id}")
    assert "One side asked not to be matched again." in office.text
    page.submit(button="I would work with them again")
    assert "not_again" not in rules(session, other_need, speke.match.business)
    row = session.scalars(select(NotAgain)).one()
    assert row.revoked_at and row.revoked_by_id == getattr(speke, who).id


def test_the_other_side_cannot_take_it_back(session, speke, as_):
    as_(speke.firm).get(f"/your-page/not-again/{speke.match.id}").submit(button="Not with them again")
    as_(speke.board).get(f"/your-page/not-again/{speke.match.id}").submit(button="Not with them again")
    as_(speke.board).get(f"/your-page/not-again/{speke.match.id}").submit(button="I would work with them again")
    assert "not_again" in rules(session, speke.match.need, speke.match.business), "the firm's own word stands"


@pytest.mark.parametrize("who", ["link", "decider", "head"])
def test_only_the_two_sides_can_say_it(speke, as_, session, who):
    as_(getattr(speke, who)).get(f"/your-page/not-again/{speke.match.id}", status=404)
    as_(getattr(speke, who)).post(f"/your-page/not-again/{speke.match.id}", status=404)
    assert session.query(NotAgain).count() == 0


def test_pressing_twice_from_two_windows_asks_once(speke, as_, session):
    one = as_(speke.firm).get(f"/your-page/not-again/{speke.match.id}")
    one.submit(button="Not with them again")
    assert session.query(NotAgain).filter(NotAgain.revoked_at.is_(None)).count() == 1


def test_what_was_suggested_for_the_two_is_withdrawn(speke, as_, session):
    speke.match.state = MatchState.VERIFIED
    need = benches(speke.match.need.partnership, title="More benches")
    suggestion = SuggestionFactory(need=need, business=speke.match.business)
    session.commit()
    as_(speke.firm).get(f"/your-page/not-again/{speke.match.id}").submit(button="Not with them again")
    while refresh_suggestions(session):
        pass
    states = session.scalars(select(Suggestion.state).where(Suggestion.id == suggestion.id)).all()
    assert states == [SuggestionState.WITHDRAWN]
