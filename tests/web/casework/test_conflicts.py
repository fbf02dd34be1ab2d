"""Conflicts of interest: shown, passed with words, or agreed by a second person."""

from sqlalchemy import select

from models import Match
from models.vocabulary import ConflictStrength, ContractStatus
from tests.factories import BrokerTieFactory
from tests.web.casework.test_deciding import RIGHT, confirms

BIDDING = "This firm is bidding for a council contract now. A second person must agree."


def agrees(office, suggestion, words="I know both sides. The bid is about roads."):
    page = office.get(f"/coordinate/suggestions/{suggestion.id}").follow("Agree as the second person")
    return page.submit({"words": words}, button="I agree")


def test_a_warning_is_shown_with_its_strength_and_passed_only_with_words(office, speke, session):
    speke.firms[0].contracts = [ContractStatus.HOLDS]
    page = office.get(f"/coordinate/suggestions/{speke.suggestions[0].id}")
    assert "To be aware of: This firm holds a council contract." in page.text
    page = confirms(office, speke.suggestions[0], status=422)
    assert page.errors == ["Say why this goes ahead although there is a warning"]
    page = page.submit({**RIGHT, "words": "The contract is about something else."}, button="Confirm")
    assert page.path.startswith("/coordinate/matches/")


def test_a_second_person_must_agree(office, second_office, speke, session):
    speke.firms[0].contracts = [ContractStatus.BIDDING]
    said = {**RIGHT, "words": "The bid is about roads."}
    page = confirms(office, speke.suggestions[0], status=422, **said)
    assert page.errors == ["A second coordinator must agree before you can confirm this"]
    assert BIDDING in page.text

    agrees(second_office, speke.suggestions[0])
    assert "Sam Second has agreed" in office.get(f"/coordinate/suggestions/{speke.suggestions[0].id}").text
    assert confirms(office, speke.suggestions[0], **said).path.startswith("/coordinate/matches/")


def test_nobody_is_their_own_second_person(office, speke, session):
    speke.firms[0].contracts = [ContractStatus.BIDDING]
    agrees(office, speke.suggestions[0])
    page = confirms(office, speke.suggestions[0], status=422, words="It is fine.")
    assert page.errors == ["A second coordinator must agree before you can confirm this"]
    assert session.scalars(select(Match)).all() == []


def test_agreeing_needs_words(office, speke):
    speke.firms[0].contracts = [ContractStatus.BIDDING]
    page = office.get(f"/coordinate/suggestions/{speke.suggestions[0].id}").follow("Agree as the second person")
    assert page.submit({}, button="I agree", status=422).errors == ["Enter why you agree"]


def test_a_broker_with_a_barring_tie_cannot_be_chosen(office, speke):
    page = office.get(f"/coordinate/suggestions/{speke.suggestions[0].id}/confirm")
    BrokerTieFactory(broker=speke.broker, business_id=speke.firms[0].id, strength=ConflictStrength.BAR)
    page = page.submit({**RIGHT, "broker": str(speke.broker.id)}, button="Confirm", status=422)
    assert "Jo Link" in page.errors[0] or page.errors == ["Select one of the choices on the page"]


def test_a_tie_of_the_broker_that_is_only_to_be_known_needs_words(office, speke):
    BrokerTieFactory(
        broker=speke.broker, business_id=speke.firms[0].id, strength=ConflictStrength.SHOW, what="Rents a unit"
    )
    page = confirms(office, speke.suggestions[0], status=422, broker=str(speke.broker.id))
    assert page.errors == ["Say why this goes ahead although there is a warning"]


def test_a_broker_who_is_full_is_not_offered(office, speke):
    speke.broker.caseload_limit = 0
    page = office.get(f"/coordinate/suggestions/{speke.suggestions[0].id}/confirm")
    assert not page.select(f'input[name=broker][value="{speke.broker.id}"]')
    assert page.one("input[name=broker][checked]")["value"] == "0"
