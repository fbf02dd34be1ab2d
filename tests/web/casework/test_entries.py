"""Reading entries: live, back with words, or ended; each written down."""

import pytest
from sqlalchemy import select

from broker.cases.log import record
from broker.suggestions.refresh import refresh_suggestions
from models import EntryEvent, Message, Suggestion
from models.base import now
from models.vocabulary import (
    EntryKind,
    EntryState,
    Kind,
    PartnershipKind,
    Safeguarding,
    SuggestionSource,
    SuggestionState,
)
from tests.factories import (
    BrokerFactory,
    BusinessFactory,
    ContactFactory,
    MatchFactory,
    PartnershipFactory,
    SuggestionFactory,
)
from tests.web.casework.conftest import benches, firm

LIVE = "I have read it: make it live"


def path_of(entry, kind):
    return f"/coordinate/entries/{kind}/{entry.id}"


def whats(session, kind, entry):
    statement = select(EntryEvent).where(EntryEvent.entry_kind == kind, EntryEvent.entry_id == entry.id)
    return [event.what for event in session.scalars(statement.order_by(EntryEvent.id))]


def unknown_firm(**said):
    """A firm nobody has spoken to, whose e-mailed link was not used."""
    return firm(
        "Ash Joinery",
        state=EntryState.WAITING,
        spoken_at=None,
        contacts=[ContactFactory.build(email_confirmed_at=None)],
        **said,
    )


def test_a_business_whose_link_was_not_used_waits_until_an_officer_spoke_to_it(office, session, coordinator):
    business = unknown_firm()
    page = office.get(path_of(business, "business"))
    assert "nobody has spoken to them" in page.text
    assert LIVE not in page.texts("main button")
    office.post(path_of(business, "business") + "/live", status=422)
    assert business.state is EntryState.WAITING

    page = page.follow("Write down that you spoke to them").submit({"words": "Keen."}, button="Save")
    page = page.submit(button=LIVE)
    assert page.messages == ["Ash Joinery is live."]
    assert business.state is EntryState.LIVE
    assert business.read_by_id == coordinator.id
    assert whats(session, EntryKind.BUSINESS, business) == ["spoken", "read"]


def test_a_business_whose_link_was_used_goes_live_when_read(office, session):
    business = firm("Ash Joinery", state=EntryState.WAITING, spoken_at=None)
    office.get(path_of(business, "business")).submit(button=LIVE)
    assert business.is_live


def test_a_broker_whose_address_is_not_proved_is_written_to_by_nobody_and_waits(office, session):
    stranger = ContactFactory.build(email_confirmed_at=None)
    broker = BrokerFactory(name="Sam Stranger", state=EntryState.WAITING, spoken_at=None, contacts=[stranger])
    office.post(path_of(broker, "broker") + "/live", status=422)
    assert broker.state is EntryState.WAITING
    stranger.email_confirmed_at = now()
    session.commit()
    office.get(path_of(broker, "broker")).submit(button=LIVE)
    assert broker.is_live


def test_going_live_brings_suggestions(office, speke, session):
    newcomer = firm("Fir Furniture", state=EntryState.WAITING)
    office.get(path_of(newcomer, "business")).submit(button=LIVE)
    refresh_suggestions(session)  # what the timetable does within seconds
    found = session.scalars(select(Suggestion).where(Suggestion.business_id == newcomer.id)).all()
    assert [suggestion.need for suggestion in found] == [speke.need]

    need = benches(speke.partnership, "Wooden benches for the school garden", state=EntryState.WAITING)
    office.get(path_of(need, "need")).submit(button=LIVE)
    assert session.scalars(select(Suggestion).where(Suggestion.need_id == need.id)).all()


def test_a_need_with_children_undecided_cannot_go_live(office, speke):
    need = benches(speke.partnership, state=EntryState.WAITING, children=Safeguarding.UNDECIDED)
    page = office.get(path_of(need, "need"))
    assert "Whether children or adults at risk are involved is not decided" in page.text
    page = office.post(path_of(need, "need") + "/live", status=422)
    assert "is not decided" in page.errors[0]
    assert need.state is EntryState.WAITING

    page = office.get(path_of(need, "need")).follow("Put something small right")
    page = page.submit({"children": "supervised", "theme": "ENV"}, button="Save")
    page.submit(button=LIVE)
    assert need.is_live


