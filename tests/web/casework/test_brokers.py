"""Brokers: what they carry, the log, check-ins, days away and who stands in, and the load across them."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from broker.cases.cover import CannotCover, could_cover, set_away
from broker.cases.holders import holder_of
from broker.cases.load import set_limits
from broker.cases.notes import write_note
from broker.cases.waiting import Owner, wait_for
from broker.casework.checks import check_broker
from broker.casework.refusals import Refused
from models import BrokerArea, CheckIn, Message
from models.base import now
from models.vocabulary import CaseStep, EntryState, MatchState, NoteKind
from tests.factories import AreaFactory, BusinessFactory, CoordinatorFactory
from tests.web.casework.carrying import LEEDS, LIVERPOOL, TODAY, a_broker, a_match, as_broker, case_of, days, leeds
from tests.web.casework.conftest import enters


@pytest.fixture
def jo(session):
    return a_broker("Jo Link", caseload_limit=3)


@pytest.fixture
def at_jos(client, jo):
    """Jo's browser."""
    return as_broker(client, jo)


def date_said(day, name="on"):
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


class TestCaseload:
    def test_it_shows_the_load_and_what_is_next_soonest_first(self, at_jos, jo, session):
        a_match("Later", jo, due=9)
        a_match("Late", jo, due=-3)
        a_match("Done", jo, state=MatchState.COMPLETED, due=4, step=CaseStep.AWAIT_RESULT)
        business = BusinessFactory(name="Own Firm", lead_broker=jo)
        wait_for(session, business, CaseStep.SPEAK, next_on=days(1))
        page = at_jos.get("/your-page").follow("See your cases and what is next")
        assert page.texts("[data-row=next] h3") == [
            "Maker of Late: Late, Liverpool",
            "Own Firm, Liverpool",
            "Maker of Done: Done, Liverpool",
            "Maker of Later: Later, Liverpool",
        ]
        assert "You carry 2 cases of at most 3." in page.text
        assert len(page.follow("2 cases").select("[data-row=load]")) == 2
        assert len(page.follow("1 overdue").select("[data-row=next]")) == 1

    def test_without_cases_it_says_what_comes(self, at_jos):
        page = at_jos.get("/your-page/cases")
        assert "Nothing waits for you." in page.text
        assert "You carry no case now." in page.follow("0 cases").text

    def test_a_limit_of_each_area_is_shown(self, at_jos, jo, session):
        jo.areas = [AreaFactory(), leeds()]
        session.commit()
        set_limits(session, jo, {LIVERPOOL: 1}, by=CoordinatorFactory())
        a_match("One", jo)
        a_match("Two", jo)
        page = at_jos.get("/your-page/cases")
        assert "Liverpool: 2 of at most 1 Over your limit" in page.text
        assert "Leeds" not in page.text

    def test_a_broker_sees_only_own_cases_and_those_of_whom_they_stand_in_for(self, at_jos, jo, session):
        kim = a_broker("Kim Other")
        match = a_match("Shed", kim, due=1)
        firm = BusinessFactory(name="Kim's Firm", lead_broker=kim)
        paths = [f"/cases/match/{match.id}", f"/cases/business/{firm.id}", f"/cases/need/{match.need_id}"]
        for path in [*paths, f"/cases/match/{match.id}/check-in", f"/cases/business/{firm.id}/note"]:
            at_jos.get(path, status=404)
        at_jos.post(f"/cases/match/{match.id}/note", {"how": "note", "words": "Mine?"}, status=404)
        at_jos.get(f"/brokers/{kim.id}/pack", status=404)
        at_jos.get("/cases/castle/1", status=404)
        at_jos.get("/cases/concern/1", status=404)
        at_jos.get("/cases/match/99999", status=404)
        at_jos.get("/coordinate/brokers", status=403)
        set_away(session, kim, begins=days(0), ends=days(3), cover=jo, by=CoordinatorFactory())
        assert "Jo Link, for Kim Other" in at_jos.get("/your-page/cases").text
        at_jos.get(paths[0])
        at_jos.get(paths[1])
        session.commit()
        with time_machine.travel(days(4).isoformat(), tick=True):
            as_broker(at_jos, jo)
            at_jos.get(paths[0], status=404)
            assert "Maker of Shed: Shed" not in at_jos.get("/your-page/cases").text

    def test_somebody_who_is_no_broker_is_not_let_in(self, office):
        office.get("/your-page/cases", status=403)

    def test_a_case_says_what_is_next_who_is_who_and_what_happened(self, at_jos, jo):
        match = a_match("Shed", jo, due=2)
        page = at_jos.get("/your-page/cases").follow("Maker of Shed: Shed, Liverpool")
        assert "Ask both sides how it goes" in page.text
        people = [contact.name for contact in (*match.business.contacts, *match.need.partnership.contacts)]
        assert all(name in page.text for name in people)
        assert page.h1 == "Maker of Shed: Shed"


