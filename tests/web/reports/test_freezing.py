"""A frozen report stays as it was; what changes later is shown beside it, row by row."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import delete

from broker.cases.clocks import today
from broker.cases.refusals import NotPossible
from broker.reports import freezing, funds, lines
from broker.reports.counting import count_report
from broker.reports.periods import dates, quarter_of
from broker.reports.places import Place, PlaceKind
from broker.results import stories
from models import Area, FrozenReport, Story
from models.report import Frozen
from models.vocabulary import Role, Side
from tests.factories import AccountFactory, AdministratorFactory, AreaFactory, CoordinatorFactory
from tests.web.casework.test_counts import wrong_counts
from tests.web.reports.conftest import IN_Q2, KNOWSLEY, LIVERPOOL, Q2, asks, came, helped
from tests.web.reports.conftest import lines as lines_on

REPORT, HERE = "/programme/report", Place(PlaceKind.AREA, frozenset({LIVERPOOL}), "Liverpool")
SECOND = quarter_of(IN_Q2.date())


@pytest.fixture
def ash(session):
    return came("Ash", IN_Q2)


@pytest.fixture
def done(session, officer, board, ash):
    """A confirmed match of the second quarter."""
    need = asks(board, "Benches", IN_Q2)
    return helped(ash, need, officer, introduced=IN_Q2, finished=IN_Q2, confirmed=IN_Q2)


def frozen(session, by, once="once", place=HERE, period=SECOND, tag=None):
    return freezing.freeze(session, count_report(session, place, period, tag), by=by, once=once)


def told(session, match, by, words="People sit there again."):
    story = stories.tell(session, match, title="Four benches", words=words, by=by, role=Role.COORDINATOR)
    for side in Side:
        stories.agree(session, story, side=side, seen=story.version, by=by, on_behalf=True)
    return story


def test_what_is_frozen_keeps_numbers_dates_definitions_and_author(client, officer, ash, session):
    page = client.signs_in_as(officer).get(f"{REPORT}?when={Q2}").submit(button="Freeze this report")
    assert page.messages == ["Frozen. It stays as it is; what changes later is shown beside it."]
    assert page.h1 == "Report as frozen: Liverpool"
    assert "July to September 2025 (quarter 2 of 2025-26)" in page.text and "by Pat Officer" in page.text
    assert "Definitions, version 1." in page.text
    assert "First came in on these days. Two entries made one count once." in page.text
    assert "Counted again today, every line comes to the same." in page.text
    officer.name, session.get(Area, LIVERPOOL).name = "Pat Married", "Liverpool City"
    page = client.get(page.path)
    assert "by Pat Officer" in page.text and page.h1 == "Report as frozen: Liverpool"
    again = client.get(f"{REPORT}?when={Q2}")
    again.follow(next(words for words in again.texts("a") if words.endswith("by Pat Officer")))


def test_what_changes_later_is_said_line_by_line_with_its_rows(client, officer, ash, session):
    kept = frozen(session, officer)
    came("Found later", IN_Q2)
    ash.created_at = ash.sent_in_at = IN_Q2 - timedelta(days=92)
    came("Other quarter", IN_Q2 + timedelta(days=92))
    page = client.signs_in_as(officer).get(f"/programme/reports/{kept.id}")
    assert "Some lines come to something else today, by the same definition." in page.text
    assert lines_on(page)["Businesses that signed up"] == ("1", "0")
    row = page.texts(".bb-report__lines tbody tr")[0]
    assert "now 1: 1 added" in row and "1 gone" in row  # as many, but not the same
    assert client.get(page.select("[data-count]")[1]["href"]).texts("[data-row] a") == ["Found later"]
    assert page.follow("which Businesses that signed up").texts("[data-row] a") == ["Ash"]
    wrong, _held = wrong_counts(client, [page.path], ())
    assert not wrong, "\n".join(wrong)
    book = load_workbook(BytesIO(client.open(f"{page.path}/report.xlsx").data))
    assert ("Businesses that signed up", 1, 0, 1, 1, 1) in list(book["Report"].values)
    assert book.sheetnames == ["Report", "Stories", "Words"]


def test_nothing_changes_what_is_frozen(officer, ash, session):
    kept = frozen(session, officer)
    session.commit()
    for row, name, value in ((kept, "place", "Elsewhere"), (kept.lines[0], "number", 7)):
        setattr(row, name, value)
        with pytest.raises(Frozen):
            session.flush()
        session.rollback()


def test_the_button_pressed_twice_keeps_one(client, officer, ash, session):
    page = client.signs_in_as(officer).get(f"{REPORT}?when={Q2}")
    first, second = (page.submit(button="Freeze this report") for _press in range(2))
    assert first.path == second.path and session.query(FrozenReport).count() == 1
    client.get(f"{REPORT}?when={Q2}").submit(button="Freeze this report")  # a page opened anew: another one
    assert session.query(FrozenReport).count() == 2
    page = client.post(f"{REPORT}/freeze?when={Q2}", {"once": ""})
    assert page.messages == ["Open the report again, then freeze it"]


def test_what_is_not_over_is_not_frozen(client, officer, ash, session):
    page = client.signs_in_as(officer).get(REPORT)
    assert "Freeze this report" not in page.texts("button") and "It can be frozen after" in page.text
    with pytest.raises(NotPossible, match="This time is not over"):
        frozen(session, officer, period=dates(date(2025, 1, 1), today()))
    frozen(session, officer, period=dates(date(2025, 1, 1), today() - timedelta(days=1)))


def test_a_frozen_report_is_for_those_who_may_see_its_place(client, session, officer, ash):
    here = frozen(session, officer)
    both = Place(PlaceKind.MINE, frozenset({LIVERPOOL, AreaFactory(code=KNOWSLEY).code}), "All")
    wider = frozen(session, officer, "two", both)
    whole = frozen(session, officer, "three", Place(PlaceKind.PROGRAMME, None, "The whole programme"))
    sees = {
        AccountFactory(roles=[Role.READER], areas=[LIVERPOOL]): [here],
        CoordinatorFactory(areas=[KNOWSLEY]): [],
        CoordinatorFactory(areas=[KNOWSLEY, LIVERPOOL]): [here, wider],
        AdministratorFactory(): [here, wider, whole],
    }
    for account, reports in sees.items():
        page = client.signs_in_as(account).get("/programme/reports")
        assert len(page.select("[data-row=frozen]")) == len(reports)
        for one in (here, wider, whole):
            client.get(f"/programme/reports/{one.id}", status=200 if one in reports else 404)
            client.get(f"/programme/reports/{one.id}/rows/signed_up", status=200 if one in reports else 404)


def test_a_line_that_means_something_else_now_is_not_compared(client, officer, ash, session, monkeypatch):
    kept = frozen(session, officer)
    other = [lines.Line("signed_up", "firms", "Signed up", "Otherwise", version="2"), *lines.lines()[1:]]
    for module in ("counting.lines", "lines.lines"):
        monkeypatch.setattr(f"broker.reports.{module}", lambda: other)
    page = client.signs_in_as(officer).get(f"/programme/reports/{kept.id}")
    assert page.texts(".bb-report__lines tbody tr td")[2] == "not counted again"
    assert "Businesses that signed up" in lines_on(page)  # in the words of its time


def test_an_area_that_is_no_longer_leaves_the_frozen_report_as_it_is(client, session):
    AreaFactory(code="E07000999", name="Gone")
    kept = frozen(session, by := AdministratorFactory(), place=Place(PlaceKind.AREA, frozenset({"E07000999"}), "Gone"))
    session.execute(delete(Area).where(Area.code == "E07000999"))
    page = client.signs_in_as(by).get(f"/programme/reports/{kept.id}")
    assert "A place of this report is in our list no more, so it cannot be counted again." in page.text
    assert lines_on(page)["Businesses that signed up"] == ("0", "0")


def test_a_fund_called_otherwise_later_keeps_its_name_in_what_was_frozen(client, session, ash, officer, done):
    fund = funds.name_fund(session, "Renewal Fund", by=officer)
    funds.tag(session, done.need, [fund.id], by=officer)
    kept = frozen(session, officer, tag=fund)
    funds.name_fund(session, "Shared Prosperity", by=officer, fund=fund)
    page = client.signs_in_as(officer).get(f"/programme/reports/{kept.id}")
    assert "fund: Renewal Fund" in page.text and "The fund is called “Shared Prosperity” now." in page.text
    assert lines_on(page)["Confirmed by those helped"] == ("1", "0")
    assert "every line comes to the same" in page.text


def test_a_row_that_is_gone_for_good_is_missing_in_the_list_and_not_in_the_number(client, officer, ash, session):
    kept = frozen(session, officer)
    session.delete(ash)
    page = client.signs_in_as(officer).get(f"/programme/reports/{kept.id}")
    assert lines_on(page)["Businesses that signed up"] == ("1", "0") and "now 0: 1 gone" in page.text
    assert "Some of them are held no more" in page.follow("which Businesses that signed up").text


def test_stories_are_printed_while_both_sides_agree_and_a_report_says_that_one_was_taken_back(
    client, officer, done, session
):
    told(session, done, officer)
    page = client.signs_in_as(officer).get(f"{REPORT}?when={Q2}")
    assert page.texts(".bb-story") == ["Four benches People sit there again. A local business with Speke Board"]
    kept = frozen(session, officer)
    before = client.get(f"/programme/reports/{kept.id}")
    assert "People sit there again." in before.text and "taken back" not in before.text
    stories.take_back(session, session.query(Story).one(), side=Side.BUSINESS, by=officer)
    page = client.get(f"/programme/reports/{kept.id}")
    assert "A story was taken back." in page.text and "People sit" not in page.html
    assert not client.get(f"{REPORT}?when={Q2}").select(".bb-story")
    book = load_workbook(BytesIO(client.open(f"{page.path}/report.xlsx").data))
    assert list(book["Stories"].values)[1][0] == "A story was taken back"


def test_a_story_said_otherwise_is_printed_again_once_both_have_agreed_to_that(client, officer, done, session):
    story = told(session, done, officer)
    kept = frozen(session, officer)
    said = {"title": "Benches", "words": "Six sit there.", "by": officer, "role": Role.COORDINATOR}
    stories.tell(session, done, **said, seen=1)
    page = client.signs_in_as(officer).get(f"/programme/reports/{kept.id}")
    assert "A story waits for both sides to agree again." in page.text and not page.select(".bb-story")
    for side in Side:
        stories.agree(session, story, side=side, seen=2, by=officer, on_behalf=True)
    page = client.get(f"/programme/reports/{kept.id}")
    assert "Six sit there." in page.text and "The words of a story were changed since." in page.text


def test_three_stories_at_most_and_only_those_of_this_place_and_time(client, officer, board, done, session):
    for n in range(4):
        need = asks(board, f"Benches {n}", IN_Q2)
        match = helped(came(f"Firm {n}", IN_Q2), need, officer, introduced=IN_Q2, finished=IN_Q2, confirmed=IN_Q2)
        told(session, match, officer, words=f"Story {n}")
    later = IN_Q2 + timedelta(days=92)
    late = helped(came("Late", IN_Q2), asks(board, "Late", IN_Q2), officer, introduced=IN_Q2, confirmed=later)
    told(session, late, officer, words="Of the next quarter")
    page = client.signs_in_as(officer).get(f"{REPORT}?when={Q2}")
    assert page.texts(".bb-story .bb-said") == ["Story 3", "Story 2", "Story 1"]
    assert "1 more story could be printed; the newest three are." in page.text
