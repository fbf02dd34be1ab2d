"""Weights, learning and fairness on PostgreSQL."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from broker.cases.clocks import today
from broker.cases.deciding import follow_decisions
from broker.casework.filters import ALL, Filters
from broker.casework.work_list import groups, office_scope
from broker.extensions import WRITING
from broker.matching.weights import PUBLISHED, scaled
from broker.oversight.fairness import groups_of, of_businesses, of_needs
from broker.suggestions.learning import learn
from broker.suggestions.model import current_weights
from broker.suggestions.trying import shown_to_learn
from broker.suggestions.weights import ChangedMeanwhile, save
from models import Need
from tests.factories import AdministratorFactory, PartnershipFactory
from tests.web.casework.conftest import benches, put_forward


def test_versions_figures_and_the_unsure_first(postgres_session: Session) -> None:
    session = postgres_session
    WRITING.set(True)
    need = benches(PartnershipFactory(name="Speke Neighbourhood Board"))
    put_forward(need, "Ash Joinery", "Birch Benches")
    sam = AdministratorFactory(name="Sam Whitfield")
    nearer = replace(PUBLISHED, parts=scaled({**PUBLISHED.parts, "place": 0.4}))
    save(session, nearer, reason="Distance", by=sam, seen=1)
    session.commit()
    assert current_weights(session).version == "set-2"
    assert session.get_one(Need, need.id).suggest_due_at is not None
    with pytest.raises(ChangedMeanwhile):
        save(session, PUBLISHED, reason="Late", by=sam, seen=1)
    session.rollback()

    assert [one.of for one in groups_of(of_businesses(session, None), "size")] == [2]
    assert [one.suggested for one in groups_of(of_needs(session, frozenset({"E08000012"})), "length")] == [1]
    assert shown_to_learn(session) == (0, 2)
    follow_decisions(session, need)
    everything = office_scope(sam, None, ALL, today())
    listed = groups(session, everything, Filters(what="unsure", owner=ALL), unsure_at=0.6)
    assert sum(group.total for group in listed) == 1
    assert learn(session).outcome == "too_few"
