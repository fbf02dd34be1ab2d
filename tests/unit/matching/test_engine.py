from datetime import timedelta

import pytest

from broker.matching.profiles import Barrier, BrokerProfile, BusinessProfile, NeedProfile, Offer, Part, Place, Reach
from broker.matching.scored import AUDIENCES, Scored
from broker.matching.weights import Weights
from models.vocabulary import Kind, ReachKind, Safeguarding, WorksWithChildren
from tests.unit.matching.made import (
    ACCOUNTANT,
    ALL,
    CAFE,
    HAULIER,
    KNOWSLEY,
    LEEDS,
    ROOFER,
    TODAY,
    business,
    engine,
    need,
)


def suggested(asked: NeedProfile, firms: list[BusinessProfile] = ALL, **more: object) -> list[object]:
    ranking = engine().rank_businesses(asked, engine().catalogue(firms), today=TODAY, **more)  # type: ignore[arg-type]
    return [one.business_id for one in ranking.suggested]


def test_a_leaking_roof_is_taken_to_the_roofer():
    assert suggested(need())[0] == ROOFER.id


def test_a_firm_that_is_not_sure_yet_is_suggested_for_what_its_trade_can_usually_do():
    asked = need(
        "n2",
        "A van to move furniture",
        Kind.KIT,
        words="Families get a home and no furniture. Someone to fetch sofas on a Saturday.",
    )
    assert suggested(asked)[0] == HAULIER.id


def test_the_parts_add_up_to_the_score():
    for firm in ALL:
        scored = engine().score_pair(need(), firm, today=TODAY)
        assert sum(part.contribution for part in scored.parts) == pytest.approx(scored.score, abs=1e-9)
        assert 0.0 <= scored.score <= 1.0


def test_a_missing_part_contributes_half_its_weight_and_is_called_not_known():
    scored = engine().score_pair(need(), business(1, "We mend roofs", Kind.PRO, place=Place()), today=TODAY)
    place = next(part for part in scored.parts if part.code == "place")
    assert place.value is None and not place.known
    assert place.contribution == pytest.approx(place.weight / 2)
    assert "do not know" in place.sentences["coordinator"]


def test_a_pair_scores_the_same_alone_in_a_crowd_and_from_either_side():
    asked = need()
    crowd = engine().rank_businesses(asked, engine().catalogue(ALL), today=TODAY)
    for scored in crowd.suggested:
        firm = next(one for one in ALL if one.id == scored.business_id)
        assert engine().score_pair(asked, firm, today=TODAY) == scored
        other_way = engine().rank_needs(firm, [need("n9", "Litter pick", Kind.VOL), asked], today=TODAY)
        assert scored in other_way.suggested


def test_a_scored_pair_survives_being_stored():
    barriers = [Barrier("n1", 1, "sits_on", "second_person", "The firm sits on this partnership.")]
    for firm in ALL:
        scored = engine().score_pair(need(), firm, barriers=barriers, today=TODAY)
        assert Scored.from_json(scored.to_json()) == scored


def test_every_part_has_a_sentence_for_every_party():
    for firm in ALL:
        for part in engine().score_pair(need(), firm, today=TODAY).parts:
            assert all(part.sentences[who] for who in AUDIENCES)


def test_a_rejected_pair_is_not_suggested_again():
    barrier = Barrier("n1", ROOFER.id, "wrong_skill", "bar", "They said no to this before.")
    assert ROOFER.id not in suggested(need(), barriers=[barrier])
    scored = engine().score_pair(need(), ROOFER, barriers=[barrier], today=TODAY)
    assert [one.code for one in scored.ruled_out] == ["wrong_skill"]


def test_a_refusal_for_the_wrong_time_ends_on_its_date():
    barrier = Barrier("n1", ROOFER.id, "wrong_time", "bar", "Not before March.", until=TODAY)
    assert ROOFER.id in suggested(need(), barriers=[barrier])


def test_a_conflict_that_needs_a_second_person_is_flagged_and_still_suggested():
    barrier = Barrier("n1", ROOFER.id, "sits_on", "second_person", "The firm sits on this partnership.")
    scored = engine().score_pair(need(), ROOFER, barriers=[barrier], today=TODAY)
    assert not scored.ruled_out
    assert [flag.strength for flag in scored.flags] == ["second_person"]


