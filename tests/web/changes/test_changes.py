"""Contacts leave, entries turn out to be one, partnerships end, firms are sold or stop: no case is lost."""

import pytest
from sqlalchemy import func, select

from broker.accounts.contacts import leaves
from broker.cases.clocks import today
from broker.cases.life import OVER
from broker.casework.changes.firm_gone import is_bought, stops_trading
from broker.casework.changes.merging import merge, undo_merge
from broker.casework.changes.partnership_ending import end_partnership
from broker.casework.refusals import Refused
from broker.messages import links
from models import Base, Case, Contact, Match, Message, Suggestion
from models.vocabulary import (
    CaseStep,
    EndReason,
    EntryState,
    HoldReason,
    Kind,
    LinkPurpose,
    MatchState,
    SuggestionState,
)
from tests.factories import (
    BusinessFactory,
    MatchFactory,
    NeedFactory,
    OfferFactory,
    PartFactory,
    PartnershipFactory,
    SuggestionFactory,
)


def sizes(session):
    """How many rows each table has: the log and what waits apart, which grow by being written to."""
    own = ("entry_event", "entry_merge", "case")
    return {
        table.name: session.scalar(select(func.count()).select_from(table))
        for table in Base.metadata.sorted_tables
        if table.name not in own
    }


def told(session, *kinds):
    return {message.kind: message.to_email for message in session.scalars(select(Message)) if message.kind in kinds}


# Contacts


def test_the_links_of_a_contact_who_leaves_end_at_once(session, working):
    contact = working.match.business.contacts[0]
    token = links.mint(session, LinkPurpose.OWN_PAGE, account=working.giver, contact=contact)
    session.flush()
    signed_in_as = working.giver.fs_uniquifier
    leaves(session, contact)
    session.expire_all()
    assert not links.usable(links.find(session, token))
    assert working.giver.fs_uniquifier != signed_in_as


def test_an_account_that_speaks_for_another_entry_too_stays_signed_in(session, working):
    other = BusinessFactory(name="Another firm")
    other.contacts[0].account = working.giver
    session.flush()
    signed_in_as = working.giver.fs_uniquifier
    leaves(session, working.match.business.contacts[0])
    assert working.giver.fs_uniquifier == signed_in_as


def test_when_the_last_contact_leaves_somebody_has_to_find_out_who_speaks_for_it(session, working, browser_of):
    business = working.match.business
    office = browser_of(working.officer)
    page = office.get(f"/coordinate/entries/business/{business.id}")
    page = page.submit(button=f"Has left {business.contacts[0].name}")
    case = session.scalars(select(Case).where(Case.step == CaseStep.FIND_CONTACT)).one()
    assert case.closed_at is None
    page = page.follow("Note somebody who speaks for it")
    page = page.submit({"name": "Nell New"}, "Save", status=422)
    assert page.errors == ["Enter an email address or a telephone number"]
    page = page.submit({"email": "nell@new.example"}, "Save")
    session.refresh(case)
    assert case.closed_at is not None
    assert [one.name for one in business.contacts if one.left_at is None and one.is_main] == ["Nell New"]


# The same entry twice


@pytest.fixture
def twice(session, working):
    """The same joinery signed up again: with a suggestion of its own, another for the same need, and an offer."""
    again = BusinessFactory(name="Ash Joinery Ltd", offers=[OfferFactory.build(kind=Kind.SPC, amount=3)])
    other = NeedFactory(
        title="Shelves",
        partnership=working.match.need.partnership,
        area=working.match.need.area,
        parts=[PartFactory(kind=Kind.PRO, amount=4)],
    )
    SuggestionFactory(need=other, business=again)
    SuggestionFactory(need=working.match.need, business=again)
    session.flush()
    return again


