"""What the new owner of a firm says about each match, and what becomes of its pairing."""

from datetime import timedelta

from sqlalchemy import update

from broker.cases.clocks import today
from broker.cases.life import move
from broker.cases.start_checks import note_seen, still_open
from broker.casework.changes.firm_gone import is_bought, stops_trading
from broker.matches.new_owner import owner_says, waiting_for_owner
from models import StartCheck
from models.vocabulary import HoldReason, MatchAct, MatchState, SuggestionState


def sold(session, working):
    said = {"name": "Olive Owner", "email": "olive@owner.example", "telephone": "", "words": "Sign over door"}
    return is_bought(session, working.match.business, by=working.officer, **said).account


def test_a_no_of_the_new_owner_frees_the_pairing_too(session, working):
    owner = sold(session, working)
    owner_says(session, working.match, goes_on=False, by=owner)
    assert working.match.state is MatchState.ENDED_EARLY
    assert working.match.suggestion.state is SuggestionState.WITHDRAWN
    assert working.match.need.suggest_due_at is not None


def test_a_yes_of_the_new_owner_waits_where_a_check_has_run_out(session, working):
    for rule in still_open(session, working.match):
        note_seen(session, working.match, rule, by=working.link, seen_on=today(), valid_until=today())
    move(session, working.match, MatchAct.START, by=working.link)
    owner = sold(session, working)
    session.execute(update(StartCheck).values(valid_until=today() - timedelta(days=1)))
    session.expire_all()
    owner_says(session, working.match, goes_on=True, by=owner)
    assert (working.match.state, working.match.hold_reason) == (MatchState.ON_HOLD, HoldReason.CHECKS)
    assert "goes on" in working.match.events[-1].words
    assert waiting_for_owner(session, working.match.business) == []


def test_a_firm_that_stops_leaves_no_pairing_that_seems_to_run(session, working):
    stops_trading(session, working.match.business, by=working.officer, words="Shop is empty")
    assert working.match.suggestion.state is SuggestionState.WITHDRAWN
