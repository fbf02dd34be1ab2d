"""One need against a catalogue: rules, values and score together, and the full account of a pair.

There is one path from profiles to a score. Rankings, single pairs and plans all come through here.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from broker.matching.affinity import TRADE_KINDS
from broker.matching.asking import NeedFeatures
from broker.matching.facts import IN_LINE, Facts, Source
from broker.matching.features import Catalogue
from broker.matching.parts import DOUBT
from broker.matching.profiles import AskedBefore
from broker.matching.quoting import quote, shared_words
from broker.matching.reading import Reading
from broker.matching.reasons import sentences
from broker.matching.rules import SENTENCES, Barriers, forbidden
from broker.matching.score import Array, Values, contributions, part_values
from broker.matching.scored import Flag, RuledOut, Scored, ScorePart
from broker.matching.weights import MEANING, MEANING_LABEL, PARTS, Weights
from models.vocabulary import Kind, Safeguarding, Theme

Mask = NDArray[np.bool_]

NEAR_THE_BEST = 0.58
"""What share of the best firm's "can do" another must have to be named beside it."""

FAR_BELOW = 0.4
"""A firm that scores so much less than the best one is not named beside it."""

LEAST_THEME = 0.25
"""A firm's words are not said to be about a theme of which they hold less than this share."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """Everything about one need and n businesses. ``score`` and the masks are (n,).

    ``sure`` is the score without the benefit of the doubt for firms of which nothing tells where
    they are: it is what must reach the bar, so that a place not known never stands above one that
    is known to be far. The score itself keeps the neutral half.
    """

    need: NeedFeatures
    catalogue: Catalogue
    reading: Reading
    weights: Weights
    barriers: Barriers
    values: Values
    added: dict[str, Array]
    score: Array
    sure: Array
    rules: dict[str, Mask]
    barred: Mask
    ruled_out: Mask
    need_known: bool
    business_known: Mask
    suitable: Mask
    today: date

    def counts(self) -> Counter[str]:
        """How many businesses each rule forbids; one business may break several."""
        counted = Counter({code: int(mask.sum()) for code, mask in self.rules.items() if mask.any()})
        if self.barred.any():
            counted["excluded"] = int(self.barred.sum())
        return counted

    def out_without(self, codes: tuple[str, ...]) -> Mask:
        """Who would be ruled out if some rules did not exist."""
        out = self.barred.copy()
        for code, mask in self.rules.items():
            if code not in codes:
                out |= mask
        return out

    def chosen(self) -> list[int]:
        """Places of the businesses that are suggested, best first, equal scores in the order of their
        ids; none where even the best is nobody's choice."""
        fit = np.flatnonzero(self.suitable & ~self.ruled_out)
        if not self.need_known or not len(fit) or self.sure[fit].max() < self.weights.somebody:
            return []
        if self.weights.least_can_do:  # without a bar for what a firm can do there is none beside the best
            fit = beside_the_best(self, fit)
        firms = self.catalogue.businesses
        return sorted((int(at) for at in fit), key=lambda at: (-self.score[at], str(firms[at].id)))

    def scored(self, at: int) -> Scored:
        """The full account of one pair."""
        need, business = self.need.need, self.catalogue.businesses[at]
        facts = self._facts(at)
        parts = []
        for code in self.values.parts:
            value = float(self.values.parts[code][at])
            known = None if np.isnan(value) else value
            parts.append(
                ScorePart(
                    code=code,
                    label=PARTS.get(code, MEANING_LABEL),
                    weight=self.weights.of(code),
                    value=known,
                    contribution=float(self.added[code][at]),
                    sentences=sentences(code, known, facts),
                )
            )
        against = [RuledOut(code, SENTENCES[code]) for code, mask in self.rules.items() if mask[at]]
        against += [RuledOut(one.rule, one.sentence) for one in self.barriers.bars(need.id, business.id)]
        part = next((part for part in need.parts if part.kind is facts.kind), None)
        return Scored(
            need_id=need.id,
            business_id=business.id,
            score=float(self.score[at]),
            parts=tuple(parts),
            ruled_out=tuple(against),
            flags=tuple(Flag(one.strength, one.sentence) for one in self.barriers.flags(need.id, business.id)),
            enough_information=bool(self.need_known and self.business_known[at]),
            kind=facts.kind,
            part_id=None if part is None else part.id,
            suitable=bool(self.suitable[at]),
        )

    def _facts(self, at: int) -> Facts:
        need, business, values = self.need.need, self.catalogue.businesses[at], self.values
        row, source = int(values.row[at]), Source(int(values.source[at]))
        kind = values.kinds[int(values.kind_at[at])] if values.kind_at[at] >= 0 else None
        words, offered = quote(self.need, business, kind, self.reading)
        distance = float(values.distance[at])
        here = need.area_districts | ({need.place.district} if need.place.district else set())
        before = business.asked_before or AskedBefore()
        together = business.place.district is not None and business.place.district in here
        return Facts(
            kind=kind,
            ticked=bool(values.ticked[at]),
            source=source,
            what=self.reading.usual.rows_[row].what if row >= 0 else "",
            quote=words,
            offered=offered,
            named=bool(values.near[at] >= IN_LINE),
            shared_words=shared_words(self.need.text, ". ".join(self._texts(at)), self.reading),
            theme=self._theme(at),
            miles=None if np.isnan(distance) else distance,
            same_district=(business.place.district_name or "") if together else "",
            decile=need.decile,
            children=need.children is not Safeguarding.NONE,
            rested=None if before.last_on is None else (self.today - before.last_on).days,
            helped=before.helped,
        )

    def _texts(self, at: int) -> list[str]:
        business = self.catalogue.businesses[at]
        return [business.what_we_do, *(offer.words for offer in business.offers), business.notes]

    def _theme(self, at: int) -> Theme | None:
        mine = self.catalogue.themes[at]
        if self.need.themes is None or np.isnan(mine).any():
            return None
        both = self.need.themes * mine
        declared = {str(one) for one in (self.need.need.theme, self.need.need.second_theme) if one is not None}
        if declared:  # a need is about what it says it is about
            both = np.where([label in declared for label in self.reading.themes.labels_], both, 0.0)
        label = self.reading.themes.labels_[int(np.argmax(both))]
        if float(mine[int(np.argmax(both))]) < LEAST_THEME:
            return None
        return Theme(label) if label in set(Theme) else None


