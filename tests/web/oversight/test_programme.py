"""The programme in numbers: each held against an independent count of the rows, with the rows behind."""

import re
from copy import copy
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from broker.cases.notes import write_note
from broker.oversight.programme import keeping
from broker.oversight.programme.counting import count, median
from broker.oversight.programme.keeping import Figures, Part, keep_counts
from broker.oversight.programme.map import _apart
from models import AreaCount, AreaListEntry, CheckIn, Match, MatchAnswer, Need, NeedPart, Result
from models.base import now
from models.vocabulary import Answer, Anyway, EntryKind, EntryState, Kind, MatchState, NoteKind, Role, Side
from tests.factories import (
    AccountFactory,
    AreaFactory,
    BrokerFactory,
    BusinessFactory,
    CoordinatorFactory,
    EntryEventFactory,
    MatchFactory,
    PartnershipFactory,
    SuggestionFactory,
)
from tests.web.casework.conftest import benches, enters, firm
from tests.web.casework.test_counts import wrong_counts

LIVERPOOL, KNOWSLEY = "E08000012", "E08000011"
#: A Thursday in a month that is old enough for everything.
LONG_AGO = datetime(2025, 3, 6, 12, tzinfo=UTC)


def came(name, at, *, spoken=None, **said):
    """A firm that signed up at a time, and was spoken to so many days later."""
    return firm(
        name, created_at=at, sent_in_at=at, spoken_at=None if spoken is None else at + timedelta(days=spoken), **said
    )


def helped(business, need, by, *, state=MatchState.VERIFIED, introduced, confirmed=None, anyway=Anyway.NO):
    yes = MatchAnswer(side=Side.BUSINESS, asked_on=introduced.date(), answer=Answer.YES, answered_at=introduced)
    match = MatchFactory(
        suggestion=SuggestionFactory(need=need, business=business, state="confirmed"),
        coordinator=by,
        state=state,
        created_at=introduced - timedelta(days=4),
        introduced_at=introduced,
        answers=[yes],
    )
    if confirmed:
        said = {"reported_by": by, "reported_for": "coordinator", "verified_at": confirmed, "anyway": anyway}
        _add(Result(match=match, area_code=need.area_code, **said))
    return match


def _add(row):
    from broker.extensions import db

    db.session.add(row)
    db.session.commit()


@pytest.fixture
def programme(session):
    """Fourteen firms of one month long ago, two that have just come; requests in every end; two areas."""
    pat = CoordinatorFactory(name="Pat Officer")
    knowsley = AreaFactory(code=KNOWSLEY, name="Knowsley")
    board = PartnershipFactory(name="Speke Neighbourhood Board")
    need = benches(board)
    firms = [came(f"Early {n:02d}", LONG_AGO, spoken=5) for n in range(10)]  # Tuesday after: three working days
    late = came("Late", LONG_AGO, spoken=8)  # Friday of the week after: six working days
    never = came("Never", LONG_AGO)
    came("Elsewhere", LONG_AGO, spoken=1, area=knowsley)
    came("Nowhere", LONG_AGO, spoken=1, area=None, postcode=None)
    came("Young", now(), spoken=0)
    came("Younger", now())
    firm("Put in by us", state=EntryState.INVITED)
    helped(firms[0], need, pat, introduced=LONG_AGO + timedelta(days=30), confirmed=LONG_AGO + timedelta(days=200))
    in_any_case = {"introduced": LONG_AGO + timedelta(days=90), "confirmed": LONG_AGO + timedelta(days=91)}
    helped(firms[1], benches(board, "Two"), pat, anyway=Anyway.YES, **in_any_case)
    helped(late, benches(board, "Three"), pat, introduced=LONG_AGO + timedelta(days=91), state=MatchState.LAPSED)
    for end in ("met", "partly_met", "not_met"):
        closed = benches(board, end, state=EntryState.ENDED, closed_at=LONG_AGO)
        EntryEventFactory(entry_kind=EntryKind.NEED, entry_id=closed.id, what=f"closed_{end}")
    benches(board, "Past", ends_on=date(2025, 3, 1))
    BrokerFactory(name="Jo Link", areas=[AreaFactory(), knowsley], caseload_limit=3)
    session.commit()
    return pat, need, never


@pytest.fixture
def office(client, programme):
    return enters(client, programme[0])


