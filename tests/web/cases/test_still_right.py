"""Does this still hold? One button is enough."""

from datetime import timedelta

from broker.cases.clocks import today
from broker.cases.firm_pause import pause_firm
from broker.cases.log import history, record
from broker.cases.notes import write_note
from broker.cases.waiting import open_cases
from models.vocabulary import CaseStep, EntryState, Kind, NoteKind, PauseReason, Role, Strand
from tests.factories import (
    AccountFactory,
    BusinessFactory,
    ContactFactory,
    CoordinatorFactory,
    NeedFactory,
    PartFactory,
    PartnershipFactory,
)


def person(role):
    account = AccountFactory(roles=[role])
    return account, ContactFactory.build(account=account, email=account.email)


def test_a_business_that_was_asked_says_yes_with_one_button(client, session):
    account, contact = person(Role.BUSINESS)
    business = BusinessFactory(name="Ash", contacts=[contact])
    page = client.signs_in_as(account).get("/your-page")
    assert "Does this still hold?" not in page.text, "nobody asked"
    record(session, business, "still_right_asked")
    page = client.get("/your-page").submit(button="Yes, it still holds Ash")
    assert "Thank you." in page.messages[0]
    assert "Does this still hold?" not in page.text
    assert [event.what for event in history(session, business)] == ["still_right_asked", "still_right"]


def test_a_need_is_asked_about_on_its_own_page_and_in_the_list(client, session):
    account, contact = person(Role.OFFICER)
    board = PartnershipFactory(name="Speke Board", contacts=[contact])
    need = NeedFactory(title="Benches", partnership=board, parts=[PartFactory(kind=Kind.KIT)])
    record(session, need, "still_right_asked")
    page = client.signs_in_as(account).get("/your-page")
    assert "does it still hold?" in page.text
    page = page.follow("Benches").submit(button="Yes, it still holds Benches")
    assert "Does this still hold?" not in page.text
    assert history(session, need)[-1].on_behalf is False


def test_nobody_says_it_for_somebody_elses_firm(client, session):
    account, _contact = person(Role.BUSINESS)
    business = BusinessFactory(name="Ash")
    client.signs_in_as(account).post(f"/your-page/business/{business.id}/still-right", status=404)


def test_what_has_ended_is_not_confirmed(client, session):
    account, contact = person(Role.BUSINESS)
    business = BusinessFactory(name="Ash", contacts=[contact], state=EntryState.ENDED)
    page = client.signs_in_as(account).post(f"/your-page/business/{business.id}/still-right")
    assert "there is nothing to confirm" in page.messages[0]


def test_a_firm_that_we_have_paused_does_not_end_the_pause_by_itself(client, session):
    account, contact = person(Role.BUSINESS)
    business = BusinessFactory(name="Ash", contacts=[contact])
    day = today() + timedelta(30)
    pause_firm(session, business, by=CoordinatorFactory(), reason=PauseReason.CONCERN, words="A ladder", review_on=day)
    page = client.signs_in_as(account).post(f"/your-page/business/{business.id}/still-right")
    assert "We have paused this firm" in page.messages[0]
    session.refresh(business)
    assert business.state is EntryState.PAUSED


def test_an_officer_who_was_told_so_writes_it_down_for_them(client, session):
    business = BusinessFactory(name="Ash", state=EntryState.PAUSED)
    page = client.signs_in_as(CoordinatorFactory()).get(f"/coordinate/entries/business/{business.id}")
    page = page.submit(button="They say that it still holds")
    assert page.messages == ["Written down: it still holds."]
    session.refresh(business)
    assert business.is_live and history(session, business)[-1].on_behalf


def test_a_call_that_is_written_down_is_the_call_that_was_due(session):
    business = BusinessFactory(name="Ash", spoken_at=None)
    record(session, business, "imported")
    assert open_cases(session, business)[Strand.LIFE].step is CaseStep.SPEAK
    write_note(session, business, how=NoteKind.CALL, on=today(), words="They are well", by=CoordinatorFactory())
    assert Strand.LIFE not in open_cases(session, business)