def compare(
    need: NeedFeatures, catalogue: Catalogue, reading: Reading, weights: Weights, barriers: Barriers, today: date
) -> Comparison:
    """Rules, parts and score of one need against every business of a catalogue."""
    values = part_values(need, catalogue, reading, today)
    rules = forbidden(need.need, catalogue, values.distance, today)
    barred = np.zeros(len(catalogue), dtype=bool)
    if barriers:
        barred = np.array([bool(barriers.bars(need.need.id, one.id)) for one in catalogue.businesses], dtype=bool)
    out = barred.copy()
    for mask in rules.values():
        out |= mask
    known = business_known(catalogue)
    weights = _in_force(values, weights)
    added, score, sure, suitable = _weighed(values, weights, _nowhere(need, catalogue, values), known)
    return Comparison(
        need=need,
        catalogue=catalogue,
        reading=reading,
        weights=weights,
        barriers=barriers,
        values=values,
        added=added,
        score=score,
        sure=sure,
        rules=rules,
        barred=barred,
        ruled_out=out,
        need_known=need_known(need),
        business_known=known,
        suitable=suitable,
        today=today,
    )


def reweighed(found: Comparison, weights: Weights) -> Comparison:
    """The same comparison under other weights: what was compared is not compared again."""
    nowhere = _nowhere(found.need, found.catalogue, found.values)
    weights = _in_force(found.values, weights)
    added, score, sure, suitable = _weighed(found.values, weights, nowhere, found.business_known)
    return replace(found, weights=weights, added=added, score=score, sure=sure, suitable=suitable)


def _in_force(values: Values, weights: Weights) -> Weights:
    return weights.with_meaning() if MEANING in values.parts else weights


def _weighed(
    values: Values, weights: Weights, nowhere: Mask, known: Mask
) -> tuple[dict[str, Array], Array, Array, Mask]:
    """What each part adds, the score, the score without the benefit of the doubt, and who suits."""
    added, score = contributions(values.parts, weights)
    sure = np.round(score - np.where(nowhere, added["place"], 0.0), 6)
    can_do = values.parts["can_do"]
    able = np.isnan(can_do) | (can_do >= weights.least_can_do)
    return added, score, sure, known & able & (sure >= weights.threshold)


def beside_the_best(found: Comparison, chosen: NDArray[np.int64]) -> NDArray[np.int64]:
    """Of the firms that suit, those worth naming beside the one that can do it best.

    For a trade's own work a firm must come near to what the best firm can do:
    where an electrician answers, nobody rings the solicitor who shares a word with the story.
    """
    can_do = np.nan_to_num(found.values.parts["can_do"], nan=DOUBT)
    trades = np.array([kind in TRADE_KINDS for kind in found.values.kinds] or [False])
    trade = trades[found.values.kind_at[chosen]]
    best = can_do[chosen][trade].max(initial=0.0)
    near = found.score[chosen] >= found.score[chosen].max() - FAR_BELOW
    return chosen[near & (~trade | (can_do[chosen] >= NEAR_THE_BEST * best))]


def _nowhere(need: NeedFeatures, catalogue: Catalogue, values: Values) -> Mask:
    """Firms of which neither place nor reach tells how far they are, where the need's place is known."""
    place = need.need.place
    if place.lat is None and place.district is None:
        return np.zeros(len(catalogue), dtype=bool)
    unplaced = [one.place.district is None and one.place.lat is None for one in catalogue.businesses]
    return np.isnan(values.parts["place"]) & np.array(unplaced, dtype=bool)


def need_known(need: NeedFeatures) -> bool:
    """Whether anything at all is known to compare by: words, a theme or a kind of help."""
    asked = any(part.kind is not Kind.NSY for part in need.need.parts)
    return bool(need.vector.nnz) or need.need.theme is not None or asked


def business_known(catalogue: Catalogue) -> Mask:
    """The same for each business: words, a sector or a kind of help."""
    wrote = np.diff(catalogue.whole.indptr)[: len(catalogue)] > 0
    sectors = np.array([bool(one) for one in catalogue.sectors], dtype=bool)
    return wrote | sectors | ~catalogue.unsure
