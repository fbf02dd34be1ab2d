"""One place and time beside the time before: every number on the days of its events, with the rows behind."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from broker.cases.clocks import today
from broker.oversight.programme.counting import count
from broker.reports.counting import count_report
from broker.reports.periods import dates, month_of, quarter_of
from broker.reports.places import Place, PlaceKind
from models import AreaCode, EntryMerge, NeedPart
from models.vocabulary import Anyway, EntryKind, EntryState, Kind, Role
from tests.factories import AccountFactory, AreaFactory, CoordinatorFactory, NeighbourhoodFactory, PartnershipFactory
from tests.web.casework.test_counts import wrong_counts
from tests.web.reports.conftest import IN_Q2, KNOWSLEY, LIVERPOOL, Q2, asks, at, came, helped, lines

REPORT = "/programme/report"
WARDS = (("Near", "Speke-Garston"), ("Far", "Speke-Garston"), ("Other", "Picton"))
EVERYWHERE = Place(PlaceKind.PROGRAMME, None, "")


@pytest.fixture
def quarter(session, officer, board):
    """A quarter with something in every line, the one before it, and rows that belong to neither."""
    day = timedelta(days=1)
    ash = came("Ash", IN_Q2, spoken=IN_Q2 + day)
    came("Birch", IN_Q2)
    came("Cedar", IN_Q2 - 92 * day, spoken=IN_Q2 - 2 * day)
    came("Elsewhere", IN_Q2, area=AreaFactory(code=KNOWSLEY, name="Knowsley"))
    twice = came("Twice", IN_Q2)
    session.add(
        EntryMerge(
            entry_kind=EntryKind.BUSINESS, kept_id=ash.id, gone_id=twice.id, gone_state=EntryState.LIVE, by=officer
        )
    )
    for end in ("met", "partly_met", "not_met"):
        asks(board, end, IN_Q2 - 92 * day, ended=end, on=IN_Q2 + day)
    asks(board, "Past its end", IN_Q2 - 200 * day, ends_on=IN_Q2.date())
    benches = asks(board, "Benches", IN_Q2)
    benches.parts.append(NeedPart(kind=Kind.PRO, amount=5, places=3))
    helped(ash, benches, officer, introduced=IN_Q2 - 92 * day, finished=IN_Q2, confirmed=IN_Q2 + day)
    helped(twice, benches, officer, introduced=IN_Q2, finished=IN_Q2, confirmed=IN_Q2, anyway=Anyway.YES)
    session.commit()
    return benches


def test_each_line_counts_events_on_the_days_they_happened(client, officer, quarter):
    page = client.signs_in_as(officer).get(f"{REPORT}?when={Q2}")
    assert page.h1 == "Report: Liverpool"
    assert "1 July 2025 to 30 September 2025, both days included, beside 1 April 2025 to 30 June 2025." in page.text
    assert lines(page) == {
        "Businesses that signed up": ("2", "1"),
        "Businesses answered by a person": ("2", "0"),
        "Businesses still without an answer on the last day": ("1", "1"),
        "Requests put in": ("1", "3"),
        "Introduced": ("1", "1"),
        "Finished, as reported": ("2", "0"),
        "Confirmed by those helped": ("2", "0"),
        "Of these, would not have happened anyway": ("1", "0"),
        "Requests that ended met": ("1", "0"),
        "Requests that ended partly met": ("1", "0"),
        "Requests unmet at their end": ("1", "0"),
        "Requests past their end, nobody has said": ("1", "0"),
    }
    assert all(row.select_one(".govuk-hint") for row in page.select(".bb-report__lines tbody tr"))  # each defined


def test_every_number_leads_to_its_rows(client, officer, quarter):
    client.signs_in_as(officer)
    wrong, held = wrong_counts(client, [f"{REPORT}?when={Q2}"], ())
    assert not wrong, "\n".join(wrong)
    assert held["fact"] == 12 + 4  # every line of this time, and four of the time before


def test_a_month_comes_to_the_same_as_the_figures_of_the_programme(session, quarter):
    whole = count(session).together()
    for month in (month_of(IN_Q2.date()), month_of(IN_Q2.date()).before):
        report = count_report(session, EVERYWHERE, month)
        same = {"signed_up": "firms", "asked": "needs_in", "introduced": "introductions", "verified": "results"}
        same |= {"met": "needs_met", "partly_met": "needs_partly_met", "unmet": "needs_not_met"}
        for code, what in {**same, "not_said": "needs_not_said"}.items():
            assert report.of(code).number == whole.of(what, month.code), (code, month.code)


def test_an_hour_before_midnight_in_summer_is_of_the_next_financial_year(session):
    came("Late in March", datetime(2026, 3, 31, 22, 59, tzinfo=UTC))
    came("First of April in England", datetime(2026, 3, 31, 23, 30, tzinfo=UTC))
    new_year = count_report(session, EVERYWHERE, quarter_of(date(2026, 4, 1)))
    assert (new_year.of("signed_up").number, new_year.of("signed_up").before) == (1, 1)


def test_a_request_counts_when_it_ended_and_not_when_its_row_last_changed(session, board):
    need = asks(board, "Shed", at(date(2025, 5, 2)), ended="not_met", on=at(date(2025, 8, 1)))
    need.words = "Said otherwise today"
    session.commit()
    assert count_report(session, EVERYWHERE, quarter_of(date(2025, 8, 1))).of("unmet").rows == (need.id,)


def test_a_coordinator_of_one_borough_begins_there_with_this_quarter_and_the_last(client, officer, board):
    came("New", at(today()))
    page = client.signs_in_as(officer).get("/coordinate").follow("Figures")
    assert page.path == REPORT and page.h1 == "Report: Liverpool"
    now = quarter_of(today())
    assert f"{now.dates}, both days included, beside {now.before.dates}." in page.text
    assert "so far" in page.text
    assert lines(page)["Businesses that signed up"] == ("1", "0")
    page.follow("Area by area, with a map")  # the others come second


def test_a_reader_lands_on_the_report_and_sees_references_in_place_of_names(client, session, quarter):
    page = client.signs_in_as(AccountFactory(roles=[Role.READER], areas=[LIVERPOOL])).get("/sign-in")
    assert page.path == REPORT
    rows = client.get(f"{REPORT}/rows/signed_up?when={Q2}")
    assert "Birch" not in rows.text and not rows.select("main .bb-work a")
    client.post(f"{REPORT}/freeze?when={Q2}", {"once": "x"}, status=403)


def test_reports_of_other_areas_are_not_there(client, officer, quarter):
    client.signs_in_as(officer)
    page = client.get(f"{REPORT}?where={KNOWSLEY}&when={Q2}", status=422)
    assert page.errors == ["There is no report of this area for you. Choose one of the list"]
    assert not page.select(".bb-report__lines")
    client.get(f"{REPORT}/rows/signed_up?where={KNOWSLEY}&when={Q2}", status=404)
    assert client.get(f"{REPORT}.xlsx?where={KNOWSLEY}", status=422).path == REPORT
    assert client.get(f"{REPORT}?where=programme&when={Q2}").h1 == "Report: All areas you look after"
    assert lines(client.get(f"{REPORT}?where=programme&when={Q2}"))["Businesses that signed up"] == ("2", "1")
    everything = client.signs_in_as(CoordinatorFactory()).get(f"{REPORT}?when={Q2}")
    assert lines(everything)["Businesses that signed up"] == ("3", "1")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("when=dates&begins-day=2&begins-month=5&begins-year=2025&ends-day=1&ends-month=5&ends-year=2025",
         "The last day must be on or after the first day"),
        ("when=dates&begins-day=2&begins-month=5&begins-year=2025", "Enter the last day"),
        ("when=dates&begins-day=31&begins-month=6&begins-year=2025&ends-day=1&ends-month=7&ends-year=2025",
         "There is no such date: check the day and the month"),
        ("when=dates&begins-day=1&begins-month=1&begins-year=2099&ends-day=2&ends-month=1&ends-year=2099",
         "These dates have not begun yet, so there is nothing to report"),
        ("when=2099-04", "April 2099 has not begun yet, so there is nothing to report"),
        ("when=spring", "Choose a time of the list"),
        ("where=E99999999", "There is no report of this area for you. Choose one of the list"),
        ("part=ward:", "Liverpool has no such neighbourhood or ward. Choose one of the list"),
        ("part=7", "Liverpool has no such neighbourhood or ward. Choose one of the list"),
        ("fund=7", "There is no such fund. Choose one of the list"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_has_its_sentence(client, officer, query, said):
    page = client.signs_in_as(officer).get(f"{REPORT}?{query}", status=422)
    assert page.errors == [said]


def test_an_area_that_is_part_of_another_now_leads_to_that(client, session, officer):
    session.add(AreaCode(old_code="E07009999", area_code=LIVERPOOL, name="Old Speke"))
    page = client.signs_in_as(officer).get(f"{REPORT}?where=E07009999&when={Q2}")
    assert page.h1 == "Report: Liverpool"
    assert "Old Speke is no district of its own any more. This is the report of Liverpool." in page.text


def test_where_nothing_happened_the_page_says_so(client, officer):
    page = client.signs_in_as(officer).get(f"{REPORT}?when={Q2}")
    assert "Nothing happened here in this time, nor in the time before." in page.text


def test_a_neighbourhood_counts_its_own_and_says_of_how_many_none_is_known(client, officer, board, session):
    speke, garston = (NeighbourhoodFactory(name=name, area=board.areas[0]) for name in ("Speke", "Garston"))
    asks(board, "In Speke", IN_Q2, neighbourhood=speke)
    asks(board, "In Garston", IN_Q2, neighbourhood=garston)
    asks(board, "Nobody knows", IN_Q2)
    came("Ash", IN_Q2)
    page = client.signs_in_as(officer).get(f"{REPORT}?when={Q2}")
    page = page.submit({"part": str(speke.id)}, button="Show")
    assert page.h1 == "Report: Speke, Liverpool"
    assert lines(page)["Requests put in"] == ("1", "0")
    assert lines(page)["Businesses that signed up"] == ("not known", "not known")  # of a firm the district is known
    said = "Of 1 more in the district no neighbourhood is known. It is not counted."
    assert said in page.text
    assert page.follow(f"{said} Requests put in").texts("[data-row] a") == ["Nobody knows, Speke Board"]
    assert not wrong_counts(client, [page.response.request.url], ())[0]


def test_a_ward_is_all_its_neighbourhoods_and_frozen_it_stays_those(client, officer, board, session):
    near, far, other = (NeighbourhoodFactory(name=name, area=board.areas[0], ward=ward) for name, ward in WARDS)
    for one in (near, far, other):
        asks(board, f"In {one.name}", IN_Q2, neighbourhood=one)
    page = client.signs_in_as(officer).get(f"{REPORT}?when={Q2}").submit({"part": "ward:Speke-Garston"}, button="Show")
    assert page.h1 == "Report: Speke-Garston ward, Liverpool"
    assert lines(page)["Requests put in"] == ("2", "0")
    page = page.submit(button="Freeze this report")
    far.ward = "Speke"
    assert "every line comes to the same" in client.get(page.path).text


def test_a_request_of_a_partnership_over_several_areas_is_in_none_of_them(client, officer, session):
    areas = [AreaFactory(), AreaFactory(code=KNOWSLEY, name="Knowsley")]
    asks(PartnershipFactory(name="Over two", areas=areas), "Somewhere", IN_Q2).area = None
    page = client.signs_in_as(officer).get(f"{REPORT}?when={Q2}&where={LIVERPOOL}")
    said = "1 more is of a partnership over several areas and has none of its own. It is not counted."
    assert "Nothing happened here" in page.text
    asks(PartnershipFactory(name="Here", areas=areas[:1]), "Here", IN_Q2)
    page = client.get(f"{REPORT}?when={Q2}&where={LIVERPOOL}")
    assert lines(page)["Requests put in"] == ("1", "0") and said in page.text
    everywhere = client.signs_in_as(CoordinatorFactory()).get(f"{REPORT}?when={Q2}")
    assert lines(everywhere)["Requests put in"] == ("2", "0")
    assert "1 of these has no area of its own." in everywhere.text


def test_the_files_say_the_same_and_no_spreadsheet_takes_a_name_for_a_formula(client, officer, quarter, session):
    quarter.area.name = "=Liverpool"
    client.signs_in_as(officer)
    text = client.open(f"{REPORT}.csv?when={Q2}").get_data(as_text=True)
    assert "'=Liverpool,2025-07-01,2025-09-30,,Businesses that signed up,2,1,0" in text
    book = load_workbook(BytesIO(client.open(f"{REPORT}.xlsx?when={Q2}").data))
    assert book.sheetnames == ["Report", "Stories", "Words", "Rows"]
    rows = list(book["Report"].values)
    assert rows[0][:2] == ("'=Liverpool", "1 July 2025 to 30 September 2025")
    assert ("Businesses that signed up", 2, 1, 1, 0) in [row[:5] for row in rows]
    behind = [row for row in book["Rows"].values if row[0] == "Businesses that signed up"]
    assert len(behind) == 2 and all(row[1].startswith("B-") for row in behind)


def test_dates_of_ones_own_are_kept_in_the_address_of_every_number(client, officer, quarter):
    page = client.signs_in_as(officer).get(f"{REPORT}?when={Q2}")
    day = IN_Q2.date()
    boxes = {f"{name}-{part}": getattr(day, part) for name in ("begins", "ends") for part in ("day", "month", "year")}
    page = page.submit({"when": "dates", **boxes}, button="Show")
    assert lines(page)["Businesses that signed up"] == ("2", "0")
    one = page.select(".bb-report__lines [data-count]")[0]
    assert len(client.get(one["href"]).texts("[data-row]")) == 2
    assert dates(day, day).before.last == day - timedelta(days=1)
