"""What was decided teaches: which decisions, how far, and how it is taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from broker.matching.learning import Outcome
from broker.matching.scored import Scored, ScorePart
from broker.matching.weights import PARTS, PUBLISHED, scaled
from broker.suggestions.learning import decisions_to_learn_from, learn, learn_from_decisions
from broker.suggestions.model import current_weights
from broker.suggestions.weights import save
from models import Business, Decision, MatchEvent, Retraining, Suggestion, WeightsVersion
from models.base import now
from models.vocabulary import (
    DeclineReason,
    MatchState,
    RejectReason,
    SuggestionSource,
    SuggestionState,
    Verdict,
    WeightsSource,
)
from tests.factories import (
    AdministratorFactory,
    CoordinatorFactory,
    DecisionFactory,
    MatchFactory,
    PartnershipFactory,
    SuggestionFactory,
)
from tests.unit.matching.test_learning import TASTE, by_taste
from tests.web.casework.conftest import benches, enters, firm


@pytest.fixture
def pat(session):
    return CoordinatorFactory(name="Pat Officer")


@pytest.fixture
def need(session):
    return benches(PartnershipFactory(name="Speke Neighbourhood Board"))


def suggested(need, name, state="confirmed", **said):
    return SuggestionFactory(need=need, business=firm(name), state=state, **said)


def reasons_of(values, need, business_id):
    """A score as it is kept with a suggestion."""
    known = {code: 0.5 if value is None else value for code, value in values.items()}
    parts = tuple(
        ScorePart(code, PARTS[code], PUBLISHED.of(code), value, PUBLISHED.of(code) * known[code], {})
        for code, value in values.items()
    )
    return Scored(need.id, business_id, sum(part.contribution for part in parts), parts).to_json()


def decided_by_taste(session, need, pat, n: int, seed: int = 1) -> None:
    """Pairs decided with one taste, as casework leaves them: each with a firm of its own."""
    because = {"place": RejectReason.TOO_FAR, "can_do": RejectReason.SECTOR, "rotation": RejectReason.HELPED_ENOUGH}
    decisions = by_taste(TASTE, n, seed=seed)
    firms = [Business(name=f"Firm {seed}-{at}", name_key=f"firm {seed}-{at}", state="live") for at in range(n)]
    session.add_all(firms)
    session.flush()
    for business, one in zip(firms, decisions, strict=True):
        worst = min(because, key=lambda code, one=one: one.values[code])
        verdict = Verdict.CONFIRM if one.confirmed else Verdict.REJECT
        row = Suggestion(
            need_id=need.id,
            business_id=business.id,
            source=SuggestionSource.MODEL,
            state=SuggestionState.CONFIRMED if one.confirmed else SuggestionState.REJECTED,
            reasons=reasons_of(one.values, need, business.id),
        )
        row.decisions = [Decision(verdict=verdict, by_id=pat.id, reason="" if one.confirmed else str(because[worst]))]
        session.add(row)
    session.commit()


def test_only_verdicts_that_hold_are_learned_from(session, need, pat):
    yes, no, undone, later = (suggested(need, name) for name in ("Ash", "Birch", "Cedar", "Damson"))
    DecisionFactory(suggestion=yes, verdict=Verdict.CONFIRM, by=pat)
    DecisionFactory(suggestion=no, verdict=Verdict.REJECT, by=pat, reason=str(RejectReason.TOO_FAR))
    DecisionFactory(suggestion=undone, verdict=Verdict.CONFIRM, by=pat)
    DecisionFactory(suggestion=undone, verdict=Verdict.UNDO, by=pat)
    DecisionFactory(suggestion=later, verdict=Verdict.LATER, by=pat)
    found = decisions_to_learn_from(session)
    assert [(one.confirmed, one.reason, one.by) for one in found] == [(True, "", pat.id), (False, "too_far", pat.id)]
    assert found[0].values["place"] == 0.8


@pytest.mark.parametrize(
    ("reason", "teaches"), [(DeclineReason.WRONG_SKILL, (False, "wrong_skill")), (DeclineReason.WRONG_TIME, (True, ""))]
)
def test_a_side_that_declines_for_a_reason_about_the_pair_corrects_the_office(session, need, pat, reason, teaches):
    suggestion = suggested(need, "Ash")
    DecisionFactory(suggestion=suggestion, verdict=Verdict.CONFIRM, by=pat)
    match = MatchFactory(suggestion=suggestion, coordinator=pat, state=MatchState.DECLINED)
    session.add(MatchEvent(match=match, to_state=MatchState.DECLINED, reason=reason.value))
    session.commit()
    (one,) = decisions_to_learn_from(session)
    assert (one.confirmed, one.reason) == teaches


def test_what_holds_no_score_teaches_nothing_and_stops_nothing(session, need, pat):
    suggestion = suggested(need, "Ash", reasons={"parts": "gone"}, score=None)
    DecisionFactory(suggestion=suggestion, verdict=Verdict.CONFIRM, by=pat)
    assert decisions_to_learn_from(session) == []


def test_below_two_hundred_decisions_it_is_said_how_many_are_missing(session, need, pat):
    decided_by_taste(session, need, pat, 30)
    assert learn_from_decisions(session) == 1
    (row,) = session.query(Retraining)
    assert (row.outcome, row.usable, row.promoted) == (Outcome.TOO_FEW, 30, False)
    assert learn_from_decisions(session) == 0  # nothing was decided since
    assert current_weights(session) is PUBLISHED


def test_a_taste_is_learned_put_in_force_and_taken_back_by_one_click(session, client, need, pat):
    decided_by_taste(session, need, pat, 450)
    administrator = enters(client, AdministratorFactory(name="Sam Whitfield"))
    page = administrator.get("/coordinate/learning")
    assert "The service has not looked yet." in page.text

    page = page.submit(button="Look now")
    assert "It is in force." in page.messages[0]
    assert current_weights(session).version == "learned-2"
    assert current_weights(session).of("place") > PUBLISHED.of("place")
    assert sum(current_weights(session).parts.values()) == pytest.approx(1.0, abs=1e-4)
    groups = page.select("figure:has(#calibration-caption) tbody tr")
    assert len(groups) == 10
    assert "learned" in administrator.get("/how-suggestions-work").text

    page = page.submit(button="Take back what was learned")
    assert "version 3 is in force" in page.messages[0]
    assert current_weights(session).parts == PUBLISHED.parts
    session.query(Retraining).update({"at": now() - timedelta(days=1)})
    learn(session)  # the next night, the same decisions do not teach the same again
    session.commit()
    assert current_weights(session).version == "set-3"
    assert session.query(Retraining).order_by(Retraining.id.desc()).first().outcome == Outcome.TOO_FEW


def test_learned_weights_that_serve_worse_are_taken_back_at_night(session, need, pat):
    wrong = replace(PUBLISHED, parts=scaled({**PUBLISHED.parts, "words": 1.0}))
    save(session, wrong, reason="Learned", by=None, seen=1, source=WeightsSource.LEARNED)
    session.commit()
    decided_by_taste(session, need, pat, 400)
    learn_from_decisions(session)
    row = session.query(Retraining).one()
    assert row.outcome == Outcome.FALLEN and row.against == "learned-2"
    assert current_weights(session).parts == PUBLISHED.parts
    assert session.query(WeightsVersion).count() == 2


def test_nobody_else_sees_what_is_learned(client, pat):
    enters(client, pat).get("/coordinate/learning", status=403)
