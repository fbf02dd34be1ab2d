"""The pages of matching rounds: run, look, pin, run again, compare, release, undo."""

import csv
import io
from dataclasses import replace

import pytest

from broker.matching.plan import Certificate
from broker.matching.weights import PUBLISHED
from broker.suggestions import planning
from broker.suggestions.planning import carry_out
from models import Plan, PlanPair, PlanRule, PlanRun, Suggestion
from models.base import now
from models.vocabulary import PlanState, Role, SuggestionState
from tests.factories import (
    AccountFactory,
    AdministratorFactory,
    AreaFactory,
    CoordinatorFactory,
    PartnershipFactory,
    WeightsVersionFactory,
)
from tests.web.casework.conftest import benches, enters, firm
from tests.web.planning.conftest import KNOWSLEY, LIVERPOOL, pairs


@pytest.fixture
def begun(office, speke, works):
    """The page of a round that was begun on the page, and has been run."""

    def begins():
        page = office.get("/coordinate").follow("Match a whole area together")
        page = page.submit({"where": LIVERPOOL}, button="Run")
        assert "Waiting to be run" in page.text and page.link("See how far it is") == page.path
        works()
        return page.follow("See how far it is")

    return begins


def test_a_coordinator_runs_pins_compares_releases_and_takes_back(begun, works, session, coordinator, speke):
    page = begun()
    assert page.h1 == "Matching round: Liverpool"
    assert "2 of 2" in page.text and "No. This is proved." in page.text
    placed = page.follow("See the 2 pairs")
    pair = placed.follow("Ash Joinery")
    assert "Why these two" in pair.text and pair.select("table.bb-reasons tbody tr")
    need = pair.h1.removeprefix("Ash Joinery for “").removesuffix("”")
    pair = pair.submit(button="Must not be in")
    assert pair.messages == [f"The next run will not have Ash Joinery for “{need}”."]
    page = pair.follow("Change this, or run again").submit(button="Run again")
    works()
    page = page.follow("See how far it is")
    compared = page.follow("Compare two runs")
    assert "2 requests are matched otherwise" in compared.text
    same = compared.submit({"first": "1", "second": "1"}, "Show", status=422)
    assert same.errors == ["Choose two different runs"] and not same.select("table")
    assert f"Must not be in: Ash Joinery for “{need}”" in " ".join(compared.texts("#asked td"))
    ask = compared.follow("Back").follow("Release to the work list")
    page = ask.submit(button="Release to the work list")
    assert page.messages == ["Released: 2 pairs are new on the work list."]
    work_list = page.follow("Work list")
    assert "Decisions: 2" in work_list.text
    page = page.follow("Take this run off the work list again").submit(button="Take it back")
    assert page.messages == ["Taken back: 2 pairs are what they were before."]
    assert "Taken back by Pat Officer" in page.text
    assert {row.state for row in session.query(Suggestion)} == {SuggestionState.WITHDRAWN}


def test_a_second_press_of_release_or_undo_changes_nothing_and_says_so(begun, office, session):
    begun()
    run = session.query(PlanRun).one()
    there = f"/coordinate/plan/runs/{run.id}"
    for verb, said in (("release", "on the work list already"), ("undo", "not on the work list")):
        office.post(f"{there}/{verb}")
        page = office.post(f"{there}/{verb}")
        assert said in page.messages[0]
        assert office.get(f"{there}/{verb}").status == 200
    assert session.query(Suggestion).count() == 2


def test_what_was_decided_is_named_before_and_after_it_stays(begun, office, session):
    from broker.casework import decide
    from models.vocabulary import RejectReason

    begun()
    run = session.query(PlanRun).one()
    office.post(f"/coordinate/plan/runs/{run.id}/release")
    decided = session.query(Suggestion).first()
    decide.reject(session, decided, by=run.by, reason=RejectReason.SIZE, seen_version=decided.version)
    name = decided.business.name
    page = office.get(f"/coordinate/plan/runs/{run.id}/undo")
    assert "1 has been decided and stays" in page.text and name in page.texts("#decided li")[0]
    page = page.submit(button="Take it back")
    assert "1 has been decided since, and stays." in page.messages[0]
    assert page.texts("#pairs tbody td a")[0].startswith(name) and len(page.select("#pairs tbody tr")) == 1


