"""A busy owner: the guide, three questions, and the door into the sign-up."""

import pytest
from sqlalchemy import func, select

from broker.registration.business.kinds import INVOLVES
from models import Business, Draft, Suggestion
from models.base import now
from models.vocabulary import EntryState, Kind, Role, SuggestionSource, Theme
from tests.factories import (
    AccountFactory,
    AreaFactory,
    BusinessFactory,
    ContactFactory,
    CoordinatorFactory,
    NeedFactory,
    OfferFactory,
    PartFactory,
    PartnershipFactory,
)
from tests.web.registration import walking

TAPS = "Taps for the community kitchen"
PLUMBER = {"what_we_do": "We fix boilers and fit bathrooms.", "where": "L1 8JQ", "kinds": ["PRO"]}


@pytest.fixture
def taps(session):
    CoordinatorFactory(name="Cora Coordinator", areas=["E08000012"])
    return NeedFactory(
        title=TAPS,
        words="Two leaking taps and a boiler that goes out: we need a plumber for a day.",
        theme=Theme.COM,
        partnership=PartnershipFactory(name="Speke Neighbourhood Board"),
        parts=[PartFactory(kind=Kind.PRO, amount=8)],
        read_at=now(),
    )


def asks(client, **changes):
    page = client.get("/get-involved").follow("Answer three questions and see who asks")
    return page.submit({**PLUMBER, **changes}, button="See who asks")


def rows(session, table) -> int:
    return session.scalar(select(func.count()).select_from(table))


def test_the_guide_says_of_each_kind_of_help_what_it_takes_and_who_does_it(client):
    page = client.get("/").follow("I want to help and do not know how")
    for kind, involved in INVOLVES.items():
        for words in (kind.label, involved.time_and_money, involved.who, involved.example):
            assert str(words) in page.text


def test_three_answers_show_at_once_who_asks_and_nothing_is_stored(client, session, taps):
    page = asks(client)
    assert page.h1 == "What you could help with now"
    (one,) = page.texts("[data-row=could-help]")
    assert TAPS in one
    assert "Why this could suit you" in one
    assert (rows(session, Draft), rows(session, Business), rows(session, Suggestion)) == (0, 0, 0)
    assert "boilers" not in page.response.request.url
    assert page.path == "/get-involved/three-questions"


def test_what_is_shown_before_signing_up_is_what_is_shown_after(client, session, taps):
    """The same model answers for a firm that has no row and for the same firm once it has one."""
    NeedFactory(
        title="A talk on law", words="A solicitor to explain tenancies", parts=[PartFactory(kind=Kind.PRO, amount=2)]
    )
    before = asks(client).texts("[data-row=could-help] h2")
    after = walking.sign_up(client, reach={"reach": "25_miles"}).texts("main section form ~ h3, main section > h3")
    assert before == after == [TAPS]


def test_the_answers_can_be_changed_without_typing_them_again(client, taps):
    page = asks(client)
    assert "What would help: A trade or profession, 8 hours" in page.text
    button = page.one("button[name=change]")
    held = {**PLUMBER, "change": "yes", "csrf_token": page.select("[name=csrf_token]")[0]["value"]}
    page = client.send(button["formaction"], held)
    assert page.h1 == "Three questions" and not page.errors
    assert page.one("[name=where]")["value"] == "L1 8JQ"
    assert page.one("[name=kinds][value=PRO]").has_attr("checked")
    assert TAPS in page.submit({"where": "L1 9AA"}, button="See who asks").text


def test_a_town_will_do_and_so_will_not_knowing_what_one_could_spare(client, taps):
    assert TAPS in asks(client, where="Liverpool", kinds=[]).text
    assert TAPS in asks(client, where="L1", kinds=["NSY"]).text


def test_far_away_nobody_asks_and_the_page_says_what_to_do(client, taps):
    page = asks(client, where="TR1 1XU")
    assert page.h1 == "Nobody near you asks for quite this today"
    assert TAPS in page.follow("See everything that is asked for now").text


def test_a_firm_outside_england_is_shown_only_what_can_be_done_from_afar(client, taps):
    assert asks(client, where="EH1 1YZ").status == 200


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"what_we_do": " "}, "Enter what your business does"),
        ({"where": ""}, "Enter a postcode or a town"),
        ({"where": "Liverpol"}, "Did you mean Liverpool?"),
        ({"where": "L1 8ZZZ"}, "Enter a postcode in the usual form, like L1 8JQ, or the name of your town"),
        ({"where": "=cmd()"}, "We do not know"),
        ({"what_we_do": "x" * 2001}, "2,000 characters"),
    ],
)
def test_a_wrong_answer_is_said_and_the_others_are_kept(client, wrong, said):
    page = client.get("/get-involved/three-questions").submit({**PLUMBER, **wrong}, button="See who asks", status=422)
    assert any(said in error for error in page.errors), page.errors
    assert page.one("[name=kinds][value=PRO]").has_attr("checked")


