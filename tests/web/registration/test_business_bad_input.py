"""Bad input, back buttons and second tabs: each gets a clear answer and loses nothing."""

import pytest
from sqlalchemy import func, select

from models import Business, Draft, EntryEvent, Link, Message, Suggestion
from models.vocabulary import EntryState, Kind, LinkPurpose, MessageState, ReachKind
from tests.factories import BrokerFactory, BusinessFactory, ContactFactory, CoordinatorFactory, NeedFactory, PartFactory

from .walking import FIRM, begin, sign_up, step_of, walk


def count(session, table) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


# Postcodes


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter a postcode, or tick"),
        ("L1 8JO", "Enter a postcode in the usual form"),
        ("L1 8J0", "Enter a postcode in the usual form"),
        ("ZZ1 1ZZ", "Enter a postcode in the usual form"),
        ("L99 9ZZ", "We do not know the postcode L99 9ZZ"),
        ("🤷🏽 مرحبا", "Enter a postcode in the usual form"),
        ("x" * 10_000, "Use 200 characters or fewer"),
        ("<script>alert(1)</script>", "Enter a postcode in the usual form"),
    ],
)
def test_a_postcode_that_cannot_be_placed_says_what_to_do_and_keeps_what_was_typed(client, typed, said):
    page = walk(begin(client), until="where").submit({"postcode": typed}, button="Continue", status=422)
    assert len(page.errors) == 1 and page.errors[0].startswith(said), page.errors
    assert page.one("#postcode")["value"] == typed
    assert page.title.startswith("Error: ")


def test_a_misspelt_postcode_that_looks_like_one_we_know_is_offered(client):
    page = walk(begin(client), until="where").submit({"postcode": "LI 8JQ"}, button="Continue", status=422)
    assert "Did you mean L1 8JQ" in page.errors[0]


@pytest.mark.parametrize(
    ("postcode", "nation"), [("EH1 1AA", "Scotland"), ("CF10 1AA", "Wales"), ("BT1 1AA", "Northern Ireland")]
)
def test_a_firm_outside_england_may_help_from_where_it_is(client, session, postcode, nation):
    page = walk(begin(client), until="outside", where={"postcode": postcode})
    assert nation in page.text and "places in England" in page.text
    page = walk(page, outside={"outside": "remote"}).submit(button="Send in")
    business = session.scalars(select(Business)).one()
    assert (business.reach, business.postcode, business.area_code) == (ReachKind.REMOTE, postcode, None)


def test_a_firm_outside_england_may_give_another_postcode(client, session):
    page = walk(begin(client), until="outside", where={"postcode": "EH1 1AA"})
    page = page.submit({"outside": "another"}, button="Continue")
    assert page.h1 == "Where is the business?"
    walk(page).submit(button="Send in")
    assert session.scalars(select(Business)).one().postcode == "L1 8JQ"


def test_half_a_postcode_and_no_postcode_are_enough(client, new_client, session):
    sign_up(client, where={"postcode": "l8"})
    page = sign_up(
        new_client(),
        name={"name": "Other", "company_number": ""},
        contact={"name": "Bo Example", "telephone": "01632 960777", "email": ""},
        where={"no_postcode": "y"},
        town={"town": "hull"},
    )
    assert page.h1 == "Your business is signed up"
    half, none = session.scalars(select(Business).order_by(Business.id)).all()
    assert (half.postcode, half.area_code) == ("L8", "E08000012")
    assert (none.postcode, none.area_code) == (None, "E06000010") and none.lat


def test_a_misspelt_town_and_misspelt_boroughs_are_helped_on(client):
    page = walk(begin(client), until="town", where={"no_postcode": "y"})
    page = page.submit({"town": "Liverpol"}, button="Continue", status=422)
    assert "Did you mean Liverpool" in page.errors[0]
    page = walk(page.submit({"town": "Liverpool"}, button="Continue"), until="reach")
    page = page.submit({"reach": "boroughs", "districts": "Knowsley, Seftin"}, button="Continue", status=422)
    assert "“Seftin”. Did you mean Sefton?" in page.errors[0]
    assert "Knowsley, Seftin" in page.html


# Text


