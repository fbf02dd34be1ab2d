"""A broker signs up, is read by a coordinator later, and looks after their own entry."""

from datetime import date

import pytest
from sqlalchemy import func, select

from broker.reference import sectors
from broker.registration.broker.trades import SECTIONS
from models import Broker, Contact, EntryEvent, Message
from models.vocabulary import EntryState, Kind, LinkPurpose, Role, Theme
from tests.factories import (
    AccountFactory,
    BrokerFactory,
    BusinessFactory,
    CoordinatorFactory,
    MatchFactory,
    NeedFactory,
    PartFactory,
    SuggestionFactory,
)

ANSWERS = {
    "name": {"name": "Sam Marsh"},
    "employer": {"employer": "Mersey Chamber"},
    "experience": {"experience": "- Ran a building firm for 12 years\n\n* Knows the housing associations\n"},
    "sectors": {"sectors": ["F", "L"]},
    "themes": {"themes": ["EMP", "HOU"]},
    "areas": {"areas": "Liverpool, Knowsley"},
    "cases": {"cases": "8"},
    "ties": {"ties": "I own a share of Marsh Joinery."},
    "contact": {"email": "sam@chamber.example", "telephone": "", "best_reached": "mornings"},
    "data": {"agree": "y"},
}


def walks(client, until="", **changed):
    page = client.get("/sign-up/broker").follow("Start now")
    for name, answer in {**ANSWERS, **changed}.items():
        assert page.path == f"/sign-up/broker/{name}", page
        if name == until:
            return page
        page = page.submit(answer, "Continue")
    return page


def sends_in(client, **changed):
    return walks(client, **changed).submit(button="Send in")


def test_the_start_page_needs_no_cookie(client):
    assert "Set-Cookie" not in client.get("/sign-up/broker").response.headers


def test_a_broker_signs_up_and_waits_to_be_read(client, session):
    page = sends_in(client)
    broker = session.scalars(select(Broker)).one()
    assert page.h1.startswith("You are signed up") and broker.reference in page.text
    assert page.texts(".govuk-panel__body") == [f"Your reference is {broker.reference}"]  # no tags among the words
    assert broker.state is EntryState.WAITING and broker.employer == "Mersey Chamber"
    assert broker.experience == ["Ran a building firm for 12 years", "Knows the housing associations"]
    assert broker.sectors == ["41", "42", "43", "68"] and broker.themes == [Theme.EMP, Theme.HOU]
    assert [area.name for area in broker.areas] == ["Knowsley", "Liverpool"] and broker.caseload_limit == 8
    assert broker.contacts[0].account.is_a(Role.BROKER)
    message = session.scalars(select(Message)).one()
    assert message.kind == "confirm_broker" and message.link_purpose is LinkPurpose.CONFIRM_EMAIL
    assert message.subject == "Confirm your email address" and message.body.startswith("Hello,\n")


def test_what_is_said_about_ties_is_kept_for_the_coordinator(client, session):
    sends_in(client)
    event = session.scalars(select(EntryEvent)).one()
    assert event.what == "sent_in" and event.words == "Ties: I own a share of Marsh Joinery."


def test_every_section_has_plain_words():
    assert set(SECTIONS) == {section.code for section in sectors.sections()}


@pytest.mark.parametrize(
    ("step", "answer", "error"),
    [
        ("name", {"name": ""}, "Enter your name"),
        ("experience", {"experience": ""}, "Enter something you know from experience"),
        ("experience", {"experience": "-\n*\n"}, "Enter something you know from experience"),
        (
            "experience",
            {"experience": "x" * 301},
            "Keep each line to 300 characters: write one thing a line",
        ),
        ("experience", {"experience": "line\n" * 21}, "Use 20 lines or fewer: there are 21"),
        ("experience", {"experience": "x" * 10_000}, "Use 4,000 characters or fewer: this is 6,000 too many"),
        ("areas", {"areas": "Livrepool"}, "We do not know “Livrepool”. Did you mean Liverpool?"),
        ("cases", {"cases": "0"}, "Enter 1 or more"),
        ("cases", {"cases": "many"}, "Enter a whole number, like 5"),
        ("contact", {"email": ""}, "Enter an email address"),
        ("data", {}, "Tick the box if you agree: we cannot give you cases without it"),
    ],
)
def test_what_is_wrong_is_said_beside_its_question(client, step, answer, error):
    page = walks(client, until=step).submit(answer, "Continue", status=422)
    assert page.errors == [error]


def test_html_in_every_field_is_shown_as_it_was_typed(client, session):
    html = "<img src=x onerror=alert(1)>"
    page = walks(
        client,
        name={"name": html},
        employer={"employer": html},
        experience={"experience": html},
        ties={"ties": html},
        contact={"email": "sam@chamber.example", "telephone": "", "best_reached": html},
    )
    assert html not in page.html and page.text.count(html) == 5
    page.submit(button="Send in")
    account = session.scalars(select(Contact)).one().account
    page = client.signs_in_as(account).get("/your-page")
    assert html not in page.html and html in page.text


