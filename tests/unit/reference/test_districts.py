"""Districts, their deprivation by edition, and the lists made of them."""

import pytest

from broker.reference import lists
from broker.reference.districts import (
    RANKED,
    decile_of,
    district,
    districts,
    districts_within,
    former_districts,
    regions,
)
from broker.reference.fact_files import N_
from broker.reference.lists import most_deprived, renewal_2001
from broker.reference.postcode_files import letter_table


def test_there_are_296_districts_in_nine_regions():
    assert len(districts()) == 296
    assert len({each.name for each in districts()}) == 296
    assert len(regions()) == 9
    assert "Yorkshire and The Humber" in regions()


def test_the_figures_of_a_district_say_of_which_edition_they_are():
    liverpool = district("E08000012")
    now, before = liverpool.deprivation(2025), liverpool.deprivation(2019)
    assert (now.edition, now.of) == (2025, 296)
    assert (before.edition, before.of) == (2019, 317)
    assert now.decile == 1
    assert set(now.domains) == {
        "income", "employment", "education", "health", "crime", "barriers", "living_environment",
    }  # fmt: skip


def test_districts_can_be_kept_in_a_set():
    assert len({*districts(), *most_deprived()}) == 296


def test_a_district_made_after_2019_has_no_figures_for_2019():
    somerset = district("E06000066")
    assert somerset.name == "Somerset"
    assert somerset.deprivation(2019) is None
    assert somerset.deprivation(2025) is not None


@pytest.mark.parametrize("edition", [2025, 2019])
def test_ranks_are_within_the_number_of_districts_ranked(edition):
    of = RANKED[edition]
    for each in districts():
        if figures := each.deprivation(edition):
            assert 1 <= figures.rank <= of
            assert all(1 <= rank <= of for rank in figures.domains.values())
            assert 0 <= figures.share_worst_tenth <= 1


def test_every_rank_of_2025_is_given_once_but_for_ties():
    assert len({each.deprivation(2025).rank for each in districts()}) >= 290


@pytest.mark.parametrize(
    ("rank", "of", "decile"), [(1, 296, 1), (29, 296, 1), (30, 296, 2), (296, 296, 10), (267, 296, 10), (1, 317, 1)]
)
def test_a_decile_is_a_tenth_of_the_ranks(rank, of, decile):
    assert decile_of(rank, of) == decile


@pytest.mark.parametrize("rank", [0, 297, -1])
def test_a_rank_outside_the_ranking_has_no_decile(rank):
    with pytest.raises(ValueError, match="not between"):
        decile_of(rank, 296)


def test_the_88_most_deprived_begin_with_blackpool():
    programme = most_deprived()
    assert len(programme) == 88
    assert [each.name for each in programme[:3]] == ["Blackpool", "Manchester", "Hastings"]
    assert max(each.deprivation(2025).rank for each in programme) == 88
    assert most_deprived(1, 2019)[0].name == "Blackpool"


def test_barnsley_and_sheffield_are_found_by_the_codes_of_today():
    assert district("E08000038") is district("E08000016")
    assert district("E08000039").name == "Sheffield"
    assert district("E08000038").current_code == "E08000038"


def test_every_district_is_in_the_postcodes_by_its_current_code():
    with_postcodes = set()
    for letter in "ABCDEFGHIJKLMNOPRSTUWYZ":
        with_postcodes |= set(letter_table(letter).district_codes)
    assert {each.current_code for each in districts()} <= with_postcodes
    english = {code for code in with_postcodes if code.startswith("E")}
    assert all(district(code) for code in english)
    assert len(english) == 296


def test_old_codes_lead_to_the_district_of_today():
    assert district("E07000027").name == "Westmorland and Furness"
    assert district("E07000191").name == "Somerset"  # by way of Somerset West and Taunton
    assert district(" e06000048 ").name == "Northumberland"
    assert all(district(old.code) for old in former_districts())


@pytest.mark.parametrize("code", ["", "W06000015", "S12000036", "E99999999", "Liverpool"])
def test_what_is_no_english_district_is_none(code):
    assert district(code) is None


def test_districts_within_some_miles_come_nearest_first():
    liverpool = district("E08000012")
    near = districts_within(liverpool, 10)
    assert near[0] is liverpool
    assert {"Knowsley", "Sefton", "Wirral"} <= {each.name for each in near}
    assert "Manchester" not in {each.name for each in near}


def test_the_own_district_counts_however_far_its_centre():
    class Edge:
        lat, lon, district = 54.48, -0.61, "E06000065"  # Whitby, North Yorkshire

    assert [each.name for each in districts_within(Edge(), 5)] == ["North Yorkshire"]


def test_a_place_without_a_position_has_no_districts_near_it():
    class Nowhere:
        lat = lon = None

    assert districts_within(Nowhere(), 500) == ()


def test_the_list_of_2001_says_what_is_evidenced_and_what_is_not():
    rows = renewal_2001()
    assert len(rows) == 89
    assert sum(row.evidence == lists.EVIDENCED and bool(row.source) for row in rows) == 64
    assert sum(row.evidence == lists.UNVERIFIED and not row.source for row in rows) == 25
    assert all(row.evidence in lists.EVIDENCE_LABELS for row in rows)
    assert "one of those 25 is wrong" in lists.RENEWAL_2001_EXPLANATION


def test_nine_districts_of_2001_have_ended_and_lead_to_five():
    ended = [row for row in renewal_2001() if row.has_ended]
    assert len(ended) == 9
    assert {district(row.code).name for row in ended} == {
        "Cumberland", "Westmorland and Furness", "County Durham", "Cornwall", "Northumberland",
    }  # fmt: skip


def test_a_text_marked_for_translation_is_itself():
    assert N_("Places") == "Places"
