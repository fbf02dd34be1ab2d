"""A need on its own page: how it stands, changing it, pausing it, closing it; nobody else's business."""

from datetime import date

import pytest
from sqlalchemy import func, select

from models import EntryEvent, Message, Suggestion
from models.vocabulary import (
    Beneficiary,
    EntryState,
    Kind,
    Safeguarding,
    SuggestionSource,
    SuggestionState,
    Theme,
)
from tests.factories import (
    BusinessFactory,
    CoordinatorFactory,
    MatchFactory,
    NeedFactory,
    PartFactory,
    PartnershipFactory,
    SuggestionFactory,
)
from tests.web.registration.asking import officer_of, speke


@pytest.fixture
def board(session):
    return speke()


@pytest.fixture
def officer(client, board):
    officer = officer_of(board)
    client.signs_in_as(officer)
    return officer


@pytest.fixture
def benches(board, officer):
    """A live need of the officer's own partnership."""
    return NeedFactory(
        title="Garden benches",
        words="Four benches.",
        done_looks_like="They stand.",
        partnership=board,
        who_benefits=[Beneficiary.EVERYONE],
        parts=[PartFactory(kind=Kind.KIT, amount=4, places=2)],
        postcode="L24 9HZ",
        ends_on=date(2027, 6, 30),
    )


def page_of(client, need):
    return client.get(f"/your-page/needs/{need.id}")


def changes(client, need, name, answer, **kwargs):
    return client.get(f"/your-page/needs/{need.id}/change/{name}").submit(answer, "Save", **kwargs)


def log_of(session):
    return [event.what for event in session.scalars(select(EntryEvent).order_by(EntryEvent.id))]


def test_your_page_lists_the_partnership_and_its_needs_with_their_states(client, benches):
    page = client.get("/your-page")
    assert "Speke Neighbourhood Board" in page.text and "Live" in page.text
    assert page.follow("Garden benches").h1 == "Garden benches"
    assert page.link("Write a need") == "/your-page/needs/new"


def test_the_page_says_what_has_come_of_it_without_anybodys_contact_details(client, benches, session):
    joiner, printer = BusinessFactory(name="Oak Joinery"), BusinessFactory(name="Quiet Print")
    suggestion = SuggestionFactory(need=benches, business=joiner)
    MatchFactory(suggestion=suggestion, coordinator=CoordinatorFactory())
    SuggestionFactory(need=benches, business=printer, source=SuggestionSource.BUSINESS, reasons={}, score=None)
    page = page_of(client, benches)
    assert "Oak Joinery" in page.text and "Nothing is settled before both say yes." in page.text
    assert "A coordinator is looking at 1 business. 1 of them said itself that it could help." in page.text
    assert "Quiet Print" not in page.html  # not decided yet
    for contact in (*joiner.contacts, *printer.contacts):
        assert contact.email not in page.html and contact.name not in page.html
        assert contact.telephone not in page.html


def test_every_answer_is_shown_and_leads_to_its_question_filled_in(client, benches):
    page = page_of(client, benches)
    said = page.answers()
    assert said["In a few words"] == "Garden benches" and said["Goods, materials, tools or a vehicle"].startswith(
        "4 items"
    )
    assert said["Until when?"] == "30 June 2027"
    page = page.follow("Change goods, materials, tools or a vehicle")
    assert [tag["value"] for tag in page.select("input[type=text]")] == ["4", "2"]


def test_a_change_to_a_live_need_is_written_down_and_its_suggestions_are_due(client, benches, session):
    page = changes(client, benches, "theme", {"theme": "COM"})
    assert page.h1 == "Garden benches" and page.messages
    session.refresh(benches)
    assert benches.theme is Theme.COM and benches.state is EntryState.LIVE
    assert benches.suggest_due_at is not None
    event = session.scalars(select(EntryEvent)).one()
    assert (event.what, event.words) == ("changed", "theme")


def test_an_answer_that_is_the_same_changes_nothing(client, benches, session):
    changes(client, benches, "when", {})
    assert log_of(session) == [] and benches.suggest_due_at is None


def test_changed_words_are_read_again_before_they_are_shown(client, benches, session):
    changes(client, benches, "what", {"title": "Garden benches", "words": "Ring Mrs Smith at number 4."})
    session.refresh(benches)
    assert benches.state is EntryState.WAITING and benches.suggest_due_at is not None