def test_two_entries_become_one_and_two_again_with_nothing_lost(session, working, twice):
    kept = working.match.business
    before = sizes(session)
    where = {(one.need_id, one.business_id): one.state for one in session.scalars(select(Suggestion))}
    contacts = len(kept.contacts)
    made = merge(session, kept, twice, by=working.officer, words="Same number plate")
    assert twice.state is EntryState.ENDED
    assert {offer.kind for offer in kept.offers} >= {Kind.SPC}
    assert len(kept.contacts) == contacts + 1
    shelves = session.scalars(select(Suggestion).where(Suggestion.business_id == kept.id)).all()
    assert {one.need.title for one in shelves} == {"Garden benches", "Shelves"}
    now = sizes(session)
    assert {name: now[name] - before[name] for name in now if now[name] != before[name]} == {"suggestion_event": 1}
    undo_merge(session, made, by=working.officer)
    assert len(kept.contacts) == contacts
    assert {offer.kind for offer in twice.offers} == {Kind.SPC}
    back = {(one.need_id, one.business_id): one.state for one in session.scalars(select(Suggestion))}
    assert back.keys() == where.keys()
    assert twice.state is EntryState.LIVE
    with pytest.raises(Refused, match="undone already"):
        undo_merge(session, made, by=working.officer)


def test_two_firms_matched_for_one_need_are_not_made_one(session, working, twice):
    suggestion = session.scalars(
        select(Suggestion).where(Suggestion.business == twice, Suggestion.need == working.match.need)
    ).one()
    MatchFactory(suggestion=suggestion, coordinator=working.officer)
    with pytest.raises(Refused, match="take one of the two back first"):
        merge(session, working.match.business, twice, by=working.officer)


def test_partnerships_are_made_one_with_their_needs_and_areas(session, working):
    kept = working.match.need.partnership
    gone = PartnershipFactory(name="Speke Board", areas=kept.areas)
    need = NeedFactory(title="Books", partnership=gone, area=kept.areas[0], parts=[PartFactory(kind=Kind.KIT)])
    made = merge(session, kept, gone, by=working.officer)
    assert need.partnership is kept
    undo_merge(session, made, by=working.officer)
    assert need.partnership is gone
    assert [area.code for area in gone.areas] == [area.code for area in kept.areas]


def test_the_office_sees_what_moves_makes_them_one_and_undoes_it(working, twice, browser_of):
    office = browser_of(working.officer)
    page = office.get(f"/coordinate/entries/business/{working.match.business_id}")
    page = page.follow("This is the same as another entry")
    page = page.submit({"reference": "B-2222-2222"}, "Continue", status=422)
    assert page.errors == ["There is no entry of this kind with that reference"]
    page = page.submit({"reference": twice.reference.lower().replace("-", " ")}, "Continue")
    assert "Suggestions: 2" in page.text
    page = page.submit({"words": "One till, one owner"}, "Make them one")
    assert "Ash Joinery Ltd" in page.text
    page = page.submit(button="Undo: make them two again")
    assert page.messages == ["They are two entries again."]


def test_an_entry_is_not_made_one_with_itself(working, browser_of):
    business = working.match.business
    office = browser_of(working.officer)
    page = office.get(f"/coordinate/entries/business/{business.id}/merge/{business.id}")
    assert "This is the same entry: choose another one" in page.text


# A partnership ends


def test_needs_and_matches_go_to_the_successor_and_both_sides_know(session, working):
    ends = working.match.need.partnership
    successor = PartnershipFactory(name="Speke Town Board", areas=ends.areas)
    successor.contacts[0].email = "new@board.example"
    said = {"on": today(), "words": "The board was wound up", "by": working.officer}
    end_partnership(session, ends, successor=successor, **said)
    assert (ends.state, ends.successor) == (EntryState.ENDED, successor)
    assert working.match.need.partnership is successor
    assert working.match.state is MatchState.INTRODUCED
    assert told(session, "need_moved_partnership", "need_moved_business", "need_moved_broker") == {
        "need_moved_partnership": "new@board.example",
        "need_moved_business": working.giver.email,
        "need_moved_broker": working.link.email,
    }


def test_without_a_successor_each_need_and_match_is_closed_with_a_reason(session, working):
    ends = working.match.need.partnership
    end_partnership(session, ends, on=today(), successor=None, words="No money", by=working.officer)
    assert working.match.need.state is EntryState.ENDED
    assert working.match.state is MatchState.ENDED_EARLY
    assert working.match.events[-1].reason == EndReason.NOT_NEEDED
    assert set(told(session, "partnership_ended_business", "partnership_ended_broker")) == {
        "partnership_ended_business",
        "partnership_ended_broker",
    }
    waits = session.scalars(select(Case).where(Case.closed_at.is_(None), Case.kind == "match")).all()
    assert waits == []


