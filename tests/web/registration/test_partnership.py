"""A partnership registers, is read by a coordinator later, and finds its way back to its entry."""

import pytest
from sqlalchemy import func, select

from models import Account, Contact, EntryEvent, Message, Partnership
from models.vocabulary import (
    EntryState,
    LinkPurpose,
    PartnershipKind,
    Role,
    SeatStatus,
    StakeholderGroup,
)
from tests.factories import CoordinatorFactory, PartnershipFactory

ANSWERS = {
    "name": {"name": "Speke Neighbourhood Board"},
    "kind": {"kind": "neighbourhood_board"},
    "areas": {"areas": "Liverpool and knowsley"},
    "about": {"about": "We look after the estate."},
    "seats": {"filled": ["council", "community", "benefits_agency"]},
    "empty-seats": {"empty": ["business"]},
    "contact": {
        "name": "Jo Field",
        "job": "Clerk",
        "email": "Jo@Speke-Board.example",
        "telephone": "01632 960 111",
    },
    "data": {"agree": "y"},
}


def walks(client, until="", **changed):
    """Answer the questions up to one, which is then on the page; the whole way to the check page without."""
    page = client.get("/sign-up/partnership").follow("Start now")
    for name, answer in {**ANSWERS, **changed}.items():
        assert page.path == f"/sign-up/partnership/{name}", page
        if name == until:
            return page
        page = page.submit(answer, "Continue")
    return page


def sends_in(client, **changed):
    return walks(client, **changed).submit(button="Send in")


def test_the_start_page_needs_no_cookie_and_writes_no_row(client, session):
    page = client.get("/sign-up/partnership")
    assert "Set-Cookie" not in page.response.headers
    assert "Within 5 working days" in page.text
    assert session.scalar(select(func.count()).select_from(Partnership)) == 0


def test_a_partnership_registers_and_waits_to_be_read(client, session):
    page = sends_in(client)
    partnership = session.scalars(select(Partnership)).one()
    assert page.h1.startswith("Your partnership is registered") and partnership.reference in page.text
    assert page.texts(".govuk-panel__body") == [f"Your reference is {partnership.reference}"]  # no tags among the words
    assert "then you can write your first need" in page.text and "jo@speke-board.example" in page.text
    assert partnership.state is EntryState.WAITING and partnership.kind is PartnershipKind.NEIGHBOURHOOD_BOARD
    assert [area.name for area in partnership.areas] == ["Knowsley", "Liverpool"]
    assert {seat.group: seat.status for seat in partnership.seats} == {
        StakeholderGroup.COUNCIL: SeatStatus.PRESENT,
        StakeholderGroup.COMMUNITY: SeatStatus.PRESENT,
        StakeholderGroup.BENEFITS_AGENCY: SeatStatus.PRESENT,
        StakeholderGroup.BUSINESS: SeatStatus.VACANT,
    }
    event = session.scalars(select(EntryEvent)).one()
    assert (event.what, event.entry_id, event.on_behalf) == ("sent_in", partnership.id, False)


def test_its_contact_can_sign_in_as_an_officer_once_the_address_is_confirmed(client, session):
    sends_in(client)
    contact = session.scalars(select(Contact)).one()
    assert contact.email == "jo@speke-board.example" and contact.telephone == "+441632960111" and contact.job == "Clerk"
    assert contact.account.is_a(Role.OFFICER) and contact.email_confirmed_at is None
    message = session.scalars(select(Message)).one()
    assert message.kind == "confirm_partnership" and message.link_purpose is LinkPurpose.CONFIRM_EMAIL
    assert message.contact is contact and "[personal link]" in message.body
    assert message.subject == "Confirm your email address" and message.body.startswith("Hello,\n")


def test_groups_go_by_their_name_of_today_with_the_one_of_2001_beside_it(client):
    page = walks(client, until="seats")
    assert "Jobcentre Plus (benefits)" in page.text and "In 2001: Benefits agency" in page.text
    assert "In 2001: Police" not in page.text


def test_a_group_with_somebody_in_its_seat_is_not_asked_about_again(client):
    page = walks(client, until="empty-seats")
    offered = {tag["value"] for tag in page.select("input[type=checkbox]")}
    assert "council" not in offered and "business" in offered


def test_the_check_page_says_every_answer_and_each_can_be_changed(client, session):
    page = walks(client)
    said = page.answers()
    assert said["What is the partnership called?"] == "Speke Neighbourhood Board"
    assert said["Which council areas does the partnership cover?"] == "Liverpool Knowsley"
    assert said["Telephone number (optional)"] == "01632 960111"
    page = page.follow("Change what is the partnership called?").submit({"name": "Speke Board"}, "Continue")
    assert page.path == "/sign-up/partnership/check" and "Speke Board" in page.text
    page.submit(button="Send in")
    assert session.scalars(select(Partnership)).one().name == "Speke Board"


def test_a_place_we_do_not_know_is_refused_with_names_like_it(client):
    page = walks(client, until="areas").submit({"areas": "Liverpool, Knowlsey"}, "Continue", status=422)
    assert page.errors == ["We do not know “Knowlsey”. Did you mean Knowsley?"]
    assert "Knowlsey" in page.one("textarea").get_text()
    page = page.submit({"areas": "Atlantis"}, "Continue", status=422)
    assert page.errors == ["We do not know “Atlantis”. Enter the council area it is in, in England"]
    page = page.submit({"areas": ",;"}, "Continue", status=422)
    assert page.errors == ["Enter the council areas, like Liverpool, Knowsley"]