class TestLog:
    def test_calls_and_notes_are_kept_for_whoever_comes_after(self, at_jos, jo, new_client, coordinator):
        match = a_match("Shed", jo, due=2)
        page = at_jos.get(f"/cases/match/{match.id}").follow("Write down a call, a meeting or a note")
        assert page.submit({"how": "call"}, button="Save", status=422).errors
        wrong = page.submit({"how": "call", "words": "x", **date_said(days(1))}, button="Save", status=422)
        assert wrong.errors == ["The day must be today or in the past"]
        page = page.submit({"how": "call", "words": "They meet on Friday.", **date_said(days(-1))}, button="Save")
        assert page.messages == ["Written down."]
        line = page.texts("[data-row=notes]")[0]
        assert line.startswith("Telephone call") and "Jo Link" in line and "They meet on Friday." in line
        assert "They meet on Friday." in enters(new_client(), coordinator).get(f"/cases/match/{match.id}").text

    def test_a_first_call_with_a_firm_counts_as_spoken_to(self, at_jos, jo, session):
        business = BusinessFactory(name="Own Firm", lead_broker=jo, spoken_at=None)
        page = at_jos.get(f"/cases/business/{business.id}/note")
        page.submit({"how": "note", "words": "Website read."}, button="Save")
        session.refresh(business)
        assert business.spoken_at is None
        page.submit({"how": "call", "words": "Rang them."}, button="Save")
        session.refresh(business)
        assert business.spoken_at is not None

    def test_a_long_log_is_paged(self, at_jos, jo, session):
        match = a_match("Shed", jo, due=2)
        for number in range(21):
            write_note(session, match, how=NoteKind.NOTE, on=TODAY, words=f"Line {number:02d}", by=None)
        page = at_jos.get(f"/cases/match/{match.id}")
        assert len(page.select("[data-row=notes]")) == 20
        assert page.texts("[data-count=notes]") == ["21 lines"]
        assert len(page.follow("Next page").select("[data-row=notes]")) == 1


