"""Where help goes and what to recruit: each number held against an independent count of the rows."""

from collections import Counter
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from broker.oversight.programme import behind, keeping
from broker.oversight.programme.counting import count
from broker.oversight.programme.help_given import help_given
from broker.oversight.programme.keeping import keep_counts
from broker.oversight.programme.missing import trades_wanted
from broker.oversight.programme.quarters import period_of, periods_of
from broker.oversight.programme.recruiting import recruiting
from models import Area, Match, NeedPart, Result
from models.vocabulary import Kind, Nearness, PlanLimit, PlanState, SizeBand, Theme
from tests.factories import (
    AreaFactory,
    CoordinatorFactory,
    MatchFactory,
    NeighbourhoodFactory,
    PartnershipFactory,
    SuggestionFactory,
)
from tests.web.casework.conftest import benches, enters, firm
from tests.web.casework.test_counts import wrong_counts
from tests.web.oversight.test_programme import KNOWSLEY, LIVERPOOL, helped

APRIL, MAY, JULY = (datetime(2026, month, 9, 12, tzinfo=UTC) for month in (4, 5, 7))
LEEDS = "E08000035"


@pytest.fixture
def given(session):
    """Help in three areas: in the most deprived tenth, in another, and where nobody knows."""
    pat = CoordinatorFactory(name="Pat Officer")
    poor = NeighbourhoodFactory(name="Speke estate", area=AreaFactory(), decile=1)
    other = NeighbourhoodFactory(name="Woolton", area=AreaFactory(), decile=7)
    board = PartnershipFactory(name="Speke Neighbourhood Board")
    kit = [NeedPart(kind=Kind.KIT, places=1), NeedPart(kind=Kind.VOL, places=1)]
    here = [
        benches(board, "One", neighbourhood=poor, parts=kit),
        benches(board, "Two", neighbourhood=poor, theme=Theme.HLT),
        benches(board, "Three", neighbourhood=other),
        benches(board, "Four"),
    ]
    leeds = PartnershipFactory(name="Leeds Board", areas=[AreaFactory(code=LEEDS, name="Leeds")])
    far = benches(leeds, "Five", area=leeds.areas[0])
    builder = firm("Builder", sectors=["4120"], size=SizeBand.SMALL)
    for number, (need, at) in enumerate(zip([*here, far], (APRIL, MAY, JULY, JULY, APRIL), strict=True)):
        confirmed = JULY if number % 2 == 0 else None
        helped(builder if number < 2 else firm(f"Firm {number}"), need, pat, introduced=at, confirmed=confirmed)
    session.commit()
    return pat


@pytest.fixture
def office(client, given):
    return enters(client, given)


def regions(session):
    return {area.code: area.region for area in session.query(Area)}


def test_help_is_counted_in_each_dimension_as_its_rows_are(session, given):
    counts = count(session)
    found = help_given(counts, counts.together(), regions(session))
    matches = session.query(Match).all()
    confirmed = {one.match_id for one in session.query(Result) if one.verified_at}
    ways = {
        "theme": lambda match: [match.need.theme.value],
        "kind": lambda match: [part.part.kind.value for part in match.parts],
        "size": lambda match: [match.business.size.value],
        "sector": lambda match: ["F" if match.business.name == "Builder" else None],
        "decile": lambda match: [str(match.need.neighbourhood.decile) if match.need.neighbourhood else "unknown"],
        "region": lambda match: [match.need.area.region],
    }
    for dimension, codes in ways.items():
        given_by = Counter(code for match in matches for code in codes(match))
        confirmed_by = Counter(code for match in matches if match.id in confirmed for code in codes(match))
        for group in found.groups[dimension]:
            if dimension != "sector" or group.code == "F":
                assert (group.given, group.confirmed) == (given_by[group.code], confirmed_by[group.code])
    assert (found.given, found.confirmed) == (len(matches), len(confirmed)) == (5, 3)


