"""The work list: four groups with their own counts, whose cases, filters that stay, and the way to the next."""

import time_machine

from broker.cases.cover import set_away
from broker.cases.waiting import Owner, wait_for
from models.vocabulary import CaseStep, EntryState, MatchState
from tests.factories import BusinessFactory, CoordinatorFactory, PartnershipFactory
from tests.web.casework.carrying import LEEDS, TODAY, a_broker, a_match, case_of, days, leeds
from tests.web.casework.conftest import benches, enters, put_forward


def listed(page, group):
    return page.texts(f"[data-row={group}] h3")


def parts(page):
    return page.texts("nav[aria-labelledby=parts] [data-count]")


def test_there_are_four_groups_each_with_its_own_count(office, coordinator, speke, session):
    BusinessFactory(name="New Firm", state=EntryState.WAITING)
    a_match("Paint", None, coordinator=coordinator, due=3)
    a_match("Shed", None, coordinator=coordinator, due=-1)
    wait_for(session, speke.firms[0], CaseStep.NOTHING_YET, next_on=days(9), owner=Owner())
    page = office.get("/coordinate")
    assert parts(page) == [
        "People waiting for an answer: 1",
        "Decisions: 1",
        "Check-ins: 2",
        "Running out: 1",
    ]
    assert page.texts("h2[id]")[1:5] == ["People waiting for an answer", "Decisions", "Check-ins", "Running out"]
    assert listed(page, "check_ins") == ["Maker of Shed: Shed, Liverpool", "Maker of Paint: Paint, Liverpool"]
    assert "1 overdue" in page.text


def test_each_row_says_how_long_it_has_waited_whose_it_is_and_what_is_next(office, coordinator, session):
    match = a_match("Shed", None, coordinator=coordinator, due=2)
    case_of(match).waiting_since = days(-14)
    row = office.get("/coordinate").texts("[data-row=check_ins]")[0]
    assert "Ask both sides how it goes" in row
    assert "Pat Officer. waiting for 10 working days" in row or "waiting for 9 working days" in row


def test_the_list_is_what_waits_for_me_and_on_request_everybodys(office, coordinator, session):
    sam = CoordinatorFactory(name="Sam Second")
    jo = a_broker("Jo Link")
    a_match("Mine", None, coordinator=coordinator, due=1)
    a_match("Theirs", None, coordinator=sam, due=2)
    a_match("Brokers", jo, due=3)
    for_all = BusinessFactory(name="Nobody's yet")
    wait_for(session, for_all, CaseStep.SPEAK, next_on=days(1), owner=Owner())
    page = office.get("/coordinate")
    assert listed(page, "check_ins") == ["Maker of Mine: Mine, Liverpool"]
    assert listed(page, "answers") == ["Nobody's yet, Liverpool"]
    everybodys = office.get("/coordinate?owner=all")
    assert [row.partition(":")[0] for row in listed(everybodys, "check_ins")] == [
        "Maker of Mine",
        "Maker of Theirs",
        "Maker of Brokers",
    ]


def test_an_entry_that_a_broker_rings_is_read_by_the_office(office, session):
    business = BusinessFactory(name="New Firm", state=EntryState.WAITING)
    wait_for(session, business, CaseStep.READ, next_on=days(1), owner=Owner(a_broker("Jo Link")))
    assert listed(office.get("/coordinate"), "answers") == ["New Firm, Liverpool"]


def test_what_a_coordinator_who_has_left_carried_waits_for_the_office(office, session):
    gone = CoordinatorFactory(name="Gone Officer", active=False)
    case_of(a_match("Left", None, due=1)).owner_account = gone
    row = office.get("/coordinate").texts("[data-row=check_ins]")[0]
    assert "The office" in row


def test_cases_of_a_broker_nobody_stands_in_for_wait_for_the_office_until_the_broker_is_back(
    office, coordinator, session
):
    jo = a_broker("Jo Link")
    a_match("Shed", jo, due=1)
    assert listed(office.get("/coordinate"), "check_ins") == []
    set_away(session, jo, begins=days(0), ends=days(7), by=coordinator)
    page = office.get("/coordinate")
    assert listed(page, "check_ins") == ["Maker of Shed: Shed, Liverpool"]
    assert "The office, for Jo Link" in page.text
    session.commit()
    with time_machine.travel(days(8).isoformat(), tick=True):
        page = enters(office, coordinator).get("/coordinate")
        assert page.h1 == "Work list" and listed(page, "check_ins") == []


