"""What a run can choose from is what comparing every part with every business would give."""

from collections import defaultdict
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from broker.matching import pairing
from broker.matching.bench_instance import made_up
from broker.matching.candidates import choosing
from broker.matching.pairing import beside_the_best, compare
from broker.matching.profiles import Barrier, Part, Reach
from broker.matching.rules import Barriers
from broker.suggestions.planning import candidates
from broker.suggestions.planning.candidates import features_of, find_pairs
from broker.suggestions.planning.gather import Gathered, NeedToPlan, PartToFill, RuleOfRun
from models.vocabulary import Kind, PlanRuleKind, ReachKind
from tests.sizes import size
from tests.unit.matching.made import ALL, TODAY, engine, need

PER_PART, PER_BUSINESS = 5, 2  # fewer than in service, so that something is left out
NEEDS, FIRMS = size(14, 60), size(220, 900)


@pytest.fixture(scope="module")
def programme():
    made = made_up(NEEDS, FIRMS, 3, seed=11)
    far = Reach(ReachKind.ENGLAND)
    firms = [
        replace(
            one, id=at, **({"reach": far} if at % 4 else {})
        )  # most go anywhere, so that there is much to choose from
        for at, one in enumerate([*made.businesses, *ALL], start=1)
    ]
    odd = [need("roof"), need("nothing", title="", words="", parts=(), theme=None), need("two", "", Kind.PRO, Kind.KIT)]
    return [*made.needs, *odd], engine().catalogue(firms), made.brokers


def to_plan(number: int, profile, random: Random) -> NeedToPlan:
    kinds = [part.kind for part in profile.parts] or [Kind.NSY]
    if random.random() < 0.3:
        kinds = list(dict.fromkeys([*kinds, random.choice([Kind.VOL, Kind.PRO, Kind.NSY])]))
    parts = tuple(Part(100 * number + at, kind, None, random.randint(1, 2)) for at, kind in enumerate(kinds))
    said = tuple(one for one in parts if one.kind is not Kind.NSY)
    whole = replace(profile, id=number, parts=said)
    to_fill = []
    for one in parts:
        alone = () if one.kind is Kind.NSY else (one,)
        to_fill.append(
            PartToFill(one.id, one.kind, one.places, whole if alone == said else replace(whole, parts=alone))
        )
    return NeedToPlan(number, whole.title, whole, tuple(to_fill), whole.place.district or "", None, False)


def drawn(programme, seed: int) -> Gathered:
    """A round of the programme with refusals, pairs put off, pins and exclusions drawn at random."""
    profiles, catalogue, brokers = programme
    random = Random(seed)
    needs = tuple(to_plan(at, one, random) for at, one in enumerate(profiles, start=1))
    by_id = {int(one.id): row for row, one in enumerate(catalogue.businesses)}

    def some(count: int) -> list[tuple[int, int]]:
        return [(random.choice(needs).id, random.choice(list(by_id))) for _ in range(count)]

    barriers = defaultdict(list)
    for need_id, business_id in some(80):
        strength = random.choice(["bar", "bar", "show"])
        until = random.choice([None, TODAY.replace(2020), TODAY.replace(2030)])
        barriers[need_id].append(Barrier(need_id, business_id, "rejected", strength, "No.", until))
    pins = [
        RuleOfRun(PlanRuleKind.PIN, one.id, random.choice(one.parts).id, random.choice(list(by_id)), names=("F", "N"))
        for one in random.sample(needs, 6)
    ]
    return Gathered(
        needs=needs,
        catalogue=catalogue,
        brokers=tuple(brokers),
        lead_of={},
        never_matched=frozenset(),
        barriers=barriers,
        put_off=frozenset(some(40)),
        matched=frozenset(),
        ties=frozenset(),
        rules=(*pins, *(RuleOfRun(PlanRuleKind.EXCLUDE, one, business_id=firm) for one, firm in some(5))),
        by_id=by_id,
    )


def named_live(pairs):
    """Who suits and is worth naming beside the best, as a live ranking of the part has it."""
    fit = np.flatnonzero(pairs.suitable & ~pairs.ruled_out & pairs.need_known)
    mask = np.zeros(len(pairs.score), dtype=bool)
    if len(fit):
        mask[beside_the_best(pairs, fit)] = True
    return mask