def test_ten_thousand_characters_are_refused_and_kept(client, session):
    page = begin(client).submit({"what_we_do": "boiler " * 1430}, button="Continue", status=422)
    assert "Use 2,000 characters or fewer: this is" in page.errors[0]
    assert page.one("textarea").get_text().count("boiler") == 1430
    assert count(session, Draft) == 0


def test_markup_emoji_and_right_to_left_text_are_kept_as_typed(client, session):
    words = "نصلح الغلايات 🔧 <b>and</b> & “baths” עברית"
    page = sign_up(
        client,
        what_you_do={"what_we_do": words},
        sector={"sector": "not_sure"},
        name={"name": "<script>alert('x')</script> مخبز 🥖", "company_number": ""},
    )
    business = session.scalars(select(Business)).one()
    assert business.what_we_do == words
    assert business.name == "<script>alert('x')</script> مخبز 🥖"
    assert "<script>alert('x')" not in page.html


def test_markup_in_every_text_is_shown_as_text_on_the_check_page(client):
    tag = "<img src=x onerror=alert(1)>"
    page = walk(
        begin(client),
        what_you_do={"what_we_do": f"plumbing {tag}"},
        offer_pro={**FIRM["offer-pro"], "words": tag},
        name={"name": tag, "company_number": ""},
        contact={"name": tag, "telephone": "01632 960123", "email": "", "best_reached": tag},
    )
    assert tag not in page.html and page.text.count(tag) == 5


@pytest.mark.parametrize(
    ("step", "answer", "said"),
    [
        ("help", {}, "Select what your business could give"),
        ("offer-pro", {"words": "x", "amount": "-4", "frequency": "once", "terms": "free"}, "Enter a whole number"),
        ("offer-pro", {"words": "x", "amount": "lots", "frequency": "once", "terms": "free"}, "Enter a whole number"),
        ("name", {"name": "X", "company_number": "no idea"}, "Enter a company number of 8"),
        ("contact", {"name": "Ada", "telephone": "", "email": ""}, "Enter a telephone number or an email address"),
        ("contact", {"name": "Ada", "telephone": "12", "email": ""}, "Enter a telephone number, like"),
        ("contact", {"name": "Ada", "telephone": "", "email": "ada@"}, "Enter an email address in the correct format"),
        ("contract", {"contracts": ["none", "holds"]}, "Select “No”, or what applies, but not both"),
        ("data", {}, "Tick the first box if you agree"),
    ],
)
def test_what_is_missing_or_cannot_be_read_is_said_in_one_sentence(client, step, answer, said):
    page = walk(begin(client), until=step).submit(answer, button="Continue", status=422)
    assert page.errors[0].startswith(said), page.errors


def test_an_end_before_the_beginning_is_refused(client):
    dates = {"starts_on-day": "2", "starts_on-month": "3", "starts_on-year": "2027"}
    dates |= {"ends_on-day": "1", "ends_on-month": "3", "ends_on-year": "2027"}
    page = walk(begin(client), until="offer-pro").submit({**FIRM["offer-pro"], **dates}, button="Continue", status=422)
    assert page.errors == ["The last day must be on or after the first day"]


def test_a_choice_that_is_not_on_the_page_is_refused(client):
    page = walk(begin(client), until="sector")
    form = {"csrf_token": client.token(), "sector": "99999"}
    assert client.send(page.path, form, status=422).errors == ["Select one of the choices on the page"]


# Going back, tabs, double clicks


def test_changing_from_the_check_page_leads_back_to_it(client):
    page = walk(begin(client)).follow("Change name of the business")
    assert page.one("#name")["value"] == "Bread & Pipes Ltd"
    page = page.submit({"name": "Pipes Only"}, button="Continue")
    assert step_of(page) == "check" and page.answers()["Name of the business"] == "Pipes Only"


def test_a_change_that_opens_a_question_asks_it_and_then_leads_back(client):
    page = walk(begin(client)).follow("Change what could your business give?")
    page = page.submit({"kinds": ["PRO", "SPC"]}, button="Continue")
    assert page.h1 == "A room, land or premises"
    page = page.submit({"words": "A hall", "frequency": "once", "terms": "free"}, button="Continue")
    assert step_of(page) == "check"