RULED_OUT = {
    "reach": business(1, "We mend roofs", Kind.PRO, place=LEEDS),
    "only_these": business(1, "We mend roofs", Kind.CSH, only_these=True),
    "capacity": business(1, "We mend roofs", Kind.PRO, capacity=0),
    "business_not_live": business(1, "We mend roofs", Kind.PRO, live=False),
    "children": business(1, "We mend roofs", Kind.PRO, children=WorksWithChildren.NO),
    "dates": business(1, "We mend roofs", offers=(Offer(Kind.PRO, ends_on=TODAY - timedelta(days=1)),)),
}


@pytest.mark.parametrize("rule", RULED_OUT)
def test_each_hard_rule_keeps_a_firm_out_and_says_why(rule):
    asked = need(children=Safeguarding.SUPERVISED)
    scored = engine().score_pair(asked, RULED_OUT[rule], today=TODAY)
    assert [one.code for one in scored.ruled_out] == [rule]
    assert scored.ruled_out[0].sentence.endswith(".")
    ranking = engine().rank_businesses(asked, engine().catalogue([RULED_OUT[rule]]), today=TODAY)
    assert ranking.nobody and ranking.ruled_out == {rule: 1}


def test_what_is_not_known_never_rules_out():
    scored = engine().score_pair(
        need(children=Safeguarding.CHECKS),
        business(1, "We mend roofs", Kind.PRO, reach=Reach(), only_these=None),
        today=TODAY,
    )
    assert not scored.ruled_out


def test_only_these_with_not_sure_yet_is_not_a_failure():
    firm = business(1, "We mend roofs", Kind.CSH, Kind.NSY, only_these=True)
    assert not engine().score_pair(need(), firm, today=TODAY).ruled_out


def test_named_boroughs_are_kept_to():
    firm = business(1, "We mend roofs", Kind.PRO, reach=Reach(ReachKind.BOROUGHS, frozenset({"E08000035"})))
    assert [one.code for one in engine().score_pair(need(), firm, today=TODAY).ruled_out] == ["reach"]


def test_help_by_telephone_does_not_bring_hands_from_far_away():
    firm = business(1, "Designers", Kind.PRO, Kind.VOL, place=LEEDS, reach=Reach(ReachKind.REMOTE))
    hands = engine().score_pair(need("h", "Paint the hall", Kind.VOL), firm, today=TODAY)
    design = engine().score_pair(need("d", "A poster for the fair", Kind.PRO), firm, today=TODAY)
    assert [one.code for one in hands.ruled_out] == ["reach"]
    assert not design.ruled_out


def test_nobody_is_an_answer_and_says_whom_to_look_for():
    ranking = engine().rank_businesses(need(), engine().catalogue([CAFE]), today=TODAY)
    assert ranking.nobody and not ranking.suggested
    assert ranking.look_for.startswith("Nobody here suits yet. Look for a firm that can")


def test_an_ask_that_no_trade_answers_gets_nobody():
    asked = need("b", "Zymurgist", words="We want a zymurgist for our xylophone")
    assert suggested(asked) == []


def test_a_need_without_words_theme_or_kind_needs_more_information():
    ranking = engine().rank_businesses(NeedProfile("x"), engine().catalogue(ALL), today=TODAY)
    assert ranking.not_enough_information and not ranking.suggested
    assert not engine().score_pair(NeedProfile("x"), ROOFER, today=TODAY).enough_information


def test_a_business_without_words_sector_or_kind_is_not_suggested():
    blank = BusinessProfile(9)
    assert not engine().score_pair(need(), blank, today=TODAY).enough_information
    assert engine().rank_needs(blank, [need()], today=TODAY).not_enough_information
    assert suggested(need(), [blank]) == []


def test_a_draft_need_is_told_how_many_it_would_reach_and_what_stands_in_the_way():
    far = business(7, "We mend roofs", Kind.PRO, place=LEEDS)
    reach = engine().explain_reach(need(live=False), engine().catalogue([*ALL, far]), TODAY)
    assert (reach.businesses, reach.reached) == (5, 3)
    assert reach.suitable >= 1
    assert reach.ruled_out == {"reach": 1, "only_these": 1}
    assert any("travel" in sentence for sentence in reach.sentences)