def test_words_changed_during_a_pause_are_read_again_too(client, benches, session):
    benches.state, benches.paused_until = EntryState.PAUSED, date(2027, 3, 1)
    changes(client, benches, "theme", {"theme": "COM"})
    session.refresh(benches)
    assert benches.state is EntryState.PAUSED
    changes(client, benches, "what", {"title": "Garden benches", "words": "Other words."})
    session.refresh(benches)
    assert benches.state is EntryState.WAITING and benches.paused_until is None


def test_children_among_those_who_benefit_opens_the_question_of_safety(client, benches, session):
    page = changes(client, benches, "who", {"who": ["children"]})
    assert page.path.endswith("/change/safety")
    session.refresh(benches)
    assert benches.children is Safeguarding.UNDECIDED and benches.state is EntryState.WAITING
    page.submit({"safety": "checks_needed"}, "Save")
    session.refresh(benches)
    assert benches.children is Safeguarding.CHECKS


def test_another_kind_of_help_is_asked_about_at_once(client, benches, session):
    page = changes(client, benches, "help", {"kinds": ["KIT", "VOL"]})
    assert page.h1 == "Pairs of hands"
    page.submit({"amount": "30", "places": "3"}, "Save")
    session.refresh(benches)
    assert {part.kind: (part.amount, part.places) for part in benches.parts} == {Kind.KIT: (4, 2), Kind.VOL: (30, 3)}


def test_a_kind_a_business_is_asked_for_already_stays(client, benches):
    suggestion = SuggestionFactory(need=benches, business=BusinessFactory(name="Oak Joinery"))
    MatchFactory(suggestion=suggestion, coordinator=CoordinatorFactory())
    page = changes(client, benches, "help", {"kinds": ["VOL"]}, status=422)
    assert page.errors == [
        "Keep “Goods, materials, tools or a vehicle” ticked: a business has been asked for it already"
    ]


def test_a_need_that_was_sent_back_is_read_again_once_it_is_changed(client, benches, session):
    benches.state = EntryState.DRAFT
    changes(client, benches, "result", {"done_looks_like": "All four stand."})
    session.refresh(benches)
    assert benches.state is EntryState.WAITING


def test_a_closed_need_cannot_be_changed(client, benches, session):
    benches.state = EntryState.ENDED
    page = changes(client, benches, "theme", {"theme": "COM"})
    assert "ended" in page.messages[0] and benches.theme is Theme.ENV
    assert "/change/" not in page_of(client, benches).html


def test_a_last_day_that_has_passed_is_refused_when_changing_too(client, benches):
    answer = {"ends_on-day": "1", "ends_on-month": "1", "ends_on-year": "2026"}
    assert changes(client, benches, "when", answer, status=422).errors == ["The last day must be today or later"]


def test_half_an_hour_of_a_file_stays_half_an_hour_when_something_else_is_changed(client, benches, session):
    benches.parts[0].amount = 2.5
    changes(client, benches, "theme", {"theme": "COM"})
    session.expire_all()
    assert (benches.theme, benches.parts[0].amount) == (Theme.COM, 2.5)


# Pause and close


def test_a_need_is_paused_until_a_day_and_taken_up_again(client, benches, session):
    page = page_of(client, benches).follow("Pause for a while")
    day = {"until-day": "1", "until-month": "3", "until-year": "2027"}
    page = page.submit({**day, "words": "The hall is being rebuilt"}, "Pause")
    assert "We are not looking until 1 March 2027." in page.text
    session.refresh(benches)
    assert benches.state is EntryState.PAUSED and benches.paused_until == date(2027, 3, 1)
    page.submit(button="Go on looking")
    session.refresh(benches)
    assert benches.is_live and benches.paused_until is None and benches.suggest_due_at
    assert log_of(session) == ["paused", "resumed"]


@pytest.mark.parametrize(
    ("day", "error"),
    [
        (("31", "2", "2027"), "There is no such date: check the day and the month"),
        (("1", "1", "2020"), "Enter a day after today"),
        (("", "", ""), "Enter until when"),
        (("x", "3", "2027"), "Enter the date in numbers, like 27 3 2027"),
    ],
)
def test_a_day_that_cannot_be_is_refused(client, benches, day, error):
    page = page_of(client, benches).follow("Pause for a while")
    page = page.submit(dict(zip(("until-day", "until-month", "until-year"), day, strict=True)), "Pause", status=422)
    assert page.errors == [error]


def test_a_need_that_is_not_live_cannot_be_paused(client, benches, session):
    benches.state = EntryState.WAITING
    day = {"until-day": "1", "until-month": "3", "until-year": "2027"}
    page = client.get(f"/your-page/needs/{benches.id}/pause").submit(day, "Pause")
    assert "cannot become" in page.messages[0] and log_of(session) == []


