"""Coordinators at work in a real browser: from signing in to three messages, and back again."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from models.vocabulary import EntryState, Kind, ReachKind, Theme
from tests.browser.journeys.business_owner import BusinessOwner
from tests.browser.journeys.coordinator import SIDES, Coordinator
from tests.factories import (
    AreaFactory,
    BrokerFactory,
    BusinessFactory,
    NeedFactory,
    OfferFactory,
    PartFactory,
    PartnershipFactory,
    SuggestionFactory,
)
from tests.sizes import OFFICE_JAVASCRIPT
from tests.web.accounts.arranging import PASSWORD, code_of, officer

BENCHES, TAPS = "Garden benches", "Taps for the community kitchen"


def partnership():
    return PartnershipFactory(name="Speke Neighbourhood Board", areas=[AreaFactory()])


def joinery(name, **said):
    return BusinessFactory(
        name=name,
        what_we_do="Joiners. We make garden furniture, benches and sheds from timber.",
        offers=[OfferFactory.build(kind=Kind.KIT, amount=4)],
        reach=ReachKind.MILES_25,
        **said,
    )


@pytest.fixture
def benches(session):
    """A request with three firms to look at, and a broker who is free."""
    need = NeedFactory(
        title=BENCHES,
        words="Four wooden benches for the community garden.",
        theme=Theme.ENV,
        partnership=partnership(),
        area=AreaFactory(),
        parts=[PartFactory(kind=Kind.KIT, amount=4, places=2)],
    )
    BrokerFactory(name="Jo Link", areas=[need.area])
    for rank, name in enumerate(("Ash Joinery", "Birch Benches", "Cedar Works"), 1):
        SuggestionFactory(need=need, business=joinery(name), rank=rank)
    session.commit()


@pytest.fixture
def coordinator_arrives(arrives_as, session):
    """A coordinator at the work list, signed in with password and code: Robin Hale unless told."""

    def arrives(name="Robin Hale"):
        email = f"{name.split()[0].lower()}@council.example"
        secret = officer(session, name=name, email=email).tf_totp_secret
        session.commit()  # or the test's own session would keep the pages waiting
        return arrives_as(Coordinator).signs_in(email, PASSWORD, lambda: code_of(secret))

    return arrives


@pytest.mark.soak
@pytest.mark.parametrize("javascript", OFFICE_JAVASCRIPT)
def test_a_coordinator_confirms_reads_three_messages_and_undoes(coordinator_arrives, benches):
    coordinator = coordinator_arrives().opens_the_request(BENCHES).opens_the_firm("Ash Joinery")
    coordinator.confirms(because="Right skill", link="Jo Link").sees_messages(3, "Waiting to leave")
    for side in SIDES:
        said = coordinator.reads_the_message_to(side)
        assert BENCHES in said and "Ash Joinery" in said and "4 items" in said
    coordinator.undoes().opens_the_request(BENCHES).opens_the_firm("Ash Joinery").reads("Undo")


@pytest.mark.soak
@pytest.mark.parametrize("javascript", OFFICE_JAVASCRIPT)
def test_a_coordinator_rejects_one_puts_one_off_and_searches(coordinator_arrives, benches):
    day = datetime.now(UTC).date() + timedelta(days=30)
    coordinator = (
        coordinator_arrives().opens_the_request(BENCHES).opens_the_firm("Birch Benches").rejects(because="Too far")
    )
    coordinator.opens_the_firm("Cedar Works").puts_off(day.day, day.month, day.year)
    coordinator.opens_the_work_list().reads("1 firm to look at")
    coordinator.finds("Cedar Works").reads("1 found").follows("Cedar Works").reads_heading("Cedar Works")


@pytest.mark.soak
@pytest.mark.parametrize("javascript", OFFICE_JAVASCRIPT)
def test_a_coordinator_reads_what_came_in_and_makes_it_live(coordinator_arrives, session):
    spoken = {"spoken_at": datetime.now(UTC), "state": EntryState.WAITING}
    board = PartnershipFactory(name="Garston Town Board", areas=[AreaFactory()], **spoken)
    joinery("Ash Joinery", **spoken)
    NeedFactory(
        title=BENCHES,
        words="Four wooden benches for the community garden.",
        partnership=board,
        parts=[PartFactory(kind=Kind.KIT, amount=4)],
        **spoken,
    )
    session.commit()
    coordinator = coordinator_arrives().reads("People waiting for an answer: 3")
    for name in ("Garston Town Board", "Ash Joinery", BENCHES):
        coordinator.reads_and_makes_live(name)
    coordinator.opens_the_request(BENCHES).opens_the_firm("Ash Joinery").reads("Why these two")


NUMBER_OF_THE_SERVICE = "01632 960000"


@pytest.mark.parametrize("javascript", [True, False])
def test_from_we_could_help_to_three_messages(arrives_as, coordinator_arrives, letters, session):
    NeedFactory(
        title=TAPS,
        words="Two leaking taps and a boiler that goes out: we need a plumber for a day.",
        area=AreaFactory(),
        partnership=partnership(),
        parts=[PartFactory(kind=Kind.PRO, amount=8)],
    )
    broker = BrokerFactory(name="Jo Link", areas=[AreaFactory()])
    session.commit()
    ada = arrives_as(BusinessOwner)
    ada.signs_up().says_we_could_help(TAPS, words="We could come on a Tuesday.")
    ada.goes_to(letters.link_for("ada@bread.example")).presses("Confirm and go to your page")

    coordinator = coordinator_arrives().reads("Answer promised by")
    coordinator.opens_the_request(TAPS).opens_the_firm("Bread & Pipes Ltd").reads("We could come on a Tuesday.")
    coordinator.makes_live_here("Bread & Pipes Ltd")
    coordinator.confirms(because="Wants exactly this", link="Jo Link").sees_messages(3, "Waiting to leave")
    for side in SIDES:
        said = coordinator.reads_the_message_to(side)
        assert TAPS in said
        for known in (NUMBER_OF_THE_SERVICE, broker.contacts[0].telephone.replace("+441632", "01632 ")):
            said = said.replace(known, "")  # whom to ring is said in every message
        assert "01632" not in said and "ada@" not in said, "contact details are kept back"

    ada.goes_to("/your-page").reads(TAPS)
    expect(ada.page.get_by_role("button", name="We could help")).to_have_count(0)


@pytest.mark.soak
@pytest.mark.parametrize("javascript", OFFICE_JAVASCRIPT)
def test_the_second_coordinator_is_told_who_was_first(coordinator_arrives, benches):
    first = coordinator_arrives().opens_the_request(BENCHES).opens_the_firm("Ash Joinery")
    second = coordinator_arrives("Sam Second")
    second.opens_the_request(BENCHES).opens_the_firm("Ash Joinery").follows("Confirm")
    first.confirms(link="Jo Link")
    second.chooses("Right skill", "Jo Link").presses("Confirm")
    second.reads_heading("This is already decided").reads("Robin Hale decided on Ash Joinery")