class TestCheckIns:
    def test_three_answers_set_the_day_of_the_next(self, at_jos, jo, session):
        match = a_match("Shed", jo)
        match.started_at = now() - timedelta(days=30)
        case_of(match).next_on = TODAY
        page = at_jos.get(f"/cases/match/{match.id}/check-in")
        assert len(page.submit({}, button="Save", status=422).errors) == 3
        page = page.submit({"as_agreed": "yes", "given": "Six hours", "outcome": "all_well"}, button="Save")
        assert "Kept. The next check-in is on" in page.messages[0]
        assert "All is well" in page.text and "Six hours" in page.text
        session.refresh(case_of(match))
        assert days(59) <= case_of(match).next_on <= days(64)
        assert session.scalars(select(Message).where(Message.kind == "needs_attention")).all() == []

    def test_what_needs_attention_is_said_and_the_coordinator_is_told(self, at_jos, jo, session, coordinator):
        match = a_match("Shed", jo, coordinator=coordinator, due=0)
        page = at_jos.get(f"/cases/match/{match.id}/check-in")
        answers = {"as_agreed": "no", "given": "Nothing yet", "outcome": "attention"}
        assert page.submit(answers, button="Save", status=422).errors == ["Enter what needs attention"]
        page = page.submit({**answers, "change": "Nobody came twice."}, button="Save")
        assert "the coordinator is told" in page.messages[0]
        told = session.scalars(select(Message).where(Message.kind == "needs_attention")).one()
        assert told.account is coordinator and "Nobody came twice." in told.body

    def test_a_check_in_that_is_overdue_stays_overdue_until_it_is_done(self, session, jo):
        from broker.cases.following import follow
        from models import MatchEvent
        from models.vocabulary import MatchAct

        match = a_match("Shed", jo)
        match.started_at = now() - timedelta(days=40)
        match.events.append(MatchEvent(act=MatchAct.START, to_state=MatchState.ACTIVE, at=match.started_at))
        assert follow(session, match).next_on < TODAY
        match.check_ins.append(CheckIn(as_agreed="yes", outcome="all_well", answers_until=TODAY, by=match.coordinator))
        assert follow(session, match).next_on > days(30)

    def test_a_match_that_is_not_under_way_has_no_check_in(self, at_jos, jo):
        match = a_match("Shed", jo, state=MatchState.PROPOSED, due=1, step=CaseStep.AWAIT_ANSWER)
        assert "Write down a check-in" not in at_jos.get(f"/cases/match/{match.id}").text
        page = at_jos.get(f"/cases/match/{match.id}/check-in")
        answers = {"as_agreed": "yes", "given": "x", "outcome": "all_well"}
        wrong = page.submit(answers, button="Save", status=422)
        assert wrong.errors == ["This is “Proposed”: there is no check-in to do"]


class TestAway:
    def test_a_broker_says_who_stands_in(self, at_jos, jo, session):
        kim = a_broker("Kim Other")
        page = at_jos.get("/your-page/cases").follow("Say when you are away, and who stands in")
        answers = {**date_said(days(0), "begins"), **date_said(days(5), "ends"), "cover": f"broker-{kim.id}"}
        page.submit(answers, button="Save")
        session.refresh(jo)
        assert holder_of(jo) is kim
        assert [holder_of(jo, days(day)) for day in (-1, 0, 5, 6)] == [jo, kim, kim, jo]

    def test_the_office_does_it_for_somebody_who_is_ill(self, office, jo, session):
        kim = a_broker("Kim Other")
        page = office.get("/coordinate").follow("Brokers and their cases").follow("Jo Link")
        page = page.follow("Say when Jo Link is away, and who stands in")
        page = page.submit({**date_said(days(0), "begins"), "cover": f"broker-{kim.id}"}, button="Save")
        assert "Kim Other stands in." in page.text
        assert "Kim Other stands in" in office.get("/coordinate/brokers").text

    def test_mail_for_a_broker_who_is_away_goes_to_whoever_stands_in(self, session, speke, coordinator):
        kim = a_broker("Kim Other")
        match = a_match("Shed", kim, state=MatchState.PROPOSED, due=1, step=CaseStep.AWAIT_ANSWER)
        from broker.cases.parties import parties

        assert parties(match)["broker"].name == "Kim Other"
        jo = a_broker("Jo Link")
        set_away(session, kim, begins=days(0), ends=days(1), cover=jo, by=coordinator)
        assert parties(match)["broker"].name == "Jo Link"
        set_away(session, kim, begins=days(0), ends=days(1), by=coordinator)
        assert parties(match)["broker"] is match.coordinator

    def test_no_new_case_starts_meanwhile(self, session, speke, coordinator, jo):
        set_away(session, jo, begins=days(0), ends=days(1), cover=coordinator, by=coordinator)
        with pytest.raises(Refused, match="is away"):
            check_broker(session, jo, speke.need, speke.firms[0], TODAY)

    def test_nobody_stands_in_who_cannot(self, session, jo, coordinator):
        kim = a_broker("Kim Other")
        with pytest.raises(CannotCover):
            set_away(session, jo, begins=days(0), ends=days(1), cover=jo, by=coordinator)
        set_away(session, kim, begins=days(0), ends=days(9), by=coordinator)
        with pytest.raises(CannotCover):
            set_away(session, jo, begins=days(1), ends=days(2), cover=kim, by=coordinator)
        set_away(session, jo, begins=days(20), ends=days(30), cover=kim, by=coordinator)
        kim.state = EntryState.ENDED
        assert holder_of(jo, days(21)) is None

    def test_who_could_stand_in_are_brokers_nearby_and_officers_of_all_their_areas(self, session, jo, coordinator):
        jo.areas = [AreaFactory(), leeds()]
        near, far = a_broker("Near By", areas=[leeds()]), a_broker("Far Off", areas=[AreaFactory(code="E06000001")])
        part = CoordinatorFactory(name="Leeds Only", areas=[LEEDS])
        could = could_cover(session, jo)
        assert near in could and coordinator in could
        assert far not in could and part not in could and jo not in could


