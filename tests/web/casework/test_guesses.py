"""Coordinators put right what the service guesses firms of a trade can give."""

import pytest
from sqlalchemy import select

from broker.suggestions import correcting, guesses
from broker.suggestions.foreseen import propose_guesses
from broker.suggestions.model import current_engine
from models import GuessCorrection
from models.vocabulary import GuessState, GuessVerdict, Kind
from tests.factories import CoordinatorFactory, MatchFactory

ROOFERS = "4391"
LEAK = "look at a leaking roof"


def line(session, what=LEAK, code=ROOFERS):
    return next(one for one in guesses.guesses_for(session, code) if one.row.what == what)


def lit(session, what, code=ROOFERS):
    usual = current_engine(session).reading.usual
    return {usual.rows_[row].what for row in usual.lit_by_sector({code: 1.0})} & {what}


def test_a_wrong_guess_is_switched_off_from_the_page_and_undone(office, session):
    office.get("/coordinate").follow("What firms can give")
    assert office.get("/coordinate/what-firms-can-give?words=roofing").texts("#hits a")
    key = line(session).key
    page = office.get(f"/coordinate/what-a-trade-can-give/{ROOFERS}/wrong-guess/{key}")
    assert page.submit({"reason": ""}, button="Switch it off", status=422).errors
    page = page.submit({"reason": "They only build new roofs."}, button="Switch it off")
    assert "They only build new roofs." in page.text
    session.expire_all()
    assert not lit(session, LEAK)
    page.submit({}, button=f"Undo {LEAK}")
    session.expire_all()
    assert lit(session, LEAK)


def test_a_guess_switched_off_for_one_trade_stands_for_its_neighbours(session):
    by = CoordinatorFactory()
    what = next(one.row.what for one in guesses.guesses_for(session, "9602") if one.row.code == "96")
    correcting.switch_off(session, "9602", line(session, what, "9602"), by=by, reason="Hairdressers have no machines.")
    assert not lit(session, what, "9602")
    assert lit(session, what, "9601") or lit(session, what, "96")


def test_what_is_added_counts_at_the_next_suggestion(session):
    version = current_engine(session).version
    by = CoordinatorFactory()
    added = correcting.add(
        session,
        ROOFERS,
        kind=Kind.SCH,
        what="show slates to a class",
        words=["slates in school"],
        by=by,
        reason="Seen.",
    )
    assert lit(session, "show slates to a class", "43910")
    assert current_engine(session).version != version
    correcting.take_back(session, added, by=by)
    assert not lit(session, "show slates to a class")
    with pytest.raises(correcting.AlreadyDecided):
        correcting.take_back(session, added, by=by)


def test_an_addition_is_made_on_the_page(office, session):
    page = office.get(f"/coordinate/what-a-trade-can-give/{ROOFERS}").follow("Add something they can often give")
    page = page.submit(
        {"kind": "PRO", "what": "clear moss", "words": "moss on the tiles\nmoss", "reason": "Two firms do."},
        button="Add",
    )
    assert "clear moss" in page.text
    row = session.scalars(select(GuessCorrection)).one()
    assert row.words == ["moss on the tiles", "moss"] and row.verdict is GuessVerdict.CAN


def unforeseen_match(speke, title="Harp strings for the blind choir"):
    match = MatchFactory(suggestion=speke.suggestions[0], coordinator=CoordinatorFactory())
    match.need.title, match.need.words = title, "They are worn."
    match.need.parts[0].kind = Kind.PRO
    match.business.sectors = [ROOFERS]
    return match


def test_a_match_nobody_foresaw_is_proposed_once_and_taken_in_by_a_coordinator(office, speke, session):
    match = unforeseen_match(speke)
    session.commit()
    assert propose_guesses(session) == 1
    assert propose_guesses(session) == 0
    page = office.get("/coordinate/what-firms-can-give").follow("Harp strings for the blind choir")
    page.submit({"kind": "PRO", "what": "string a harp", "words": "harp strings"}, button="Add")
    session.expire_all()
    row = session.scalars(select(GuessCorrection)).one()
    assert row.state is GuessState.IN_FORCE and row.match_id == match.id
    assert lit(session, "string a harp")


def test_a_proposal_is_left_out_for_good(office, speke, session):
    unforeseen_match(speke)
    session.commit()
    propose_guesses(session)
    row = session.scalars(select(GuessCorrection)).one()
    office.get(f"/coordinate/proposed-guess/{row.id}").submit({}, button="No, leave it out")
    session.expire_all()
    assert row.state is GuessState.REFUSED
    assert propose_guesses(session) == 0


def test_a_match_that_was_foreseen_proposes_nothing(speke, session):
    match = unforeseen_match(speke, "The hall roof leaks and slates have come off")
    match.need.words = "Rain gets in over the stage, buckets out, gutters and flashing gone."
    session.commit()
    assert propose_guesses(session) == 0


def test_a_sector_that_is_not_there_is_no_page(office):
    office.get("/coordinate/what-a-trade-can-give/0000", status=404)
