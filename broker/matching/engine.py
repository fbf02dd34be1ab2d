"""The model behind one door: rank, score, explain. Everything that asks the model asks here."""

from collections import Counter, OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from broker.matching import brokers as choosing
from broker.matching.asking import NeedFeatures, need_features, need_text
from broker.matching.encoder import Encoder
from broker.matching.features import Catalogue, catalogue_of, texts_of
from broker.matching.looking import MORE_NEEDED, advice, kept_out
from broker.matching.pairing import Comparison, compare
from broker.matching.profiles import Barrier, BrokerProfile, BusinessProfile, NeedProfile
from broker.matching.reading import Reading, fit_reading
from broker.matching.rules import Barriers
from broker.matching.scored import Ranking, Reachability, Scored, ScoredBroker
from broker.matching.sectors import SectorProposal
from broker.matching.starter import Knowledge, shipped
from broker.matching.weights import PUBLISHED, Weights

MODEL = "3"
REMEMBERED = 4096

LEAST_OFFERED, BESIDE_A_LIKELY_ONE, BESIDE_A_DOUBTFUL_ONE = 0.02, 0.15, 0.05
"""How sure a sector must be to be offered to an owner; the last two as shares of the first one's."""


class Engine:
    """A fitted model with one version of the weights.

    Parameters
    ----------
    reading : Reading
        The fitted readers of text.
    weights : Weights
        The published weights, or a learned version of them.

    ``version`` is stored with each suggestion. An engine never changes once made.
    """

    def __init__(self, reading: Reading, weights: Weights = PUBLISHED) -> None:
        self.reading = reading
        self.weights = weights
        meaning = "" if reading.encoder is None else f"+{reading.encoder.name}"
        fit = f"-{reading.version}" if reading.version else ""
        self.version = f"{MODEL}{fit}{meaning}/{weights.version}"
        self._needs: OrderedDict[NeedProfile, NeedFeatures] = OrderedDict()

    @classmethod
    def fit(cls, knowledge: Knowledge, weights: Weights = PUBLISHED) -> "Engine":
        """An engine fitted on some knowledge."""
        return cls(fit_reading(knowledge), weights)

    @classmethod
    def shipped(cls) -> "Engine":
        """The engine that comes with the service. Fitted once per process."""
        return _shipped()

    def with_weights(self, weights: Weights) -> "Engine":
        """The same readers under other weights."""
        return Engine(self.reading, weights)

    def with_encoder(self, encoder: Encoder) -> "Engine":
        """The same readers with a sentence encoder beside them."""
        return Engine(replace(self.reading, encoder=encoder), self.weights)

    def propose_sectors(self, text: str) -> list[SectorProposal]:
        """At most five sectors worth offering for an owner's words, best first; none means "not sure".

        Where the first is likely, the rest must come near it: a corner shop prints no newspapers.
        """
        proposed = self.reading.sectors.propose(text)
        first = proposed[0].confidence if proposed else 0.0
        least = max(LEAST_OFFERED, first * (BESIDE_A_LIKELY_ONE if first >= 0.5 else BESIDE_A_DOUBTFUL_ONE))
        return [one for one in proposed if one.confidence >= least]

    def catalogue(self, businesses: Sequence[BusinessProfile]) -> Catalogue:
        """Businesses featurised once, to be compared with many needs."""
        return catalogue_of(businesses, self.reading)

    def rank_businesses(
        self,
        need: NeedProfile,
        catalogue: Catalogue,
        *,
        barriers: Sequence[Barrier] = (),
        today: date,
        top: int = 10,
    ) -> Ranking:
        """The businesses that suit a need, best first; equal scores in the order of their ids."""
        found = self.compare(need, catalogue, barriers, today)
        if not found.need_known:
            return Ranking(ruled_out=found.counts(), look_for=MORE_NEEDED, not_enough_information=True)
        suggested = tuple(found.scored(at) for at in found.chosen()[: max(0, top)])
        return Ranking(
            suggested=suggested,
            ruled_out=found.counts(),
            nobody=not suggested,
            look_for="" if suggested else advice(found.need, self.reading),
        )

    def rank_needs(
        self,
        business: BusinessProfile,
        needs: Sequence[NeedProfile],
        *,
        barriers: Sequence[Barrier] = (),
        today: date,
        top: int = 10,
    ) -> Ranking:
        """The needs that a business could meet, best first; the other way round of the same score."""
        catalogue = self.catalogue([business])
        against: Counter[str] = Counter()
        kept: list[tuple[float, str, Comparison]] = []
        known = False
        for need in needs:
            found = self.compare(need, catalogue, barriers, today)
            against.update(found.counts())
            known = known or bool(found.business_known[0])
            if found.need_known and found.suitable[0] and not found.ruled_out[0]:
                kept.append((-float(found.score[0]), str(need.id), found))
        kept.sort(key=lambda one: one[:2])
        suggested = tuple(found.scored(0) for _, _, found in kept[: max(0, top)])
        return Ranking(
            suggested=suggested,
            ruled_out=against,
            nobody=not suggested,
            not_enough_information=bool(needs) and not known,
        )

    def score_pair(
        self, need: NeedProfile, business: BusinessProfile, *, barriers: Sequence[Barrier] = (), today: date
    ) -> Scored:
        """One pair, also when a hard rule forbids it: ``ruled_out`` then says which."""
        return self.compare(need, self.catalogue([business]), barriers, today).scored(0)

    def rank_brokers(
        self,
        need: NeedProfile,
        business: BusinessProfile,
        brokers: Sequence[BrokerProfile],
        *,
        lead_business: int | str | None = None,
        lead_partnership: int | str | None = None,
        barriers: Sequence[Barrier] = (),
        today: date,
    ) -> list[ScoredBroker]:
        """Brokers for a pairing, best first. ``broker_id`` None first: the coordinator stands in."""
        return choosing.rank(
            need,
            need_text(need),
            business,
            ". ".join(texts_of(business)),
            business.sectors,
            brokers,
            self.reading.space,
            lead_business=lead_business,
            lead_partnership=lead_partnership,
            barriers=barriers,
            today=today,
        )

    def explain_reach(self, need: NeedProfile, catalogue: Catalogue, today: date) -> Reachability:
        """How many businesses a draft need would reach today, and what makes it hard to place."""
        found = self.compare(need, catalogue, (), today)
        counts = found.counts()
        if not need.live:  # a draft is not open yet: that is not what makes it hard to place
            counts.pop("need_not_live", None)
        out = found.out_without(("need_not_live",))
        fit = found.suitable & ~out & found.need_known
        suitable = int(fit.sum()) if (found.sure[fit] >= self.weights.somebody).any() else 0
        sentences = [kept_out(code, count) for code, count in counts.most_common()]
        if not found.need_known:
            sentences.insert(0, MORE_NEEDED)
        elif not suitable:
            sentences.insert(0, advice(found.need, self.reading))
        return Reachability(len(catalogue), int((~out).sum()), suitable, counts, tuple(sentences))

    def compare(self, need: NeedProfile, catalogue: Catalogue, barriers: Sequence[Barrier], today: date) -> Comparison:
        """One need against a catalogue, in full: rules, values and score of every pair."""
        return compare(self.features(need), catalogue, self.reading, self.weights, Barriers(barriers, today), today)

    def features(self, need: NeedProfile) -> NeedFeatures:
        """A need as numbers, kept for the next question about it."""
        if need not in self._needs:
            self._needs[need] = need_features(need, self.reading, self.weights.affinity)
            while len(self._needs) > REMEMBERED:
                self._needs.popitem(last=False)
        return self._needs[need]


@lru_cache(maxsize=1)
def _shipped() -> Engine:
    return Engine.fit(shipped())