def test_a_run_is_cancelled_from_its_page(office, speke, session):
    page = office.get("/coordinate/plan").submit({"where": LIVERPOOL}, button="Run")
    page = page.submit(button="Cancel this run")
    assert page.messages == ["Cancelled. Nothing was changed."]
    assert "stopped before it had a result" in page.text
    page = page.submit(button="Run again")
    assert "Waiting to be run" in page.text and session.query(PlanRun).count() == 2


def test_a_run_at_work_says_how_far_it_is_and_is_asked_to_stop(office, speke, session):
    office.get("/coordinate/plan").submit({"where": LIVERPOOL}, button="Run")
    run = session.query(PlanRun).one()
    run.state, run.stage, run.done, run.of, run.alive_until = PlanState.RUNNING, "comparing", 30, 60, now()
    page = office.get(f"/coordinate/plan/{run.plan_id}")
    assert "Comparing requests with businesses: 50%" in page.text
    told = office.open(f"/coordinate/plan/runs/{run.id}/progress").get_json()
    assert told == {
        "over": False,
        "state": "running",
        "words": "Comparing requests with businesses: 50%",
        "done": 30,
        "of": 60,
    }
    page = page.submit(button="Cancel this run")
    assert "It stops at its next step." in page.text
    session.refresh(run)
    assert run.cancel_asked_at and run.state is PlanState.RUNNING


def test_beginning_the_same_round_twice_leads_to_the_one_that_runs(office, speke, session):
    first = office.get("/coordinate/plan").submit({"where": LIVERPOOL}, button="Run")
    again = office.get("/coordinate/plan").submit({"where": LIVERPOOL}, button="Run")
    assert again.path == first.path and "being run already" in again.messages[0]
    assert session.query(Plan).count() == session.query(PlanRun).count() == 1


def test_a_round_needs_to_know_where(office, speke):
    page = office.get("/coordinate/plan").submit(button="Run", status=422)
    assert page.errors == ["Enter where to match"] or page.errors == ["Select where to match"]


def test_a_request_cannot_be_given_more_businesses_than_it_has_places(begun, office, session):
    begun()
    plan, need_id = session.query(Plan).one(), session.query(PlanPair).first().need_id
    page = office.get(f"/coordinate/plan/{plan.id}/at-least/need/{need_id}")
    page = page.submit({"least": "99"}, status=422)
    assert page.errors == ["This request has 1 place only"]
    assert "at least 1." in page.submit({"least": "1"}).messages[0]


def test_a_run_that_failed_says_why(begun, office, session, works, coordinator):
    begun()
    plan = session.query(Plan).one()
    business = session.query(PlanPair).first().business
    page = office.get(f"/coordinate/plan/{plan.id}/change").follow("Somebody must get at least so many")
    page = page.submit({"reference": business.reference.lower()}).submit({"least": "9"})
    assert page.messages == [f"The next run will give {business.name} at least 9."]
    page = page.submit(button="Run again")
    works()
    page = page.follow("See how far it is")
    assert f"“{business.name}” must get at least 9, but has only 1 left to give." in page.text
    page = page.follow("Change and run again").submit(button=f"Take off At least 9 for {business.name}")
    assert session.query(PlanRule).one().ended_at
    page.submit(button="Run again")
    works()
    assert "Run 3 Ready" in office.get(f"/coordinate/plan/{plan.id}").text


def test_options_are_kept_with_the_run_and_compared(begun, session, works):
    page = begun().follow("Change and run again")
    page = page.submit({"priority_on": "", "fairness": ["never_matched"]}, button="Run again")
    works()
    text = page.follow("See how far it is").follow("Compare two runs").text
    assert "Most deprived neighbourhoods first Yes No" in text
    assert "Who comes first Points alone Businesses that have never been asked" in text
    assert "Both choose the same pairs, with the same brokers." in text
    first, second = session.query(PlanRun).order_by(PlanRun.id)
    assert (first.priority_on, second.priority_on) == (True, False)


