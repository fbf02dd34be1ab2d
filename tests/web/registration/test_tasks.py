"""What registration does by itself: forgotten answers are forgotten."""

from datetime import UTC, datetime, timedelta

from broker.messages.links import mint
from broker.registration.tasks import forget_drafts
from models import Draft, Link, Message
from models.vocabulary import Kind, LinkPurpose
from tests.factories import (
    DraftFactory,
    MessageFactory,
    NeedFactory,
    PartFactory,
)

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def need(**said):
    return NeedFactory(title="Benches", parts=[PartFactory(kind=Kind.KIT)], **said)


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
