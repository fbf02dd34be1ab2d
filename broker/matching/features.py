"""Businesses as numbers: a catalogue, made once and compared often."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from broker.matching.affinity import KIND_AT, KINDS
from broker.matching.inferred import GUESSED
from broker.matching.profiles import BusinessProfile
from broker.matching.reading import Reading
from broker.matching.rule_arrays import RuleArrays, rule_arrays_of
from broker.matching.sectors import nearness, trust

SECTORS_KEPT = 5
OWN_TRADE, ANOTHER_TRADE = 1.3, 0.7
"""How much a firm's words count for rows of its own trade, which they bear out, and of other trades."""


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Businesses featurised once. All arrays run along the businesses in their given order.

    items : CSR (n_items, buckets) unit rows of every text a firm wrote; item_of (n_items,) whose.
    ticked : bool (n, kinds); open : float (n,) 1 open to ideas, 0 only these, NaN not asked.
    unsure : bool (n,) ticked nothing, or only "not sure yet".
    stated, guessed : CSC (n, rows of the table of usual offers).
    codes, of_code : the different sector codes, and CSC (n, codes) how sure each firm's are.
    offer_* : one entry for each offer with words; blank_* for each without.
    themes : (n, themes) distributions, NaN rows where not known.
    meanings : (n_items, d) vectors of the items, where there is a sentence encoder.
    """

    businesses: tuple[BusinessProfile, ...]
    items: Any
    item_of: NDArray[np.int64]
    whole: Any
    ticked: NDArray[np.bool_]
    amounts: NDArray[np.float64]
    open: NDArray[np.float64]
    unsure: NDArray[np.bool_]
    stated: Any
    guessed: Any
    offer_of: NDArray[np.int64]
    offer_kind: NDArray[np.int64]
    offer_lit: Any
    offer_text: Any
    blank_of: NDArray[np.int64]
    blank_kind: NDArray[np.int64]
    themes: NDArray[np.float64]
    sectors: tuple[tuple[tuple[str, float], ...], ...]
    codes: tuple[str, ...]
    of_code: Any
    lats: NDArray[np.float64]
    lons: NDArray[np.float64]
    meanings: Any = None

    def __len__(self) -> int:
        return len(self.businesses)

    @cached_property
    def for_rules(self) -> RuleArrays:
        """What the hard rules ask of these businesses."""
        return rule_arrays_of(self.businesses)

    def take(self, firms: NDArray[np.int64]) -> "Catalogue":
        """Some of the businesses (places in this catalogue), without reading their texts again."""
        items, offers, blanks = (
            np.flatnonzero(np.isin(of, firms)) for of in (self.item_of, self.offer_of, self.blank_of)
        )
        place = {int(firm): at for at, firm in enumerate(firms)}

        def owner(of: NDArray[np.int64]) -> NDArray[np.int64]:
            return np.array([place[int(one)] for one in of], dtype=np.int64)

        return Catalogue(
            businesses=tuple(self.businesses[at] for at in firms),
            items=self.items[items],
            item_of=owner(self.item_of[items]),
            whole=self.whole[firms],
            ticked=self.ticked[firms],
            amounts=self.amounts[firms],
            open=self.open[firms],
            unsure=self.unsure[firms],
            stated=self.stated[firms],
            guessed=self.guessed[firms],
            offer_of=owner(self.offer_of[offers]),
            offer_kind=self.offer_kind[offers],
            offer_lit=self.offer_lit[offers],
            offer_text=self.offer_text[offers],
            blank_of=owner(self.blank_of[blanks]),
            blank_kind=self.blank_kind[blanks],
            themes=self.themes[firms],
            sectors=tuple(self.sectors[at] for at in firms),
            codes=self.codes,
            of_code=self.of_code[firms],
            lats=self.lats[firms],
            lons=self.lons[firms],
            meanings=None if self.meanings is None else self.meanings[items],
        )


def texts_of(business: BusinessProfile) -> list[str]:
    """Every text of a business, each one item: what it does, each offer in its words, its notes."""
    said = [business.what_we_do, *(offer.words for offer in business.offers), business.notes]
    return [text for text in said if text and text.strip()]


def catalogue_of(businesses: Sequence[BusinessProfile], reading: Reading) -> Catalogue:
    """Featurise businesses. Sectors that a firm did not give are read from its words, as a guess."""
    from scipy.sparse import csc_matrix, lil_matrix

    items: list[str] = []
    item_of: list[int] = []
    wholes: list[str] = []
    ticked = np.zeros((len(businesses), len(KINDS)), dtype=bool)
    amounts = np.full(ticked.shape, np.nan)
    sectors = _sectors(businesses, reading)
    guesses: list[tuple[int, int, float]] = []
    for at, business in enumerate(businesses):
        texts = texts_of(business)
        items.extend(texts)
        item_of.extend([at] * len(texts))
        wholes.append(". ".join(texts))
        for offer in business.offers:
            if offer.kind in KIND_AT:
                kind = KIND_AT[offer.kind]
                ticked[at, kind] = True
                if offer.amount is not None and offer.amount == offer.amount:
                    amounts[at, kind] = np.nansum([amounts[at, kind], offer.amount])
        lit = reading.usual.lit_by_sector(dict(sectors[at]))
        guesses.extend((at, row, GUESSED * strength) for row, strength in sorted(lit.items()))
    rows, columns, values = zip(*guesses, strict=True) if guesses else ((), (), ())
    shape = (len(businesses), max(1, len(reading.usual.rows_)))
    offers = [
        (at, KIND_AT[offer.kind], offer.words.strip())
        for at, business in enumerate(businesses)
        for offer in business.offers
        if offer.kind in KIND_AT
    ]
    worded, blank = [one for one in offers if one[2]], [one for one in offers if not one[2]]
    offer_lit = reading.usual.lit_sparse([words for _, _, words in worded], firms=True)
    offer_of = np.array([at for at, _, _ in worded], dtype=np.int64)
    codes = tuple(sorted({code for mine in sectors for code, _ in mine}))
    of_code = lil_matrix((len(businesses), max(1, len(codes))))
    for at, mine in enumerate(sectors):
        for code, sure in mine:
            of_code[at, codes.index(code)] = sure
    return Catalogue(
        businesses=tuple(businesses),
        items=reading.space.transform(items),
        item_of=np.array(item_of, dtype=np.int64),
        whole=reading.space.transform(wholes),
        ticked=ticked,
        amounts=amounts,
        open=np.array([np.nan if one.only_these is None else float(not one.only_these) for one in businesses]),
        unsure=np.asarray(~ticked.any(axis=1)),
        stated=_stated(sectors, wholes, offer_of, offer_lit, reading),
        guessed=csc_matrix((values, (rows, columns)), shape=shape),
        offer_of=offer_of,
        offer_kind=np.array([kind for _, kind, _ in worded], dtype=np.int64),
        offer_lit=offer_lit.tocsc(),
        offer_text=reading.space.transform([words for _, _, words in worded]),
        blank_of=np.array([at for at, _, _ in blank], dtype=np.int64),
        blank_kind=np.array([kind for _, kind, _ in blank], dtype=np.int64),
        themes=reading.themes.posterior(wholes) if wholes else np.zeros((0, len(reading.themes.labels_))),
        sectors=tuple(sectors),
        codes=codes,
        of_code=of_code.tocsc(),
        lats=np.array([np.nan if one.place.lat is None else one.place.lat for one in businesses], dtype=np.float64),
        lons=np.array([np.nan if one.place.lon is None else one.place.lon for one in businesses], dtype=np.float64),
        meanings=None if reading.encoder is None else reading.encoder.encode(items),
    )


def _stated(
    sectors: Sequence[tuple[tuple[str, float], ...]],
    wholes: Sequence[str],
    offer_of: NDArray[np.int64],
    offer_lit: Any,
    reading: Reading,
) -> Any:
    """How strongly each firm's own words say that it has what a row of usual offers is about.

    What a firm says of itself counts in full for rows of its own trade only: a software house
    that writes for sports halls has no hall. The words of an offer always count in full.
    """
    from scipy.sparse import csr_matrix

    lit = reading.usual.lit_sparse(wholes, firms=True).tocoo()
    codes = [row.code for row in reading.usual.rows_]
    factor = [
        max((_factor(codes[row], mine) for mine, _ in sectors[at]), default=ANOTHER_TRADE)
        for at, row in zip(lit.row, lit.col, strict=True)
    ]
    strength = np.minimum(1.0, lit.data * np.array(factor, dtype=np.float64))
    said = csr_matrix((strength, (lit.row, lit.col)), shape=lit.shape)
    offers = offer_lit.tocoo()
    owner = csr_matrix(lit.shape)
    for start in range(0, len(offers.data), 1_000_000):  # the best offer of each firm and row
        some = slice(start, start + 1_000_000)
        order = np.argsort(offers.data[some], kind="stable")
        cell = offer_of[offers.row[some]][order] * lit.shape[1] + offers.col[some][order]
        _, last = np.unique(cell[::-1], return_index=True)
        kept = order[::-1][last]
        rows, columns = offer_of[offers.row[some][kept]], offers.col[some][kept]
        owner = owner.maximum(csr_matrix((offers.data[some][kept], (rows, columns)), shape=lit.shape))
    stated = said.maximum(owner).tocsc()
    stated.data[stated.data < 0.25] = 0.0
    stated.eliminate_zeros()
    return stated


def _factor(row: str, firm: str) -> float:
    if len(row) >= 4 and firm.startswith(row):
        return OWN_TRADE
    return 1.0 if nearness(row, firm) >= 0.7 else ANOTHER_TRADE


def _sectors(businesses: Sequence[BusinessProfile], reading: Reading) -> list[tuple[tuple[str, float], ...]]:
    """Each firm's sectors with how sure they are: its own, or else read from its words."""
    unsaid = [at for at, one in enumerate(businesses) if not one.sectors]
    read = reading.sectors.propose_many([f"{businesses[at].what_we_do} {businesses[at].name}" for at in unsaid], 3)
    guessed = dict(zip(unsaid, read, strict=True))
    return [
        tuple((one.code, trust(one.confidence)) for one in guessed[at] if one.confidence >= 0.1)
        if at in guessed
        else tuple((code, 1.0) for code in business.sectors[:SECTORS_KEPT])
        for at, business in enumerate(businesses)
    ]