def test_other_words_for_the_trade_ask_for_the_sector_again(client):
    page = walk(begin(client)).follow("Change what does your business do?")
    page = page.submit({"what_we_do": "A bakery and cafe"}, button="Continue")
    assert step_of(page) == "sector"


def test_a_page_further_on_leads_to_the_first_open_question(client):
    page = walk(begin(client), until="help")
    assert step_of(client.get("/sign-up/business/contact")) == "help"
    assert step_of(client.get("/sign-up/business/check")) == "help"
    client.get("/sign-up/business/no-such-question", status=404)
    assert page.link("Back").endswith("/sector")


def test_sending_in_twice_makes_one_business(client, session):
    page = walk(begin(client))
    done = page.submit(button="Send in")
    again = page.submit(button="Send in")
    assert again.path == done.path and again.h1 == done.h1
    assert count(session, Business) == 1 and count(session, Message) == 1


def test_the_back_button_after_sending_in_leads_to_the_last_page(client, session):
    page = walk(begin(client), until="contact")
    walk(page).submit(button="Send in")
    assert step_of(client.get("/sign-up/business/contact")) == "done"
    again = page.submit({"name": "Somebody Else", "telephone": "01632 960999"}, button="Continue")
    assert step_of(again) == "done"
    assert session.scalars(select(Business)).one().contacts[0].name == "Ada Example"


def test_two_tabs_share_one_draft(client, session):
    first = begin(client)
    second = begin(client)
    first.submit(FIRM["what-you-do"], button="Continue")
    page = second.submit({"what_we_do": "We fix boilers."}, button="Continue")
    assert count(session, Draft) == 1
    walk(page).submit(button="Send in")
    assert session.scalars(select(Business)).one().what_we_do == "We fix boilers."


def test_a_tab_left_open_goes_on_with_its_own_sign_up(client, session):
    old = walk(begin(client), until="about")
    client.get("/sign-up/business").submit(button="Start again")
    walk(
        client.get("/sign-up/business").follow("Start now"),
        until="name",
        what_you_do={"what_we_do": "We bake bread."},
    )
    page = walk(old).submit(button="Send in")
    assert page.h1 == "Your business is signed up"
    assert session.scalars(select(Business)).one().what_we_do == FIRM["what-you-do"]["what_we_do"]


def test_the_last_page_can_be_loaded_again_here_and_nowhere_else(client, new_client):
    done = sign_up(client)
    assert client.get(done.path).h1 == done.h1
    assert new_client().get(done.path).path == "/sign-up/business"


def test_another_business_can_be_signed_up_from_the_same_browser(client, session):
    sign_up(client)
    page = client.get("/sign-up/business").submit(button="Sign up another business")
    contact = {"name": "Bo Example", "telephone": "01632 960777", "email": ""}
    walk(page, name={"name": "Quite Other", "company_number": ""}, contact=contact).submit(button="Send in")
    assert count(session, Business) == 2


def test_a_form_without_its_token_is_refused_and_writes_nothing(client, session):
    page = client.send("/sign-up/business/what-you-do", FIRM["what-you-do"], status=400)
    assert "open for too long" in page.h1
    assert count(session, Draft) == 0


def test_wrong_methods_are_refused(client):
    for method in ("PUT", "DELETE", "PATCH"):
        assert client.open("/sign-up/business/what-you-do", method=method).status_code in (400, 405)
    client.post("/sign-up/business", {}, status=405)


def test_a_huge_body_is_refused(client):
    body = {"csrf_token": client.token(), "what_we_do": "x" * (11 * 1024 * 1024)}
    client.send("/sign-up/business/what-you-do", body, status=413)


# Save and come back later


def test_answers_are_kept_and_a_link_is_sent_once_asked_for_an_address(client, session):
    page = walk(begin(client), until="name").submit({"name": "Bread & Pipes Ltd"}, button="Save and come back later")
    assert page.h1 == "What is your email address?"
    page = page.submit({"email": "Ada@Bread.example"}, button="Send me the link")
    assert "ada@bread.example" in page.text and "30 days" in page.text
    message = session.scalars(select(Message)).one()
    assert (message.kind, message.link_purpose, message.state) == ("resume", LinkPurpose.RESUME, MessageState.WAITING)
    draft = session.scalars(select(Draft)).one()
    assert message.draft_id == draft.id and draft.answers["name"]["name"] == "Bread & Pipes Ltd"
    assert count(session, Link) == 0


