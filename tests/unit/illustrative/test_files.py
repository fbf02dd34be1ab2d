"""The illustrative programme's files: enough of everything, nothing that could be somebody real."""

import re
from collections import Counter

import pytest

from broker.illustrative import read
from broker.illustrative.records import Firm, NeedRecord
from broker.reference.places import find_district, find_postcode, most_deprived, regions
from broker.reference.sectors import sector
from models.vocabulary import (
    EntryState,
    Kind,
    LegalForm,
    ReachKind,
    Safeguarding,
    SeatStatus,
    SizeBand,
    StakeholderGroup,
    Theme,
    Verdict,
)

#: Ofcom's numbers for drama.
DRAMA = re.compile(
    r"0(113|114|115|116|117|118|121|131|141|151|161) 496 0\d{3}"
    r"|0191 498 0\d{3}|020 7946 0\d{3}|01632 960\d{3}|07700 900\d{3}"
)
ASKED_FOR = [kind for kind in Kind if kind is not Kind.NSY]


def telephones() -> list[str]:
    return [
        *(each.contact_phone for each in read.partnerships()),
        *(each.contact_phone for each in read.firms()),
        *(each.phone for each in read.brokers()),
    ]


def addresses() -> list[str]:
    every = [
        *(each.contact_email for each in read.partnerships()),
        *(each.contact_email for each in read.firms()),
        *(each.email for each in read.brokers()),
    ]
    return [address for address in every if address]


def test_there_is_enough_of_everything() -> None:
    def live(rows: tuple) -> int:
        return sum(each.state is EntryState.LIVE for each in rows)

    assert live(read.partnerships()) >= 12
    assert live(read.needs()) >= 60
    assert live(read.firms()) >= 150
    assert live(read.brokers()) >= 15
    assert {each.state for each in read.firms()} >= {EntryState.WAITING, EntryState.PAUSED, EntryState.DRAFT}


def test_every_theme_has_three_live_needs() -> None:
    themes = Counter(need.theme for need in read.needs() if need.state is EntryState.LIVE)
    assert all(themes[theme] >= 3 for theme in Theme), themes


def test_every_kind_of_help_is_asked_for_three_times_and_offered_three_times() -> None:
    asked = Counter(part.kind for need in read.needs() for part in need.parts)
    offered = Counter(offer.kind for firm in read.firms() for offer in firm.offers)
    assert all(asked[kind] >= 3 for kind in ASKED_FOR), asked
    assert all(offered[kind] >= 3 for kind in Kind), offered
    assert offered[Kind.NSY] >= 12


def test_a_need_asks_for_each_kind_once() -> None:
    for need in read.needs():
        kinds = [part.kind for part in need.parts]
        assert len(kinds) == len(set(kinds)), need.id
        assert all(part.places >= 1 and (part.amount or 0) > 0 for part in need.parts), need.id


def test_no_cell_was_written_in_words_that_are_not_read() -> None:
    for firm in read.firms():
        assert firm.reach.kind is not ReachKind.UNKNOWN, firm.id
        assert firm.size is not SizeBand.UNKNOWN, firm.id
        assert firm.legal_form is not LegalForm.NOT_SURE, firm.id
    assert {row["children"] for row in read.rows("businesses")} == {"yes", "no", "not asked"}
    assert {row["open_to_ideas"] for row in read.rows("businesses")} == {"yes", "only these"}
    assert {row["children"] for row in read.rows("needs")} == {"none", "supervised", "checks needed", ""}


def test_names_and_numbers_are_given_once() -> None:
    for names in (
        [each.name for each in read.partnerships()],
        [each.id for each in read.needs()],
        [each.id for each in read.firms()],
        [each.name for each in read.firms()],
        [each.name for each in read.brokers()],
    ):
        assert len(names) == len(set(names))


def test_mail_addresses_are_example_ones_and_no_two_share_a_domain() -> None:
    domains = [address.rpartition("@")[2] for address in addresses()]
    assert all(domain.endswith(".example") for domain in domains)
    assert len(domains) == len(set(domains))


