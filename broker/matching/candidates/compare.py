"""Pairs of asks and firms compared in full, all at once: the same parts and the same score as
``pairing.compare`` gives one need against a catalogue, for just the pairs that are worth it.
"""

from typing import Any

import numpy as np

from broker.matching import parts
from broker.matching.candidates.asks import Along
from broker.matching.candidates.block import Block
from broker.matching.candidates.ledger import Floats, Ints, Mask, miles_apart, sector_values
from broker.matching.candidates.pairs import Pairs
from broker.matching.facts import IN_LINE, Source
from broker.matching.parts import ANOTHER_THING, DOUBT, IMMODEST
from broker.matching.score import LIKE_WORDS, NEAR_TRADE, OTHER_TRADE, WORTH_SAYING, contributions
from broker.matching.weights import MEANING, NEUTRAL, PARTS, Weights
from models.vocabulary import Safeguarding


def compare(block: Block, nth: Ints, ask: Ints, place: Ints, weights: Weights) -> Pairs:
    """Compare pairs of one block.

    nth : (pairs,) places in ``block.needs``; ask : indexes of the asks; place : places in
    ``block.firms``.
    """
    ledger, catalogue, firms = block.ledger, block.ledger.catalogue, block.firms[place]
    asked = block.asks.along.of(ask)
    need_known = np.diff(block.asks.vectors.indptr)[block.needs[nth]] > 0
    alike, text, owner = _texts(block, nth, place)
    alike = np.where(need_known[owner], alike, np.nan)
    words = np.minimum(1.0, LIKE_WORDS * parts.best_three(alike, owner, len(ask)))
    direct = np.zeros(len(ask))
    np.maximum.at(direct, owner, np.nan_to_num(alike))
    direct = np.minimum(0.8, LIKE_WORDS * direct)

    ask_row = block.asks.asked[ask]
    said, _ = _brightest(ledger.stated[firms], ask_row)
    guess, row = _brightest(ledger.guessed[firms], ask_row)
    said, guess = said / asked.strongest, guess / asked.strongest
    lit = np.maximum(said, guess)
    sector, near = _sectors(block, nth, firms)
    wanted = block.asks.has_wanted[block.needs[nth]]
    can_do, source = _can_do(block, asked, firms, said, guess, direct, sector, near, wanted)
    kind = _kind(block, asked, nth, firms, lit, ask_row)
    far = miles_apart(block.asks.point[block.needs[nth]], ledger.point[firms])
    known, unknown = (one[block.place_of[nth], place] for one in block.place)
    where = np.where(np.isnan(far), unknown, np.fmax(np.exp(-far / asked.scale), known))
    profiles = [block.asks.needs[at].need for at in block.needs]
    careful = np.array([one.children is not Safeguarding.NONE for one in profiles])[nth]
    decile = np.array([np.nan if one.decile is None else (10 - one.decile) / 9.0 for one in profiles])[nth]
    offered = catalogue.amounts[firms, np.maximum(asked.column, 0)]
    values = {
        "can_do": can_do,
        "kind": kind,
        "words": words,
        "theme": _themes(block, nth, firms),
        "sector": sector,
        "place": where,
        "amount": np.where(np.isnan(asked.share), np.nan, np.minimum(1.0, offered / asked.share)),
        "children": np.where(careful, ledger.children[firms], 1.0),
        "priority": decile,
        "rotation": ledger.rotation[firms],
    }
    if catalogue.meanings is not None and block.asks.needs[0].meaning is not None:
        values[MEANING] = _meaning(block, nth, text, owner)
        weights = weights.with_meaning()
    values = {code: np.round(np.clip(values[code], 0.0, 1.0), 6) for code in (*PARTS, MEANING) if code in values}
    added, score = contributions(values, weights)
    placed = np.array([one.place.lat is not None or one.place.district is not None for one in profiles])[nth]
    nowhere = placed & np.isnan(values["place"]) & ledger.unplaced[firms]
    sure = np.round(score - np.where(nowhere, added["place"], 0.0), 6)
    able = np.isnan(values["can_do"]) | (values["can_do"] >= weights.least_can_do)
    return Pairs(
        ask=ask,
        firm=firms,
        values=values,
        score=score,
        sure=sure,
        suitable=ledger.known[firms] & able & (sure >= weights.threshold),
        together=0.6 * np.nan_to_num(can_do, nan=NEUTRAL) + 0.4 * np.nan_to_num(kind, nan=NEUTRAL),
        near=near,
        source=source,
        row=row,
        far=far,
    )


