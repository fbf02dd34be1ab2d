"""The work list: by need, people first, a day's worth, in one's own areas."""

from datetime import UTC, datetime, timedelta

import pytest

from models.vocabulary import EntryState, Kind, SuggestionSource, SuggestionState, Theme
from tests.factories import (
    AreaFactory,
    BrokerFactory,
    BusinessFactory,
    CoordinatorFactory,
    NeedFactory,
    PartFactory,
    PartnershipFactory,
    RetrainingFactory,
    SuggestionFactory,
    waits_for_a_decision,
)
from tests.web.casework.conftest import benches, enters, firm, put_forward

TODAY = datetime.now(UTC).date()


def rows(page):
    return page.texts("#needs > li h3")


def many_needs(count, **said):
    partnership = PartnershipFactory(name="Board of many")
    one = firm("Maker of everything")
    for number in range(count):
        need = benches(partnership, f"Need {number:02d}", **said)
        SuggestionFactory(need=need, business=one)


def test_it_is_by_need_and_says_how_many_firms(office, speke):
    page = office.get("/coordinate")
    assert page.h1 == "Work list"
    assert rows(page) == ["Garden benches, Liverpool: 2 firms to look at"]
    assert "Decisions: 1" in page.texts("nav li")


def test_an_empty_work_list_says_what_comes(office):
    page = office.get("/coordinate")
    assert "There is nothing to do." in page.text
    assert office.get("/coordinate/entries").text.endswith("New sign-ups appear here.")


def test_what_a_person_put_forward_stands_above_the_models(office, speke):
    need = benches(speke.partnership, "Benches for the school")
    put_forward(need, "Willing Ltd", source=SuggestionSource.BUSINESS, score=0.1, answer_by=TODAY + timedelta(days=1))
    page = office.get("/coordinate")
    assert rows(page)[0].startswith("Benches for the school")
    assert "Offered" in page.text
    assert "Answer promised by" in page.text


def test_within_a_need_a_persons_stands_first(office, speke):
    put_forward(speke.need, "Willing Ltd", source=SuggestionSource.BUSINESS)
    page = office.get(f"/coordinate/needs/{speke.need.id}")
    assert page.texts("#open tbody th") == ["Willing Ltd", "Ash Joinery", "Birch Benches"]


def test_what_was_promised_and_is_late_is_marked(office, speke):
    speke.suggestions[0].source = SuggestionSource.BUSINESS
    speke.suggestions[0].answer_by = TODAY - timedelta(days=1)
    waits_for_a_decision(speke.need)
    page = office.get("/coordinate")
    assert "Overdue" in page.texts("#needs .govuk-tag")
    assert rows(office.get("/coordinate?what=overdue")) == rows(page)
    assert rows(office.get("/coordinate?what=people")) == rows(page)


def test_no_more_than_a_days_decisions_are_marked_today(office, session, settings):
    many_needs(23)
    page = office.get("/coordinate?group=decisions")
    assert "20 are for today" in page.text
    assert page.texts("#needs .govuk-tag").count("Today") == 20
    assert office.get("/coordinate?group=decisions&page=2").texts("#needs .govuk-tag") == []


def test_what_is_decided_today_counts_against_the_day(office, speke, session):
    many_needs(20)
    page = office.get(f"/coordinate/suggestions/{speke.suggestions[0].id}").follow("Reject")
    page.submit({"reason": "size"}, button="Reject")
    assert "19 are for today" in office.get("/coordinate").text


def test_counts_equal_rows_on_every_page(office):
    many_needs(43)
    page = office.get("/coordinate").follow("Decisions: 43")
    assert "43 requests with businesses to look at" in page.text
    seen = rows(page)
    for number in (2, 3):
        seen += rows(office.get(f"/coordinate?group=decisions&page={number}"))
    assert len(seen) == len(set(seen)) == 43
    assert rows(office.get("/coordinate?group=decisions&page=99")) == seen[40:]


def test_reserves_are_not_counted_but_named(office, speke):
    put_forward(speke.need, "Cedar Co", state=SuggestionState.RESERVE)
    page = office.get("/coordinate")
    assert "2 firms to look at" in rows(page)[0]
    assert "1 more in reserve" in page.text


def test_filters_stay_in_the_address_and_survive_the_next_page(office):
    many_needs(23, theme=Theme.HLT)
    many_needs(1, theme=Theme.EDU)
    page = office.get("/coordinate?theme=HLT&area=E08000012").follow("Decisions: 23")
    assert page.one("select[name=theme] option[selected]")["value"] == "HLT"
    assert page.link("Next page") == "/coordinate?group=decisions&area=E08000012&theme=HLT&page=2"
    assert len(rows(page.follow("Next page"))) == 3
    assert rows(office.get("/coordinate?theme=EDU")) == ["Need 00, Liverpool: 1 firm to look at"]


@pytest.mark.parametrize("query", ["theme=NOPE", "area=%27--", "what=drop", "page=-3", "page=x", "theme=HLT&theme=EDU"])
def test_a_strange_address_is_read_as_far_as_it_can_be(office, speke, query):
    office.get(f"/coordinate?{query}")


