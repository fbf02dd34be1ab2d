"""A run of a plan: asked for, done by a worker, stopped, died; and what it comes to."""

import threading
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import update

from broker import work
from broker.extensions import WRITING, db
from broker.suggestions import mark_due, planning
from broker.suggestions.planning import carry_out, progress
from broker.suggestions.refresh import refresh_suggestions
from models import BrokerArea, Plan, PlanGap, PlanRun, Suggestion
from models.base import now
from models.vocabulary import (
    ConflictStrength,
    Kind,
    MatchState,
    PlanFairness,
    PlanLimit,
    PlanState,
    SuggestionState,
    Theme,
)
from tests.factories import (
    AreaFactory,
    BrokerFactory,
    BrokerTieFactory,
    CoordinatorFactory,
    MatchFactory,
    NeedFactory,
    PartFactory,
    PartnershipFactory,
    SuggestionFactory,
)
from tests.web.casework.conftest import benches
from tests.web.planning.conftest import KNOWSLEY, LIVERPOOL, named, pairs, stalls


def test_two_firms_that_take_one_each_are_shared_between_two_requests(session, speke, ran):
    run = ran()
    assert run.state is PlanState.DONE, run.trouble
    assert {title: len(names) for title, names in named(session, run).items()} == {
        "Garden benches": 1,
        "School benches": 1,
    }
    assert {pair.business.name for pair in pairs(session, run)} == {"Ash Joinery", "Birch Benches"}
    assert all(pair.broker is speke.broker for pair in pairs(session, run))
    assert run.figures["filled"] == run.figures["parts"] == 2 and run.figures["optimal"]
    assert run.model_version and abs(sum(run.weights.values()) - 1) < 0.001


def test_a_pair_has_the_score_and_the_reasons_that_its_suggestion_has(session, speke, ran):
    stalls(speke.partnership)
    for need in session.query(type(speke.needs[0])):
        mark_due(need)
    session.commit()
    refresh_suggestions(session)
    run = ran()
    best = {}
    for pair in pairs(session, run):
        assert sum(part["contribution"] for part in pair.reasons["parts"]) == pytest.approx(pair.score)
        best.setdefault((pair.need_id, pair.business_id), []).append(pair)
    for (need_id, business_id), chosen in best.items():
        suggestion = session.query(Suggestion).filter_by(need_id=need_id, business_id=business_id).one()
        same_part = [pair for pair in chosen if pair.part_id == suggestion.reasons["part_id"]]
        for pair in same_part:
            assert pair.score == pytest.approx(suggestion.score)
            assert pair.reasons["parts"] == suggestion.reasons["parts"]
    assert any(len(need.parts) == 1 for need in (pair.need for pair in pairs(session, run)))


def test_a_confirmed_pair_is_kept_and_takes_its_places_away(session, speke, ran, coordinator):
    confirmed = SuggestionFactory(need=speke.needs[0], business=speke.firms[0])
    MatchFactory(suggestion=confirmed, coordinator=coordinator, state=MatchState.PROPOSED)
    run = ran()
    assert named(session, run) == {"School benches": ["Birch Benches"]}
    assert run.figures["needs_full"] == 1
    assert confirmed.state is SuggestionState.CONFIRMED


def test_a_pair_that_is_put_off_or_refused_is_absent(session, speke, ran, coordinator):
    first = ran()
    for pair in pairs(session, first):
        SuggestionFactory(need=pair.need, business=pair.business, state=SuggestionState.LATER)
    again = ran(first.plan)
    assert {(pair.need_id, pair.business_id) for pair in pairs(session, again)}.isdisjoint(
        (pair.need_id, pair.business_id) for pair in pairs(session, first)
    )
    assert again.figures["filled"] == 2


def test_what_is_left_open_says_which_limit_binds(session, speke, ran):
    third = benches(speke.partnership, title="Bus shelter benches")
    NeedFactory(
        title="The organ",
        words="We need an organ builder to tune the pipe organ.",
        sectors_text="organ builders",
        partnership=speke.partnership,
        theme=Theme.COM,
        parts=[PartFactory(kind=Kind.PRO)],
    )
    run = ran()
    gaps = session.query(PlanGap).filter_by(run_id=run.id).all()
    limits = {gap.need.title: gap.limit for gap in gaps}
    assert limits.pop("The organ") in (PlanLimit.NO_CANDIDATE, PlanLimit.RULED_OUT)
    assert list(limits.values()) == [PlanLimit.FIRMS_FULL] and len(limits) == 1
    assert next(gap for gap in gaps if gap.need.title == "The organ").words
    assert third.title in {*limits, *named(session, run)}


