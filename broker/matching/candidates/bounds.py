"""What a score cannot exceed, cheap enough to be worked out for every pair that the rules allow."""

from collections.abc import Mapping

import numpy as np

from broker.matching.candidates.asks import Ask
from broker.matching.candidates.block import Block, allowed
from broker.matching.candidates.ledger import Floats, Ints, Mask, sector_values
from broker.matching.facts import IN_LINE
from broker.matching.geography import EARTH_MILES
from broker.matching.parts import DOUBT, IMMODEST
from broker.matching.score import LIKE_WORDS, NEAR_TRADE
from broker.matching.weights import MEANING, NEUTRAL, Weights
from models.vocabulary import Safeguarding

ROUNDED_OFF = 1e-5
"""What rounding may add to a score; bounds are kept that much higher."""


def bounds_of_need(block: Block, nth: int, weights: Weights, barred: Mapping[int, Ints]) -> tuple[Floats, Floats]:
    """(firms,) what the score of a block's nth need cannot exceed with each firm, by whichever ask
    suits it best, and its "can do" likewise; 0 where a firm cannot suit it, or is ``barred``."""
    need = int(block.needs[nth])
    near = block.near(nth)
    free = allowed(block, nth, near)
    if need in barred:
        free &= ~np.isin(block.firms, barred[need])
    if block.ledger.catalogue.meanings is not None:
        weights = weights.with_meaning()
    bound, able = np.zeros(len(block.firms)), np.zeros(len(block.firms))
    for at in range(block.asks.first[need], block.asks.first[need + 1]):
        place, value, can_do = bounds(block, nth, block.asks.asks[at], free, near, weights)
        bound[place] = np.maximum(bound[place], value)
        able[place] = np.maximum(able[place], can_do)
    return bound, able


def bounds(block: Block, nth: int, ask: Ask, free: Mask, near: Floats, weights: Weights) -> tuple[Ints, Floats, Floats]:
    """Firms (places in ``block.firms``) that could suit an ask, what their score cannot exceed, and
    what their "can do" cannot exceed in a trade's own work (0 in any other).

    free : the firms that no rule keeps from the need; near : see ``Block.near``.
    """
    need = int(block.needs[nth])
    least = min(weights.least_can_do, 0.3 if ask.trade else 0.2) - ROUNDED_OFF
    lit = _lit(block, ask, least)
    able = np.maximum(lit, np.minimum(0.8, LIKE_WORDS * block.most_alike[nth]))
    sector = None
    if need in block.asks.wanted:
        sector = sector_values(block.sector_code, block.sector_sure, block.has_sector, *block.asks.wanted[need])
        able = np.maximum(able, _named(ask, *sector)) if ask.kind is not None else able
    keep, can_do = _can_do(block, ask, free, np.maximum(able, least), sector is not None, weights)
    alike = LIKE_WORDS * block.most_alike[nth, keep]
    kind = _kind(block, ask, keep, np.maximum(lit[keep], least), alike)
    profile = block.asks.needs[need].need
    words = np.minimum(1.0, alike) if block.asks.vectors.indptr[need] < block.asks.vectors.indptr[need + 1] else NEUTRAL
    far = EARTH_MILES * np.arccos(np.clip(near[keep], -1.0, 1.0))
    known, unknown = (one[block.place_of[nth], keep] for one in block.place)
    place = np.where(np.isnan(far), unknown, np.fmax(np.exp(-far / ask.scale), known))
    offered = block.ledger.catalogue.amounts[block.firms[keep], ask.column]
    enough = np.nan if np.isnan(ask.share) else np.minimum(1.0, offered / ask.share)
    careful = profile.children is not Safeguarding.NONE
    value = (
        weights.of("can_do") * can_do
        + weights.of("kind") * kind
        + weights.of("words") * words
        + weights.of("theme") * _neutral(_about(block, need, keep))
        + weights.of("sector") * (NEUTRAL if sector is None else _neutral(sector[0][keep]))
        + weights.of("place") * _neutral(place)
        + weights.of("amount") * _neutral(enough)
        + weights.of("children") * (_neutral(block.children[keep]) if careful else 1.0)
        + weights.of("priority") * (NEUTRAL if profile.decile is None else (10 - profile.decile) / 9.0)
        + weights.of("rotation") * _neutral(block.rotation[keep])
        + weights.of(MEANING)
        + ROUNDED_OFF
    )
    reach = np.flatnonzero(value >= weights.threshold)
    return keep[reach], value[reach], can_do[reach] if ask.trade else np.zeros(len(reach))