def test_a_need_of_a_partnership_that_is_not_live_cannot_go_live(office, session):
    board = PartnershipFactory(name="New Board", state=EntryState.WAITING)
    need = benches(board, state=EntryState.WAITING)
    office.post(path_of(need, "need") + "/live", status=422)
    office.get(path_of(board, "partnership")).submit(button=LIVE)
    office.get(path_of(need, "need")).submit(button=LIVE)
    assert need.is_live


def test_a_broker_is_read_and_goes_live(office, session):
    broker = BrokerFactory(name="Jo Link", state=EntryState.WAITING, experience=["Ran a market for ten years"])
    page = office.get(path_of(broker, "broker"))
    assert "Ran a market for ten years" in page.text
    page.submit(button=LIVE)
    assert broker.is_live


def test_making_live_twice_does_it_once(office, session):
    business = firm("Ash Joinery", state=EntryState.WAITING)
    page = office.get(path_of(business, "business"))
    page.submit(button=LIVE)
    page.submit(button=LIVE)
    assert whats(session, EntryKind.BUSINESS, business) == ["read"]


def test_words_changed_while_somebody_reads_them_do_not_go_live_unread(office, session):
    business = firm("Ash Joinery", state=EntryState.WAITING)
    page = office.get(path_of(business, "business"))
    business.what_we_do = "Something else"
    record(session, business, "changed")
    session.commit()
    page = page.submit(button=LIVE, status=422)
    assert "changed while you were reading" in page.errors[0]
    assert business.state is EntryState.WAITING
    page.submit(button=LIVE)
    assert business.is_live


@pytest.mark.parametrize("state", [EntryState.PAUSED, EntryState.DRAFT, EntryState.ENDED])
def test_only_what_waits_to_be_read_is_made_live(office, speke, state):
    newcomer = firm("Fir Furniture", state=state)
    office.post(path_of(newcomer, "business") + "/live", status=422)
    assert newcomer.state is state
    suggestion = SuggestionFactory(need=speke.need, business=newcomer, source=SuggestionSource.BUSINESS)
    assert LIVE + " Fir Furniture" not in office.get(f"/coordinate/suggestions/{suggestion.id}").texts("main button")


def test_an_entry_with_a_proposal_is_not_ended_before_that_is_taken_back(office, speke, coordinator):
    match = MatchFactory(suggestion=speke.suggestions[0], coordinator=coordinator)
    for entry, kind in ((speke.firms[0], "business"), (speke.need, "need"), (speke.partnership, "partnership")):
        page = office.get(path_of(entry, kind) + "/end")
        page = page.submit({"words": "Closed down."}, button="End", status=422)
        assert page.errors == [f"A proposal stands: take back {match.reference} first."]
        assert entry.is_live


def test_a_live_need_keeps_its_answer_about_children(office, speke):
    page = office.get(path_of(speke.need, "need")).follow("Put something small right")
    page = page.submit({"children": "undecided", "theme": "ENV"}, button="Save", status=422)
    assert "This is live" in page.errors[0]


@pytest.mark.parametrize("kind", ["business", "partnership", "broker", "need"])
def test_an_entry_is_sent_back_with_words(office, speke, session, kind):
    entry = {
        "business": lambda: firm("Elm", state=EntryState.WAITING),
        "partnership": lambda: PartnershipFactory(name="Elm", kind=PartnershipKind.LSP, state=EntryState.WAITING),
        "broker": lambda: BrokerFactory(name="Elm", state=EntryState.WAITING),
        "need": lambda: benches(speke.partnership, "Elm", state=EntryState.WAITING),
    }[kind]()
    page = office.get(path_of(entry, kind)).follow("Send it back with words")
    assert page.submit({}, button="Send back", status=422).errors == ["Enter what you need from them"]
    page.submit({"words": "Please say how many you can make."}, button="Send back")
    assert entry.state is EntryState.DRAFT
    message = session.scalars(select(Message)).one()
    assert "Please say how many you can make." in message.body
    assert "[personal link]" in message.body