def test_a_plan_of_one_area_leaves_the_others_alone(session, speke, ran):
    knowsley = AreaFactory(code=KNOWSLEY)
    NeedFactory(
        title="Knowsley benches",
        words="Four wooden benches for the community garden.",
        partnership=PartnershipFactory(name="Huyton Board", areas=[knowsley]),
        area=knowsley,
        parts=[PartFactory(kind=Kind.KIT, amount=4)],
    )
    assert "Knowsley benches" not in named(session, ran())
    whole = ran(areas=())
    assert whole.figures["needs"] == 3


def test_a_broker_who_is_tied_to_a_firm_does_not_link_it(session, speke, ran):
    BrokerTieFactory(broker=speke.broker, business_id=speke.firms[0].id, strength=ConflictStrength.BAR)
    brokers = {pair.business.name: pair.broker for pair in pairs(session, ran())}
    assert brokers == {"Ash Joinery": None, "Birch Benches": speke.broker}


def test_a_broker_links_no_more_pairs_in_an_area_than_their_limit_there(session, speke, ran):
    session.execute(update(BrokerArea).values(limit_here=1))
    session.commit()
    run = ran()
    assert [pair.broker for pair in pairs(session, run)].count(speke.broker) == 1
    assert run.figures["placed"] == 2 and run.figures["stand_ins"] == 1


def test_the_lead_broker_of_a_firm_goes_first(session, speke, ran):
    lead = BrokerFactory(name="Lee Lead")
    speke.firms[1].lead_broker_id = lead.id
    session.commit()
    assert {pair.business.name: pair.broker.name for pair in pairs(session, ran())}["Birch Benches"] == "Lee Lead"


def test_a_pinned_pair_is_in_and_an_excluded_one_is_not(session, speke, ran, coordinator):
    first = ran()
    one, other = pairs(session, first)
    planning.pin(session, first.plan, one.need_id, one.part_id, other.business_id, by=coordinator)
    second = ran(first.plan)
    swapped = {pair.need_id: pair for pair in pairs(session, second)}
    assert swapped[one.need_id].business_id == other.business_id and swapped[one.need_id].pinned
    planning.exclude(session, first.plan, one.need_id, other.business_id, by=coordinator)
    third = ran(first.plan)
    assert {pair.need_id: pair.business_id for pair in pairs(session, third)} == {
        one.need_id: one.business_id,
        other.need_id: other.business_id,
    }
    assert [rule["kind"] for rule in second.rules] == ["pin"] and [rule["kind"] for rule in third.rules] == ["exclude"]


def test_a_pin_that_a_hard_rule_forbids_stops_the_run_and_says_which(session, speke, ran, coordinator):
    first = ran()
    pair = pairs(session, first)[0]
    planning.pin(session, first.plan, pair.need_id, pair.part_id, pair.business_id, by=coordinator)
    pair.business.reach_areas, pair.business.reach = [KNOWSLEY], "boroughs"
    pair.business.updated_at = now()
    second = ran(first.plan)
    assert second.state is PlanState.FAILED
    assert pair.business.name in second.trouble and "further away than the firm will go" in second.trouble


def test_a_bound_is_kept_or_the_run_says_which_cannot_be(session, speke, ran, coordinator):
    ash, birch = speke.firms
    ash.proposals_at_once, ash.updated_at = 2, now()
    plan = ran().plan
    planning.bound(session, plan, ash, 2, by=coordinator)
    assert {pair.business.name for pair in pairs(session, ran(plan))} == {"Ash Joinery"}
    planning.bound(session, plan, birch, 1, by=coordinator)
    together = ran(plan)
    assert together.state is PlanState.FAILED
    assert "“Ash Joinery” at least 2" in together.trouble and "“Birch Benches” at least 1" in together.trouble
    planning.bound(session, plan, ash, 9, by=coordinator)
    alone = ran(plan)
    assert alone.state is PlanState.FAILED
    assert "“Ash Joinery” must get at least 9, but has only 2 left to give." in alone.trouble


