"""An officer writes a need, sees how far it would reach, and sends it in."""

from datetime import date

import pytest
from sqlalchemy import func, select

from broker.casework.entries import make_live
from broker.casework.refusals import Refused
from models import EntryEvent, Message, Need, Neighbourhood
from models.vocabulary import (
    Beneficiary,
    EntryState,
    Kind,
    Role,
    Safeguarding,
    Theme,
    WorksWithChildren,
)
from tests.factories import (
    AccountFactory,
    AreaFactory,
    BusinessFactory,
    CoordinatorFactory,
    DraftFactory,
    NeighbourhoodFactory,
    OfferFactory,
    PartnershipFactory,
)
from tests.web.registration.asking import begin, officer_of, speke, step_of, walk, writes


@pytest.fixture
def officer(client, session):
    """An officer of one partnership, in Liverpool, signed in."""
    officer = officer_of(speke())
    client.signs_in_as(officer)
    return officer


def test_a_need_is_written_and_waits_to_be_read(client, officer, session):
    page = writes(client)
    need = session.scalars(select(Need)).one()
    assert page.h1.startswith("Your need is sent in") and need.reference in page.text
    assert page.texts(".govuk-panel__body") == [f"Its reference is {need.reference}"]  # no tags among the words
    assert need.state is EntryState.WAITING and need.partnership.name == "Speke Neighbourhood Board"
    assert need.title == "Garden benches for Speke Park" and need.not_wanted == "No advertising."
    assert (need.theme, need.second_theme) == (Theme.ENV, None)
    assert need.who_benefits == [Beneficiary.EVERYONE] and need.children is Safeguarding.NONE
    assert {part.kind: (part.amount, part.places) for part in need.parts} == {Kind.KIT: (4, 2), Kind.PRO: (16, 1)}
    assert (need.area_code, need.postcode, need.ends_on) == ("E08000012", "L24 9HZ", date(2027, 6, 30))
    assert need.lat == pytest.approx(53.34, abs=0.02)
    event = session.scalars(select(EntryEvent)).one()
    assert (event.what, event.by, event.on_behalf) == ("sent_in", officer, False)


def test_a_named_neighbourhood_is_kept_without_a_decile(client, officer, session):
    writes(client)
    neighbourhood = session.scalars(select(Neighbourhood)).one()
    assert (neighbourhood.name, neighbourhood.area_code, neighbourhood.decile) == ("Speke", "E08000012", None)


def test_a_neighbourhood_that_is_known_is_found_whatever_its_letters(client, officer, session):
    NeighbourhoodFactory(name="Speke", decile=1)
    writes(client, where={"neighbourhood": "SPEKE", "postcode": ""})
    need = session.scalars(select(Need)).one()
    assert need.neighbourhood.decile == 1 and need.postcode is None and need.lat is None


def test_which_partnership_is_asked_only_where_there_is_a_choice(client, session):
    client.signs_in_as(officer_of(speke(), PartnershipFactory(name="Garston Board")))
    page = begin(client)
    assert page.h1 == "Which partnership is this for?"
    assert [words.get_text() for words in page.select("option")] == [
        "Choose one",
        "Garston Board",
        "Speke Neighbourhood Board",
    ]
    garston = page.select("option")[1]["value"]
    page = walk(page.submit({"partnership": garston}, "Continue"))
    assert page.answers()["Which partnership is this for?"] == "Garston Board"
    page.submit(button="Send in")
    assert session.scalars(select(Need)).one().partnership.name == "Garston Board"


def test_nobody_can_write_for_a_partnership_of_somebody_else(client, session):
    other = PartnershipFactory(name="Somebody else’s board")
    client.signs_in_as(officer_of(speke(), PartnershipFactory(name="Garston Board")))
    page = begin(client).submit({"partnership": str(other.id)}, "Continue", status=422)
    assert page.errors


def test_who_has_left_a_partnership_cannot_send_in_what_was_begun_before(client, session):
    partnership = speke()
    client.signs_in_as(officer_of(partnership))
    page = walk(begin(client))
    partnership.contacts[-1].left_at = partnership.created_at
    page.submit(button="Send in", status=403)
    assert session.scalar(select(func.count()).select_from(Need)) == 0


def test_an_officer_without_a_partnership_is_told_what_to_do(client, session):
    client.signs_in_as(AccountFactory(roles=(Role.OFFICER,)))
    page = client.get("/your-page/needs/new")
    assert "You do not speak for a partnership yet" in page.text
    assert page.link("Register your partnership") == "/sign-up/partnership"


def test_a_business_cannot_write_needs_and_a_visitor_is_led_to_sign_in(client, new_client, session):
    client.signs_in_as(AccountFactory(roles=(Role.BUSINESS,))).get("/your-page/needs/new", status=403)
    answer = new_client().open("/your-page/needs/new")
    assert answer.status_code == 302 and "/sign-in" in answer.headers["Location"]


