"""Weights in force: versions, who sees them, and what a change sets in motion."""

from dataclasses import replace

import pytest

from broker.matching.weights import PUBLISHED, scaled
from broker.suggestions import suggest_for_need
from broker.suggestions.model import current_engine, current_weights
from broker.suggestions.versions import numbered, published
from broker.suggestions.weights import ChangedMeanwhile, NothingChanged, save
from models import Need, WeightsVersion
from models.vocabulary import EntryState, Kind, Theme, WeightsSource
from tests.factories import AdministratorFactory, PartnershipFactory, WeightsVersionFactory
from tests.web.casework.conftest import benches, firm

NEARER = replace(PUBLISHED, parts=scaled({**PUBLISHED.parts, "place": 0.4}))


@pytest.fixture
def sam(session):
    return AdministratorFactory(name="Sam Whitfield")


@pytest.fixture
def need(session):
    need = benches(PartnershipFactory(name="Speke Neighbourhood Board"))
    for name in ("Ash Joinery", "Birch Benches"):
        firm(name)
    return need


def test_without_any_version_those_of_the_service_are_in_force(session):
    assert current_weights(session) is PUBLISHED
    assert current_engine(session).version.endswith("/published-2")


def test_a_version_that_was_saved_is_in_force_and_every_suggestion_stores_it(session, need, sam):
    version = save(session, NEARER, reason="Distance matters more here", by=sam, seen=1)
    (best, *_) = suggest_for_need(session, need)
    assert version.name == "set-2"
    assert best.model_version == current_engine(session).version and best.model_version.endswith("/set-2")
    assert {part["code"]: part["weight"] for part in best.reasons["parts"]} == NEARER.parts
    assert sum(part["contribution"] for part in best.reasons["parts"]) == pytest.approx(best.score, abs=1e-6)


def test_saving_has_every_live_need_looked_at_again(session, need, sam):
    ended = benches(need.partnership, title="Ended", state=EntryState.ENDED)
    need.suggest_due_at = ended.suggest_due_at = None
    session.commit()
    save(session, NEARER, reason="Distance", by=sam, seen=1)
    session.expire_all()
    assert session.get_one(Need, need.id).suggest_due_at is not None
    assert session.get_one(Need, ended.id).suggest_due_at is None


def test_who_read_an_older_version_is_told_and_changes_nothing(session, sam):
    save(session, NEARER, reason="Distance", by=sam, seen=1)
    with pytest.raises(ChangedMeanwhile):
        save(session, replace(PUBLISHED, threshold=0.5), reason="Mine", by=sam, seen=1)
    assert current_weights(session).threshold == PUBLISHED.threshold


def test_saving_what_is_in_force_makes_no_version(session, sam):
    with pytest.raises(NothingChanged):
        save(session, PUBLISHED, reason="The same", by=sam, seen=1)
    assert session.query(WeightsVersion).count() == 0


def test_any_earlier_version_can_be_put_in_force_again_as_a_new_one(session, sam):
    save(session, NEARER, reason="Distance", by=sam, seen=1)
    save(session, numbered(session, 1), reason="Back", by=sam, seen=2)
    save(session, numbered(session, 2), reason="Distance after all", by=sam, seen=3)
    assert [numbered(session, number).of("place") for number in (2, 3, 4)] == [
        NEARER.of("place"),
        PUBLISHED.of("place"),
        NEARER.of("place"),
    ]
    assert current_weights(session).version == "set-4"


def test_what_was_learned_is_a_version_too_but_not_what_learning_starts_from(session, sam):
    save(session, NEARER, reason="Distance", by=sam, seen=1)
    learned = replace(PUBLISHED, threshold=0.5)
    save(session, learned, reason="Foretells better", by=None, seen=2, source=WeightsSource.LEARNED)
    assert current_weights(session).version == "learned-3"
    assert published(session)[0].version == "set-2"


@pytest.mark.parametrize(
    "damage",
    [
        {"parts": {"place": 0.5, "a_part_of_a_later_release": 0.5}},
        {"parts": {"place": "half", "kind": 0.5}},
        {"parts": {"place": float("nan"), "kind": 0.5}},
        {"parts": []},
        {"threshold": 7.0},
        {"affinity": {"EMP": {"JOB": 9}}},
        {"affinity": []},
    ],
)
def test_a_version_that_cannot_be_used_gives_way_to_those_of_the_service(session, damage):
    WeightsVersionFactory(**damage)
    assert current_weights(session) is PUBLISHED
    assert current_engine(session).version.endswith("/published-2")
    assert numbered(session, 2) is None


def test_a_version_of_an_older_release_weighs_a_part_it_does_not_know_nothing(session):
    parts = scaled({code: weight for code, weight in PUBLISHED.parts.items() if code != "rotation"})
    WeightsVersionFactory(parts=parts, affinity={})
    assert current_weights(session).of("rotation") == 0.0
    assert current_weights(session).affinity[Theme.EMP][Kind.JOB] == 3
