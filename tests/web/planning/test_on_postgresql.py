"""The whole way of a matching round on PostgreSQL, and two workers that look at the same moment."""

import threading

from broker import work
from broker.extensions import db
from broker.suggestions import planning
from broker.suggestions.planning import progress
from models import PlanRun, Suggestion
from models.vocabulary import PlanState, SuggestionState
from tests.factories import BrokerFactory, CoordinatorFactory, PartnershipFactory
from tests.pages import ServiceClient
from tests.web.casework.conftest import benches, enters, firm
from tests.web.planning.conftest import LIVERPOOL


def test_a_round_from_the_first_run_to_the_undo(postgres_app, postgres_session):
    office = enters(ServiceClient(postgres_app, postgres_session), CoordinatorFactory(areas=[LIVERPOOL]))
    board = PartnershipFactory(name="Speke Neighbourhood Board")
    for title in ("Garden benches", "School benches", "Bus shelter benches"):
        benches(board, title=title)
    firm("Ash Joinery"), firm("Birch Benches"), BrokerFactory(name="Jo Link")
    page = office.get("/coordinate/plan").submit({"where": LIVERPOOL}, button="Run")

    def works():
        postgres_session.commit()
        assert work.run_once(postgres_app, "run_plans") == 1
        postgres_session.expire_all()

    works()
    page = page.follow("See how far it is")
    pair = page.follow("See the 2 pairs").submit({"words": "ash", "what": "low"}, button="Show")
    pair = pair.follow("Show everything").follow("Ash Joinery").submit(button="Must not be in")
    page = pair.follow("Change this, or run again").submit(button="Run again")
    works()
    page = page.follow("See how far it is")
    for link in ("See what is not placed, and why", "See what would help", "Compare two runs"):
        page.follow(link)
    assert office.open(page.link("Download this run (CSV)")).status_code == 200
    page = page.follow("Release to the work list").submit(button="Release to the work list")
    assert page.messages == ["Released: 2 pairs are new on the work list."]
    page = page.follow("Take this run off the work list again").submit(button="Take it back")
    assert page.messages == ["Taken back: 2 pairs are what they were before."]
    assert {row.state for row in postgres_session.query(Suggestion)} == {SuggestionState.WITHDRAWN}


def test_of_two_workers_one_takes_a_run_up_and_the_other_leaves_its_own_waiting(
    postgres_app, postgres_session, monkeypatch
):
    coordinator = CoordinatorFactory()
    for areas in ((), (LIVERPOOL,)):
        PartnershipFactory(name=f"Board {len(areas)}")
        planning.begin(postgres_session, areas=areas, by=coordinator)
    postgres_session.commit()
    claimed, ready, looked = [], threading.Barrier(2), progress.reading

    def look_together(session):
        ready.wait(timeout=10)
        return looked(session)

    def claims():
        with postgres_app.app_context():
            claimed.append(progress.claim(db.session))

    monkeypatch.setattr(progress, "reading", look_together)
    threads = [threading.Thread(target=claims) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([one for one in claimed if one]) == 1
    states = sorted(run.state for run in postgres_session.query(PlanRun))
    assert states == [PlanState.RUNNING, PlanState.WAITING]
