"""Somebody no longer speaks for an entry: the same rule for a business and a partnership."""

from sqlalchemy import select

from broker.cases.waiting import open_case
from models import EntryEvent
from models.vocabulary import CaseStep, Role, Strand
from tests.factories import AccountFactory, BusinessFactory, ContactFactory
from tests.web.registration.asking import officer_of, speke


def removed(session):
    event = session.scalars(select(EntryEvent).where(EntryEvent.what == "contact_removed")).one()
    return event.words, event.on_behalf


def test_a_partnerships_officer_removes_the_main_contact_and_the_next_is_written_to(client, session):
    board = speke()
    client.signs_in_as(officer_of(board))
    gone = board.contacts[0]
    gone.is_main, gone.name = True, "Mo Gone"
    session.commit()
    page = client.get(f"/your-page/partnerships/{board.id}").submit(button="Remove Mo Gone")
    assert page.messages == ["They no longer speak for the partnership."]
    session.expire_all()
    assert gone.left_at and not gone.is_main
    assert [contact.is_main for contact in board.contacts if contact.left_at is None] == [True]
    assert removed(session) == ("Mo Gone", False)


def test_the_office_removes_somebody_on_a_partnerships_behalf(client, session):
    board = speke(contacts=[ContactFactory.build(name="Mo Gone"), ContactFactory.build(name="Di Stays")])
    client.signs_in_as(AccountFactory(roles=[Role.COORDINATOR]))
    client.post(f"/your-page/partnerships/{board.id}/remove-contact/{board.contacts[0].id}")
    assert removed(session) == ("Mo Gone", True)


def test_when_the_last_one_who_speaks_for_an_entry_leaves_somebody_has_to_find_another(client, session):
    for entry, role, path in (
        (BusinessFactory(name="Ash Joinery", contacts=[ContactFactory.build()]), Role.BUSINESS, "business"),
        (speke(contacts=[ContactFactory.build()]), Role.OFFICER, "partnerships"),
    ):
        account = AccountFactory(roles=[role])
        entry.contacts[0].account = account
        session.commit()
        client.signs_in_as(account).post(f"/your-page/{path}/{entry.id}/remove-contact/{entry.contacts[0].id}")
        assert open_case(session, entry, Strand.PEOPLE).step is CaseStep.FIND_CONTACT
