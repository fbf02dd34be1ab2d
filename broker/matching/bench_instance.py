"""A made-up programme from a seed: real profiles in our own starter sentences, in made-up places.

Firms write as owners do (the starter sentences of their division, and things that their trade can
usually give), needs as partnerships do. Places are at most 88 districts of a square country; reach, kinds
and sizes are drawn at about the rates of the illustrative programme. This measures time, memory and
the optimum, not quality: who suits whom is the model's own opinion.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from broker.matching.affinity import KIND_BY_CODE, KINDS
from broker.matching.features import Catalogue
from broker.matching.profiles import BrokerProfile, BusinessProfile, NeedProfile, Offer, Part, Place, Reach
from broker.matching.starter import HERE, rows_of, shipped
from models.vocabulary import Kind, ReachKind, Safeguarding, Theme, WorksWithChildren

MOST_DISTRICTS, FIRMS_A_DISTRICT = 88, 60
REACHES: Mapping[ReachKind, float] = {
    ReachKind.MILES_5: 0.22,
    ReachKind.MILES_10: 0.33,
    ReachKind.MILES_25: 0.22,
    ReachKind.BOROUGHS: 0.08,
    ReachKind.REGION: 0.07,
    ReachKind.ENGLAND: 0.04,
    ReachKind.REMOTE: 0.02,
    ReachKind.UNKNOWN: 0.02,
}
SURROUNDINGS = (
    "on the estate", "near the station", "by the canal", "for three generations", "with a small yard", "in a unit",
    "six days a week", "mostly for local trade", "with two apprentices", "from a converted chapel", "since the market",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class MadeUp:
    """Profiles of one made-up programme."""

    needs: tuple[NeedProfile, ...]
    businesses: tuple[BusinessProfile, ...]
    brokers: tuple[BrokerProfile, ...]


def made_up(needs: int, businesses: int, brokers: int, seed: int) -> MadeUp:
    """The same programme for the same numbers and seed."""
    random = np.random.default_rng(seed)
    districts = min(MOST_DISTRICTS, max(4, businesses // FIRMS_A_DISTRICT))
    lats, lons = random.uniform(51.0, 54.5, districts), random.uniform(-3.0, 0.5, districts)
    return MadeUp(
        tuple(_needs(random, needs, lats, lons)),
        tuple(_businesses(random, businesses, lats, lons)),
        tuple(_brokers(brokers, districts)),
    )


def district(at: int) -> str:
    return f"X{at:08d}"


def region(at: int) -> str:
    return f"Region {at % 9}"


def _place(random: np.random.Generator, at: int, lats: np.ndarray, lons: np.ndarray, known: bool = True) -> Place:
    if not known:
        return Place(district(at), f"District {at}", region(at))
    lat, lon = lats[at] + random.normal(0, 0.04), lons[at] + random.normal(0, 0.06)
    return Place(district(at), f"District {at}", region(at), float(lat), float(lon))


def _businesses(random: np.random.Generator, n: int, lats: np.ndarray, lons: np.ndarray) -> list[BusinessProfile]:
    said: dict[str, list[str]] = {}
    for row in rows_of(HERE / "divisions.csv"):
        said.setdefault(row["division"].zfill(2), []).append(row["text"])
    gives: dict[str, list[tuple[str, Kind, str]]] = {}
    for one in shipped().can_give:
        gives.setdefault(one.code[:2], []).append((one.code, one.kind, one.what))
    divisions = sorted(said)
    sentences_kinds = [(KIND_BY_CODE[row["kind"]], row["text"]) for row in _kinds("offer")]
    reaches, chances = list(REACHES), np.array(list(REACHES.values()))
    chances /= chances.sum()
    made = []
    for at in range(n):
        division = divisions[int(random.integers(len(divisions)))]
        here = int(random.integers(len(lats)))
        mine = said[division]
        what = f"{mine[int(random.integers(len(mine)))]} {SURROUNDINGS[int(random.integers(len(SURROUNDINGS)))]}"
        if random.random() < 0.5:
            what += ". " + mine[int(random.integers(len(mine)))]
        offers: list[Offer] = []
        usual = gives.get(division, [])
        code = division
        if usual:
            code = usual[int(random.integers(len(usual)))][0]
        if random.random() < 0.2:
            offers.append(Offer(Kind.NSY))
        else:
            for _ in range(int(random.integers(1, 4))):
                if usual and random.random() < 0.4:
                    _, kind, words = usual[int(random.integers(len(usual)))]
                    offers.append(Offer(kind, words))
                elif random.random() < 0.4:
                    kind, words = sentences_kinds[int(random.integers(len(sentences_kinds)))]
                    offers.append(Offer(kind, words, float(random.integers(1, 20))))
                else:
                    offers.append(Offer(KINDS[int(random.integers(len(KINDS)))]))
        reach = reaches[int(random.choice(len(reaches), p=chances))]
        boroughs = frozenset({district(here), district(int(random.integers(len(lats))))})
        made.append(
            BusinessProfile(
                id=at,
                name=f"Firm {at}",
                what_we_do=what,
                sectors=(code,) if random.random() < 0.7 else (),
                place=_place(random, here, lats, lons, random.random() < 0.9),
                reach=Reach(reach, boroughs if reach is ReachKind.BOROUGHS else frozenset()),
                offers=tuple(offers),
                only_these=bool(random.random() < 0.35),
                children=list(WorksWithChildren)[int(random.integers(len(WorksWithChildren)))],
                capacity=int(random.choice([1, 2, 3], p=[0.6, 0.3, 0.1])),
            )
        )
    return made


def _needs(random: np.random.Generator, n: int, lats: np.ndarray, lons: np.ndarray) -> list[NeedProfile]:
    asked = [(KIND_BY_CODE[row["kind"]], row["text"]) for row in _kinds("need")]
    rows = shipped().can_give
    themes = [(Theme(row["theme"]), row["text"]) for row in rows_of(HERE / "themes.csv") if row.get("side") == "need"]
    made = []
    for at in range(n):
        here = int(random.integers(len(lats)))
        theme, story = themes[int(random.integers(len(themes)))]
        sectors: tuple[str, ...] = ()
        if random.random() < 0.7:
            given = rows[int(random.integers(len(rows)))]
            kind, words = given.kind, ". ".join(random.permutation(given.words)[:3])
            sectors = (given.code,) if random.random() < 0.3 else ()
        else:
            kind, words = asked[int(random.integers(len(asked)))]
        kinds = [kind]
        if random.random() < 0.3:
            kinds.append(KINDS[int(random.integers(len(KINDS)))])
        parts = tuple(
            Part(nth, one, None if random.random() < 0.5 else float(random.integers(1, 20)), int(random.integers(1, 3)))
            for nth, one in enumerate(dict.fromkeys(kinds))
        )
        made.append(
            NeedProfile(
                id=at,
                title=words.split(".")[0][:80],
                words=f"{words}. {story}",
                theme=theme,
                parts=parts,
                sectors=sectors,
                place=_place(random, here, lats, lons),
                area_districts=frozenset({district(here)}),
                children=list(Safeguarding)[int(random.integers(len(Safeguarding)))],
                decile=None if random.random() < 0.3 else int(random.integers(1, 11)),
            )
        )
    return made


def _brokers(n: int, districts: int) -> list[BrokerProfile]:
    """Brokers of about five districts each, every district in turn. Their places are set by whoever plans."""
    made = []
    for at in range(n):
        first = at * districts // max(1, n)
        mine = frozenset(district((first + step) % districts) for step in range(max(5, 2 * districts // n)))
        made.append(BrokerProfile(id=at, name=f"Broker {at}", districts=mine, capacity=1, limit=1))
    return made


def _kinds(side: str) -> list[dict[str, str]]:
    return [row for row in rows_of(HERE / "kinds.csv") if row.get("side") == side and row["kind"] in KIND_BY_CODE]


def repeated(catalogue: Catalogue, businesses: int, seed: int) -> Catalogue:
    """The same texts again and again in other places, where there are more businesses than texts read."""
    from scipy.sparse import vstack

    random = np.random.default_rng(seed)
    n, times = len(catalogue), -(-businesses // len(catalogue))
    firms: list[BusinessProfile] = []
    for nth in range(times):
        moved = random.permutation(n) if nth else np.arange(n)
        for at in range(n):
            there = catalogue.businesses[moved[at]]
            firm = catalogue.businesses[at]
            firms.append(replace(firm, id=nth * n + at, place=there.place, reach=there.reach) if nth else firm)

    def tiled(rows: Any, form: str) -> Any:
        return vstack([rows] * times, format=form)

    def shifted(of: Any) -> Any:
        return np.concatenate([of + nth * n for nth in range(times)])

    return Catalogue(
        businesses=tuple(firms),
        items=tiled(catalogue.items, "csr"),
        item_of=shifted(catalogue.item_of),
        whole=tiled(catalogue.whole, "csr"),
        ticked=np.tile(catalogue.ticked, (times, 1)),
        amounts=np.tile(catalogue.amounts, (times, 1)),
        open=np.tile(catalogue.open, times),
        unsure=np.tile(catalogue.unsure, times),
        stated=tiled(catalogue.stated, "csc"),
        guessed=tiled(catalogue.guessed, "csc"),
        offer_of=shifted(catalogue.offer_of),
        offer_kind=np.tile(catalogue.offer_kind, times),
        offer_lit=tiled(catalogue.offer_lit, "csc"),
        offer_text=tiled(catalogue.offer_text, "csr"),
        blank_of=shifted(catalogue.blank_of),
        blank_kind=np.tile(catalogue.blank_kind, times),
        themes=np.tile(catalogue.themes, (times, 1)),
        sectors=catalogue.sectors * times,
        codes=catalogue.codes,
        of_code=tiled(catalogue.of_code, "csc"),
        lats=np.array([np.nan if one.place.lat is None else one.place.lat for one in firms], dtype=np.float64),
        lons=np.array([np.nan if one.place.lon is None else one.place.lon for one in firms], dtype=np.float64),
        meanings=None if catalogue.meanings is None else np.tile(catalogue.meanings, (times, 1)),
    )
