"""What registration does by itself: needs past their day end, and forgotten answers are forgotten."""

from datetime import UTC, date, datetime, timedelta

import time_machine

from broker.messages.links import mint
from broker.registration.tasks import end_needs, forget_drafts
from models import Draft, Link, Message
from models.vocabulary import EntryState, Kind, LinkPurpose, SuggestionState
from tests.factories import (
    BusinessFactory,
    DraftFactory,
    MessageFactory,
    NeedFactory,
    PartFactory,
    SuggestionFactory,
)

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def need(**said):
    return NeedFactory(title="Benches", parts=[PartFactory(kind=Kind.KIT)], **said)


@time_machine.travel(NOON, tick=False)
def test_a_need_ends_the_day_after_its_last_and_nothing_stays_suggested_for_it(session):
    over, today = need(ends_on=date(2027, 2, 28)), need(ends_on=date(2027, 3, 1), who="Garston Board")
    suggestion = SuggestionFactory(need=over, business=BusinessFactory(name="Ash"), rank=1)
    assert end_needs(session) == 1
    assert (over.state, today.state) == (EntryState.EXPIRED, EntryState.LIVE)
    assert suggestion.state is SuggestionState.WITHDRAWN
    assert end_needs(session) == 0


@time_machine.travel(NOON, tick=False)
def test_a_need_without_a_last_day_goes_on(session):
    endless = need(ends_on=None)
    assert end_needs(session) == 0
    assert endless.state is EntryState.LIVE


def test_answers_nobody_can_go_on_with_are_deleted_with_their_links(session, settings):
    old, fresh = DraftFactory(journey="business"), DraftFactory(journey="business")
    mint(session, LinkPurpose.RESUME, draft=old)
    message = MessageFactory(kind="resume", subject="Go on", draft_id=old.id)
    old.updated_at = datetime.now(UTC) - timedelta(days=settings.resume_link_days + 2)
    session.commit()
    assert forget_drafts(session) == 1
    assert [draft.id for draft in session.query(Draft)] == [fresh.id]
    assert session.query(Link).count() == 0
    assert session.query(Message).one().id == message.id
