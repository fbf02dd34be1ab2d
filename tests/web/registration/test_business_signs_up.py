"""A business signs up by web form and is shown at once what it could help with."""

from sqlalchemy import select

from broker.matching.engine import Engine
from broker.matching.sectors import SectorProposal
from models import Account, Business, Draft, Message
from models.vocabulary import ContributionClass, EntryState, Kind, LegalForm, LinkPurpose, ReachKind, Role, SizeBand

from .walking import begin, sign_up, walk


def test_a_business_signs_up_and_is_kept_as_it_answered(client, session):
    page = sign_up(client)
    assert page.h1 == "Your business is signed up"
    business = session.scalars(select(Business)).one()
    assert business.reference in page.text
    assert (business.name, business.state, business.source) == ("Bread & Pipes Ltd", EntryState.WAITING, "form")
    assert (business.postcode, business.area_code) == ("L1 8JQ", "E08000012")
    assert business.sectors[0].startswith("43")
    assert (business.reach, business.size, business.legal_form) == (
        ReachKind.MILES_10,
        SizeBand.MICRO,
        LegalForm.LIMITED,
    )
    (offer,) = business.offers
    assert (offer.kind, offer.amount, offer.contribution) == (Kind.PRO, 16, ContributionClass.TIME)
    assert business.suggest_due_at is not None
    assert business.agreed_to_use_at is not None and not business.wants_news and not business.may_be_named


def test_the_person_gets_an_account_and_a_message_to_confirm_the_address(client, session):
    sign_up(client)
    account = session.scalars(select(Account)).one()
    assert account.email == "ada@bread.example" and account.is_a(Role.BUSINESS)
    message = session.scalars(select(Message)).one()
    assert (message.kind, message.link_purpose, message.to_email) == (
        "confirm_email",
        LinkPurpose.CONFIRM_EMAIL,
        "ada@bread.example",
    )
    assert "[personal link]" in message.body


def test_the_check_page_shows_every_answer_in_words(client):
    page = walk(begin(client))
    answers = page.answers()
    assert answers["What does your business do?"] == "We fix boilers and fit bathrooms."
    assert "plumbing" in answers["Which of these is nearest to what you do?"].lower()
    assert answers["What could your business give?"] == "A trade or profession"
    assert "16 hours" in answers["A trade or profession"]
    assert answers["Postcode"] == "L1 8JQ Liverpool"
    assert answers["Telephone number"] == "01632 960123"


def test_each_line_of_business_that_is_proposed_says_how_likely_it_is(client, monkeypatch):
    found = [SectorProposal("43", 0.91), SectorProposal("47", 0.62), SectorProposal("56", 0.04)]
    monkeypatch.setattr(Engine, "propose_sectors", lambda engine, text: found)
    page = walk(begin(client), until="sector")
    assert [one.get_text(strip=True) for one in page.select(".govuk-radios__hint")] == [
        "Very likely",
        "Likely",
        "Perhaps",
    ]


def test_no_page_before_the_first_answer_writes_a_row(client, session):
    client.get("/sign-up/business")
    client.get("/sign-up/business/what-you-do")
    client.get("/sign-up/business/where")
    assert session.scalars(select(Draft)).all() == []


def test_a_telephone_number_alone_is_enough(client, session):
    page = sign_up(client, contact={"name": "Ada Example", "telephone": "01632 960123", "email": ""})
    assert "ring 01632 960000" in page.text
    assert session.scalars(select(Account)).all() == []
    assert session.scalars(select(Message)).all() == []


def test_ring_me_is_a_short_and_complete_way(client, session):
    page = walk(begin(client), until="name", help={"kinds": ["NSY"]})
    page = walk(page, until="contact")
    page = walk(page).submit(button="Send in")
    business = session.scalars(select(Business)).one()
    assert [offer.kind for offer in business.offers] == [Kind.NSY]
    assert (business.reach, business.size, business.only_these) == (ReachKind.UNKNOWN, SizeBand.UNKNOWN, None)
    assert "a person speaks to you" in page.text.lower()