def test_the_most_deprived_tenth_stands_beside_what_is_not_known(session, given, office):
    counts = count(session)
    near = {one.which: (one.given, one.confirmed) for one in help_given(counts, counts.together(), {}).near}
    assert near == {Nearness.TENTH: (2, 1), Nearness.ELSEWHERE: (1, 1), Nearness.UNKNOWN: (2, 1)}
    page = office.get("/programme/where-help-goes")
    assert page.texts(".bb-of-100__number") == ["too few for a share"] * 3
    assert "2 of 5 introductions" in page.text and "not known" in page.text


def test_a_period_takes_introductions_and_confirmations_by_their_own_days(session, given):
    counts, where = count(session), regions(session)
    periods = {one.code: one for one in periods_of(["2026Q2", "2026Q3"], date(2026, 9, 1))}
    help_in = {code: help_given(counts, counts.together(), where, period=period) for code, period in periods.items()}
    assert (help_in["2026Q2"].given, help_in["2026Q2"].confirmed) == (3, 0)
    assert (help_in["2026Q3"].given, help_in["2026Q3"].confirmed) == (2, 3)
    assert help_in["2026-27"].given == help_in[""].given == 5
    leeds = help_given(
        counts, counts.together(frozenset({LEEDS})), where, period=periods["2026-27"], areas=frozenset({LEEDS})
    )
    assert (leeds.given, [one.code for one in leeds.groups["region"]]) == (1, ["Yorkshire and The Humber"])


def test_the_last_quarter_of_a_financial_year_is_in_the_next_calendar_year():
    periods = periods_of(["2026Q1", "2025Q2"], date(2026, 3, 31))
    assert [one.code for one in periods] == ["", "2025-26", "2026Q1", "2025Q2"]
    assert periods[1].quarters == ("2025Q2", "2025Q3", "2025Q4", "2026Q1")
    assert period_of(periods[1].quarters) == "Financial year: April 2025 to March 2026"
    assert period_of(["2026Q1"]) == "January to March 2026"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?period=2026-27",
        "?period=2026Q3&region=North+West",
        f"?area={LIVERPOOL}",
        "?region=Nowhere&period=x&area=E",
    ],
)
def test_every_number_of_where_help_goes_leads_to_as_many_rows(office, query):
    reader_sees = office.get("/programme/where-help-goes" + query)
    assert len(reader_sees.select("[data-count]")) > 8
    wrong, _held = wrong_counts(office, ["/programme/where-help-goes" + query], ())
    assert not wrong, "\n".join(wrong)


def test_numbers_of_a_large_programme_lead_to_as_many_rows_read_piece_by_piece(office, session, monkeypatch):
    monkeypatch.setattr(keeping, "LARGE", 3)
    monkeypatch.setattr(behind, "A_PIECE", 2)
    assert keep_counts(session) > 2
    pages = ["where-help-goes", "where-help-goes?period=2026Q3&region=North+West", f"areas/{LIVERPOOL}", "figures"]
    wrong, held = wrong_counts(office, [f"/programme/{page}" for page in pages], ())
    assert not wrong, "\n".join(wrong)
    assert held["fact"] > 40


def test_rows_of_a_period_say_which(office):
    page = office.get("/programme/where-help-goes?period=2026-27")
    rows = office.get(next(tag["href"] for tag in page.select("[data-count]") if "theme%3AHLT" in tag["href"]))
    assert rows.h1 == "Matches that were introduced: Health and wellbeing, Financial year: April 2026 to March 2027"
    assert "1 entry" in rows.text


def test_help_goes_into_files(office, session):
    lines = office.open("/programme/where-help-goes.csv?region=North+West").get_data(as_text=True).splitlines()
    assert lines[1] == "All,All,4,2"
    book = load_workbook(BytesIO(office.open("/programme/where-help-goes.xlsx").get_data()))
    assert book.sheetnames == ["Where help goes", "One side only", "What to recruit next"]
    assert [cell.value for cell in book["Where help goes"][2]] == ["All", "All", 5, 3]