@pytest.mark.parametrize(
    ("step", "answer", "error"),
    [
        ("name", {"name": " "}, "Enter the name of the partnership"),
        ("kind", {}, "Select what kind of partnership it is"),
        ("areas", {"areas": ""}, "Enter the council areas"),
        ("contact", {"name": "Jo", "email": ""}, "Enter an email address"),
        (
            "contact",
            {"name": "Jo", "email": "nonsense"},
            "Enter an email address in the correct format, like name@example.com",
        ),
        ("data", {}, "Tick the box if you agree: we cannot register the partnership without it"),
    ],
)
def test_what_is_missing_is_said_beside_its_question(client, step, answer, error):
    page = walks(client, until=step).submit(answer, "Continue", status=422)
    assert page.errors == [error]


def test_ten_thousand_characters_are_refused_and_not_lost(client):
    page = walks(client, until="about").submit({"about": "x" * 10_000}, "Continue", status=422)
    assert page.errors == ["Use 2,000 characters or fewer: this is 8,000 too many"]
    assert "x" * 10_000 in page.one("textarea").get_text()


def test_html_in_every_field_is_shown_as_it_was_typed(client, session):
    html = "<b onclick=alert(1)>Board</b> \u202egnol"
    page = walks(
        client,
        name={"name": html},
        about={"about": html},
        contact={"name": html, "job": html, "email": "jo@speke-board.example", "telephone": ""},
    )
    assert "<b onclick" not in page.html and "<b onclick=alert(1)>Board</b>" in page.text
    page.submit(button="Send in")
    assert session.scalars(select(Partnership)).one().name == "<b onclick=alert(1)>Board</b> gnol"


def test_sending_in_twice_makes_one_partnership(client, session):
    page = walks(client)
    page.submit(button="Send in")
    again = page.submit(button="Send in")
    assert again.path == "/sign-up/partnership/done"
    assert session.scalar(select(func.count()).select_from(Partnership)) == 1
    assert session.scalar(select(func.count()).select_from(Message)) == 1


def test_two_tabs_lose_nothing(client, session):
    first = walks(client, until="about")
    second = client.get("/sign-up/partnership/name")
    second.submit({"name": "Garston Board"}, "Continue")
    page = first.submit({"about": "From the other tab"}, "Continue")
    assert page.path == "/sign-up/partnership/seats"
    for name in ("seats", "empty-seats", "contact", "data"):
        page = page.submit(ANSWERS[name], "Continue")
    page.submit(button="Send in")
    partnership = session.scalars(select(Partnership)).one()
    assert (partnership.name, partnership.about) == ("Garston Board", "From the other tab")


@pytest.mark.parametrize(
    "name", ["Speke Neighbourhood Board", "The SPEKE neighbourhood board.", "Spéke  Neighbourhood-Board"]
)
def test_the_same_partnership_twice_is_led_to_its_own_entry_and_shown_nothing(client, new_client, session, name):
    sends_in(client)
    first = session.scalars(select(Partnership)).one()
    stranger = {"name": "Mo Hill", "job": "", "email": "mo@elsewhere.example", "telephone": ""}
    page = sends_in(new_client(), name={"name": name}, areas={"areas": "Liverpool"}, contact=stranger)
    assert "already with us" in page.text
    assert first.reference not in page.html and "Jo Field" not in page.html and "jo@speke" not in page.html
    assert session.scalar(select(func.count()).select_from(Partnership)) == 1
    assert session.scalar(select(func.count()).select_from(Contact)) == 1
    told = session.scalars(select(Message).where(Message.kind == "partnership_with_us")).one()
    assert told.to_email == "jo@speke-board.example" and "mo@elsewhere" not in told.body
    event = session.scalars(select(EntryEvent).where(EntryEvent.what == "signed_up_again")).one()
    assert "mo@elsewhere.example" in event.words and first.state is EntryState.WAITING


def test_the_same_name_in_another_area_is_another_partnership(client, new_client, session):
    sends_in(client)
    sends_in(new_client(), areas={"areas": "Leeds"})
    assert session.scalar(select(func.count()).select_from(Partnership)) == 2


def test_an_ended_partnership_does_not_stand_in_the_way(client, session):
    PartnershipFactory(name="Speke Neighbourhood Board", state=EntryState.ENDED)
    assert sends_in(client).h1.startswith("Your partnership is registered")


def test_an_officer_enters_a_partnership_on_the_telephone(client, session):
    officer = CoordinatorFactory(illustrative=True, name="Ada Officer")
    sends_in(client.signs_in_as(officer))
    partnership = session.scalars(select(Partnership)).one()
    event = session.scalars(select(EntryEvent)).one()
    assert partnership.source == "telephone" and partnership.spoken_at is not None
    assert event.on_behalf and event.by.name == "Ada Officer"


def test_an_office_address_is_never_opened_by_a_link(client, session):
    CoordinatorFactory(email="jo@speke-board.example")
    sends_in(client)
    contact = session.scalars(select(Contact)).one()
    assert contact.account is None
    assert not session.scalars(select(Account)).one().is_a(Role.OFFICER)