def test_firms_are_counted_by_the_way_they_came_in_the_month_they_came_in(session, programme):
    whole = count(session).together()
    assert {step: whole.of(step, "2025-03") for step in ("firms", "answered", "never_answered")} == {
        "firms": 14,
        "answered": 12,
        "never_answered": 1,
    }
    assert whole.of("introduced", "2025-03") == 2  # one on the 90th day, none on the 91st
    assert whole.of("confirmed", "2025-03") == 1  # what would have happened anyway is not counted


def test_the_first_line_gives_rates_of_the_months_that_are_old_enough(office):
    page = office.get("/programme/figures")
    assert page.texts(".bb-of-100__number")[:4] == ["86", "14", "7", "7"]
    assert "2 businesses came in too lately to tell" in page.text
    assert "so far" in page.text
    assert "Hours are not written down" in page.text


def test_requests_whose_end_has_come_are_counted_by_how_they_stood(session, office):
    whole = count(session).together()
    ends = ("met", "partly_met", "not_met", "not_said", "otherwise")
    assert [whole.of(f"needs_{end}", "2025-03") for end in ends] == [1, 1, 1, 1, 0]
    assert whole.of("open") == 3
    assert "too few" in office.get("/programme/figures").text


def test_matches_results_and_places_are_those_of_the_rows(session, programme):
    counts = count(session)
    rows = session.query(Match).all()
    for state in MatchState:
        assert counts.of(LIVERPOOL, "matches", state.value) == sum(row.state is state for row in rows)
    assert sum(counts.keys(LIVERPOOL, "results").values()) == session.query(Result).count() == 2
    assert median(counts.keys(LIVERPOOL, "reply_days")) == 4
    assert counts.of(LIVERPOOL, "brokers") == counts.of(KNOWSLEY, "brokers") == 1
    assert counts.of(KNOWSLEY, "free_places") == 3
    assert counts.of("", "firms", "2025-03") == 1
    open_ = session.query(Need).filter(Need.state == EntryState.LIVE, Need.ends_on.is_(None)).count()
    assert counts.of(LIVERPOOL, "open") == open_


def test_open_requests_are_those_that_anybody_can_open(client, session, programme):
    """A partnership that pauses takes its requests from the public list, and so from the programme's figures."""
    paused = PartnershipFactory(name="Paused Board", state=EntryState.PAUSED)
    benches(paused, "Of a paused board")
    session.commit()
    listed = client.get(f"/needs?area={LIVERPOOL}").one("[data-count=needs]")["data-number"]
    assert count(session).of(LIVERPOOL, "open") == int(listed) == 3


def test_a_request_of_a_partnership_over_two_areas_is_in_neither_and_counts_once(session):
    both = [AreaFactory(), AreaFactory(code=KNOWSLEY, name="Knowsley")]
    need = benches(PartnershipFactory(name="South Mersey", areas=both))
    need.area = None
    session.commit()
    counts = count(session)
    assert counts.of("", "open") == counts.together().of("open") == 1


def test_every_number_leads_to_as_many_rows(office):
    begins = ["/programme/figures", "/programme/areas?region=North+West", f"/programme/areas/{LIVERPOOL}"]
    wrong, held = wrong_counts(office, begins, ())
    assert not wrong, "\n".join(wrong)
    assert held["fact"] > 20 and held["places"] > 2


#: What says a number without rows of its own: rates, ranks, dates, and days in the words of a step.
NOT_COUNTED = re.compile(
    r"\d+ of 100|[Dd]ecile \d+|rank \d+ of \d+|\d{4}|in \d+ (?:days|months)|\d+%|Tenth \d+|\b[A-Z][a-z]{2} \d\d\b"
    r"|[Ww]ithin \d+"
)


def without_rows(page):
    """The numbers in the tables, lists of facts and cards of a page that lead nowhere."""
    found = []
    for cell in page.select("td, dd, .bb-of-100__one .govuk-hint"):
        said = copy(cell)
        for link in said.select("a"):
            link.extract()
        left = NOT_COUNTED.sub("", said.get_text(" "))
        found += [number for number in re.findall(r"\d+", left) if int(number)]
    return found