def compare_all_asks(block: Block, nth: Ints, place: Ints, weights: Weights) -> Pairs:
    """Each need of the pairs (places of needs and firms of a block) with every one of its asks."""
    need = block.needs[nth]
    counts = block.asks.first[need + 1] - block.asks.first[need]
    ends = np.cumsum(counts)
    ask = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(block.asks.first[need] - (ends - counts), counts)
    return compare(block, np.repeat(nth, counts), ask, np.repeat(place, counts), weights)


def _texts(block: Block, nth: Ints, place: Ints) -> tuple[Floats, Ints, Ints]:
    """Cosines of every text of every pair, which text of the catalogue it is, and of which pair."""
    counts = block.start[place + 1] - block.start[place]
    owner = np.repeat(np.arange(len(place)), counts)
    ends = np.cumsum(counts)
    text = np.arange(len(owner)) - np.repeat(ends - counts, counts) + np.repeat(block.start[place], counts)
    whose, cosine = nth[owner], np.zeros(len(owner))
    for at in np.unique(nth):
        mine = whose == at
        row = np.zeros(block.alike.shape[1])
        some = slice(block.alike.indptr[at], block.alike.indptr[at + 1])
        row[block.alike.indices[some]] = block.alike.data[some]
        cosine[mine] = row[text[mine]]
    return cosine, block.items[text], owner


def _themes(block: Block, nth: Ints, firms: Ints) -> Floats:
    """How alike the themes are; see ``parts.theme``."""
    mine = block.ledger.catalogue.themes[firms]
    unread = np.full(mine.shape[1], np.nan)
    asked = [block.asks.needs[at].themes for at in block.needs]
    theirs = np.array([unread if one is None else one for one in asked])[nth]
    size = np.sqrt((mine**2).sum(axis=1)) * np.sqrt((theirs**2).sum(axis=1))
    return np.asarray((mine * theirs).sum(axis=1) / np.where(size > 0, size, np.nan))


def _meaning(block: Block, nth: Ints, text: Ints, owner: Ints) -> Floats:
    """How near the texts are in meaning; see ``parts.meaning``."""
    theirs = np.concatenate([block.asks.needs[at].meaning for at in block.needs])[nth[owner]]
    mine = block.ledger.catalogue.meanings[text]
    alike = np.clip((mine.astype(np.float64) * theirs).sum(axis=1), 0.0, 1.0)
    return np.minimum(1.0, parts.LIKE_MEANING * parts.best_three(alike, owner, len(nth)))


def _brightest(firm_rows: Any, ask_rows: Any) -> tuple[Floats, Ints]:
    """Of each pair, the row of usual offers where firm and ask together are strongest, and how
    strong that is; 0 and -1 where they share none. Of equals the first row stands."""
    product = firm_rows.multiply(ask_rows).tocsr()
    product.eliminate_zeros()
    product.sort_indices()
    best, row = np.zeros(product.shape[0]), np.full(product.shape[0], -1, dtype=np.int64)
    some = np.flatnonzero(np.diff(product.indptr))
    if len(some):
        starts = product.indptr[some]
        best[some] = np.maximum.reduceat(product.data, starts)
        owner = np.repeat(np.arange(product.shape[0]), np.diff(product.indptr))
        top = np.flatnonzero(product.data == best[owner])
        first = top[np.unique(owner[top], return_index=True)[1]]
        row[owner[first]] = product.indices[first]
    return best, row


def _sectors(block: Block, nth: Ints, firms: Ints) -> tuple[Floats, Floats]:
    ledger = block.ledger
    sector, near = np.full(len(firms), np.nan), np.full(len(firms), np.nan)
    for at in np.unique(nth[block.asks.has_wanted[block.needs[nth]]]):
        need = int(block.needs[at])
        if need in block.asks.wanted:
            mine = np.flatnonzero(nth == at)
            sector[mine], near[mine] = sector_values(
                ledger.sector_code[firms[mine]].T,
                ledger.sector_sure[firms[mine]].T,
                ledger.has_sector[firms[mine]],
                *block.asks.wanted[need],
            )
    return sector, near