def test_closing_says_what_came_of_it_and_takes_back_what_is_undecided(client, benches, session):
    SuggestionFactory(need=benches, business=BusinessFactory(name="Oak Joinery"))
    page = page_of(client, benches).follow("Close it: met, partly met or not met")
    page = page.submit({"how": "partly_met"}, "Close", status=422)
    assert page.errors == ["Enter a few words about what was missing"]
    page = page.submit({"words": "Two of four."}, "Close")
    assert "It is closed. Partly met." in page.text and "Two of four." in page.text
    session.refresh(benches)
    assert benches.state is EntryState.ENDED and benches.closed_at
    event = session.scalars(select(EntryEvent)).one()
    assert (event.what, event.words) == ("closed_partly_met", "Two of four.")
    assert session.scalars(select(Suggestion)).one().state is SuggestionState.WITHDRAWN


def test_a_business_that_offered_its_help_is_told_when_the_need_is_closed(client, benches, session):
    offered = SuggestionFactory(
        need=benches, business=BusinessFactory(name="Oak Joinery"), source=SuggestionSource.BUSINESS
    )
    SuggestionFactory(need=benches, business=BusinessFactory(name="Ash Joinery"))
    page_of(client, benches).follow("Close it: met, partly met or not met").submit({"how": "met"}, "Close")
    message = session.scalars(select(Message)).one()
    assert (message.kind, message.suggestion_id) == ("not_needed_any_more", offered.id)
    assert "Oak Joinery could help" in message.body and "{{" not in message.body


def test_closing_twice_is_closing_once(client, benches, session):
    page = page_of(client, benches).follow("Close it: met, partly met or not met")
    page.submit({"how": "met"}, "Close")
    page.submit({"how": "met"}, "Close")
    assert log_of(session) == ["closed_met"]


# Somebody else's


@pytest.mark.parametrize("path", ["", "/pause", "/close", "/change/theme", "/change/what"])
def test_a_need_of_somebody_else_is_not_found(client, officer, session, path):
    other = NeedFactory(title="Secret", who="Garston Board", parts=[PartFactory(kind=Kind.KIT)])
    client.get(f"/your-page/needs/{other.id}{path}", status=404)
    client.get(f"/your-page/needs/999999{path}", status=404)


@pytest.mark.parametrize(
    ("path", "answer"),
    [("/pause", {}), ("/resume", {}), ("/close", {"how": "met"}), ("/change/theme", {"theme": "COM"})],
)
def test_a_need_of_somebody_else_cannot_be_changed(client, officer, session, path, answer):
    other = NeedFactory(title="Secret", who="Garston Board", parts=[PartFactory(kind=Kind.KIT)])
    client.post(f"/your-page/needs/{other.id}{path}", answer, status=404)
    session.refresh(other)
    assert other.state is EntryState.LIVE and other.theme is Theme.ENV


def test_whoever_has_left_the_partnership_no_longer_sees_its_needs(client, board, officer, benches, session):
    board.contacts[-1].left_at = board.created_at
    client.get(f"/your-page/needs/{benches.id}", status=404)


def test_the_office_changes_a_need_on_the_partnerships_behalf(client, benches, session):
    client.signs_in_as(CoordinatorFactory(illustrative=True))
    assert "recorded as said by the partnership" in page_of(client, benches).text
    changes(client, benches, "theme", {"theme": "COM"})
    assert session.scalars(select(EntryEvent)).one().on_behalf


def test_the_page_asks_no_more_of_the_database_when_there_are_more_needs(client, board, officer, count_queries):
    def needs(count):
        for at in range(count):
            NeedFactory(title=f"Need {at}", partnership=board, parts=[PartFactory(kind=Kind.KIT)])

    needs(2)
    client.get("/your-page")
    with count_queries() as few:
        client.get("/your-page")
    needs(8)
    with count_queries() as many:
        client.get("/your-page")
    assert len(many) == len(few)


def test_no_message_leaves_for_what_the_officer_does_alone(client, benches, session):
    changes(client, benches, "theme", {"theme": "COM"})
    assert session.scalar(select(func.count()).select_from(Message)) == 0


def test_another_partnerships_page_is_not_found(client, officer, session):
    other = PartnershipFactory(name="Garston Board")
    client.get(f"/your-page/partnerships/{other.id}", status=404)