def test_sending_in_twice_makes_one_broker(client, session):
    page = walks(client)
    page.submit(button="Send in")
    assert page.submit(button="Send in").path == "/sign-up/broker/done"
    assert session.scalar(select(func.count()).select_from(Broker)) == 1


@pytest.mark.parametrize("email", ["sam@chamber.example", "another@chamber.example"])
def test_the_same_broker_twice_is_led_to_their_own_entry_and_shown_nothing(client, new_client, session, email):
    sends_in(client)
    first = session.scalars(select(Broker)).one()
    page = sends_in(new_client(), contact={"email": email, "telephone": "", "best_reached": ""})
    assert "already with us" in page.text and first.reference not in page.html
    assert session.scalar(select(func.count()).select_from(Broker)) == 1
    told = session.scalars(select(Message).where(Message.kind == "broker_with_us")).one()
    assert told.to_email == "sam@chamber.example" and told.link_purpose is LinkPurpose.OWN_PAGE


def test_the_same_name_at_another_employer_is_another_broker(client, new_client, session):
    sends_in(client)
    contact = {"email": "other@elsewhere.example", "telephone": "", "best_reached": ""}
    sends_in(new_client(), employer={"employer": "Leeds Chamber"}, contact=contact)
    assert session.scalar(select(func.count()).select_from(Broker)) == 2


def test_an_officer_enters_a_broker_on_the_telephone(client, session):
    sends_in(client.signs_in_as(CoordinatorFactory(illustrative=True)))
    broker = session.scalars(select(Broker)).one()
    assert broker.source == "telephone" and session.scalars(select(EntryEvent)).one().on_behalf


# Their own page


@pytest.fixture
def sam(client, session):
    """A live broker, signed in."""
    account = AccountFactory(roles=(Role.BROKER,))
    sam = BrokerFactory(name="Sam Marsh", caseload_limit=5, experience=["Ran a firm"])
    sam.contacts[0].account = account
    client.signs_in_as(account)
    return sam


def test_a_broker_sees_their_entry_and_how_many_cases_they_carry(client, sam):
    need = NeedFactory(title="Benches", parts=[PartFactory(kind=Kind.KIT)])
    suggestion = SuggestionFactory(need=need, business=BusinessFactory(name="Joiner"), broker=sam)
    MatchFactory(suggestion=suggestion, coordinator=CoordinatorFactory(), broker=sam)
    page = client.get("/your-page")
    assert "You carry 1 of at most 5 cases now." in page.text and sam.reference in page.text
    assert page.answers()["Where can you work?"] == "Liverpool"


def test_a_broker_changes_themes_and_limit_and_stays_live(client, sam, session):
    page = client.get("/your-page").follow("Change what would you most like to work on?")
    page.submit({"themes": ["ENV"]}, "Save")
    client.get("/your-page").follow("Change how many cases could you carry at once?").submit({"cases": "3"}, "Save")
    session.refresh(sam)
    assert (sam.themes, sam.caseload_limit, sam.state) == ([Theme.ENV], 3, EntryState.LIVE)
    assert [event.what for event in session.scalars(select(EntryEvent))] == ["changed", "changed"]


def test_changed_experience_is_read_again(client, sam, session):
    page = client.get("/your-page").follow("Change what do you know from experience?")
    page.submit({"experience": "Ran two firms"}, "Save")
    session.refresh(sam)
    assert sam.experience == ["Ran two firms"] and sam.state is EntryState.WAITING


def test_a_broker_says_when_they_are_away(client, sam, session):
    page = client.get("/your-page").follow("Say when you are away")
    wrong = page.submit(
        {
            "begins-day": "31",
            "begins-month": "2",
            "begins-year": "2027",
        },
        "Save",
        status=422,
    )
    assert wrong.errors == ["There is no such date: check the day and the month"]
    days = {"begins-day": "1", "begins-month": "3", "begins-year": "2027", "ends-day": "8", "ends-month": "3"}
    wrong = page.submit({**days, "ends-year": "2026"}, "Save", status=422)
    assert wrong.errors == ["The last day must be on or after the first day"]
    page = page.submit({**days, "ends-year": "2027"}, "Save")
    assert "Away from 1 March 2027 to 8 March 2027." in page.text
    session.refresh(sam)
    assert (sam.away_from, sam.away_until) == (date(2027, 3, 1), date(2027, 3, 8))
    empty = dict.fromkeys([*days, "ends-year"], "")
    client.get(f"/your-page/brokers/{sam.id}/away").submit(empty, "Save")
    session.refresh(sam)
    assert (sam.away_from, sam.away_until) == (None, None)


def test_the_entry_of_another_broker_is_not_found(client, sam):
    other = BrokerFactory(name="Other")
    client.get(f"/your-page/brokers/{other.id}/away", status=404)
    client.get(f"/your-page/brokers/{other.id}/change/themes", status=404)
    client.post(f"/your-page/brokers/{other.id}/change/themes", {"themes": "ENV"}, status=404)