@pytest.fixture
def unmet(session):
    """Two requests of Knowsley for placements with builders; one asked already, one without a broker."""
    pat = CoordinatorFactory(name="Pat Officer")
    board = PartnershipFactory(name="Knowsley Board", areas=[AreaFactory(code=KNOWSLEY, name="Knowsley")])

    def asks(title, kind=Kind.WEX, **said):
        return benches(board, title, area=board.areas[0], parts=[NeedPart(kind=kind, places=1)], **said)

    asks("One", sectors=["4120"])
    asks("Two", sectors_text="roofers or general builders")
    asked = asks("Asked", sectors=["41"])
    MatchFactory(suggestion=SuggestionFactory(need=asked, business=firm("Firm"), state="confirmed"), coordinator=pat)
    gap(session, pat, asks("No broker"), PlanLimit.NO_BROKER)
    gap(session, pat, asks("Too short"), PlanLimit.MORE_INFORMATION)
    gap(session, pat, asks("Full", Kind.KIT), PlanLimit.FIRMS_FULL)
    session.commit()
    return pat


def gap(session, by, need, limit):
    from models import Plan, PlanGap, PlanRun

    plan = Plan(by=by)
    run = PlanRun(plan=plan, by=by, number=1, state=PlanState.DONE, priority_on=True, stand_in=True)
    session.add_all([run, PlanGap(run=run, need=need, places=1, limit=limit)])


def test_what_to_recruit_follows_the_limit_that_binds(session, unmet):
    places = {area.code: area for area in session.query(Area)}
    found = recruiting(count(session), places, None)
    assert [(one.area.name, one.kind, one.section, one.requests) for one in found.firms] == [
        ("Knowsley", Kind.WEX, "F", 2),
        ("Knowsley", Kind.KIT, "any", 1),
    ]
    assert found.waiting == 3
    assert [one.requests for one in found.brokers] == [one.requests for one in found.say_more] == [1]


def test_what_to_recruit_is_said_as_officers_say_it_and_leads_to_the_requests(client, unmet):
    office = enters(client, unmet)
    page = office.get("/programme/recruit-next")
    said = "Construction firms offering work experience and placements in Knowsley would place 2 requests"
    assert said in page.text
    wrong, held = wrong_counts(office, ["/programme/recruit-next", "/programme/one-sided?side=requests"], ())
    assert not wrong and held["fact"] == 6
    lines = office.open("/programme/recruit-next.csv").get_data(as_text=True).splitlines()
    assert lines[1] == f"Knowsley,{KNOWSLEY},North West,Construction firms,Work experience and placements,2"


def test_a_trade_is_read_from_the_name_that_people_use_and_from_nothing_else():
    assert trades_wanted([], "Electricians, Roofers or launderettes.") == ["F", "S"]
    assert trades_wanted(["62"], "builders") == ["J"]
    assert trades_wanted([], "anyone with a van") == trades_wanted(["xx"], "") == ["any"]


def test_areas_with_one_side_only_are_named(client, unmet):
    office = enters(client, unmet)
    assert office.get("/programme/one-sided?side=requests").texts("tbody th") == ["Knowsley"]
    assert office.get("/programme/one-sided").texts("tbody th") == ["Liverpool"]


def test_where_nothing_was_given_the_pages_say_so(client, session):
    office = enters(client, CoordinatorFactory(name="Kim", areas=[KNOWSLEY]))
    assert "Nothing was introduced or confirmed" in office.get("/programme/where-help-goes").text
    assert "No area has only offers." in office.get("/programme/one-sided").text
    assert "No open request waits" in office.get("/programme/recruit-next?page=9").text


def test_a_coordinator_of_one_area_sees_the_help_of_that_area_only(client, given):
    hers = enters(client, CoordinatorFactory(name="Kim", areas=[LEEDS]))
    page = hers.get(f"/programme/where-help-goes?area={LIVERPOOL}")
    assert "Nothing was introduced or confirmed" in page.text
    assert hers.get("/programme/where-help-goes").answers()["Businesses introduced to a local group"] == "1"