def test_what_is_not_placed_says_why_and_leads_to_the_request(begun, speke):
    for number in range(25):
        benches(speke.partnership, title=f"Bench number {number}")
    page = begun().follow("See what is not placed, and why")
    assert "25 parts of a request" in page.text or "25 parts of requests with places left" in page.text
    assert "Every business that suits is taken up elsewhere" in page.text
    assert len(page.select("#gaps li")) == 20
    assert len(page.follow("Next page").select("#gaps li")) == 5
    narrowed = page.submit({"limit": "no_broker"}, button="Show")
    assert "Nothing answers to this choice" in narrowed.text


def test_what_would_help_is_said_in_names(begun, speke):
    benches(speke.partnership, title="Bus shelter benches")
    page = begun().follow("See what would help")
    assert "would fill 1 more part of a request" in page.text
    assert "One more place at Ash Joinery" in page.text or "One more business that gives" in page.text


def test_one_more_broker_is_said_to_relieve_the_coordinator_who_stands_in(begun, speke):
    speke.broker.caseload_limit = 1
    page = begun()
    assert len(page.select("#helps li")) == 0
    helps = [one.text for one in page.follow("See what would help").select("#helps li")]
    broker = next(one for one in helps if "One more broker" in one)
    assert "One more broker in Liverpool, for 1 case" in broker
    assert "would give 1 of the pairs a broker of its own" in broker and "no more parts" not in broker


def test_pairs_are_found_by_words_and_by_what_they_are(begun, speke):
    speke.broker.caseload_limit = 1
    placed = begun().follow("See the 2 pairs")
    found = placed.submit({"words": "ash"}, button="Show")
    assert [row.split(" for ")[0] for row in found.texts("#pairs tbody td a")] == ["Ash Joinery"]
    assert "1 pair" in placed.submit({"what": "stand_in"}, button="Show").text
    assert "No pair answers" in placed.submit({"what": "pinned"}, button="Show").text


def test_another_business_can_be_asked_for_from_the_page_of_a_pair(begun, office, session):
    begun()
    run = session.query(PlanRun).one()
    one, other = pairs(session, run)
    from tests.factories import SuggestionFactory

    SuggestionFactory(need=one.need, business=other.business, state=SuggestionState.RESERVE)
    page = office.get(f"/coordinate/plan/pairs/{one.id}")
    page = page.submit(button=f"This one must be in {other.business.name}")
    assert page.messages == [f"The next run will have {other.business.name} for “{one.need.title}”."]
    office.post(f"/coordinate/plan/pairs/{one.id}/pin", {"business": "987654"}, status=404)


def test_the_sheet_has_every_pair_and_no_formula(begun, office, session, speke):
    speke.firms[0].name, speke.needs[0].title = "=HYPERLINK(1)", "+44 benches"
    benches(speke.partnership, title="@bus shelter")
    page = begun()
    answer = office.open(page.link("Download this run (CSV)"))
    assert answer.mimetype == "text/csv" and "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert len(rows) == 4 and {len(row) for row in rows} == {14}
    cells = {cell for row in rows[1:] for cell in row}
    assert "'=HYPERLINK(1)" in cells and "'+44 benches" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_a_coordinator_plans_only_areas_of_their_own(client, session, speke, ran):
    AreaFactory(code=KNOWSLEY)
    here, whole = ran(), ran(areas=())
    elsewhere = enters(client, CoordinatorFactory(areas=[KNOWSLEY]))
    page = elsewhere.get("/coordinate/plan")
    assert "No round has been run yet." in page.text
    assert "There is no partnership in your areas yet" in page.text
    elsewhere.post("/coordinate/plan", {"where": LIVERPOOL}, status=422)
    elsewhere.post("/coordinate/plan", {"where": "programme"}, status=422)
    for run in (here, whole):
        pair = pairs(session, run)[0]
        for path in (
            f"{run.plan_id}",
            f"{run.plan_id}/change",
            f"{run.plan_id}/compare",
            f"runs/{run.id}/placed",
            f"runs/{run.id}/not-placed",
            f"runs/{run.id}/would-help",
            f"runs/{run.id}/release",
            f"runs/{run.id}/progress",
            f"runs/{run.id}/sheet.csv",
            f"pairs/{pair.id}",
        ):
            elsewhere.get(f"/coordinate/plan/{path}", status=404)
        for path in (f"{run.plan_id}/run", f"runs/{run.id}/release", f"runs/{run.id}/cancel", f"pairs/{pair.id}/pin"):
            elsewhere.post(f"/coordinate/plan/{path}", status=404)
    assert here.state is whole.state is PlanState.DONE


