"""A catalogue laid out for comparing many needs at once: nothing but arrays, made once and kept.

Everything a rule or a part of the score asks of a business is a number or a mask here, so that no
comparison has to visit businesses one by one.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from broker.matching import parts
from broker.matching.affinity import KINDS
from broker.matching.features import Catalogue
from broker.matching.geography import EARTH_MILES
from broker.matching.pairing import business_known
from models.vocabulary import ReachKind, WorksWithChildren

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

SLOTS = 5
"""The most sectors of a firm; see ``features.SECTORS_KEPT``."""


@dataclass(frozen=True, eq=False)
class Ledger:
    """Arrays along n businesses.

    stated, guessed : CSR (n, rows) what each firm says it has, and what such firms usually have;
    lit : whichever is more. offer_lit : CSR (worded offers, rows).
    item_start : (n + 1,) where each firm's texts begin in ``catalogue.items``; likewise
    offer_start, with the worded offers in ``catalogue.offer_*``. blank : (n, kinds) one without words.
    sector_code, sector_sure : (n, SLOTS) columns of ``catalogue.codes`` in order, -1 for none.
    point : (n, 3) on the unit sphere, NaN where not known. limit : (n,) miles it will go, inf: any.
    about : (n, themes) of length 1, NaN not known.
    place_known, place_unknown : (n,) the least "place" counts by reach alone, where the distance is
    known and where it is not (NaN: not known at all).
    district, region : (n,) numbers of ``districts`` and ``regions``, -1 not known. boroughs : CSC
    (n, districts) of firms that named boroughs.
    """

    catalogue: Catalogue
    today: date
    lit: Any
    stated: Any
    guessed: Any
    offer_lit: Any
    item_start: Ints
    offer_start: Ints
    blank: Mask
    sector_code: Ints
    sector_sure: Floats
    has_sector: Mask
    wrote: Mask
    known: Mask
    undecided: Mask
    closed: Mask
    children: Floats
    rotation: Floats
    point: Floats
    limit: Floats
    about: Floats
    place_known: Floats
    place_unknown: Floats
    unplaced: Mask
    remote: Mask
    in_region: Mask
    region: Ints
    named_boroughs: Mask
    boroughs: Any
    district: Ints
    dated: Ints
    districts: dict[str, int]
    regions: dict[str, int]

    def __len__(self) -> int:
        return len(self.catalogue)

    def named(self, districts: list[int]) -> Mask:
        """Firms that named one of these districts among the boroughs they will go to."""
        theirs = np.zeros(len(self), dtype=bool)
        for column in districts:
            theirs[self.boroughs.indices[self.boroughs.indptr[column] : self.boroughs.indptr[column + 1]]] = True
        return theirs


def ledger_of(catalogue: Catalogue, today: date) -> Ledger:
    """Lay a catalogue out. ``today`` enters through fair turns and offers with dates."""
    from scipy.sparse import csc_matrix

    firms, rules = catalogue.businesses, catalogue.for_rules
    n = len(firms)
    codes = catalogue.of_code.tocsr()
    codes.sort_indices()
    sector_code, sector_sure = np.full((n, SLOTS), -1, dtype=np.int64), np.zeros((n, SLOTS))
    row = np.repeat(np.arange(n), np.diff(codes.indptr)[:n])
    slot = np.arange(len(row)) - codes.indptr[row]
    sector_code[row, slot], sector_sure[row, slot] = codes.indices, codes.data
    blank = np.zeros((n, len(KINDS)), dtype=bool)
    blank[catalogue.blank_of, catalogue.blank_kind] = True
    districts: dict[str, int] = {}
    regions: dict[str, int] = {}
    named = [
        (at, districts.setdefault(code, len(districts)))
        for at, one in enumerate(firms)
        if one.reach.kind is ReachKind.BOROUGHS
        for code in one.reach.districts
    ]
    own = [-1 if not one.place.district else districts.setdefault(one.place.district, len(districts)) for one in firms]
    region = [one.reach.region or one.place.region for one in firms]
    kinds = [one.reach.kind for one in firms]
    length = np.sqrt((catalogue.themes**2).sum(axis=1, keepdims=True))
    anywhere = np.array([kind in (ReachKind.ENGLAND, ReachKind.REMOTE, ReachKind.REGION) for kind in kinds], dtype=bool)
    boroughs = csc_matrix(
        (np.ones(len(named), dtype=bool), ([at for at, _ in named], [code for _, code in named])),
        shape=(n, max(1, len(districts))),
    )
    said = {WorksWithChildren.YES: 1.0, WorksWithChildren.NO: 0.0}
    return Ledger(
        catalogue=catalogue,
        today=today,
        lit=catalogue.stated.maximum(catalogue.guessed).tocsr() if n else catalogue.stated.tocsr(),
        stated=catalogue.stated.tocsr(),
        guessed=catalogue.guessed.tocsr(),
        offer_lit=catalogue.offer_lit.tocsr(),
        item_start=np.searchsorted(catalogue.item_of, np.arange(n + 1)),
        offer_start=np.searchsorted(catalogue.offer_of, np.arange(n + 1)),
        blank=blank,
        sector_code=sector_code,
        sector_sure=sector_sure,
        has_sector=np.diff(codes.indptr)[:n] > 0,
        wrote=np.diff(catalogue.whole.indptr)[:n] > 0,
        known=business_known(catalogue),
        undecided=rules.undecided,
        closed=~rules.live | rules.full,
        children=np.array([said.get(one.children, np.nan) for one in firms], dtype=np.float64),
        rotation=parts.rotation(catalogue, today),
        point=on_sphere(catalogue.lats, catalogue.lons),
        about=catalogue.themes / np.where(length > 0, length, np.nan),
        limit=rules.limit,
        place_known=np.where(anywhere, 0.4, 0.0),
        place_unknown=np.where(anywhere, 0.4, np.nan),
        unplaced=np.array([one.place.district is None and one.place.lat is None for one in firms], dtype=bool),
        remote=rules.remote,
        in_region=np.array([kind is ReachKind.REGION for kind in kinds], dtype=bool),
        region=np.array([-1 if not one else regions.setdefault(one, len(regions)) for one in region], dtype=np.int64),
        named_boroughs=rules.named_boroughs,
        boroughs=boroughs,
        district=np.array(own, dtype=np.int64),
        dated=rules.dated,
        districts=districts,
        regions=regions,
    )


def on_sphere(lats: Floats, lons: Floats) -> Floats:
    """Points of the unit sphere, (n, 3): distances are then one product of matrices."""
    lat, lon = np.radians(lats), np.radians(lons)
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def sector_values(code: Ints, sure: Floats, has_sector: Mask, weight: Floats, near: Floats) -> tuple[Floats, Floats]:
    """How well firms' lines of business answer one that was asked for, and its nearness: the best of
    each firm's sectors, of equals the first in the order of codes. NaN where none is known.

    code, sure : (SLOTS, firms); weight, near : along ``catalogue.codes``.
    """
    best, nearness = np.zeros(len(has_sector)), np.zeros(len(has_sector))
    for of, trust in zip(code, sure, strict=True):
        if not trust.any():
            break
        value = weight[of] * trust
        better = np.flatnonzero(value > best)
        best[better], nearness[better] = value[better], near[of[better]]
    best[~has_sector], nearness[~has_sector] = np.nan, np.nan
    return best, nearness


def miles_apart(one: Floats, other: Floats) -> Floats:
    """Great-circle miles between points row by row."""
    half = ((one - other) ** 2).sum(axis=1) / 4.0
    return np.asarray(2 * EARTH_MILES * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0))))


def miles_between(points: Floats, other: Floats) -> Floats:
    """Great-circle miles, (len(points), len(other)); NaN where a point is not known."""
    half = (1.0 - points @ other.T) / 2.0
    return np.asarray(2 * EARTH_MILES * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0))))