def test_who_has_waited_for_four_weeks_comes_first_where_that_is_chosen(session, speke, ran):
    speke.firms[1].proposals_at_once, speke.firms[1].state = 1, "paused"
    speke.firms[1].updated_at = now()
    late, new = speke.needs
    late.sent_in_at, new.sent_in_at = now() - timedelta(days=60), now()
    late.parts[0].amount = 40  # more than any firm offers: it scores less
    session.commit()
    assert list(named(session, ran())) == ["School benches"]
    plan = ran().plan
    planning.choose(session, plan, priority_on=True, fairness=[PlanFairness.HARD_TO_PLACE], stand_in=True)
    assert list(named(session, ran(plan))) == ["Garden benches"]


def test_without_needs_or_businesses_a_run_is_done_and_empty(session, ran):
    PartnershipFactory(name="Speke Neighbourhood Board")
    nothing = ran()
    assert nothing.state is PlanState.DONE and nothing.figures["needs"] == nothing.figures["placed"] == 0
    benches(PartnershipFactory(name="Garston Board"))
    lonely = ran(nothing.plan)
    assert lonely.state is PlanState.DONE and lonely.figures["businesses"] == 0
    assert session.query(PlanGap).filter_by(run_id=lonely.id).one().limit is PlanLimit.NO_CANDIDATE


def test_asking_twice_leads_to_the_run_that_is_to_come(session, speke, coordinator):
    first = planning.begin(session, areas=[LIVERPOOL], by=coordinator)
    again, new = planning.ask_for_run(session, first.plan, by=CoordinatorFactory())
    assert again is first and not new


def test_of_two_rounds_the_second_waits_until_the_first_is_over(session, speke, coordinator, works, monkeypatch):
    first = planning.begin(session, areas=[LIVERPOOL], by=coordinator)
    second = planning.begin(session, areas=[], by=coordinator)
    session.commit()
    assert progress.claim(session)[0] == first.id
    assert progress.claim(session) is None, "one is at work"
    session.execute(update(PlanRun).where(PlanRun.id == first.id).values(state=PlanState.WAITING, worker=None))
    assert [works(), works(), works()] == [1, 1, 0]
    assert first.state is second.state is PlanState.DONE
    assert first.ended_at <= second.started_at