def test_telephone_numbers_are_of_the_ranges_for_drama_and_used_once() -> None:
    numbers = telephones()
    assert all(DRAMA.fullmatch(number) for number in numbers if number)
    assert len(numbers) == len(set(numbers))


def test_everyone_can_be_reached() -> None:
    for firm in read.firms():
        assert firm.contact_name
        assert firm.contact_email or firm.contact_phone, firm.name
    assert sum(not firm.contact_email for firm in read.firms()) >= 10


@pytest.mark.parametrize("need", read.needs(), ids=lambda need: need.id)
def test_a_need_lies_in_the_district_it_names(need: NeedRecord) -> None:
    found = find_postcode(need.postcode)
    assert found.ok, (need.postcode, found.problem)
    assert found.district_name == need.district
    partnership = next(each for each in read.partnerships() if each.name == need.partnership)
    assert need.district in partnership.districts
    assert need.neighbourhood


@pytest.mark.parametrize("firm", read.firms(), ids=lambda firm: firm.id)
def test_a_firm_lies_in_one_of_the_most_deprived_districts(firm: Firm) -> None:
    found = find_postcode(firm.postcode)
    assert found.ok, (firm.postcode, found.problem)
    assert found.district in {district.code for district in most_deprived()}


def test_places_are_real_and_of_the_programme() -> None:
    programme = {district.code for district in most_deprived()}
    named = {name for each in read.partnerships() for name in each.districts}
    for name in named:
        district = find_district(name)
        assert district is not None, name
        assert district.name == name
        assert district.code in programme
    for each in read.brokers():
        assert all(find_district(name) for name in each.districts), each.name
    for firm in read.firms():
        assert firm.reach.region is None or firm.reach.region in regions()
        assert all(find_district(name) for name in firm.reach.districts), firm.name
    assert len(named) >= 14


def test_two_partnerships_share_an_area_and_one_covers_two() -> None:
    covered = Counter(name for each in read.partnerships() for name in each.districts)
    assert max(covered.values()) == 2
    assert any(len(each.districts) == 2 for each in read.partnerships())


def test_some_areas_have_no_broker() -> None:
    covered = {name for each in read.brokers() for name in each.districts}
    assert {name for each in read.partnerships() for name in each.districts} - covered


def test_sectors_are_codes_of_the_classification() -> None:
    assert all(sector(firm.sector) for firm in read.firms() if firm.sector)
    assert all(sector(code) for each in read.brokers() for code in each.sectors)


def test_leads_are_partnerships_of_the_brokers_own_area() -> None:
    partnerships = {each.name: each for each in read.partnerships()}
    led = [name for each in read.brokers() for name in each.leads]
    assert len(led) == len(set(led))
    for each in read.brokers():
        assert all(set(partnerships[name].districts) & set(each.districts) for name in each.leads), each.name


def test_a_need_that_has_not_settled_who_supervises_is_not_live() -> None:
    for need in read.needs():
        if need.children is Safeguarding.UNDECIDED:
            assert need.state is not EntryState.LIVE, need.id


def test_the_representation_audit_has_something_to_find() -> None:
    live = [each for each in read.partnerships() if each.state is EntryState.LIVE]

    def seated(*groups: StakeholderGroup) -> float:
        found = [
            any(seat.group in groups and seat.status is SeatStatus.PRESENT for seat in each.seats) for each in live
        ]
        return sum(found) / len(found)

    assert seated(StakeholderGroup.COMMUNITY, StakeholderGroup.VOLUNTARY) > 0.9
    assert 0.5 < seated(StakeholderGroup.BUSINESS) < 0.8
    assert seated(StakeholderGroup.GOVERNMENT_OFFICE) < 0.2


def test_the_story_is_about_entries_that_are_there() -> None:
    needs, firms = {need.id for need in read.needs()}, {firm.id for firm in read.firms()}
    pairs = [(step.need, step.business) for step in read.story()]
    assert len(pairs) == len(set(pairs))
    for step in read.story():
        assert step.need in needs
        assert step.business in firms
        assert (step.match_state is not None) is (step.verdict is Verdict.CONFIRM)
        assert (step.later_days is not None) is (step.verdict is Verdict.LATER)