def test_what_was_half_typed_is_kept_too(client):
    page = walk(begin(client), until="contact").submit({"name": "Ada"}, button="Save and come back later")
    assert page.h1 == "What is your email address?"
    page = page.follow("Go on now instead")
    assert step_of(page) == "contact" and page.one("#name")["value"] == "Ada"


def test_whoever_saved_is_not_asked_for_the_address_again(client):
    page = walk(begin(client), until="name").submit({"name": "Bread"}, button="Save and come back later")
    page = page.submit({"email": "ada@bread.example"}, button="Send me the link").follow("Go on now instead")
    assert walk(page, until="contact").one("#email")["value"] == "ada@bread.example"


def test_saving_a_second_time_asks_for_nothing_and_sends_one_link_at_a_time(client, session):
    page = walk(begin(client), until="name").submit({"name": "Bread"}, button="Save and come back later")
    page = page.submit({"email": "ada@bread.example"}, button="Send me the link").follow("Go on now instead")
    page = walk(page, until="reach").submit({"reach": "10_miles"}, button="Save and come back later")
    assert page.h1 == "Your answers are saved" and "ada@bread.example" in page.text
    assert count(session, Message) == 1


def test_the_resume_page_leads_to_the_first_open_question(client, new_client, session):
    walk(begin(client), until="where")
    draft = session.scalars(select(Draft)).one()
    other = new_client()
    with other.flask.session_transaction() as visit:
        visit["drafts"] = {"business": draft.id}
    assert step_of(other.get("/sign-up/resume")) == "where"
    assert new_client().get("/sign-up/resume").path == "/"


# The same business twice


def again(client, **changes):
    return sign_up(client, **{"contact": {"name": "Bo Example", "telephone": "01632 960777", "email": ""}, **changes})


def test_the_same_email_address_is_led_to_its_own_entry(client, session):
    BusinessFactory(name="Secret Name", contacts=[ContactFactory.build(email="ada@bread.example")])
    page = sign_up(client)
    assert "already with us" in page.text and "Secret" not in page.html and "ada@" not in page.html
    assert count(session, Business) == 1
    message = session.scalars(select(Message)).one()
    assert (message.kind, message.to_email, message.link_purpose) == (
        "already_with_us",
        "ada@bread.example",
        LinkPurpose.OWN_PAGE,
    )


@pytest.mark.parametrize("name", ["BREAD and PIPES", "The Bread & Pipes Limited", "Bread & Pipe Ltd."])
def test_a_similar_name_at_the_same_postcode_is_noticed(client, session, name):
    BusinessFactory(name="Bread & Pipes Ltd", name_key="bread pipes", postcode="L1 8JQ")
    assert "already with us" in again(client, name={"name": name, "company_number": ""}).text
    assert count(session, Business) == 1


def test_the_same_company_number_at_the_same_postcode_is_noticed(client, session):
    BusinessFactory(name="Trading As Something", company_number="01234567", postcode="L1 8JQ")
    assert "already with us" in again(client, name={"name": "Other Name", "company_number": "1234567"}).text


@pytest.mark.parametrize(
    "known",
    [
        {"name": "Bread & Pipes Ltd", "name_key": "bread pipes", "postcode": "M1 1AE"},
        {"name": "Quite Other", "postcode": "L1 8JQ"},
        {"name": "Quite Other", "company_number": "01234567", "postcode": "M1 1AE"},
        {"name": "Bread & Pipes Ltd", "name_key": "bread pipes", "postcode": "L1 8JQ", "state": EntryState.ENDED},
    ],
)
def test_what_only_looks_a_little_alike_is_a_new_business(client, session, known):
    BusinessFactory(**known)
    page = again(client, name={"name": "Bread & Pipes Ltd", "company_number": "01234567"})
    assert page.h1 == "Your business is signed up"


def test_the_same_email_domain_alone_is_no_double(client, session):
    BusinessFactory(name="Quite Other", contacts=[ContactFactory.build(email="bo@bread.example")])
    assert sign_up(client).h1 == "Your business is signed up"