def test_an_officer_who_stands_in_for_a_broker_sees_the_cases(office, coordinator, session):
    jo = a_broker("Jo Link")
    a_match("Shed", jo, due=1)
    set_away(session, jo, begins=days(-1), ends=None, cover=coordinator, by=coordinator)
    assert "Pat Officer, for Jo Link" in office.get("/coordinate").text


def test_a_coordinator_of_one_area_sees_what_covers_several(client, session):
    board = PartnershipFactory(name="Two Towns", areas=[leeds()], state=EntryState.WAITING)
    nowhere = benches(PartnershipFactory(name="Leeds Board", areas=[leeds()]), "Benches anywhere")
    nowhere.area = None
    match_case = wait_for(session, nowhere, CaseStep.NEED_ENDS, next_on=days(3), owner=Owner())
    match_case.area_code = "E08000012"  # where the first of several areas is another
    a_match("Elsewhere", None, due=1)
    of_leeds = enters(client, CoordinatorFactory(areas=[leeds()]))
    page = of_leeds.get("/coordinate?owner=all")
    assert listed(page, "answers") == [f"{board.name}, Leeds"]
    assert listed(page, "running_out") == ["Benches anywhere, Place not known"]
    assert listed(page, "check_ins") == []
    assert LEEDS in page.html


def test_filters_are_kept_for_the_visit_and_can_be_dropped(office, coordinator):
    a_match("Late", None, coordinator=coordinator, due=-2)
    a_match("Early", None, coordinator=coordinator, due=2)
    office.get("/coordinate?what=overdue&group=check_ins")
    page = office.get("/coordinate")
    assert listed(page, "check_ins") == ["Maker of Late: Late, Liverpool"]
    assert page.response.request.query_string == b"group=check_ins&what=overdue"
    page = page.follow("Show everything")
    assert len(listed(page, "check_ins")) == 2
    assert len(listed(office.get("/coordinate"), "check_ins")) == 2


def test_done_and_next_leads_from_case_to_case_and_back_to_the_list(office, coordinator):
    for number in (1, 2, 3):
        a_match(f"Shed {number}", None, coordinator=coordinator, due=number)
    page = office.get("/coordinate?owner=all").follow("Maker of Shed 1: Shed 1, Liverpool")
    assert page.h1 == "Maker of Shed 1: Shed 1"
    answers = {"as_agreed": "yes", "given": "Six hours", "outcome": "all_well"}
    page = page.follow("Write down a check-in").submit(answers, button="Save")
    page = page.follow("Done, and next")
    assert page.h1 == "Maker of Shed 2: Shed 2"
    page = page.follow("Done, and next")
    assert page.h1 == "Maker of Shed 3: Shed 3"
    page = page.follow("Done, and next")
    assert page.h1 == "Work list"
    assert page.messages == ["That was the last one of this list."]
    assert page.one("select[name=owner] option[selected]")["value"] == "all"


def test_the_next_of_the_decisions_is_the_next_request(office, speke):
    put_forward(benches(speke.partnership, "More benches"), "Cedar Co")
    page = office.get("/coordinate").follow("Garden benches, Liverpool: 2 firms to look at")
    assert page.h1 == "Garden benches"
    assert page.follow("Done, and next").h1 == "More benches"


def test_a_case_of_another_area_is_not_opened(client, session):
    match = a_match("Shed", None, due=1)
    of_leeds = enters(client, CoordinatorFactory(areas=[leeds()]))
    of_leeds.get(f"/coordinate/cases/{case_of(match).id}?owner=all", status=404)
    of_leeds.get(f"/cases/match/{match.id}", status=404)
    of_leeds.get("/coordinate/cases/99999", status=404)


def test_a_strange_place_in_the_list_begins_at_its_beginning(office, coordinator):
    a_match("Shed", None, coordinator=coordinator, due=1)
    for after in ("", "x", "2026-13-01_1_1", "2026-11-01", f"{TODAY}_x_1", f"{TODAY}_1_nan", f"{TODAY}_{10**20}_1"):
        assert office.get(f"/coordinate/next?after={after}").h1 == "Maker of Shed: Shed"


def test_what_is_over_does_not_wait(office, coordinator, session):
    match = a_match("Shed", None, coordinator=coordinator, due=1)
    from broker.cases.life import move
    from models.vocabulary import EndReason, MatchAct

    move(session, match, MatchAct.END_EARLY, by=coordinator, reason=EndReason.OTHER)
    assert match.state is MatchState.ENDED_EARLY
    assert listed(office.get("/coordinate"), "check_ins") == []
