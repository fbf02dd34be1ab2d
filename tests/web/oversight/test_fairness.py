"""Who is suggested and matched, counted by what they are, with the rows behind every number."""

import csv
import io

import pytest

from broker.oversight.fairness import groups_of, of_businesses, of_needs
from models.vocabulary import Kind, MatchState, Role, SizeBand, SuggestionState
from tests.factories import (
    AccountFactory,
    AreaFactory,
    BusinessFactory,
    CoordinatorFactory,
    MatchFactory,
    NeighbourhoodFactory,
    PartFactory,
    PartnershipFactory,
    SuggestionFactory,
)
from tests.web.casework.conftest import benches, enters, firm


@pytest.fixture
def programme(session):
    """Twelve sole traders of whom one is suggested, three large firms of whom two are and one is matched."""
    pat = CoordinatorFactory(name="Pat Officer")
    need = benches(PartnershipFactory(name="Speke Neighbourhood Board"))
    need.neighbourhood = NeighbourhoodFactory(name="Speke", area=need.area, decile=7)
    small = [firm(f"Small {n:02d}", size=SizeBand.ONE, what_we_do="Benches.", offers=[]) for n in range(12)]
    large = [firm(f"Large {n}", size=SizeBand.LARGE, sectors=["31090"]) for n in range(3)]
    SuggestionFactory(need=need, business=small[0])
    SuggestionFactory(need=need, business=small[1], state=SuggestionState.WITHDRAWN)  # never more than possible
    SuggestionFactory(need=need, business=large[0])
    matched = SuggestionFactory(need=need, business=large[1], state=SuggestionState.CONFIRMED)
    MatchFactory(suggestion=matched, coordinator=pat, state=MatchState.DECLINED)
    hard = benches(
        need.partnership,
        title="A church organ",
        words="Somebody to tune our organ.",
        parts=[PartFactory(kind=Kind.PRO)],
    )
    session.commit()
    return pat, need, hard


@pytest.fixture
def office(client, programme):
    return enters(client, programme[0])


def counted(page, group):
    """The cells of one group's row: live, suggested, matched, rates."""
    rows = page.select("main table:not(figure table) tbody tr")  # those of businesses stand first
    row = next(row for row in rows if row.th.get_text() == group)
    return [cell.get_text().split()[0] if cell.a else cell.get_text() for cell in row.select("td")]


def test_rates_are_given_by_group_and_of_few_only_the_counts(office):
    page = office.get("/coordinate/fairness")
    assert counted(page, "Just me") == ["12", "1", "0", "8%, 0%"]
    assert counted(page, "250 people or more") == ["3", "2", "1", "too few"]
    assert counted(page, "Manufacturing") == ["3", "2", "1", "too few"]
    assert counted(page, "Up to 50 letters")[0] == "12"


def test_every_number_leads_to_as_many_rows(office):
    page = office.get("/coordinate/fairness")
    links = page.select("main td a")
    assert len(links) > 20
    for link in links[:6] + links[-6:]:
        number = int(link.get_text().split()[0])
        assert f"{number} entr" in office.get(str(link["href"])).text


def test_the_never_matched_are_listed_a_page_at_a_time_with_links(office):
    page = office.get("/coordinate/fairness").follow("14 businesses were never matched")
    assert "14 entries" in page.text and "Large 1" not in page.text
    assert page.link("Small 00").startswith("/coordinate/entries/business/")
    for n in range(10):
        firm(f"More {n}")
    page = office.get("/coordinate/fairness/businesses?only=not-matched")
    assert len(page.select(".bb-work li")) == 20
    assert len(office.get("/coordinate/fairness/businesses?only=not-matched&page=2").select(".bb-work li")) == 4


def test_a_need_without_anybody_is_hard_to_place_and_it_is_said_why(office):
    page = office.get("/coordinate/fairness").follow("1 request is hard to place: nobody is suggested")
    assert "A church organ, Speke Neighbourhood Board" in page.text
    assert "Garden benches" not in page.text
    assert len(page.select(".bb-work li li")) >= 1


def test_a_neighbourhoods_tenth_is_never_taken_from_its_district(session, programme):
    _, need, hard = programme
    facts = {fact.id: fact.groups for fact in of_needs(session, None)}
    assert (facts[need.id]["neighbourhood"], facts[need.id]["decile"]) == ("7", "1")
    assert (facts[hard.id]["neighbourhood"], facts[hard.id]["decile"]) == ("unknown", "1")


def test_groups_count_every_row_once_and_what_is_not_known_stands_last(session, programme):
    BusinessFactory(name="Nowhere", area=None, lat=None, lon=None, postcode=None, what_we_do="", size=SizeBand.UNKNOWN)
    facts = of_businesses(session, None)
    for dimension in ("size", "sector", "decile", "region", "length"):
        groups = groups_of(facts, dimension)
        assert sum(one.of for one in groups) == len(facts) == 16
        assert [one.code for one in groups].count("unknown") <= 1
        if any(one.code == "unknown" for one in groups):
            assert groups[-1].code == "unknown"
    assert groups_of(facts, "length")[0].code == "0"


def test_a_coordinator_sees_the_figures_of_her_own_areas(client, session, programme):
    leeds = AreaFactory(code="E08000035", name="Leeds")
    BusinessFactory(name="Leeds Joinery", area=leeds)
    hers = enters(client, CoordinatorFactory(name="Lee", areas=["E08000035"]))
    assert "Businesses: 1" in hers.get("/coordinate/fairness").text
    assert "Leeds Joinery" in hers.get("/coordinate/fairness/businesses").text


def test_a_reader_sees_figures_and_references_but_opens_nothing(client, session, programme):
    reader = client.signs_in_as(AccountFactory(name="Councillor", roles=[Role.READER]))
    page = reader.get("/coordinate/fairness")
    page = page.follow("14 businesses were never matched")
    assert "Small 00" not in page.text and "B-" in page.text
    assert not page.select(".bb-work a")
    assert reader.get("/coordinate/fairness/hard-to-place").text.count("A church organ") == 1


def test_the_file_holds_the_same_counts(office):
    rows = list(csv.reader(io.StringIO(office.open("/coordinate/fairness.csv").get_data(as_text=True))))
    assert ["businesses", "Size of the business", "Just me", "12", "1", "0"] in rows


@pytest.mark.parametrize("query", ["only=nothing", "by=name&group=x", "by=theme&group=EMP"])
def test_a_strange_address_leads_nowhere(office, query):
    office.get(f"/coordinate/fairness/businesses?{query}", status=404)


def test_an_empty_programme_says_so(client, session):
    page = enters(client, CoordinatorFactory(name="Pat")).get("/coordinate/fairness")
    assert page.text.count("None is live now.") == 2


def test_more_rows_need_no_more_queries(office, programme, count_queries):
    office.get("/coordinate/fairness")
    with count_queries() as few:
        office.get("/coordinate/fairness")
    for n in range(5):
        firm(f"More {n}")
        benches(programme[1].partnership, title=f"More {n}")
    with count_queries() as many:
        office.get("/coordinate/fairness")
    assert len(many) == len(few)