def _lit(block: Block, ask: Ask, least: float) -> Floats:
    """How brightly each firm is lit by what is asked for, exact from ``least`` on: a row that is asked
    for more weakly lights nothing brighter than that."""
    lit = np.zeros(len(block.firms))
    weights = ask.weights / ask.strongest
    strong = weights >= least
    for row, weight in zip(ask.rows[strong], weights[strong], strict=True):
        mine = slice(block.lit.indptr[row], block.lit.indptr[row + 1])
        at = block.lit.indices[mine]
        lit[at] = np.maximum(lit[at], block.lit.data[mine] * weight)
    return lit


def _about(block: Block, need: int, keep: Ints) -> Floats:
    """How alike the themes are, NaN not known."""
    themes = block.asks.needs[need].themes
    if themes is None:
        return np.full(len(keep), np.nan)
    size = np.sqrt((themes**2).sum())
    return np.asarray((block.about[keep] * (themes / size)).sum(axis=1)) if size > 0 else np.full(len(keep), np.nan)


def _neutral(value: Floats | float) -> Floats:
    return np.where(np.isnan(value), NEUTRAL, value)


def _named(ask: Ask, sector: Floats, near: Floats) -> Floats:
    named = 0.85 * np.nan_to_num(sector)
    return np.where(near < IN_LINE, NEAR_TRADE * np.nan_to_num(sector), named) if ask.trade else named


def _can_do(block: Block, ask: Ask, free: Mask, able: Floats, named: bool, weights: Weights) -> tuple[Ints, Floats]:
    """Those that may be able to do it, and "can do" at most, half where it is not known."""
    if ask.kind is None:
        keep = np.flatnonzero(free)
        return keep, np.maximum(able[keep], NEUTRAL)
    if ask.trade:
        unsaid = ~block.wrote & (not ask.clear)
        least = weights.least_can_do - ROUNDED_OFF / 2
        on_a_chance = not ask.clear and least <= DOUBT
        keep = np.flatnonzero(free & ((able >= least) | unsaid | on_a_chance))
        return keep, np.maximum(able[keep], np.where(unsaid[keep], NEUTRAL, DOUBT))
    sure = 0.45 if named else 0.6
    ticked = block.ticked[ask.column]
    willing = np.where(block.unsure, 0.35 if ask.modest else 0.1, np.where(block.open == 0.0, 0.0, 0.2))
    value = np.where(ticked & ~block.unsure, sure, willing) + np.where(ticked, 1.0 - sure, 0.45) * able
    keep = np.flatnonzero(free & (value >= weights.least_can_do - ROUNDED_OFF / 2))
    return keep, value[keep]


def _kind(block: Block, ask: Ask, keep: Ints, lit: Floats, alike: Floats) -> Floats:
    """Kind of help at most; see ``parts.kind_fit``, which only rises with ``lit``. A worded offer may
    be of another thing, but never answers better than the firm's words do altogether."""
    if ask.kind is None:
        return np.full(len(keep), NEUTRAL)
    near = np.zeros(len(keep))
    for column, like in ask.near:
        near = np.maximum(near, np.where(block.ticked[column, keep], like, 0.0))
    openly, known = 0.6 * np.maximum(near, lit), block.open[keep]
    fit = np.where(known == 1.0, openly, np.where(known == 0.0, 0.0, 0.7 * openly))
    guessed = np.where(lit >= 0.4, 0.5 + 0.4 * lit, NEUTRAL) if ask.modest else IMMODEST
    fit = np.where(block.unsure[keep], guessed, fit)
    fit = np.where(block.ticked[ask.column, keep], 1.0, fit)
    fit = NEUTRAL + (fit - NEUTRAL) * ask.surely
    if ask.trade:
        other = 0.8 + 0.2 * np.minimum(1.0, np.maximum(2.0 * np.maximum(lit, 0.25), 2.0 * alike))
        fit = np.where(block.worded[ask.column, keep], fit * other, fit)
    return fit