def test_the_office_writes_for_any_partnership_and_its_people_are_told(client, session):
    speke()
    coordinator = CoordinatorFactory(illustrative=True)
    writes(client.signs_in_as(coordinator))
    need = session.scalars(select(Need)).one()
    event = session.scalars(select(EntryEvent)).one()
    assert event.on_behalf and event.by == coordinator and need.source == "telephone"
    message = session.scalars(select(Message)).one()
    assert message.kind == "need_written" and "Garden benches" in message.subject


def test_an_office_account_writes_only_for_its_own_areas(client, session):
    speke()
    leeds = AreaFactory(code="E08000035", name="Leeds")
    client.signs_in_as(CoordinatorFactory(illustrative=True, areas=[leeds]))
    assert "You do not speak for a partnership" in client.get("/your-page/needs/new").text


# Children and adults at risk


def test_safety_is_asked_only_where_those_at_risk_benefit(client, officer):
    page = walk(begin(client), until="help", who={"who": ["small_firms"]})
    assert step_of(page) == "help"
    page = client.get("/your-page/needs/new/who").submit({"who": ["children"]}, "Continue")
    assert step_of(page) == "safety"


def test_undecided_can_be_sent_in_and_says_that_it_cannot_go_live(client, officer, session):
    page = walk(begin(client), who={"who": ["older_people"]}, safety={"safety": "undecided"})
    assert "not shown to any business before you have decided" in page.text
    page = page.submit(button="Send in")
    assert "It cannot go live yet" in page.text
    assert session.scalars(select(Need)).one().children is Safeguarding.UNDECIDED


def test_undecided_blocks_going_live(client, officer, session):
    writes(client, who={"who": ["children"]}, safety={"safety": "undecided"})
    need = session.scalars(select(Need)).one()
    with pytest.raises(Refused, match="not decided"):
        make_live(session, need, by=CoordinatorFactory())
    client.get(f"/your-page/needs/{need.id}").follow("Decide now").submit({"safety": "supervised"}, "Save")
    session.refresh(need)
    make_live(session, need, by=CoordinatorFactory())
    assert need.is_live


# Preview


def test_the_preview_counts_the_businesses_it_would_reach_and_says_what_makes_it_hard(client, officer, session):
    joiner = {"what_we_do": "We make garden benches and wooden furniture", "sectors": ["16"]}
    BusinessFactory(name="Near", offers=[OfferFactory.build(kind=Kind.KIT, words="Wooden benches")], **joiner)
    BusinessFactory(name="No children", children=WorksWithChildren.NO, **joiner)
    BusinessFactory(name="Far", lat=50.8, lon=-1.09, **joiner)
    page = walk(begin(client), who={"who": ["children"]})
    assert "It would reach 1 business of the 3 with us today" in page.text
    assert "1 firm will not travel that far." in page.text
    assert "1 firm said no to work with children or adults at risk." in page.text
    assert session.scalar(select(func.count()).select_from(Need)) == 0


def test_the_preview_says_so_where_nobody_is_live(client, officer):
    assert "No business is live yet" in walk(begin(client)).text


# Trades


def test_trades_are_proposed_only_where_the_model_is_sure_and_stored_only_when_ticked(client, officer, session):
    page = walk(begin(client), until="sectors").submit({"sectors_text": "landscape gardeners, solicitors"}, "Continue")
    assert step_of(page) == "trades"
    boxes = page.select("input[type=checkbox]")
    assert [box["value"][:2] for box in boxes] == ["81", "69"] and not any(box.has_attr("checked") for box in boxes)
    ticked = boxes[0]["value"]
    walk(page.submit({"trades": [ticked]}, "Continue")).submit(button="Send in")
    need = session.scalars(select(Need)).one()
    assert need.sectors == [ticked] and need.sectors_text == "landscape gardeners, solicitors"


def test_words_the_model_does_not_know_propose_nothing(client, officer, session):
    page = walk(begin(client), until="sectors").submit({"sectors_text": "qwertz"}, "Continue")
    assert step_of(page) == "where"


# Errors