@pytest.mark.parametrize(
    "path",
    ["figures", "areas?region=North+West", f"areas/{LIVERPOOL}", "where-help-goes", "one-sided", "recruit-next"],
)
def test_no_number_of_an_officers_page_stands_without_its_rows(office, path):
    page = office.get(f"/programme/{path}")
    assert not without_rows(page), path


def test_what_was_written_down_and_who_links_are_listed_with_their_places(office, session, programme):
    match = session.query(Match).first()
    for day in (4, 5):
        write_note(session, match, how=NoteKind.CALL, on=date(2025, 6, day), words="Rang", by=programme[0])
    _add(CheckIn(match=match, as_agreed="yes", outcome="all_well", answers_until=date(2025, 6, 6), by=programme[0]))
    calls = office.get("/programme/rows/contacts")
    assert "2 entries" in calls.text and "5 June 2025" in calls.texts(".bb-work li")[0]
    assert "1 entry" in office.get("/programme/rows/check_ins").text
    assert "0 entries" in office.get(f"/programme/rows/check_ins?area={KNOWSLEY}").text
    assert office.get(f"/programme/rows/brokers?area={KNOWSLEY}").texts(".bb-work li") == [
        "Jo Link , Knowsley: 3 places free"
    ]
    wrong, _held = wrong_counts(office, ["/programme/figures"], ())
    assert not wrong


def test_rows_outside_a_list_are_those_of_the_list_that_was_shown(office, session):
    only_now = session.scalars(
        select(AreaListEntry.area_code)
        .where(AreaListEntry.list_code == "most_deprived_2025")
        .where(~AreaListEntry.area_code.in_(select(AreaListEntry.area_code).filter_by(list_code="renewal_2001")))
    ).first()
    benches(PartnershipFactory(name="Newly deprived"), area=AreaFactory(code=only_now))
    session.commit()
    for code, outside in (("renewal_2001", 1), ("most_deprived_2025", 0)):
        page = office.get(f"/programme/areas?list={code}&region=London")
        assert (
            len([tag for tag in page.select("[data-count]") if f"open?area=elsewhere%3A{code}" in tag["href"]])
            == outside
        )
    wrong, held = wrong_counts(office, ["/programme/areas?list=renewal_2001&region=London"], ())
    assert not wrong and held


def test_a_coordinator_of_one_area_sees_its_figures_and_no_others(client, programme):
    hers = enters(client, CoordinatorFactory(name="Kim", areas=[KNOWSLEY]))
    assert "These are the figures of the areas you look after" in hers.get("/programme/figures").text
    assert "1 entry" in hers.get("/programme/rows/firms").text
    assert "0 entries" in hers.get(f"/programme/rows/firms?area={LIVERPOOL}").text
    hers.get(f"/programme/areas/{LIVERPOOL}", status=404)


def test_a_reader_sees_references_and_opens_nothing(client, programme):
    reader = client.signs_in_as(AccountFactory(name="Councillor", roles=[Role.READER]))
    page = reader.get("/programme/rows/never_answered")
    assert "Never" not in page.one(".bb-work").get_text() and not page.select(".bb-work a")


def test_the_public_sees_no_small_numbers_and_no_rows(client, programme):
    page = client.get("/programme")
    assert "fewer than 5 of 14" in page.text
    # 2 of 14 and 1 of 14: a rate would tell them again
    assert page.texts(".bb-of-100__number")[:4] == ["86", *["fewer than 36"] * 3]
    assert "of 4 only" in page.text and "1 of 4" not in page.text
    assert {tag["data-count"] for tag in page.select("[data-count]")} == {"needs"}
    assert "somebody could be recognised" in page.text
    wrong, held = wrong_counts(client, ["/programme"], ())
    assert not wrong and held["needs"] == 1
    row = next(row for row in page.select("tbody tr") if "Liverpool" in row.get_text())
    assert "fewer than 5" in row.get_text()


def test_the_public_sees_the_results_of_an_area_in_steps(client, session, programme):
    """Its partnership's page tells some of them exactly: beside an exact sum, the rest would be known."""
    pat, _need, _never = programme
    board = _need.partnership
    for number in range(5):
        helped(firm(f"More {number}"), benches(board, f"More {number}"), pat, introduced=LONG_AGO, confirmed=now())
    page = client.get("/programme")
    row = next(row for row in page.select("tbody tr") if "Liverpool" in row.get_text())
    assert "5 or more" in row.get_text() and "7" not in row.select("td")[-1].get_text()


