"""Places, all in one import: postcodes, districts, distances."""

from .district_names import DistrictNames, find_district, find_districts, similar_names
from .districts import (
    EDITIONS,
    Deprivation,
    District,
    decile_of,
    district,
    districts,
    districts_within,
    former_districts,
    regions,
)
from .grid import distance_miles
from .lists import most_deprived, renewal_2001
from .postcodes import Nation, PostcodeFound, PostcodeProblem, Precision, find_postcode

__all__ = [
    "EDITIONS",
    "Deprivation",
    "District",
    "DistrictNames",
    "Nation",
    "PostcodeFound",
    "PostcodeProblem",
    "Precision",
    "decile_of",
    "distance_miles",
    "district",
    "districts",
    "districts_within",
    "find_district",
    "find_districts",
    "find_postcode",
    "former_districts",
    "most_deprived",
    "regions",
    "renewal_2001",
    "similar_names",
]