class TestShared:
    """Two councils share a broker."""

    @pytest.fixture
    def shared(self, session, jo):
        jo.areas = [AreaFactory(), leeds()]
        return a_match("Here", jo, due=1), a_match("There", jo, due=2, area=leeds())

    @pytest.fixture
    def of_leeds(self, client, session):
        return enters(client, CoordinatorFactory(areas=[LEEDS]))

    def test_the_broker_sees_all_own_cases(self, at_jos, shared):
        assert len(at_jos.get("/your-page/cases").select("[data-row=next]")) == 2

    def test_each_councils_coordinator_sees_only_its_own(self, of_leeds, shared, jo):
        here, there = shared
        page = of_leeds.get("/coordinate/brokers").follow("Jo Link")
        assert page.texts("#carried a") == ["Maker of There: There, Leeds"]
        assert "1 case in your areas , 1 elsewhere" in page.text
        assert page.follow("All cases, to be printed").texts("h2[id^=sheet]") == ["Maker of There: There, Leeds"]
        page = of_leeds.get(f"/coordinate/brokers/{jo.id}/hand-over/who-gets-what")
        assert page.texts("main label[for^=to_]") == ["Maker of There: There, Leeds"]
        of_leeds.get(f"/cases/match/{there.id}")
        of_leeds.get(f"/cases/match/{here.id}", status=404)

    def test_a_limit_of_an_area_holds_when_a_broker_is_chosen(self, office, shared, jo, session):
        page = office.get(f"/coordinate/brokers/{jo.id}").follow("Agree a limit for each area")
        page.submit({f"limit_{LIVERPOOL}": "1"}, button="Save")
        limit = select(BrokerArea.limit_here).where(BrokerArea.area_code == LIVERPOOL, BrokerArea.broker_id == jo.id)
        assert session.scalar(limit) == 1
        from broker.suggestions.ask import live_brokers

        profile = next(one for one in live_brokers(session) if one.id == jo.id)
        assert profile.capacity == 1 and profile.capacity_by_district == {LIVERPOOL: 0}

    def test_a_broker_of_elsewhere_is_not_found(self, of_leeds, session):
        kim = a_broker("Kim Other")
        for path in ("", "/away", "/limits", "/hand-over", "/hand-over/who-gets-what"):
            of_leeds.get(f"/coordinate/brokers/{kim.id}{path}", status=404)


def test_the_load_across_brokers_is_a_picture_with_a_table(office, jo, session):
    for title in ("One", "Two", "Three", "Four"):
        a_match(title, jo)
    a_broker("Kim Other")
    page = office.get("/coordinate/brokers")
    assert page.texts("figcaption") == ["Cases against limits"]
    assert len(page.select("figure svg[role=img]")) == 1
    row = page.texts("tr[data-row=brokers]")[0]
    assert row.startswith("Jo Link Over the limit 4 0 3")


def test_a_wait_that_a_broker_owns_without_leading_is_theirs_too(at_jos, jo, session):
    business = BusinessFactory(name="New Firm", state=EntryState.WAITING)
    wait_for(session, business, CaseStep.READ, next_on=days(1), owner=Owner(jo))
    at_jos.get(f"/cases/business/{business.id}")