def test_what_a_double_entered_is_kept_for_the_coordinator_and_is_written_of_once(client, new_client, session):
    BusinessFactory(name="X", contacts=[ContactFactory.build(email="ada@bread.example")])
    sign_up(client)
    sign_up(new_client())
    events = session.scalars(select(EntryEvent).where(EntryEvent.what == "signed_up_again")).all()
    assert len(events) == 2 and "We fix boilers and fit bathrooms." in events[0].words
    assert count(session, Message) == 1


def test_a_double_without_an_address_on_file_becomes_a_call_to_make(client, session):
    contact = ContactFactory.build(email="", telephone="+441632960321")
    BusinessFactory(name="Bread & Pipes Ltd", name_key="bread pipes", contacts=[contact])
    again(client)
    assert session.scalars(select(Message)).one().state is MessageState.TO_RING


def test_a_double_is_not_shown_needs_and_cannot_offer_help_for_the_other(client, session):
    need = NeedFactory(title="Boiler in the hall", words="A plumber for a boiler.", parts=[PartFactory(kind=Kind.PRO)])
    BusinessFactory(name="X", contacts=[ContactFactory.build(email="ada@bread.example")])
    page = sign_up(client)
    assert "Boiler in the hall" not in page.text
    client.post(f"/sign-up/business/we-could-help/{need.id}")
    assert count(session, Suggestion) == 0


# The last page


def test_needs_it_could_meet_are_shown_with_reasons_and_one_press_offers_help(client, session):
    BrokerFactory(name="Kit Example")
    NeedFactory(
        title="Boiler in the hall", words="We need a plumber to mend a boiler.", parts=[PartFactory(kind=Kind.PRO)]
    )
    page = sign_up(client)
    assert page.select("section li"), "no reasons"
    page = page.submit({"words": "🔧 any Friday"}, button="We could help with Boiler in the hall")
    assert "We will answer by" in page.text and "You said you could help" in page.text
    suggestion = session.scalars(select(Suggestion)).one()
    assert suggestion.words == "🔧 any Friday"
    page = client.post(f"/sign-up/business/we-could-help/{suggestion.need_id}")
    assert "You have already said" in page.messages[0] and count(session, Suggestion) == 1


def test_without_a_need_that_fits_it_says_what_happens_and_by_when(client):
    page = sign_up(client)
    assert "Nobody near you is asking for quite this today" in page.text
    assert "What happens next" in page.text


def test_a_need_that_is_not_public_cannot_be_helped_with(client, session):
    need = NeedFactory(title="Draft", parts=[PartFactory(kind=Kind.PRO)], state=EntryState.WAITING)
    sign_up(client)
    client.post(f"/sign-up/business/we-could-help/{need.id}", status=404)
    client.post("/sign-up/business/we-could-help/99999", status=404)


def test_help_is_offered_only_by_a_browser_that_signed_up(client, session):
    need = NeedFactory(title="Boiler", parts=[PartFactory(kind=Kind.PRO)])
    assert client.post(f"/sign-up/business/we-could-help/{need.id}").path == "/sign-up/business"
    assert count(session, Suggestion) == 0


# For somebody on the telephone


def test_an_officer_signs_up_somebody_on_the_telephone(client, session):
    officer = CoordinatorFactory()
    client.signs_in_as(officer)
    page = walk(begin(client), until="data")
    assert "They have told me that they agree" in page.text
    page = walk(page).submit(button="Send in")
    business = session.scalars(select(Business)).one()
    assert business.source == "telephone" and business.spoken_at is not None
    event = session.scalars(select(EntryEvent)).one()
    assert event.by_id == officer.id and event.on_behalf


def test_an_officers_unfinished_sign_up_is_not_left_to_the_next_person_at_the_desk(client, session):
    client.signs_in_as(CoordinatorFactory())
    walk(begin(client), until="name")
    draft = session.scalars(select(Draft)).one()
    client.signs_out()
    with client.flask.session_transaction() as visit:
        visit["drafts"] = {"business": draft.id}
    assert step_of(client.get("/sign-up/business/name")) == "what-you-do"
