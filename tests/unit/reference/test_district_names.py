"""Districts by the names people write."""

import pytest

from broker.reference.district_names import find_district, find_districts, similar_names
from broker.reference.districts import districts


@pytest.mark.parametrize(
    ("written", "official"),
    [
        ("Bristol", "Bristol, City of"),
        ("City of Bristol", "Bristol, City of"),
        ("HULL", "Kingston upon Hull, City of"),
        ("Kingston-upon-Hull", "Kingston upon Hull, City of"),
        ("st helens", "St. Helens"),
        ("Saint Helens", "St. Helens"),
        ("Herefordshire", "Herefordshire, County of"),
        ("Brighton & Hove", "Brighton and Hove"),
        ("Kings Lynn and West Norfolk", "King's Lynn and West Norfolk"),
        ("LB Camden", "Camden"),
        ("London Borough of Tower Hamlets", "Tower Hamlets"),
        ("Liverpool City Council", "Liverpool"),
        ("Durham County Council", "County Durham"),
        ("City of London", "City of London"),
        ("Newcastle under Lyme", "Newcastle-under-Lyme"),
        ("Newcastle", "Newcastle upon Tyne"),
        ("  stoke   on trent ", "Stoke-on-Trent"),
    ],
)
def test_a_district_is_found_by_common_names(written, official):
    assert find_district(written).name == official


@pytest.mark.parametrize(
    ("former", "now"),
    [("Wansbeck", "Northumberland"), ("Easington", "County Durham"), ("Barrow-in-Furness", "Westmorland and Furness")],
)
def test_a_former_name_leads_to_the_district_it_is_in_now(former, now):
    assert find_district(former).name == now


def test_every_official_name_is_found():
    assert all(find_district(each.name) is each for each in districts())
    assert all(find_district(each.name.upper()) is each for each in districts())


@pytest.mark.parametrize("written", ["", "   ", "Atlantis", "Cardiff", "🙂", "and", "council", "x" * 10_000])
def test_what_is_no_district_is_not_guessed(written):
    assert find_district(written) is None


def test_a_misspelt_name_is_suggested():
    assert find_district("Blackpol") is None
    assert similar_names("Blackpol") == ("Blackpool",)
    assert "Middlesbrough" in similar_names("Middlesborough")
    assert similar_names("Atlantis") == ()


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Liverpool, Knowsley and Sefton", ["Liverpool", "Knowsley", "Sefton"]),
        ("Camden & Islington", ["Camden", "Islington"]),
        ("Bristol, City of; Bath and North East Somerset", ["Bristol, City of", "Bath and North East Somerset"]),
        ("Bournemouth, Christchurch and Poole, Dorset", ["Bournemouth, Christchurch and Poole", "Dorset"]),
        ("Redcar and Cleveland and Hartlepool", ["Redcar and Cleveland", "Hartlepool"]),
        ("Barking and Dagenham, and Havering.", ["Barking and Dagenham", "Havering"]),
        ("Leeds\nLeeds\nBradford", ["Leeds", "Bradford"]),
        ("", []),
    ],
)
def test_a_list_of_districts_is_taken_apart(written, names):
    found = find_districts(written)
    assert [each.name for each in found.districts] == names
    assert found.unknown == ()


def test_what_cannot_be_read_in_a_list_is_given_back():
    found = find_districts("Tower Hamlets, Hackny and Newham; Narnia")
    assert [each.name for each in found.districts] == ["Tower Hamlets", "Newham"]
    assert found.unknown == ("Hackny", "Narnia")
