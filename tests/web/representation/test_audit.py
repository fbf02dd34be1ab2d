"""Who sits on partnerships and who is missing: against the rules, and beside 2001."""

import pytest

from broker.cases.seat_gaps import follow_seats
from broker.reference.representation_rules import rule_set, rule_sets
from models import Case, NotAgain, SeatGap
from models.vocabulary import CaseKind, Kind, Role, SeatStatus, Side, StakeholderGroup
from tests.factories import (
    AccountFactory,
    AreaFactory,
    BusinessFactory,
    CoordinatorFactory,
    OfferFactory,
    PartnershipFactory,
    SeatFactory,
)

PRESENT, VACANT, LAPSED = SeatStatus
PAGE = "/coordinate/representation"
NOBODYS = "On nobody’s work list"


@pytest.fixture
def reader(session):
    return AccountFactory(roles=[Role.READER])


def board(name, areas=None, **seats):
    made = PartnershipFactory(name=name, areas=areas or [AreaFactory()])
    for group, status in seats.items():
        SeatFactory(partnership=made, group=StakeholderGroup(group), status=status)
    return made


def rows_of(page, caption):
    table = next(one for one in page.select("table") if caption in one.select_one("caption").get_text())
    return {
        " ".join(row.select_one("th").get_text(" ").split()): [
            " ".join(cell.get_text(" ").split()) for cell in row.select("td")
        ]
        for row in table.select("tbody tr")
    }


def test_a_group_is_present_empty_lapsed_or_not_recorded_and_only_known_gaps_are_gaps(client, reader, session):
    one = board("One", council=PRESENT, voluntary=VACANT, community=LAPSED, faith=LAPSED)
    page = client.signs_in_as(reader).get(f"{PAGE}/{one.id}")
    rows = rows_of(page, "Seats by group")
    assert rows["Local council"] == ["Required", "Someone sits here", "1 filled, 0 empty, 0 lapsed", "Nothing to do"]
    assert rows["Voluntary sector"] == ["Required", "Empty", "0 filled, 1 empty, 0 lapsed", NOBODYS]
    assert rows["Community and residents"] == ["Required", "Lapsed by absence", "0 filled, 0 empty, 1 lapsed", NOBODYS]
    assert rows["Local business"] == ["Required", "Nobody has recorded", "Not known", "Not known"]
    assert rows["Faith groups"] == ["Not required", "Lapsed by absence", "0 filled, 0 empty, 1 lapsed", NOBODYS]
    assert "2 required groups have nobody in a seat." in page.text
    assert "Of 4 nobody has recorded" in page.text


def test_shares_are_of_partnerships_and_what_nobody_recorded_is_not_absent(client, reader, session):
    board("A", business=PRESENT, voluntary=PRESENT, community=VACANT)
    board("B", business=VACANT, voluntary=PRESENT, community=PRESENT)
    board("C", voluntary=VACANT)
    areas = [AreaFactory(code=code) for code in ("E08000012", "E08000003", "E08000025")]
    board("Over three districts", areas=areas, business=PRESENT)
    page = client.signs_in_as(reader).get(PAGE)
    rows = rows_of(page, "Shares of partnerships")
    then, now = rows["Partnerships with local businesses involved"]
    assert then == "two thirds (of: local strategic partnerships; their number is not given)"
    assert now == "67% (2 of the 3 partnerships for which it is known)"
    _then, now = rows["Partnerships with the community and voluntary sector involved"]
    # A has one of both, B has both, of C one is known to be missing, of the last nothing is known
    assert now.startswith("At least one of them: 100% (2 of the 2 partnerships for which it is known)")
    assert now.endswith("All of them: 33% (1 of the 3 partnerships for which it is known)")
    assert "not of seats" in page.text and "England and Wales" in page.text
    listed = rows_of(page, "Required groups")
    assert len(listed) == 4
    assert listed["B"][1] == "Local business: on nobody’s work list"