def by_comparing_all(gathered: Gathered):
    """(part, business) -> (rank, score, what deprivation adds), the parts for which nobody suits, and
    how many businesses each rule keeps from each need."""
    suits, ruled_out, empty = {}, {}, set()
    for one in gathered.needs:
        barriers = Barriers(gathered.barriers.get(one.id, ()), TODAY)
        found = {
            part.id: compare(
                features_of(engine(), one, part),
                gathered.catalogue,
                engine().reading,
                engine().weights,
                barriers,
                TODAY,
            )
            for part in one.parts
        }
        ruled_out[one.id] = dict(found[one.parts[0].id].counts())
        later = [gathered.by_id[firm] for whose, firm in gathered.put_off if whose == one.id]
        masks = {}
        for part_id, pairs in found.items():
            masks[part_id] = named_live(pairs)
            masks[part_id][later] = False
        surest = max(float(pairs.sure[masks[part_id]].max(initial=0)) for part_id, pairs in found.items())
        for part_id, pairs in found.items():
            rows = np.flatnonzero(masks[part_id]) if surest >= engine().weights.somebody else []
            if not len(rows):
                empty.add(part_id)
            for rank, at in enumerate(sorted(rows, key=lambda at: (-pairs.score[at], at)), start=1):
                suits[part_id, int(at)] = rank, float(pairs.score[at]), float(pairs.added["priority"][at])
    best_of = defaultdict(list)
    for order, ((part_id, at), (_, score, _)) in enumerate(suits.items()):
        best_of[at].append((-score, order, part_id))
    kept = {(part_id, at) for at, mine in best_of.items() for _, _, part_id in sorted(mine)[:PER_BUSINESS]}
    firms = gathered.catalogue.businesses
    return (
        {
            (part, int(firms[at].id)): said
            for (part, at), said in suits.items()
            if said[0] <= PER_PART or (part, at) in kept
        },
        empty,
        ruled_out,
    )


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(size(4, 40)))
def test_a_run_chooses_from_the_pairs_that_comparing_all_with_all_would_give(programme, monkeypatch, seed):
    monkeypatch.setattr(candidates, "PER_PART", PER_PART)
    monkeypatch.setattr(candidates, "PER_BUSINESS", PER_BUSINESS)
    gathered = drawn(programme, seed)
    heard = []
    found = find_pairs(gathered, engine(), TODAY, lambda done, of: heard.append((done, of)))
    expected, empty, ruled_out = by_comparing_all(gathered)
    pinned = {(rule.part_id, rule.business_id) for rule in gathered.rules if rule.kind is PlanRuleKind.PIN}
    pairs = {(one.part_id, one.business_id): one for one in found.pairs}
    assert max(rank for rank, _, _ in expected.values()) > PER_PART, "there is something to leave out"
    assert {one for one in pairs if one not in expected} <= pinned
    for key, (rank, score, priority) in expected.items():
        assert (found.ranks[key], pairs[key].score) == (rank, pytest.approx(score, abs=2e-6))
        assert pairs[key].priority == pytest.approx(priority, abs=2e-6)
    assert set(found.look_for) == empty
    assert {of: ruled_out[of] for of in found.ruled_out} == found.ruled_out
    without = {one.id for one in gathered.needs for part in one.parts if part.id in empty}
    assert without <= set(found.ruled_out)
    assert heard[0] == (0, len(gathered.needs)) and heard[-1] == (len(gathered.needs),) * 2 and heard == sorted(heard)


@pytest.mark.parametrize("seed", range(size(1, 20)))
def test_a_round_never_chooses_from_whom_a_live_ranking_would_not_name_beside_the_best(programme, monkeypatch, seed):
    for module in (pairing, choosing):  # whatever the share is: at this one some are left out in every draw
        monkeypatch.setattr(module, "NEAR_THE_BEST", 0.95)
    gathered = drawn(programme, seed)
    found = find_pairs(gathered, engine(), TODAY, lambda done, of: None)
    pinned = {(rule.part_id, rule.business_id) for rule in gathered.rules if rule.kind is PlanRuleKind.PIN}
    chosen = {(one.part_id, one.business_id) for one in found.pairs} - pinned
    firms, left_out = [int(one.id) for one in gathered.catalogue.businesses], 0
    for one in gathered.needs:
        barriers = Barriers(gathered.barriers.get(one.id, ()), TODAY)
        for part in one.parts:
            asked = features_of(engine(), one, part)
            pairs = compare(asked, gathered.catalogue, engine().reading, engine().weights, barriers, TODAY)
            live = named_live(pairs)
            assert not {
                firm for firm, named in zip(firms, live, strict=True) if (part.id, firm) in chosen and not named
            }
            left_out += int((pairs.suitable & ~pairs.ruled_out & pairs.need_known & ~live).sum())
    assert chosen and left_out, "some suit, and are not worth naming"


def test_a_pin_is_a_candidate_or_the_rule_that_forbids_it_is_named(programme):
    outcomes = set()
    for seed in range(size(4, 40)):
        gathered = drawn(programme, seed)
        found = find_pairs(gathered, engine(), TODAY, lambda done, of: None)
        pairs = {(one.part_id, one.business_id) for one in found.pairs}
        rows = {one.id: one for one in gathered.needs}
        for rule in (one for one in gathered.rules if one.kind is PlanRuleKind.PIN):
            key, one = (rule.part_id, rule.business_id), rows[rule.need_id]
            if one.id in found.unread:
                continue
            firm = gathered.catalogue.businesses[gathered.by_id[rule.business_id]]
            part = next(part for part in one.parts if part.id == rule.part_id)
            scored = engine().score_pair(part.profile, firm, barriers=gathered.barriers[one.id], today=TODAY)
            why = " ".join(against.sentence for against in scored.ruled_out)
            assert (found.impossible.get(key, ""), key in pairs) == (why, not why)
            outcomes.add(bool(why))
    assert outcomes == {True, False}