def _can_do(
    block: Block,
    asked: Along,
    firms: Ints,
    said: Floats,
    guess: Floats,
    direct: Floats,
    sector: Floats,
    near: Floats,
    wanted: Mask,
) -> tuple[Floats, Ints]:
    """ "Can do" and what speaks loudest for it; see ``score.part_values``."""
    ledger, catalogue = block.ledger, block.ledger.catalogue
    able = np.maximum(np.maximum(said, guess), direct)
    other = asked.trade & wanted & (np.nan_to_num(sector, nan=1.0) < 0.25)
    able = np.where(other, able * OTHER_TRADE, able)
    named = 0.85 * np.nan_to_num(sector)
    named = np.where(asked.trade & (near < IN_LINE), NEAR_TRADE * np.nan_to_num(sector), named)
    spoken = np.maximum(said, direct)
    source = np.where(guess > spoken, Source.TRADE, Source.SAID)
    source = np.where(named > np.maximum(spoken, guess), Source.NAMED, source)
    least = np.where(asked.trade, 0.0, WORTH_SAYING)
    most = np.maximum(np.maximum(spoken, guess), named)
    source = np.where(most > least, source, np.where(asked.trade, Source.NONE, Source.WILLING))
    able = np.maximum(able, named)
    ticked = catalogue.ticked[firms, np.maximum(asked.column, 0)]
    unclear = np.where(ledger.wrote[firms], np.maximum(able, DOUBT), np.where(able > 0, able, np.nan))
    by_trade = np.where(asked.clear, able, unclear)
    sure = np.where(wanted, 0.45, 0.6)
    willing = np.where(ticked, sure, np.where(catalogue.open[firms] == 0.0, 0.0, 0.2))
    willing = np.where(catalogue.unsure[firms], np.where(asked.modest, 0.35, 0.1), willing)
    value = np.where(asked.trade, by_trade, willing + np.where(ticked, 1.0 - sure, 0.45) * able)
    no_kind = asked.column < 0
    value = np.where(no_kind, np.where(direct > 0.3, direct, np.nan), value)
    return value, np.where(no_kind, Source.SAID, source).astype(np.int64)


def _kind(block: Block, asked: Along, nth: Ints, firms: Ints, lit: Floats, ask_row: Any) -> Floats:
    """Kind of help; see ``parts.kind_fit`` and ``parts.offer_fit``."""
    catalogue = block.ledger.catalogue
    near = (asked.near * catalogue.ticked[firms]).max(axis=1, initial=0.0)
    openly = np.maximum(0.6 * near, 0.6 * lit)
    known = catalogue.open[firms]
    fit = np.where(known == 1.0, openly, np.where(known == 0.0, 0.0, 0.7 * openly))
    guessed = np.where(lit >= 0.4, 0.5 + 0.4 * lit, np.nan)
    fit = np.where(catalogue.unsure[firms], np.where(asked.modest, guessed, IMMODEST), fit)
    fit = np.where(catalogue.ticked[firms, np.maximum(asked.column, 0)], 1.0, fit)
    fit = np.where(asked.surely == 1.0, fit, NEUTRAL + (fit - NEUTRAL) * asked.surely)
    fit = fit * _offers(block, asked, nth, firms, ask_row)
    return np.where(asked.column < 0, np.nan, fit)


def _offers(block: Block, asked: Along, nth: Ints, firms: Ints, ask_row: Any) -> Floats:
    """What is left of the kind where the words of a trade's offers are about something else."""
    ledger, catalogue = block.ledger, block.ledger.catalogue
    factor = np.ones(len(firms))
    worded = np.flatnonzero(asked.trade & ~ledger.blank[firms, np.maximum(asked.column, 0)])
    counts = ledger.offer_start[firms[worded] + 1] - ledger.offer_start[firms[worded]]
    pair = np.repeat(worded, counts)
    ends = np.cumsum(counts)
    offer = np.arange(len(pair)) + np.repeat(ledger.offer_start[firms[worded]] - (ends - counts), counts)
    of_kind = catalogue.offer_kind[offer] == asked.column[pair]
    pair, offer = pair[of_kind], offer[of_kind]
    if not len(pair):
        return factor
    lit, _ = _brightest(ledger.offer_lit[offer], ask_row[pair])
    vectors = block.asks.vectors[block.needs[nth[pair]]]
    alike = np.asarray(catalogue.offer_text[offer].multiply(vectors).sum(axis=1)).ravel()
    fit = np.minimum(1.0, np.maximum(2.0 * lit / asked.strongest[pair], 5.0 * alike))
    best = np.full(len(firms), -1.0)
    np.maximum.at(best, pair, fit)
    return np.where(best >= 0, ANOTHER_THING + (1.0 - ANOTHER_THING) * best, factor)