def test_a_reader_sees_the_partnerships_of_their_areas_and_no_other(client, session):
    mine, other = AreaFactory(code="E08000012"), AreaFactory(code="E08000025", name="Birmingham")
    here, there = board("Here", areas=[mine, other]), board("There", areas=[other])
    client.signs_in_as(AccountFactory(roles=[Role.READER], areas=[mine]))
    assert list(rows_of(client.get(PAGE), "Required groups")) == ["Here"]
    client.get(f"{PAGE}/{here.id}")
    client.get(f"{PAGE}/{there.id}", status=404)
    client.get(f"{PAGE}/{there.id}/letter/police", status=404)


def test_an_empty_business_seat_names_firms_that_offer_a_board_member_with_reasons(client, reader, session):
    one = board("One", business=VACANT)
    BusinessFactory(name="Joinery", offers=[OfferFactory.build(kind=Kind.BRD, words="I would sit on a board")])
    BusinessFactory(name="No seat", offers=[OfferFactory.build(kind=Kind.KIT)])
    page = client.signs_in_as(reader).get(f"{PAGE}/{one.id}")
    assert [line.split(" (")[0] for line in page.texts("ol li") if "of 100" in line] == ["Joinery"]
    assert page.texts("ol ul li")
    assert "No seat" not in page.text


def test_any_other_gap_has_a_letter(client, reader, session):
    one = board("=One", police=VACANT)
    page = client.signs_in_as(reader).get(f"{PAGE}/{one.id}?rules=local_services")
    page = page.follow("a letter that invites them Police")
    assert "Will you name somebody to join us?" in page.text and "=One" in page.text
    client.get(f"{PAGE}/{one.id}/letter/nobody", status=404)


def test_every_rule_names_groups_of_the_list(client, reader):
    for one in rule_sets():
        assert set(one.groups) <= set(StakeholderGroup) and one.groups
    assert rule_set("") is rule_sets()[0]
    client.signs_in_as(reader).get(f"{PAGE}?rules=unheard-of", status=404)


def test_without_partnerships_the_page_says_so(client, reader):
    assert "No partnership is live here yet." in client.signs_in_as(reader).get(PAGE).text


def test_a_firm_that_one_side_wants_no_more_is_not_put_forward_for_a_seat(client, reader, session):
    one = board("One", business=VACANT)
    firm = BusinessFactory(name="Joinery", offers=[OfferFactory.build(kind=Kind.BRD, words="I would sit on a board")])
    session.add(NotAgain(business=firm, partnership=one, side=Side.BUSINESS))
    assert "Joinery" not in client.signs_in_as(reader).get(f"{PAGE}/{one.id}").text


def test_a_partnership_across_regions_is_in_each_of_them_and_once_in_all(client, reader, session):
    north, midlands = AreaFactory(code="E08000012"), AreaFactory(code="E08000025", region="West Midlands")
    board("Across", areas=[north, midlands], business=PRESENT)
    client.signs_in_as(reader)
    for region in ("", north.region, "West Midlands"):
        page = client.get(PAGE, query_string={"region": region})
        assert rows_of(page, "Shares of partnerships")["Partnerships with local businesses involved"][1].endswith(
            "(1 of the 1 partnerships for which it is known)"
        )


def test_a_group_that_nobody_recorded_is_none_of_none_and_no_gap(client, reader, session):
    one = board("One", council=PRESENT)
    page = client.signs_in_as(reader).get(PAGE)
    shares = rows_of(page, "Shares of partnerships")
    assert shares["Partnerships with local businesses involved"][1] == "not known of any partnership"
    assert rows_of(page, "Required groups")["One"][1] == "No group"
    follow_seats(session, one)
    assert session.query(SeatGap).count() == 0


def test_a_partnership_whose_district_was_abolished_stays_in_the_audit_with_an_owner_for_its_gap(
    client, reader, session
):
    pat = CoordinatorFactory(name="Pat Officer")
    one = board("Of a district that is gone", areas=[AreaFactory()], business=VACANT)
    one.areas = []
    session.flush()
    follow_seats(session, one)
    client.signs_in_as(reader)
    assert rows_of(client.get(PAGE), "Required groups")["Of a district that is gone"][0] == ""
    client.get(f"{PAGE}/{one.id}")
    case = session.query(Case).filter_by(kind=CaseKind.SEAT).one()
    assert (case.owner_account_id, case.area_code) == (pat.id, None)