def test_the_part_of_the_need_that_fits_best_is_named():
    asked = need(parts=(Part("money", Kind.CSH), Part("roof", Kind.PRO)))
    scored = engine().score_pair(asked, ROOFER, today=TODAY)
    assert (scored.kind, scored.part_id) == (Kind.PRO, "roof")


def test_an_empty_catalogue_and_no_needs_are_answered():
    assert engine().rank_businesses(need(), engine().catalogue([]), today=TODAY).nobody
    assert engine().rank_needs(ROOFER, [], today=TODAY).nobody


class TestBrokers:
    free = BrokerProfile(
        "b1", "Ann", ("Found builders for village halls",), ("43",), (), frozenset({"E08000011"}), 3, 5
    )
    lead = BrokerProfile("b2", "Bob", ("Knows banks",), ("64",), (), frozenset(), 3, 5)

    def rank(self, *brokers: BrokerProfile, **more: object):
        return engine().rank_brokers(need(), ROOFER, brokers, today=TODAY, **more)  # type: ignore[arg-type]

    def test_the_lead_broker_goes_first(self):
        assert [one.broker_id for one in self.rank(self.free, self.lead, lead_business="b2")] == ["b2", "b1"]

    def test_without_a_lead_the_best_fit_goes_first(self):
        assert [one.broker_id for one in self.rank(self.lead, self.free)] == ["b1", "b2"]

    @pytest.mark.parametrize(
        ("why", "rule"),
        [
            ({"capacity": 0}, "broker_full"),
            ({"capacity_by_district": {KNOWSLEY.district: 0}}, "broker_full"),
            ({"away_from": TODAY, "away_until": TODAY}, "broker_away"),
            ({"live": False}, "broker_not_live"),
        ],
    )
    def test_a_lead_broker_who_cannot_is_passed_over(self, why, rule):
        given = {"capacity": 3, "limit": 5, **why}
        ranked = self.rank(self.free, BrokerProfile("b2", "Bob", **given), lead_business="b2")
        assert ranked[0].broker_id == "b1"
        assert [one.code for one in ranked[1].ruled_out] == [rule]

    def test_a_broker_with_a_tie_to_the_firm_is_barred(self):
        tie = Barrier("*", ROOFER.id, "broker:b2", "bar", "Bob owns this firm.")
        ranked = self.rank(self.lead, self.free, lead_business="b2", barriers=[tie])
        assert ranked[0].broker_id == "b1"

    def test_with_nobody_free_the_coordinator_stands_in(self):
        assert self.rank()[0].broker_id is None
        assert "coordinator stands in" in self.rank(BrokerProfile("b", capacity=0))[0].sentences[0]


def test_accountants_are_not_rung_about_roofs():
    assert ACCOUNTANT.id not in suggested(need())


class TestPlacesNotKnown:
    def test_a_place_that_is_not_known_gives_no_help_over_the_bar(self):
        near = business("near", "We mend roofs and gutters", Kind.PRO)
        lost = business("lost", "We mend roofs and gutters", Kind.PRO, place=Place())
        asked = need()
        scores = [engine().score_pair(asked, one, today=TODAY) for one in (near, lost)]
        place = next(part for part in scores[1].parts if part.code == "place")
        assert place.contribution == pytest.approx(place.weight / 2)  # the score keeps the neutral half
        bar = scores[1].score - place.contribution / 2
        strict = engine().with_weights(Weights(somebody=bar, threshold=bar, least_can_do=0.0))
        found = strict.rank_businesses(asked, strict.catalogue([near, lost]), today=TODAY)
        assert [one.business_id for one in found.suggested] == ["near"]

    def test_a_good_fit_is_suggested_all_the_same(self):
        lost = business("lost", "We mend roofs and gutters", Kind.PRO, place=Place())
        assert suggested(need(), [lost]) == ["lost"]

    def test_a_need_without_a_place_is_not_held_against_firms(self):
        lost = business("lost", "We mend roofs and gutters", Kind.PRO, place=Place())
        scored = engine().score_pair(need(place=Place()), lost, today=TODAY)
        assert scored.suitable == (scored.score >= engine().weights.threshold)