def test_areas_are_sorted_and_go_into_files_without_formulas(office, session):
    page = office.get("/programme/areas?sort=results")
    assert page.select("tbody tr th")[0].get_text().split()[0] == "Liverpool"
    board = PartnershipFactory(name="=1+1 Board")
    session.commit()
    assert board.name not in office.open("/programme/areas.csv").get_data(as_text=True).split(";")[0].split(",")
    book = load_workbook(BytesIO(office.open("/programme/areas.xlsx").get_data()))
    cells = [cell for row in book["Areas"].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(str(cell.value).startswith("'=1+1") for cell in cells)


@pytest.mark.parametrize("path", ["/programme", "/programme/areas?region=North+West", f"/programme/areas/{LIVERPOOL}"])
def test_a_partnership_leads_to_its_public_page(office, programme, path):
    board = programme[1].partnership
    links = {link.get_text(): link["href"] for link in office.get(path).select("main a")}
    assert links[board.name] == f"/local-partnerships/{board.id}"


def test_a_strange_choice_is_answered_with_a_page_and_a_strange_address_leads_nowhere(office):
    for query in ("sort=nothing&region=London&missing=all&page=999", "region=Atlantis&page=x"):
        assert office.get(f"/programme/areas?{query}").status == 200
    for keys in ("firms?key=9999-99", "firms?key=0000-00", "given_by?key=all@2026Q9", "confirmed_by?key=theme:ZZZ@abc"):
        assert "0 entries" in office.get(f"/programme/rows/{keys}").text
    for path in ("rows/names", "areas/E99999999", "areas?list=nothing"):
        office.get(f"/programme/{path}", status=404)


def test_an_empty_programme_says_so_and_never_0_of_100(client, session):
    public = client.get("/programme").text
    assert "No business has signed up yet." in public
    office = enters(client, CoordinatorFactory(name="Pat"))
    page = office.get("/programme/figures")
    assert "No business has signed up yet." in page.text and "0%" not in page.text
    assert "Nothing has happened in the last 13 months." in page.text
    assert office.get(f"/programme/areas/{LIVERPOOL}").text.count("yet") > 4


def test_a_large_programme_is_counted_now_and_then_and_says_the_same(session, programme, monkeypatch):
    fresh = count(session).together().numbers
    monkeypatch.setattr(keeping, "LARGE", 3)
    assert keep_counts(session) == 3
    session.commit()
    BusinessFactory(name="Came since")
    kept = Figures(session)
    plain = {what: dict(keys) for what, keys in fresh.items()}
    assert kept.whole(*Part).numbers == kept.by_area(*Part).together().numbers == plain
    assert "firms" not in kept.whole(Part.NOW).numbers and "open" not in kept.whole(Part.MONTHS, Part.HELP).numbers
    assert Figures(session, frozenset({KNOWSLEY})).whole(Part.MONTHS).of("firms", "2025-03") == 1
    monkeypatch.setattr(keeping, "LARGE", 3000)
    assert keep_counts(session) == 0
    assert session.query(AreaCount).count() == 0


def test_symbols_that_would_lie_on_each_other_are_moved_apart():
    moved = list(_apart((("a", 50.0, 50.0), ("b", 50.0, 50.0), ("c", 55.0, 50.0), ("d", 200.0, 9.0)), 12.0).values())
    assert moved[3] == (200.0, 9.0)
    assert min(abs(x - u) + abs(y - v) for n, (x, y) in enumerate(moved) for u, v in moved[:n]) > 11


def test_an_unmet_request_waits_for_whoever_is_asked_before_anything_else(session, programme):
    pat, need, _ = programme
    asked = benches(need.partnership, "Asked", parts=[NeedPart(kind=Kind.KIT, places=2)])
    waits = benches(need.partnership, "Undecided")
    MatchFactory(suggestion=SuggestionFactory(need=asked, business=firm("One"), state="confirmed"), coordinator=pat)
    SuggestionFactory(need=waits, business=firm("Two"))
    session.commit()
    unmet = count(session).keys(LIVERPOOL, "unmet_by")
    assert unmet == {"ENV|asked": 1, "ENV|undecided": 1, "ENV|nobody": 1}