def test_a_coordinator_of_some_areas_sees_no_round_of_more(client, session, speke, ran):
    ran(areas=(LIVERPOOL, AreaFactory(code=KNOWSLEY).code))
    mine = ran()
    page = enters(client, CoordinatorFactory(areas=[LIVERPOOL])).get("/coordinate/plan")
    assert len(page.select("#rounds li")) == 1
    assert page.link("Liverpool") == f"/coordinate/plan/{mine.plan_id}"
    assert "The whole programme" not in page.texts("option")


def test_an_administrator_plans_the_whole_programme(client, session, speke, works):
    administrator = enters(client, AdministratorFactory())
    page = administrator.get("/coordinate/plan").submit({"where": "programme"}, button="Run")
    assert page.h1 == "Matching round: The whole programme"
    works()
    assert session.query(PlanRun).one().figures["placed"] == 2


def test_a_round_is_private_to_the_office(client, session, speke, ran):
    run = ran()
    for role in (Role.READER, Role.BROKER, Role.OFFICER, Role.BUSINESS):
        outsider = enters(client, AccountFactory(roles=[role]))
        for path in (f"{run.plan_id}", f"runs/{run.id}/placed", f"runs/{run.id}/sheet.csv"):
            outsider.get(f"/coordinate/plan/{path}", status=403)


def test_empty_rounds_say_what_to_do(office, session, works):
    from tests.factories import PartnershipFactory

    assert "There is no partnership in your areas yet" in office.get("/coordinate/plan").text
    board = PartnershipFactory(name="Speke Neighbourhood Board")
    page = office.get("/coordinate/plan").submit({"where": LIVERPOOL}, button="Run")
    works()
    page = page.follow("See how far it is")
    assert "There is no open request here with places left" in page.text
    assert "Two runs with a result are needed" in office.get(f"{page.path}/compare").text
    benches(board)
    page = page.follow("Change and run again").submit(button="Run again")
    works()
    assert "No business is live yet" in page.follow("See how far it is").text


def test_pages_of_a_round_have_as_many_queries_for_many_rows_as_for_few(
    office, session, speke, ran, count_queries, works
):
    benches(speke.partnership, title="One too many")
    plan = ran().plan
    first = pairs(session, plan.runs[0])[0]
    planning.exclude(session, plan, first.need_id, first.business_id, by=plan.by)
    ran(plan)
    counted = []
    for _ in range(2):
        run = max(plan.runs, key=lambda run: run.number)
        pair = pairs(session, run)[0]
        counted.append({})
        for path in (
            "",
            f"/{plan.id}",
            f"/{plan.id}/change",
            f"/{plan.id}/compare",
            f"/runs/{run.id}/placed",
            f"/runs/{run.id}/not-placed",
            f"/runs/{run.id}/would-help",
            f"/pairs/{pair.id}",
            f"/runs/{run.id}/sheet.csv",
        ):
            office.open("/coordinate/plan" + path)
            with count_queries() as queries:
                assert office.open("/coordinate/plan" + path).status_code == 200
            counted[-1][path.replace(f"/{run.id}/", "/").replace(f"/{pair.id}", "")] = len(queries)
        for number in range(8):
            benches(speke.partnership, title=f"More {number}")
            firm(f"More joiners {number}") if number % 2 else None
        planning.exclude(session, plan, pair.need_id, pair.business_id, by=plan.by)
        ran(plan)
        session.expire_all()
    few, many = counted
    assert {path: (few[path], many[path]) for path in few if many[path] > few[path]} == {}


