"""Whatever all parties do, in whatever order, and however time passes: no illegal state, no lost case.

A model-based test: hypothesis chooses what happens next, and after each step all that must always be
so is looked at. Each example begins with the same database, copied.
"""

import shutil
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import invariant, run_state_machine_as_test
from sqlalchemy import func, select

from broker.cases import due
from broker.cases.calls import subject_of
from broker.cases.life import replayed
from broker.cases.log import ALLOWED
from broker.cases.places import ASKED, TAKEN, one_more
from broker.cases.suggestion_life import replayed as suggestion_replayed
from broker.cases.waiting import KIND_OF
from broker.extensions import db
from broker.suggestions.forgotten import find_forgotten
from models import Business, Case, EntryEvent, Match, MatchPart, Message, Need, NeedPart, Suggestion, SuggestionEvent
from models.vocabulary import MatchState, MessageState, Strand
from tests.conftest import SETTINGS, moved_in
from tests.sizes import FULL, size
from tests.web.cases.acts import MONDAY, Acts, seed


class AnyOrder(Acts):
    @invariant()
    def every_open_case_has_one_owner_and_one_next_date(self):
        cases = self.session.scalars(select(Case).where(Case.closed_at.is_(None))).all()
        assert all((case.owner_broker_id is None) != (case.owner_account_id is None) for case in cases)
        assert all(case.next_on is not None for case in cases)
        assert max(Counter((case.kind, case.subject_id, case.strand) for case in cases).values(), default=1) == 1

    @invariant()
    def nothing_is_forgotten_and_nothing_that_is_over_waits(self):
        assert find_forgotten(self.session) == 0

    @invariant()
    def whatever_is_to_be_read_out_is_somebodys_call(self):
        waits = select(Case.kind, Case.subject_id).where(Case.strand == Strand.CALLS, Case.closed_at.is_(None))
        to_ring = self.session.scalars(select(Message).where(Message.state == MessageState.TO_RING))
        about = [subject_of(self.session, message) for message in to_ring]
        assert {(KIND_OF[type(one)], one.id) for one in about} == set(self.session.execute(waits))

    @invariant()
    def each_log_leads_to_the_state_it_is_in(self):
        for match in self.session.scalars(select(Match)):
            assert replayed(match.events) is match.state
        events = self.session.scalars(select(SuggestionEvent).order_by(SuggestionEvent.id)).all()
        for suggestion in self.session.scalars(select(Suggestion)):
            own = [event for event in events if event.suggestion_id == suggestion.id]
            assert not own or own[0].from_state is not None or suggestion_replayed(own) is suggestion.state
        for table, kind in ((Business, "business"), (Need, "need")):
            for entry in self.session.scalars(select(table)):
                said = (EntryEvent.entry_kind == kind, EntryEvent.entry_id == entry.id)
                state = None
                for event in self.session.scalars(select(EntryEvent).where(*said).order_by(EntryEvent.id)):
                    assert state in (None, event.from_state)
                    assert event.to_state is event.from_state or event.to_state in ALLOWED[event.from_state]
                    state = event.to_state
                assert state in (None, entry.state)

    @invariant()
    def nobody_has_more_than_their_places(self):
        proposed = select(Match.business_id, func.count()).where(Match.state == MatchState.PROPOSED)
        assert all(count <= 1 for _firm, count in self.session.execute(proposed.group_by(Match.business_id)))
        for states, more in ((TAKEN, 0), (ASKED, one_more())):
            counted = (
                select(NeedPart.places, func.count())
                .join(MatchPart, MatchPart.part_id == NeedPart.id)
                .join(Match, Match.id == MatchPart.match_id)
                .where(Match.state.in_(states))
                .group_by(NeedPart.id, NeedPart.places)
            )
            assert all(count <= places + more for places, count in self.session.execute(counted))


@pytest.mark.soak
def test_in_any_order_of_acts_nothing_goes_quiet_and_nothing_illegal_happens(
    house, template_database, tmp_path, monkeypatch
):
    def stumbles(*_args, **_said):
        raise

    monkeypatch.setattr(due, "log", SimpleNamespace(exception=stumbles))
    seeded = tmp_path / "seeded.sqlite3"
    shutil.copy(template_database, seeded)
    begins = time_machine.travel(MONDAY - timedelta(days=7), tick=False)
    with moved_in(house, replace(SETTINGS, database_url=f"sqlite:///{seeded}")) as app, app.app_context(), begins:
        seed(db.session)
    run_state_machine_as_test(
        lambda: AnyOrder(house, seeded),
        settings=settings(
            max_examples=size(5, 300),
            stateful_step_count=size(20, 60),
            deadline=None,
            phases=[Phase.generate, *([Phase.shrink] if FULL else [])],
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Acts.calls >= size(5, 500), "a test in which nobody is to be rung proves nothing of calls"
    assert {MatchState.PROPOSED, MatchState.INTRODUCED, MatchState.WITHDRAWN} <= Acts.reached