def test_a_kind_of_help_that_does_not_exist_is_refused(client):
    client.post("/get-involved/three-questions", {**PLUMBER, "kinds": ["XXX"]}, status=422)
    client.post("/get-involved/sign-up", {**PLUMBER, "where": ""}, status=422)


def test_words_that_say_nothing_are_answered_too(client, taps):
    page = asks(client, what_we_do="?!", kinds=[])
    assert page.h1 == "Nobody near you asks for quite this today"


def test_we_could_help_leads_through_the_sign_up_without_asking_twice(client, session, taps):
    page = asks(client).submit(button=f"We could help with {TAPS}")
    assert walking.step_of(page) == "sector"
    assert f"we pass on that you could help with “{TAPS}”" in page.text
    shown = []
    while (name := walking.step_of(page)) != "check":
        shown.append(name)
        answer = walking.FIRM.get(name) or {name: page.select(f"[name={name}]")[0]["value"]}
        page = page.submit(answer, button="Continue")
    assert not {"what-you-do", "where", "help"} & set(shown)
    assert page.answers()["Postcode"] == "L1 8JQ Liverpool"
    assert TAPS in page.text
    page = page.submit(button="Send in")
    assert page.h1 == "Your business is signed up"
    assert "We will answer by" in page.text
    assert "Cora Coordinator, who decides for this area, answers you." in page.text
    (suggestion,) = session.scalars(select(Suggestion).where(Suggestion.source == SuggestionSource.BUSINESS))
    assert suggestion.need_id == taps.id
    assert suggestion.business.what_we_do == PLUMBER["what_we_do"]


def test_the_door_of_a_need_leads_to_the_first_question_and_to_a_suggestion(client, session, taps):
    page = client.get(f"/needs/{taps.id}").submit(button="We could help")
    assert walking.step_of(page) == "what-you-do"
    walking.walk(page).submit(button="Send in")
    assert session.scalars(select(Suggestion.source)).all() == [SuggestionSource.BUSINESS]


def test_a_need_that_closes_before_the_sign_up_is_sent_in_is_said_to_be_closed(client, session, taps):
    page = walking.walk(client.get(f"/needs/{taps.id}").submit(button="We could help"))
    taps.state = EntryState.ENDED
    page = page.submit(button="Send in")
    assert f"“{TAPS}” has been closed meanwhile" in page.text
    assert rows(session, Suggestion) == 0


def test_a_firm_that_is_with_us_already_is_not_put_forward_by_whoever_types_its_name(client, session, taps):
    contact = ContactFactory.build(email="ada@bread.example")
    BusinessFactory(name="Bread & Pipes Ltd", name_key="bread pipes", contacts=[contact])
    page = walking.walk(client.get(f"/needs/{taps.id}").submit(button="We could help")).submit(button="Send in")
    assert "It looks as if your firm is already with us" in page.text
    assert rows(session, Suggestion) == 0


def test_whoever_signed_up_from_this_browser_is_put_forward_at_once(client, session, taps):
    walking.sign_up(client, help={"kinds": ["NSY"]})
    page = client.get(f"/needs/{taps.id}").submit(button="We could help")
    assert page.h1 == "Your business is signed up"
    assert any("We will answer by" in message for message in page.messages)
    page = client.get(f"/needs/{taps.id}").submit(button="We could help")
    assert "You have already said that you could help" in page.text
    assert rows(session, Suggestion) == 1


def test_whoever_speaks_for_a_firm_puts_that_firm_forward(client, session, taps):
    account = AccountFactory(roles=[Role.BUSINESS])
    firm = BusinessFactory(
        name="A firm",
        contacts=[ContactFactory.build(account=account, email=account.email)],
        offers=[OfferFactory.build(kind=Kind.PRO)],
    )
    client.signs_in_as(account)
    page = client.get(f"/needs/{taps.id}").submit(button="We could help: A firm")
    assert any("We will answer by" in message for message in page.messages)
    assert session.scalars(select(Suggestion.business_id)).all() == [firm.id]


def test_the_door_of_a_need_that_does_not_exist_leads_nowhere(client):
    client.post("/needs/99999/we-could-help", status=404)
    client.post("/get-involved/sign-up", {**PLUMBER, "need": "99999"}, status=404)


def test_a_need_is_read_again_when_it_has_changed(client, session, taps):
    assert TAPS in asks(client).text
    taps.title, taps.words, taps.updated_at = "A talk on law", "A solicitor to explain tenancies", now()
    assert asks(client).h1 == "Nobody near you asks for quite this today"
    area = AreaFactory()
    NeedFactory(title="A boiler", words="A boiler to mend", area=area, parts=[PartFactory(kind=Kind.PRO, amount=4)])
    assert "A boiler" in asks(client).text


def test_the_answer_has_as_many_queries_for_many_needs_as_for_few(client, count_queries, session, taps):
    def grow(to: int) -> int:
        for number in range(to):
            NeedFactory(title=f"Boiler {number}", words="A boiler to mend", parts=[PartFactory(kind=Kind.PRO)])
        asks(client)
        with count_queries() as queries:
            client.post("/get-involved/three-questions", PLUMBER)
        return len(queries)

    few = grow(5)
    assert grow(5) <= few
