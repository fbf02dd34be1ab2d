"""What was given, what came of it, and who says so: reported and confirmed apart, counted once."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from broker.cases.clocks import today
from broker.cases.life import move
from broker.cases.places import room
from broker.cases.start_checks import note_seen, still_open
from broker.matches.answering import answer
from broker.results.figures import COMES_OF, USUALLY, asked_of
from broker.results.reporting import Figure, Refused, confirm, report, result_of, would_again
from broker.results.statement import statement_of
from broker.suggestions.barriers import barriers_for
from models import Message, Result, ResultLine
from models.vocabulary import (
    Answer,
    Anyway,
    ContributionClass,
    Difference,
    Kind,
    MatchAct,
    MatchState,
    Missing,
    Role,
    Side,
    SuggestionState,
    Unit,
)
from tests.factories import MatchFactory, SuggestionFactory


@pytest.fixture
def started(session, working):
    for rule in still_open(session, working.match):
        note_seen(session, working.match, rule, by=working.link, seen_on=today())
    move(session, working.match, MatchAct.START, by=working.link)
    return working


def figures(match, value=4.0):
    return [Figure(asked, value=value, contribution=ContributionClass.TIME) for asked in asked_of(match)]


def reported(session, started, **said):
    said = {"by": started.giver, "role": Role.BUSINESS, **said}
    return report(session, started.match, figures(started.match), **said)


def confirmed(session, started, **said):
    said = {"by": started.receiver, "role": Role.OFFICER, "values": {}, **said}
    return confirm(session, started.match, difference=Difference.FOUR, anyway=Anyway.NO, **said)


def test_every_kind_of_help_has_figures_and_a_usual_class():
    assert set(COMES_OF) == set(USUALLY) == set(Kind)


def test_a_report_finishes_the_match_and_asks_the_receiver(session, started):
    reported(session, started)
    assert started.match.state is MatchState.COMPLETED
    asked = session.scalars(select(Message).where(Message.kind == "result_to_confirm")).one()
    assert asked.to_email == started.receiver.email
    assert result_of(session, started.match).verified_at is None


def test_a_report_sent_twice_asks_the_receiver_once_and_a_corrected_one_again(session, started):
    asked = select(func.count()).select_from(Message).where(Message.kind == "result_to_confirm")
    first = reported(session, started)
    at = first.reported_at
    assert reported(session, started).reported_at == at
    assert session.scalar(asked) == 1
    report(session, started.match, figures(started.match, 3.0), by=started.giver, role=Role.BUSINESS)
    assert session.scalar(asked) == 2


def test_a_figure_is_a_number_or_missing_with_a_reason(session, started):
    asked = asked_of(started.match)[0]
    for skipped in (Figure(asked), Figure(asked, missing=Missing.UNKNOWN), Figure(asked, 1.0, Missing.UNKNOWN, "x")):
        with pytest.raises(Refused):
            report(session, started.match, [skipped], by=started.giver, role=Role.BUSINESS)
    with pytest.raises(IntegrityError):
        result = reported(session, started)
        session.add(ResultLine(result=result, part=started.match.parts[0].part))
        session.flush()


def test_the_giver_never_confirms(session, started):
    reported(session, started)
    for role in (Role.BUSINESS, Role.OFFICER):
        with pytest.raises(Refused):
            confirmed(session, started, by=started.giver, role=role)
    assert started.match.state is MatchState.COMPLETED


def test_the_receiver_confirms_with_numbers_of_its_own(session, started):
    result = reported(session, started)
    line = result.lines[0]
    confirmed(session, started, values={line.id: 3.0})
    assert started.match.state is MatchState.VERIFIED
    assert (line.value, line.verified_value) == (4.0, 3.0)
    assert result.lines[1].verified_value == 4.0
    assert (result.difference, result.anyway, result.verified_on_behalf) == (4, Anyway.NO, False)


def test_an_officer_notes_what_the_receiver_said_on_the_telephone(session, started):
    reported(session, started)
    result = confirmed(session, started, by=started.link, role=Role.BROKER)
    assert result.verified_on_behalf
    assert started.match.events[-1].on_behalf_of == "officer"


def test_a_result_is_counted_once(session, started):
    reported(session, started)
    reported(session, started, by=started.link, role=Role.BROKER)
    assert session.scalar(select(func.count()).select_from(Result)) == 1
    confirmed(session, started)
    for again in (lambda: reported(session, started), lambda: confirmed(session, started)):
        with pytest.raises(Refused):
            again()


def test_a_report_sent_twice_is_one_report_and_one_mail(session, started):
    result = reported(session, started)
    lines = [line.id for line in result.lines]
    reported(session, started)
    assert [line.id for line in result.lines] == lines
    assert session.scalar(select(func.count()).where(Message.kind == "result_to_confirm")) == 1
    report(session, started.match, figures(started.match, 5.0), by=started.giver, role=Role.BUSINESS)
    assert session.scalar(select(func.count()).where(Message.kind == "result_to_confirm")) == 2


def test_numbers_that_were_reported_anew_meanwhile_are_looked_at_first(session, started):
    reported(session, started)
    with pytest.raises(Refused, match="reported anew"):
        confirmed(session, started, values={-1: 3.0})
    assert started.match.state is MatchState.COMPLETED


def test_a_yes_from_both_opens_the_pair_again_and_a_yes_from_one_does_not(session, started):
    reported(session, started)
    confirmed(session, started)
    need, business = started.match.need, started.match.business
    assert [one.rule for one in barriers_for(session, need=need, business=business, today=today())] == ["done"]
    assert not would_again(session, started.match, role=Role.BUSINESS, yes=True, by=started.giver)
    assert started.match.suggestion.state is SuggestionState.CONFIRMED
    assert would_again(session, started.match, role=Role.OFFICER, yes=True, by=started.receiver)
    assert started.match.suggestion.state is SuggestionState.WITHDRAWN
    assert barriers_for(session, need=need, business=business, today=today()) == []
    assert need.suggest_due_at is not None


def test_a_pair_that_is_open_again_takes_its_place_once(session, started):
    reported(session, started)
    confirmed(session, started)
    old, part = started.match, started.match.parts[0].part
    assert room(session, old.need)[part.id] == 0
    would_again(session, old, role=Role.BUSINESS, yes=True, by=started.giver)
    assert room(session, old.need)[part.id] == 0, "one yes opens nothing"
    would_again(session, old, role=Role.OFFICER, yes=True, by=started.receiver)
    suggestion = SuggestionFactory(need=old.need, business=old.business)
    new = MatchFactory(suggestion=suggestion, coordinator=started.officer, state=MatchState.PROPOSED)
    for side in Side:
        answer(session, new, side, Answer.YES, by=None)
    assert new.state is MatchState.INTRODUCED
    assert room(session, old.need)[part.id] == 0
    events = len(old.events)
    assert would_again(session, old, role=Role.BUSINESS, yes=True, by=started.giver)
    with pytest.raises(Refused, match="both said yes already"):
        would_again(session, old, role=Role.BUSINESS, yes=False, by=started.giver)
    assert len(old.events) == events


def test_a_statement_adds_up_only_what_was_confirmed(session, started):
    reported(session, started)
    year = date(today().year, 1, 1), date(today().year, 12, 31)
    statement = statement_of(session, started.match.business, *year)
    assert (statement.totals, len(statement.reported)) == ({}, 1)
    confirmed(session, started)
    statement = statement_of(session, started.match.business, *year)
    assert statement.totals == {(ContributionClass.TIME, Unit.ITEMS): 4.0, (ContributionClass.TIME, Unit.HOURS): 4.0}
    assert statement.reported == []
    assert statement.kinds == [Kind.KIT, Kind.PRO]


def answers(match, **said):
    keys = [asked.key for asked in asked_of(match)]
    numbers = {f"said_{key}": "number" for key in keys} | {f"amount_{key}": "4" for key in keys}
    return {**numbers, **said}


def test_from_report_to_would_you_do_it_again_in_three_browsers(started, browser_of):
    address = f"/matches/{started.match.id}/result"
    giver = browser_of(started.giver)
    page = giver.get(address)
    assert "Nothing has been reported yet" in page.text
    page = page.follow("Say what was given").submit(answers(started.match, words="Four benches stand."), "Save")
    assert "Reported, not confirmed" in page.text
    assert "Confirm it" not in page.text
    receiver = browser_of(started.receiver)
    page = receiver.get(address).follow("Confirm it, or correct it")
    assert "Four benches stand." in page.text
    page = page.submit({"difference": "5", "anyway": "partly"}, "Confirm")
    assert page.h1 == "Would you do it again?"
    page = page.submit({"again": "yes"}, "Save")
    assert page.messages == ["Thank you. We have noted it."]
    page = giver.get(address).follow("Would you do it again?").submit({"again": "yes"}, "Save")
    assert page.messages == ["You would both do it again. We look for the next chance."]
    page = giver.get(f"/businesses/{started.match.business_id}/statement")
    assert "Confirmed by Partnership officer, Speke Neighbourhood Board" in page.text
    assert "In kind: 4 items" in page.text


def test_a_number_that_is_missing_needs_a_reason(started, browser_of):
    key = asked_of(started.match)[0].key
    page = browser_of(started.link).get(f"/matches/{started.match.id}/result/report")
    assert "You fill this in for them" in page.text
    wrong = answers(started.match, **{f"said_{key}": "unknown", f"amount_{key}": ""})
    page = page.submit(wrong, "Save", status=422)
    assert page.errors == ["Say why there is no number for “Goods, materials, tools or a vehicle”"]
    page = page.submit({f"why_{key}": "The delivery note is lost"}, "Save")
    assert "We do not know: The delivery note is lost" in page.text


def test_a_number_that_was_promised_and_not_given_is_asked_for(started, browser_of):
    key = asked_of(started.match)[0].key
    page = browser_of(started.giver).get(f"/matches/{started.match.id}/result/report")
    page = page.submit(answers(started.match, **{f"amount_{key}": ""}), "Save", status=422)
    assert page.errors == ["Enter a number for “Goods, materials, tools or a vehicle”"]


def test_what_is_no_number_says_for_which_question(started, session, browser_of):
    key = asked_of(started.match)[0].key
    page = browser_of(started.giver).get(f"/matches/{started.match.id}/result/report")
    page = page.submit(answers(started.match, **{f"amount_{key}": "a few"}), "Save", status=422)
    assert page.errors == ["Enter a whole number for “Goods, materials, tools or a vehicle”, like 5"]
    line = reported(session, started).lines[0]
    page = browser_of(started.receiver).get(f"/matches/{started.match.id}/result/confirm")
    said = {"difference": "5", "anyway": "no", f"line_{line.id}": "some"}
    page = page.submit(said, "Confirm", status=422)
    assert page.errors == ["Enter a whole number for “Goods, materials, tools or a vehicle (items)”, like 5"]


@pytest.mark.parametrize(("job", "said"), [("Treasurer", "Treasurer"), ("", "Partnership officer")])
def test_a_statement_says_in_what_capacity_it_was_confirmed_and_no_name(started, session, browser_of, job, said):
    started.match.need.partnership.contacts[0].job = job
    reported(session, started)
    confirmed(session, started)
    session.commit()
    page = browser_of(started.giver).get(f"/businesses/{started.match.business_id}/statement")
    assert f"Confirmed by {said}, Speke Neighbourhood Board on" in page.text
    assert started.receiver.name not in page.text


def test_a_statement_says_to_whom_it_was_said_on_the_telephone(started, session):
    reported(session, started)
    confirmed(session, started, by=started.link, role=Role.BROKER)
    one = statement_of(session, started.match.business, today(), today()).verified[0]
    assert one.confirmed_by == "Speke Neighbourhood Board, who said so to the broker"


def test_the_days_of_a_statement_are_days_in_england(started, session):
    result = reported(session, started)
    result.reported_at = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # half past midnight on 1 July in London
    session.commit()
    business = started.match.business
    assert statement_of(session, business, date(2026, 6, 1), date(2026, 6, 30)).reported == []
    assert len(statement_of(session, business, date(2026, 7, 1), date(2026, 7, 31)).reported) == 1


def test_a_second_tab_finds_the_result_confirmed_already(started, session, browser_of):
    reported(session, started)
    receiver = browser_of(started.receiver)
    first = receiver.get(f"/matches/{started.match.id}/result/confirm")
    second = receiver.get(f"/matches/{started.match.id}/result/confirm")
    first.submit({"difference": "5", "anyway": "no"}, "Confirm")
    page = second.submit({"difference": "1", "anyway": "yes"}, "Confirm")
    assert "Difference made, 1 to 5 5" in page.text


@pytest.mark.parametrize("page", ["", "/report", "/confirm", "/again"])
def test_a_result_of_others_is_not_found(started, browser_of, page):
    from tests.factories import AccountFactory

    stranger = browser_of(AccountFactory(roles=[Role.BUSINESS]))
    stranger.get(f"/matches/{started.match.id}/result{page}", status=404)
    stranger.get(f"/businesses/{started.match.business_id}/statement", status=404)


def test_the_giver_finds_no_page_to_confirm(started, session, browser_of):
    reported(session, started)
    browser_of(started.giver).get(f"/matches/{started.match.id}/result/confirm", status=404)


def test_the_days_of_a_statement_are_the_readers_choice(started, browser_of):
    address = f"/businesses/{started.match.business_id}/statement"
    giver = browser_of(started.giver)
    days = {"begins-day": 1, "begins-month": 4, "begins-year": 2026, "ends-day": 31, "ends-month": 3, "ends-year": 2026}
    page = giver.get(address, query_string=days, status=422)
    assert page.errors == ["The last day must be on or after the first day"]
    page = giver.get(address, query_string={**days, "ends-year": 2027})
    assert "From 1 April 2026 to 31 March 2027" in page.text


def test_would_you_do_it_again_can_be_said_on_the_telephone(started, session, browser_of):
    reported(session, started)
    confirmed(session, started)
    session.commit()
    link = browser_of(started.link)
    address = f"/matches/{started.match.id}/result"
    for words in ("note it for the business", "note it for the local group"):
        page = link.get(address).follow(words).submit({"again": "yes"}, "Save")
    assert page.messages == ["You would both do it again. We look for the next chance."]
    assert [event.on_behalf_of for event in started.match.events[-2:]] == ["business", "officer"]
    link.get(f"{address}/again", status=404)
