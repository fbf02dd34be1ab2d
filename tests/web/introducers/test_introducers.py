"""A chamber puts its members forward by a link, and is told numbers that point at nobody."""

from collections import defaultdict

import pytest
from sqlalchemy import select

from broker.introducers import keeping
from broker.introducers.figures import LEAST, Counts, Figures, counts_of, told
from broker.registration.business.introduced import INTRODUCED, introducer_of
from models import Business, Draft, Introducer, MatchEvent
from models.vocabulary import EntryState, IntroducerKind, MatchState
from tests.factories import BusinessFactory, CoordinatorFactory, MatchFactory, PartnershipFactory, SuggestionFactory
from tests.web.casework.conftest import benches, enters
from tests.web.registration.walking import walk


@pytest.fixture
def office(client, session):
    return enters(client, CoordinatorFactory())


@pytest.fixture
def chamber(session) -> Introducer:
    return keeping.add(session, name="Speke Chamber", kind=IntroducerKind.CHAMBER, by=CoordinatorFactory())


def test_a_coordinator_adds_one_gives_it_new_links_and_ends_it(office, session, new_client):
    page = office.get("/coordinate/imports").follow("Organisations that put their members forward")
    page = page.submit({"name": "Speke Chamber", "kind": "chamber"}, button="Add it")
    first = " ".join(page.texts("#sign-up-link"))
    assert "/sign-up/business?from=" in first
    there = page.follow("introducers/").path
    twice = office.get("/coordinate/introducers").submit(
        {"name": "The Speke Chamber Ltd", "kind": "chamber"}, button="Add it", status=422
    )
    assert twice.errors == ["There is an organisation of this name already"]
    page = page.submit(button="Make new links")
    assert page.messages == ["These are the new links. The old ones no longer count."]
    assert " ".join(page.texts("#sign-up-link")) != first
    new_client().get(there, status=404)
    there = page.follow("introducers/").path
    page = page.submit(button="End it: they put nobody forward any more")
    assert page.messages == ["Ended: its links have stopped."]
    new_client().get(there, status=404)


def test_a_member_signs_up_by_its_link_and_is_counted(chamber, session, new_client):
    session.commit()
    start = new_client().get(f"/sign-up/business?from={chamber.code}")
    assert "Speke Chamber sent you here." in start.text
    page = walk(start.follow("Start now")).submit(button="Send in")
    business = session.scalars(select(Business)).one()
    assert business.introducer is chamber
    assert counts_of(session, [chamber.id])[chamber.id] == Counts(0, 1, 0, 0)
    assert chamber.code not in page.html


@pytest.mark.parametrize("code", ["nobodys", "<script>", "x" * 300, "check"])
def test_a_code_that_is_nobodys_does_not_stand_in_the_way(code, session, new_client):
    page = new_client().get("/sign-up/business", query_string={"from": code})
    assert "sent you here" not in page.text
    page = page.follow("Start now").submit(button="Save and come back later")
    kept = session.scalars(select(Draft.answers)).one().get(INTRODUCED, {}).get("code")
    assert kept == (code if code == "nobodys" else None) and introducer_of(session, kept) is None


def test_its_page_tells_how_many_signed_up_were_introduced_and_gave_help_and_never_who(chamber, session, client):
    firms = [BusinessFactory(name=f"Firm {n}", introducer=chamber) for n in range(12)]
    BusinessFactory(name="Not Yet", introducer=chamber, state=EntryState.INVITED)
    need = benches(PartnershipFactory(name="Speke Board"))
    officer = CoordinatorFactory()
    for firm in firms[:6]:
        suggestion = SuggestionFactory(need=need, business=firm)
        match = MatchFactory(suggestion=suggestion, coordinator=officer, state=MatchState.ACTIVE)
        session.add(MatchEvent(match=match, to_state=MatchState.INTRODUCED, act="introduce"))
    session.commit()
    page = client.get(f"/introducers/{chamber.page_code}")
    assert page.answers() == {"Signed up": "12", "Introduced to a local group": "6", "Gave help": "0"}
    assert "Firm" not in page.text and "benches" not in page.text.lower()


def test_no_number_that_is_not_told_can_be_worked_out_from_those_that_are():
    """Every way in which up to 20 members can have signed up, been introduced and given help."""
    behind: dict[Figures, list[tuple[int, int, int]]] = defaultdict(list)
    for signed_up in range(21):
        for introduced in range(signed_up + 1):
            for gave in range(introduced + 1):
                behind[told(Counts(0, signed_up, introduced, gave))].append((signed_up, introduced, gave))
    for figures, cases in behind.items():
        for place, number in enumerate((figures.signed_up, figures.introduced, figures.gave_help)):
            could_be = {case[place] for case in cases}
            assert could_be == {number} if number is not None else len(could_be) >= LEAST - 1, figures
            assert number is None or number == 0 or number >= LEAST