def test_a_choice_that_leaves_nothing_says_so(office, speke):
    assert "Nothing answers to this choice" in office.get("/coordinate?theme=CRM").text


@pytest.mark.parametrize("path", ["/coordinate", "/coordinate/entries", "/coordinate/messages"])
def test_more_rows_need_no_more_queries(office, count_queries, path):
    def counted():
        with count_queries() as queries:
            office.get(path)
        return len(queries)

    def add(needs):
        many_needs(needs)
        for number in range(needs):
            BusinessFactory(name=f"New firm {number}", state=EntryState.WAITING)
            benches(PartnershipFactory(name="New board", state=EntryState.WAITING), state=EntryState.WAITING)

    add(3)
    office.get(path)
    few = counted()
    add(17)
    assert counted() == few


def test_a_need_page_needs_no_more_queries_for_more_firms(office, speke, count_queries):
    path = f"/coordinate/needs/{speke.need.id}"

    def counted():
        with count_queries() as queries:
            office.get(path)
        return len(queries)

    counted()
    few = counted()
    put_forward(speke.need, *(f"Firm {number}" for number in range(12)))
    assert counted() == few


class TestAreas:
    """A coordinator of one area neither sees nor opens what is another's."""

    @pytest.fixture
    def of_leeds(self, client, session):
        leeds = AreaFactory(code="E08000035", name="Leeds")
        return enters(client, CoordinatorFactory(areas=[leeds]))

    @pytest.fixture
    def in_leeds(self, session):
        leeds = AreaFactory(code="E08000035", name="Leeds")
        board = PartnershipFactory(name="Leeds Board", areas=[leeds])
        return NeedFactory(title="Paint", partnership=board, area=leeds, parts=[PartFactory(kind=Kind.KIT)])

    def test_only_their_own_is_listed(self, of_leeds, speke, in_leeds):
        put_forward(in_leeds, "Leeds Paint")
        assert rows(of_leeds.get("/coordinate")) == ["Paint, Leeds: 1 firm to look at"]

    def test_what_is_anothers_cannot_be_opened(self, of_leeds, speke):
        suggestion, need = speke.suggestions[0], speke.need
        for path in (
            f"/coordinate/needs/{need.id}",
            f"/coordinate/suggestions/{suggestion.id}",
            f"/coordinate/suggestions/{suggestion.id}/confirm",
            f"/coordinate/entries/business/{speke.firms[0].id}",
            f"/coordinate/entries/partnership/{speke.partnership.id}",
            f"/coordinate/entries/broker/{speke.broker.id}",
            f"/coordinate/entries/need/{need.id}",
        ):
            of_leeds.get(path, status=404)
        of_leeds.post(f"/coordinate/suggestions/{suggestion.id}/reject", {"reason": "size"}, status=404)
        of_leeds.post(f"/coordinate/entries/need/{need.id}/live", status=404)

    def test_a_firm_of_elsewhere_that_offers_help_here_can_be_read_here(self, of_leeds, speke, in_leeds):
        SuggestionFactory(need=in_leeds, business=speke.firms[0], source=SuggestionSource.BUSINESS)
        of_leeds.get(f"/coordinate/entries/business/{speke.firms[0].id}")

    def test_a_need_without_an_area_is_where_its_partnership_is(self, of_leeds, in_leeds):
        in_leeds.area = None
        put_forward(in_leeds, "Leeds Paint")
        assert rows(of_leeds.get("/coordinate")) == ["Paint, Place not known: 1 firm to look at"]

    def test_entries_of_elsewhere_are_not_listed(self, of_leeds, session):
        BusinessFactory(name="Scouse Ltd", state=EntryState.WAITING)
        BusinessFactory(name="Nowhere Ltd", state=EntryState.WAITING, area=None)
        BrokerFactory(name="Liv Link", state=EntryState.WAITING)
        assert of_leeds.get("/coordinate/entries").texts("#entries a") == ["Nowhere Ltd"]


def test_nobody_else_comes_in(client, session, speke):
    page = client.get("/coordinate", follow=False, status=302)
    assert "/sign-in" in page.response.headers["Location"]


def test_on_request_the_pairs_that_the_service_is_least_sure_of_come_first(office, session):
    board = PartnershipFactory(name="Board")
    for title, score in (("Sure", 0.9), ("Doubtful", 0.61), ("Half sure", 0.7)):
        put_forward(benches(board, title), f"Maker for {title}", score=score)
    page = office.get("/coordinate")
    assert [row.partition(",")[0] for row in rows(page)] == ["Sure", "Doubtful", "Half sure"]
    page = page.submit({"what": "unsure"}, button="Show")
    assert [row.partition(",")[0] for row in rows(page)] == ["Doubtful", "Half sure", "Sure"]
    # what was learned tells where a confirmation is as likely as not
    RetrainingFactory(half=0.72)
    page = office.get("/coordinate?what=unsure")
    assert [row.partition(",")[0] for row in rows(page)] == ["Half sure", "Doubtful", "Sure"]