def test_another_saved_version_of_the_weights_is_tried_and_compared_but_not_released(
    office, speke, session, ran, works, monkeypatch
):
    only_place = {code: 1.0 if code == "place" else 0.0 for code in PUBLISHED.parts}
    WeightsVersionFactory(number=2, parts=only_place, reason="Near is everything")
    WeightsVersionFactory(number=3)
    plan = ran().plan
    page = office.get(f"/coordinate/plan/{plan.id}/change")
    offered = [choice for choice in page.texts("select[name=weights] option") if "Version" in choice]
    assert [choice.partition(":")[0].partition(",")[0] for choice in offered] == ["Version 2", "Version 1"], (
        "3 is in use"
    )
    page = page.submit({"weights": "2"}, button="Run again")
    works()
    page = page.follow("See how far it is")
    tried = session.query(PlanRun).order_by(PlanRun.id.desc()).first()
    assert tried.state is PlanState.DONE and tried.weights == only_place and "/set-2" in tried.model_version
    assert "tries version 2 of the weights" in page.text and not page.select("a[href$='/release']")
    asked = " ".join(page.follow("Compare two runs").texts("#asked tr"))
    assert "Version of the weights Those in use 2" in asked and "Weight: Place 16 100" in asked
    refused = office.post(f"/coordinate/plan/runs/{tried.id}/release")
    assert "weights that are not in use" in refused.messages[0] and not session.query(Suggestion).count()
    WeightsVersionFactory(number=4, parts={})  # of another release: it cannot be read
    WeightsVersionFactory(number=5)
    refused = office.get(f"/coordinate/plan/{plan.id}/change").submit({"weights": "4"}, button="Run again", status=422)
    assert "Version 4 of the weights cannot be used" in refused.text


def test_any_business_is_found_and_pinned_or_the_rule_that_forbids_it_is_named(office, speke, session, ran):
    run = ran()
    firm("Cedar Clerks", what_we_do="We keep books.", offers=[])
    firm("Cedar Elsewhere", reach="boroughs", reach_areas=[KNOWSLEY])
    firm("Cedar Paused", state="paused")
    pair = pairs(session, run)[0]
    page = office.get(f"/coordinate/plan/pairs/{pair.id}").follow("Choose any other business for this")
    assert page.select("form button") and not page.select("#found")
    path = page.path
    page = office.get(f"{path}?words=cedar")
    assert [row.split(" B-")[0] for row in page.texts("#found li")] == ["Cedar Clerks", "Cedar Elsewhere"]
    refused = page.submit(button="This one must be in Cedar Elsewhere")
    assert "Cedar Elsewhere cannot be in" in refused.messages[0]
    assert "further away than the firm will go" in refused.messages[0] and not session.query(PlanRule).count()
    page = office.get(f"{path}?words=cedar").submit(button="This one must be in Cedar Clerks")
    assert page.messages == [f"The next run will have Cedar Clerks for “{pair.need.title}”."]
    chosen = {one.need_id: one for one in pairs(session, ran(run.plan))}[pair.need_id]
    assert chosen.business.name == "Cedar Clerks" and chosen.pinned
    assert "No live business is called this" in office.get(f"{path}?words=cedar+paused").text
    reference = chosen.business.reference.lower().replace("-", " ")
    assert len(office.get(f"{path}?words={reference}").select("#found li")) == 1
    assert "Enter a name or a reference" in office.get(f"{path}?words=").text


def test_a_part_of_another_round_is_not_found(office, speke, session, ran):
    knowsley = AreaFactory(code=KNOWSLEY)
    elsewhere = benches(PartnershipFactory(name="Huyton Board", areas=[knowsley]), title="Benches")
    elsewhere.area = knowsley
    session.commit()
    plan = ran().plan
    ours, theirs = speke.needs[0].parts[0].id, elsewhere.parts[0].id
    assert office.get(f"/coordinate/plan/{plan.id}/parts/{ours}/business").h1 == "Which business must be in?"
    assert office.get(f"/coordinate/plan/{plan.id}/parts/{theirs}/business", status=404).h1 == "Page not found"


def test_a_plan_that_was_not_proved_in_time_says_so_and_what_it_may_lack(app, office, speke, session, ran, monkeypatch):
    allowed, chooses = [], carry_out.make_plan

    def runs_out_of_time(problem, watch):
        allowed.append(problem.settings.time_limit)
        outcome = chooses(problem, watch)
        return replace(outcome, certificate=Certificate(False, "pairs that have a broker", 98.8, 100.0))

    monkeypatch.setattr(carry_out, "make_plan", runs_out_of_time)
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], plan_seconds=7))
    page = office.get(f"/coordinate/plan/{ran().plan_id}")
    assert allowed == [7.0] and "7 seconds for each step of choosing" in page.text
    assert "No other plan can be more than 1.2% better" in page.text and "This is proved" not in page.text