def test_ending_an_entry_ends_what_was_suggested_for_it(office, speke, session):
    page = office.get(path_of(speke.firms[0], "business")).follow("End it")
    page.submit({"words": "Closed down."}, button="End")
    assert speke.firms[0].state is EntryState.ENDED
    assert speke.suggestions[0].state is SuggestionState.WITHDRAWN
    assert speke.suggestions[1].state is SuggestionState.OPEN


def test_small_things_are_put_right_on_their_behalf(office, speke, session):
    page = office.get(path_of(speke.firms[0], "business")).follow("Put something small right")
    page.submit({"sectors": "31.09, 16.23", "name": "Ash Joinery Ltd"}, button="Save")
    assert speke.firms[0].sectors == ["3109", "1623"]
    assert (speke.firms[0].name, speke.firms[0].name_key) == ("Ash Joinery Ltd", "ash joinery")
    event = session.scalars(select(EntryEvent)).one()
    assert (event.what, event.on_behalf) == ("changed", True)
    assert speke.firms[0].suggest_due_at is not None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31.09, carpentry", "Enter SIC codes in numbers, like 31.09: not “carpentry”"),
        ("31.09, 00", "There is no SIC code “00”: look it up, or leave it out"),
        ("12345", "There is no SIC code “12345”: look it up, or leave it out"),
    ],
)
def test_a_sector_that_does_not_exist_is_refused(office, speke, typed, said):
    page = office.get(path_of(speke.firms[0], "business")).follow("Put something small right")
    assert page.submit({"sectors": typed}, button="Save", status=422).errors == [said]


def test_an_entry_still_to_be_read_is_read_on_the_page_of_its_suggestion(office, speke, session):
    newcomer = firm("Fir Furniture", state=EntryState.WAITING, what_we_do="Furniture from old pallets")
    suggestion = SuggestionFactory(need=speke.need, business=newcomer, source=SuggestionSource.BUSINESS)
    page = office.get(f"/coordinate/suggestions/{suggestion.id}")
    assert "Not live yet: Fir Furniture" in page.text
    assert "Furniture from old pallets" in page.text
    page = page.submit(button=LIVE + " Fir Furniture")
    assert page.path == f"/coordinate/suggestions/{suggestion.id}"
    assert newcomer.is_live
    assert "Not live yet" not in page.text


def test_html_in_what_people_wrote_is_shown_as_they_wrote_it(office, speke):
    evil = "<script>alert(1)</script><b>bold</b> \u202eright to left \U0001f332"
    business = firm(evil, state=EntryState.WAITING, what_we_do=evil, notes=evil)
    page = office.get(path_of(business, "business"))
    assert "<script>alert(1)</script>" in page.text
    need = benches(speke.partnership, evil, words=evil)
    suggestion = SuggestionFactory(need=need, business=business, words=evil)
    for path in ("/coordinate", f"/coordinate/needs/{need.id}", f"/coordinate/suggestions/{suggestion.id}"):
        assert "<b>bold</b>" in office.get(path).text


def test_an_unknown_kind_or_number_is_not_found(office):
    office.get("/coordinate/entries/castle/1", status=404)
    office.get("/coordinate/entries/business/99999", status=404)
    office.get("/coordinate/needs/99999", status=404)


def test_what_waited_longest_is_first(office, session):
    BusinessFactory(name="New", state=EntryState.WAITING)
    old = BusinessFactory(name="Old", state=EntryState.WAITING)
    from datetime import timedelta

    old.sent_in_at = now() - timedelta(days=20)
    page = office.get("/coordinate/entries")
    assert page.texts("#entries a") == ["Old", "New"]
    assert page.texts("#entries .govuk-tag--red") == ["Overdue"]
    assert "2 entries wait to be read" in page.text
    assert "People waiting for an answer: 2" in office.get("/coordinate").texts("nav li")


def test_kinds_of_help_are_said_in_words(office, speke):
    page = office.get(path_of(speke.firms[0], "business"))
    assert Kind.KIT.label in page.text