@pytest.mark.parametrize(
    ("step", "answer", "error"),
    [
        ("what", {"title": "", "words": "x"}, "Enter what you need, in a few words"),
        ("what", {"title": "x", "words": "x" * 10_000}, "Use 2,000 characters or fewer: this is 8,000 too many"),
        ("result", {"done_looks_like": ""}, "Enter what it looks like when it is done"),
        ("theme", {}, "Select what it is mainly about"),
        (
            "theme",
            {"theme": "ENV", "second_theme": "ENV"},
            "Choose something other than your first answer, or leave this empty",
        ),
        ("who", {}, "Select who benefits"),
        ("help", {}, "Select what kinds of help you would like"),
        ("help", {"kinds": ["KIT", "NSY"]}, "Tick what would help, or “Not sure yet”, but not both"),
        ("part-kit", {"amount": "some"}, "Enter a whole number, like 5"),
        ("part-kit", {"amount": "0"}, "Enter 1 or more"),
        ("part-kit", {"amount": "1", "places": "999"}, "Enter 50 or less"),
        ("where", {"postcode": "nowhere"}, "Enter a postcode in the usual form, like L24 9HZ, or leave it empty"),
        ("where", {"postcode": "EH1 1YZ"}, "EH1 1YZ is not in England. Check it, or leave it empty"),
        (
            "where",
            {"postcode": "LS1 4AP"},
            "LS1 4AP is in Leeds, which your partnership does not cover. Check it, or leave it empty",
        ),
        ("when", {}, "Enter until when"),
        (
            "when",
            {"ends_on-day": "31", "ends_on-month": "2", "ends_on-year": "2027"},
            "There is no such date: check the day and the month",
        ),
        (
            "when",
            {"ends_on-day": "1", "ends_on-month": "1", "ends_on-year": "2020"},
            "The last day must be today or later",
        ),
        (
            "when",
            {"ends_on-day": "1", "ends_on-month": "1", "ends_on-year": "2090"},
            None,
        ),
        (
            "when",
            {
                "starts_on-day": "1",
                "starts_on-month": "7",
                "starts_on-year": "2027",
                "ends_on-day": "30",
                "ends_on-month": "6",
                "ends_on-year": "2027",
            },
            "The last day must be on or after the first day",
        ),
    ],
)
def test_what_is_wrong_is_said_beside_its_question(client, officer, step, answer, error):
    page = walk(begin(client), until=step).submit(answer, "Continue", status=422)
    assert page.errors == [error] if error else len(page.errors) == 1


def test_a_council_area_is_asked_for_only_where_there_are_several(client, session):
    areas = [AreaFactory(), AreaFactory(code="E08000011", name="Knowsley")]
    client.signs_in_as(officer_of(speke(areas=areas)))
    page = walk(begin(client), until="where")
    page = page.submit({"postcode": ""}, "Continue", status=422)
    assert page.errors == ["Select the council area, or enter a postcode"]
    page = page.submit({"district": "E08000011", "postcode": "L24 9HZ"}, "Continue", status=422)
    assert page.errors == ["L24 9HZ is in Liverpool. Check it, or select that council area"]
    page = walk(client.get("/your-page/needs/new/where"))
    assert page.answers()["Where is it wanted?"] == "Speke Liverpool L24 9HZ"


def test_html_in_every_field_is_shown_as_it_was_typed(client, officer, session):
    html = "<script>alert(1)</script>"
    page = walk(
        begin(client),
        what={"title": html, "words": html},
        result={"done_looks_like": html, "not_wanted": html},
        sectors={"sectors_text": html},
        where={"neighbourhood": html, "postcode": ""},
    )
    assert html not in page.html and page.text.count(html) >= 5
    page.submit(button="Send in")
    need = session.scalars(select(Need)).one()
    assert client.get(f"/your-page/needs/{need.id}").h1 == html


# Twice, and somebody else's


def test_sending_in_twice_makes_one_need(client, officer, session):
    page = walk(begin(client))
    page.submit(button="Send in")
    assert page.submit(button="Send in").path == "/your-page/needs/new/done"
    assert session.scalar(select(func.count()).select_from(Need)) == 1


def test_a_second_need_begins_empty(client, officer, session):
    page = writes(client).submit(button="Write another need")
    assert step_of(page) == "what" and not page.one("textarea").get_text().strip()
    walk(page, what={"title": "Paint", "words": "Paint for the hall."}).submit(button="Send in")
    assert {need.title for need in session.scalars(select(Need))} == {"Garden benches for Speke Park", "Paint"}


def test_two_tabs_lose_nothing(client, officer, session):
    first = walk(begin(client), until="theme")
    client.get("/your-page/needs/new/what").submit({"title": "Other benches", "words": "As before."}, "Continue")
    page = walk(first.submit({"theme": "COM"}, "Continue"))
    said = page.answers()
    assert said["In a few words"] == "Other benches" and said["What is it mainly about?"] == "Community life"


def test_a_draft_of_somebody_else_cannot_be_opened(client, officer, session):
    draft = DraftFactory(journey="need", owner_id=officer.id, answers={"what": {"title": "Secret", "words": "x"}})
    stranger = officer_of(PartnershipFactory(name="Garston Board"))
    client.signs_in_as(stranger)
    with client.flask.session_transaction() as visit:
        visit["drafts"] = {"need": draft.id}
    assert "Secret" not in client.get("/your-page/needs/new/what").html


def test_unticking_a_kind_drops_what_was_said_about_it(client, officer, session):
    page = walk(begin(client)).follow("Change what kinds of help would you like?")
    page = page.submit({"kinds": ["PRO"]}, "Continue")
    assert step_of(page) == "check" and "Goods, materials, tools" not in page.text
    page.submit(button="Send in")
    assert [part.kind for part in session.scalars(select(Need)).one().parts] == [Kind.PRO]


def test_not_sure_yet_is_an_answer(client, officer, session):
    page = walk(begin(client), help={"kinds": ["NSY"]})
    assert "please ring me" in page.answers()["What kinds of help would you like?"]
    page.submit(button="Send in")
    assert [part.kind for part in session.scalars(select(Need)).one().parts] == [Kind.NSY]