def test_the_office_ends_a_partnership(working, browser_of):
    ends = working.match.need.partnership
    other = PartnershipFactory(name="Speke Town Board", areas=ends.areas)
    page = browser_of(working.officer).get(f"/coordinate/entries/partnership/{ends.id}").follow("This partnership ends")
    day = {"on-day": "31", "on-month": "2", "on-year": "2027"}
    page = page.submit({**day, "successor": str(other.id), "words": "Merged"}, "End it", status=422)
    assert page.errors == ["There is no such date: check the day and the month"]
    page = page.submit({**day, "on-day": "28", "successor": str(other.id), "words": "Merged"}, "End it")
    assert page.messages == ["Ended. Everybody it works with is told."]


# A business stops, or is sold


def test_when_a_firm_stops_its_matches_end_and_the_needs_are_open_again(session, working):
    need = working.match.need
    need.suggest_due_at = None
    stops_trading(session, working.match.business, by=working.officer, words="Shop is empty")
    assert working.match.state is MatchState.ENDED_EARLY
    assert working.match.events[-1].reason == EndReason.FIRM_GONE
    assert need.suggest_due_at is not None
    assert told(session, "firm_gone_partnership") == {"firm_gone_partnership": working.receiver.email}


def bought(session, working, **said):
    said = {"name": "Olive Owner", "email": "olive@owner.example", "telephone": "", "words": "Sign over door", **said}
    return is_bought(session, working.match.business, by=working.officer, **said)


def test_when_a_firm_is_sold_what_runs_waits_for_the_new_owner(session, working):
    contact = bought(session, working)
    match = working.match
    assert (match.state, match.hold_reason) == (MatchState.ON_HOLD, HoldReason.NEW_OWNER)
    assert [one for one in match.business.contacts if one.left_at is None] == [contact]
    assert told(session, "new_owner_business", "new_owner_partnership") == {
        "new_owner_business": "olive@owner.example",
        "new_owner_partnership": working.receiver.email,
    }
    with pytest.raises(Refused, match="address or a telephone number"):
        bought(session, working, email="", telephone="")


@pytest.mark.parametrize(("answer", "state"), [("yes", MatchState.INTRODUCED), ("no", MatchState.ENDED_EARLY)])
def test_the_new_owner_says_what_goes_on(session, working, browser_of, answer, state):
    contact = bought(session, working)
    session.commit()
    browser_of(working.giver).get("/your-page")
    page = browser_of(contact.account).get("/your-page")
    page = page.follow("Say what goes on now that the business is yours").follow("Say whether it goes on")
    page = page.submit({"goes_on": answer}, "Save")
    assert "Nothing waits for you" in page.text
    session.refresh(working.match)
    assert working.match.state is state
    assert (working.match.state in OVER) is (answer == "no")
    assert "owner_said_partnership" in told(session, "owner_said_partnership")


def test_the_one_who_sold_it_cannot_answer_any_more(session, working, browser_of):
    bought(session, working)
    session.commit()
    business, match = working.match.business_id, working.match.id
    address = f"/your-page/businesses/{business}/new-owner/{match}"
    assert session.scalars(select(Contact).where(Contact.account == working.giver)).one().left_at
    browser_of(working.giver).get(address, status=404)


def test_the_office_notes_that_a_firm_was_sold_or_stopped(working, session, browser_of):
    office = browser_of(working.officer)
    page = office.get(f"/coordinate/entries/business/{working.match.business_id}")
    page = page.follow("It has stopped trading, or was sold")
    sold = page.submit({"what": "bought", "words": "Heard it"}, "Continue")
    sold = sold.submit({"name": "Olive Owner", "email": "olive@owner.example", "words": "Sign over the door"}, "Save")
    assert sold.messages == ["The new owner is asked what goes on. Until then it waits."]
    page = page.submit({"what": "stopped", "words": "Shop is empty"}, "Continue")
    assert page.messages == ["Ended. Those it helped are told."]
    assert session.scalars(select(Match.state)).one() is MatchState.ENDED_EARLY
    assert session.scalar(select(func.count()).where(Suggestion.state == SuggestionState.OPEN)) == 0