def test_two_workers_that_look_at_the_same_moment_do_not_both_begin(app, session, speke, coordinator, monkeypatch):
    for areas in ([LIVERPOOL], []):
        planning.begin(session, areas=areas, by=coordinator)
    session.commit()
    claimed, ready = [], threading.Barrier(2)
    looked = progress.reading

    def looks_together(session):
        ready.wait(timeout=10)
        return looked(session)

    monkeypatch.setattr(progress, "reading", looks_together)

    def claims():
        WRITING.set(True)
        with app.app_context():
            claimed.append(progress.claim(db.session))

    threads = [threading.Thread(target=claims) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([one for one in claimed if one]) == 1, claimed


def test_a_run_that_waits_is_cancelled_at_once(session, speke, coordinator, works):
    run = planning.begin(session, areas=[LIVERPOOL], by=coordinator)
    assert planning.ask_to_cancel(session, run)
    assert works() == 0 and run.state is PlanState.CANCELLED


def test_a_run_that_is_cancelled_midway_stops_and_leaves_nothing_behind(
    session, speke, coordinator, works, monkeypatch
):
    monkeypatch.setattr(progress, "EVERY", 0.0)
    for stage in ("find_pairs", "make_plan", "explain"):
        goes_on = getattr(carry_out, stage)

        def somebody_cancels(*args, goes_on=goes_on, **more):
            at_work = update(PlanRun).where(PlanRun.state == PlanState.RUNNING)
            session.execute(at_work.values(cancel_asked_at=now()))
            session.commit()
            return goes_on(*args, **more)

        run = planning.begin(session, areas=[LIVERPOOL], by=coordinator)
        with monkeypatch.context() as patched:
            patched.setattr(carry_out, stage, somebody_cancels)
            works()
        assert run.state is PlanState.CANCELLED and run.ended_at, stage
        assert not pairs(session, run) and not run.figures, stage


def test_a_page_can_see_how_far_a_run_is(session, speke, coordinator, works, monkeypatch):
    monkeypatch.setattr(progress, "EVERY", 0.0)
    stages, speaks = [], progress.Progress._speak

    def listens(self, **values):
        speaks(self, **values)
        stages.append(self._session.query(PlanRun.stage).scalar())
        self._session.rollback()

    monkeypatch.setattr(progress.Progress, "_speak", listens)
    run = planning.begin(session, areas=[LIVERPOOL], by=coordinator)
    works()
    assert list(dict.fromkeys(stages)) == ["comparing", "choosing", "keeping"]
    assert run.state is PlanState.DONE and run.stage is None


def test_a_worker_that_is_killed_is_noticed_and_the_run_can_be_made_again(
    session, speke, coordinator, works, app, monkeypatch
):
    run = planning.begin(session, areas=[LIVERPOOL], by=coordinator)
    session.commit()

    def dies(*_args):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(carry_out, "make_plan", dies)
        with pytest.raises(SystemExit):
            work.run_once(app, "run_plans")
    session.rollback()
    session.expire_all()
    assert run.state is PlanState.RUNNING
    assert works() == 0 and run.state is PlanState.RUNNING, "it may still be alive"
    with time_machine.travel(now() + timedelta(minutes=10)):
        works()
        assert run.state is PlanState.FAILED and "Run it again" in run.trouble
        again, new = planning.ask_for_run(session, run.plan, by=coordinator)
        works()
    assert new and again.state is PlanState.DONE and again.number == 2


def test_a_worker_that_was_taken_for_dead_writes_nothing_more(session, speke, coordinator, works, monkeypatch):
    goes_on = carry_out.make_plan
    run = planning.begin(session, areas=[LIVERPOOL], by=coordinator)
    run_id = run.id

    def comes_back_late(*args):
        values = {"state": PlanState.FAILED, "trouble": "gone"}
        session.execute(update(PlanRun).where(PlanRun.id == run_id).values(values))
        session.commit()
        return goes_on(*args)

    monkeypatch.setattr(carry_out, "make_plan", comes_back_late)
    works()
    assert run.state is PlanState.FAILED and run.trouble == "gone"
    assert not pairs(session, run)


def test_a_run_that_fails_on_our_side_says_so_and_keeps_nobody_out(session, speke, coordinator, works, monkeypatch):
    def fails(*_args):
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(carry_out, "make_plan", fails)
        run = planning.begin(session, areas=[LIVERPOOL], by=coordinator)
        works()
    assert run.state is PlanState.FAILED and "Nothing was changed" in run.trouble
    assert planning.ask_for_run(session, run.plan, by=coordinator)[1] and works() == 1


def test_nobody_waits_to_write_while_a_run_is_compared(app, session, speke, coordinator, works, monkeypatch):
    import sqlite3

    path, wrote = session.get_bind().engine.url.database, []
    for name in ("gather", "find_pairs", "make_plan"):
        goes_on = getattr(carry_out, name)

        def writes(*args, goes_on=goes_on, name=name, **more):
            writer = sqlite3.connect(path, isolation_level=None, timeout=0)
            writer.execute("UPDATE area_list SET name = name")  # fails at once where the database is held
            writer.close()
            wrote.append(name)
            return goes_on(*args, **more)

        monkeypatch.setattr(carry_out, name, writes)
    run = planning.begin(session, areas=[LIVERPOOL], by=coordinator)
    works()
    assert run.state is PlanState.DONE and wrote == ["gather", "find_pairs", "make_plan"]


def test_plans_are_told_apart_by_their_areas(session, coordinator):
    AreaFactory(code=LIVERPOOL), AreaFactory(code=KNOWSLEY)
    plans = {
        areas: planning.begin(session, areas=areas, by=coordinator).plan
        for areas in ((), (LIVERPOOL,), (LIVERPOOL, KNOWSLEY))
    }
    for areas, plan in plans.items():
        assert planning.same_plan(session, areas) is plan
    assert planning.same_plan(session, (KNOWSLEY,)) is None
    assert session.query(Plan).count() == 3
