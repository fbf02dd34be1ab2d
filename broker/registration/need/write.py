"""Make an entry of a need that was written, and keep what is changed in it later."""

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from models import Account, Need, Partnership
from models.base import now
from models.vocabulary import EntryState, LinkPurpose, Safeguarding

from ...cases.log import NotAllowed, record
from ...messages import write
from ...messages.recipients import main_contact
from ...suggestions import mark_due
from ..partnership.whose import is_on_behalf
from ..steps import Answers, Step
from .values import answers_of, set_values

#: States in which a changed need goes back to be read.
TO_READ_AGAIN = (EntryState.DRAFT, EntryState.EXPIRED)
#: States that stand on somebody having read what it says now.
BEEN_READ = (EntryState.LIVE, EntryState.PAUSED)
#: Columns in the partnership's own words: they may name people, so a person reads them again.
OWN_WORDS = ("title", "words", "done_looks_like", "not_wanted")


def write_need(
    session: Session, partnership: Partnership, answers: Answers, *, by: Account, on_behalf: bool = False
) -> Need:
    """Make a need of the answers, by step, of its journey. It waits to be read.

    ``on_behalf``: an officer wrote down what the partnership said; its people are told.
    """
    need = Need(
        partnership=partnership,
        title="",
        state=EntryState.WAITING,
        sent_in_at=now(),
        spoken_at=now() if on_behalf else None,
        source="telephone" if on_behalf else "form",
    )
    session.add(need)
    with session.no_autoflush:
        set_values(session, need, answers)
    record(session, need, "sent_in", by=by, on_behalf=on_behalf)
    if on_behalf:
        _tell(session, need)
    return need


def change_need(
    session: Session, need: Need, answers: Answers, *, by: Account, on_behalf: bool = False, what: str = ""
) -> bool:
    """Make the need what the answers say. True where that changed anything.

    A live need is looked at again for suggestions. A live or paused one waits to be read again
    where its own words were changed, or where it lost its answer about children and adults at risk. A need that was
    sent back waits again.

    Raises:
        NotAllowed: the need has ended.
    """
    session.refresh(need, with_for_update=True)
    if need.state is EntryState.ENDED:
        raise NotAllowed(_("This need has ended and cannot be changed."))
    before, words = answers_of(need), _own_words(need)
    with session.no_autoflush:
        set_values(session, need, answers)
    session.flush()
    session.refresh(need)
    if answers_of(need) == before and need.state not in TO_READ_AGAIN:
        return False
    unread = _own_words(need) != words or need.children is Safeguarding.UNDECIDED
    waits = need.state in TO_READ_AGAIN or (need.state in BEEN_READ and unread)
    if waits:
        need.sent_in_at, need.paused_until = now(), None
    to_state = EntryState.WAITING if waits else None
    record(session, need, "changed", by=by, words=what, to_state=to_state, on_behalf=on_behalf)
    mark_due(need)
    return True


def change_step(session: Session, need: Need, step: Step, answers: Answers, by: Account) -> None:
    """Keep one changed answer; see ``registration.change``."""
    on_behalf = is_on_behalf(by, need.partnership)
    change_need(session, need, answers, by=by, on_behalf=on_behalf, what=step.name)


def _own_words(need: Need) -> list[str]:
    return [getattr(need, name) for name in OWN_WORDS]


def _tell(session: Session, need: Need) -> None:
    main = main_contact(need.partnership.contacts)
    if main is not None:
        write(session, "need_written", to=main, side="partnership", link=LinkPurpose.OWN_PAGE, need=need)
