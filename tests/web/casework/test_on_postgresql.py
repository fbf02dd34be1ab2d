"""The pages that ask the database most, on PostgreSQL too."""

import pytest

from broker.cases.cover import set_away
from models.vocabulary import EntryState, SuggestionSource
from tests.factories import BrokerFactory, CoordinatorFactory, PartnershipFactory
from tests.pages import ServiceClient
from tests.web.casework.carrying import a_broker, a_match, as_broker, days
from tests.web.casework.conftest import benches, enters, firm, put_forward
from tests.web.casework.test_deciding import confirms


@pytest.fixture
def pg_office(postgres_app, postgres_session):
    return enters(ServiceClient(postgres_app, postgres_session), CoordinatorFactory(areas=["E08000012"]))


def test_the_whole_way_of_a_suggestion(pg_office, postgres_session):
    need = benches(PartnershipFactory(name="Board"))
    first, _second = put_forward(need, "Ash", "Birch")
    offered = put_forward(need, "Willing", source=SuggestionSource.BUSINESS)[0]
    BrokerFactory(name="Jo Link", state=EntryState.WAITING)
    firm("New", state=EntryState.WAITING)
    for query in ("", "?what=people", "?what=overdue", "?theme=ENV&area=E08000012", "?owner=all&page=2"):
        page = pg_office.get(f"/coordinate{query}")
    assert "People waiting for an answer: 2" in page.texts("nav li")
    assert "3 firms to look at" in page.text
    pg_office.get("/coordinate/entries")
    assert pg_office.post("/coordinate/search", {"words": "wIlLing"}).texts("#hits a") == ["Willing"]
    pg_office.post("/coordinate/search", {"words": "01632 960001"})
    pg_office.get(f"/coordinate/suggestions/{offered.id}").follow("Reject").submit({"reason": "size"}, button="Reject")
    confirms(pg_office, first).submit(button="Undo")
    assert len(pg_office.get("/coordinate/messages").select("#messages tbody tr")) == 4
    pg_office.get(f"/coordinate/needs/{need.id}").submit(button="Look again for firms")
    pg_office.get("/coordinate").submit(button="Look again for all requests")


def test_what_brokers_carry_and_hand_over(pg_office, postgres_app, postgres_session):
    jo, kim = a_broker("Jo Link"), a_broker("Kim Other")
    match = a_match("Shed", jo, due=-1)
    a_match("Paint", kim, due=2)
    set_away(postgres_session, kim, begins=days(0), ends=days(9), by=match.coordinator)
    page = pg_office.get("/coordinate?owner=all&what=overdue")
    assert page.texts("[data-row=check_ins] h3") == ["Maker of Shed: Shed, Liverpool"]
    assert "The office, for Kim Other" in pg_office.get("/coordinate?group=check_ins").text
    set_away(postgres_session, kim, begins=days(0), ends=days(9), cover=jo, by=match.coordinator)
    at_jos = as_broker(ServiceClient(postgres_app, postgres_session), jo)
    assert "Jo Link, for Kim Other" in at_jos.get("/your-page/cases").text
    answers = {"as_agreed": "yes", "given": "Six hours", "outcome": "all_well"}
    at_jos.get(f"/cases/match/{match.id}/check-in").submit(answers, button="Save")
    pg_office.get("/coordinate/brokers").follow("Jo Link").follow("All cases, to be printed")
    page = pg_office.get(f"/coordinate/brokers/{jo.id}/hand-over/who-gets-what")
    page = page.submit({"reason": "Leaves"}, button="Hand over")
    assert match.broker is None
    page.submit(button="Undo this handover")
    postgres_session.refresh(match)
    assert match.broker is jo
