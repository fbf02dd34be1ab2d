"""What needs ask for, laid out for comparing: one *ask* is one kind of help that one need asks for."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from broker.matching.affinity import KIND_AT, KINDS, MODEST, NEAR, TRADE_KINDS
from broker.matching.asking import NeedFeatures
from broker.matching.candidates.ledger import Floats, Ints, Ledger, on_sphere
from broker.matching.parts import DECAY_MILES, DECAY_MILES_USUAL, is_clear
from broker.matching.reading import Reading
from broker.matching.rules import ON_THE_SPOT
from broker.matching.score import LEAST_ASK
from broker.matching.sectors import answers
from models.vocabulary import Kind


@dataclass(frozen=True, slots=True, eq=False)
class Ask:
    """One kind of help that a need asks for; ``kind`` None where it says none.

    rows, weights : which rows of usual offers it asks for and how strongly; ``strongest`` is the
    need's strongest ask of any kind. near : (kinds,) how near each ticked kind is to this one.
    """

    need: int
    kind: Kind | None
    column: int
    trade: bool
    modest: bool
    clear: bool
    strongest: float
    rows: Ints
    weights: Floats
    near: tuple[tuple[int, float], ...]
    surely: float
    scale: float
    share: float


@dataclass(frozen=True, eq=False)
class Along:
    """Asks as arrays along them; see ``Ask``. near : (asks, kinds)."""

    need: Ints
    column: Ints
    trade: NDArray[np.bool_]
    modest: NDArray[np.bool_]
    clear: NDArray[np.bool_]
    strongest: Floats
    surely: Floats
    scale: Floats
    share: Floats
    near: Floats

    def of(self, asks: Ints) -> "Along":
        """The same along pairs: ``asks`` says whose each is."""
        return Along(*(getattr(self, one.name)[asks] for one in fields(self)))


def _along(asks: Sequence[Ask]) -> Along:
    near = np.zeros((len(asks), len(KINDS)))
    for at, one in enumerate(asks):
        for column, like in one.near:
            near[at, column] = like
    return Along(
        need=np.array([one.need for one in asks], dtype=np.int64),
        column=np.array([one.column for one in asks], dtype=np.int64),
        trade=np.array([one.trade for one in asks], dtype=bool),
        modest=np.array([one.modest for one in asks], dtype=bool),
        clear=np.array([one.clear for one in asks], dtype=bool),
        strongest=np.array([one.strongest for one in asks], dtype=np.float64),
        surely=np.array([one.surely for one in asks], dtype=np.float64),
        scale=np.array([one.scale for one in asks], dtype=np.float64),
        share=np.array([one.share for one in asks], dtype=np.float64),
        near=near,
    )


@dataclass(frozen=True, eq=False)
class Asks:
    """Needs and what they ask for. ``first`` (needs + 1,): where each need's asks begin.

    asked : (asks, rows) how strongly, before it is set against the strongest.
    wanted : for each need with sectors wanted its (weight, nearness) along ``catalogue.codes``.
    """

    needs: tuple[NeedFeatures, ...]
    asks: tuple[Ask, ...]
    first: Ints
    vectors: Any
    asked: Any
    point: Floats
    here: tuple[frozenset[str], ...]
    present: NDArray[np.bool_]
    any_kind: NDArray[np.bool_]
    wanted: dict[int, tuple[Floats, Floats]]
    has_wanted: NDArray[np.bool_]
    along: "Along"

    def __len__(self) -> int:
        return len(self.asks)

    def against(self, ledger: Ledger, needs: Ints) -> "Asks":
        """The same asks against another ledger, ready for these needs only."""
        table = _Answers(ledger.catalogue.codes)
        wanted = {int(at): table.of(self.needs[at].sectors) for at in needs if self.has_wanted[at]}
        return replace(self, wanted=wanted)


def asks_of(needs: Sequence[NeedFeatures], reading: Reading, ledger: Ledger) -> Asks:
    """Lay needs out against one ledger."""
    from scipy.sparse import csr_matrix, vstack

    asks: list[Ask] = []
    first = [0]
    asked_rows: list[Ints] = []
    asked_weights: list[Floats] = []
    wide = max(1, len(reading.usual.rows_))
    for at, need in enumerate(needs):
        kinds = tuple(need.kinds) or (None,)
        asked = [_asked(need, kind, reading, wide) for kind in kinds]
        strongest = max([LEAST_ASK, *(float(weight.max(initial=0.0)) for weight in asked)])
        for kind, weight in zip(kinds, asked, strict=True):
            rows = np.flatnonzero(weight)
            asks.append(_ask(at, need, kind, rows, weight[rows], strongest))
            asked_rows.append(rows)
            asked_weights.append(weight[rows])
        first.append(len(asks))
    ends = np.cumsum([0, *(len(one) for one in asked_rows)])
    table = _Answers(ledger.catalogue.codes)
    lats = np.array([np.nan if one.need.place.lat is None else one.need.place.lat for one in needs], dtype=np.float64)
    lons = np.array([np.nan if one.need.place.lon is None else one.need.place.lon for one in needs], dtype=np.float64)
    nothing = np.zeros(0)
    return Asks(
        needs=tuple(needs),
        asks=tuple(asks),
        first=np.array(first, dtype=np.int64),
        vectors=vstack([one.vector for one in needs], format="csr") if needs else csr_matrix((0, 1)),
        asked=csr_matrix(
            (np.concatenate([nothing, *asked_weights]), np.concatenate([nothing, *asked_rows]).astype(np.int64), ends),
            shape=(len(asks), wide),
        ),
        point=on_sphere(lats, np.where(np.isnan(lats), np.nan, lons)),
        here=tuple(
            one.need.area_districts | ({one.need.place.district} if one.need.place.district else frozenset())
            for one in needs
        ),
        present=np.array([_on_the_spot(one) for one in needs], dtype=bool),
        any_kind=np.array(
            [not one.need.parts or any(part.kind is Kind.NSY for part in one.need.parts) for one in needs], dtype=bool
        ),
        wanted={at: table.of(one.sectors) for at, one in enumerate(needs) if one.sectors},
        has_wanted=np.array([bool(one.sectors) for one in needs], dtype=bool),
        along=_along(asks),
    )


def _asked(need: NeedFeatures, kind: Kind | None, reading: Reading, wide: int) -> Floats:
    if kind is None or not reading.usual.rows_:
        return np.zeros(wide)
    return need.asks * reading.usual.compatible(kind)


def _ask(at: int, need: NeedFeatures, kind: Kind | None, rows: Ints, weights: Floats, strongest: float) -> Ask:
    most = float(weights.max(initial=0.0))
    share = np.nan
    for part in need.need.parts:
        if part.kind is kind and part.amount is not None and part.amount > 0:
            share = part.amount / max(1, part.places)
        elif part.kind is kind:
            share = np.nan
    return Ask(
        need=at,
        kind=kind,
        column=-1 if kind is None else KIND_AT[kind],
        trade=kind in TRADE_KINDS,
        modest=kind in MODEST,
        clear=is_clear(most, strict=need.strict),
        strongest=strongest,
        rows=rows,
        weights=weights,
        near=tuple((KIND_AT[other], like) for other, like in NEAR.get(kind, {}).items()) if kind else (),
        surely=1.0 if kind is None or need.kinds_said else 0.7 * need.kinds[kind] / max(need.kinds.values()),
        scale=DECAY_MILES_USUAL if kind is None else DECAY_MILES.get(kind, DECAY_MILES_USUAL),
        share=share,
    )


def _on_the_spot(need: NeedFeatures) -> bool:
    asked = {part.kind for part in need.need.parts}
    return bool(asked) and asked <= ON_THE_SPOT


class _Answers:
    """How well each sector of a catalogue answers a wanted one, worked out once for each wanted one."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        self.codes = codes
        self._known: dict[str, Floats] = {}

    def of(self, wanted: tuple[tuple[str, float], ...]) -> tuple[Floats, Floats]:
        weight, near = np.zeros(len(self.codes)), np.zeros(len(self.codes))
        for code, trust in wanted:
            if code not in self._known:
                self._known[code] = np.array([answers(one, code) for one in self.codes], dtype=np.float64)
            mine = self._known[code]
            better = (mine * trust > weight) | ((mine * trust == weight) & (mine > near))
            weight, near = np.where(better, mine * trust, weight), np.where(better, mine, near)
        return weight, near
