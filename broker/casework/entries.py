"""A coordinator reads an entry: makes it live, sends it back with words, or ends it."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Broker, Business, Contact, Match, Need, Partnership
from models.base import now
from models.match import HOLDING
from models.vocabulary import EntryKind, EntryState, Safeguarding

from ..cases.carried import carried_by
from ..cases.invited import let_in_invited
from ..cases.log import KIND_OF, TABLE_OF, AnyEntry, NotAllowed, last_change, record
from ..cases.withdrawal import WITHDRAWABLE
from ..messages import write
from ..messages.recipients import main_contact, own_link
from ..reference.names import name_key
from ..suggestions import mark_due, suggest_for_need
from ..suggestions.ending import hold_needs, withdraw_undecided
from ..suggestions.keep import arrange
from .refusals import Refused

#: States in which an entry waits for somebody of the office.
TO_READ = (EntryState.WAITING, EntryState.INVITED)


def entry_of(session: Session, kind: EntryKind, entry_id: int) -> Any:
    """The entry of this kind and number, or None."""
    return session.get(TABLE_OF[kind], entry_id)


def make_live(session: Session, entry: AnyEntry, *, by: Account, words: str = "", seen: int | None = None) -> AnyEntry:
    """Read an entry and let it take part. Suggestions are made for a need at once, for a firm within seconds.

    ``seen`` is the last change (`cases.log.last_change`) that was on the page that was read.

    Raises:
        Refused: it says something else by now, or something must be known or done first; the
            sentence says what.
    """
    session.refresh(entry, with_for_update=True)
    if entry.is_live:
        return entry
    if seen is not None and seen != last_change(session, entry):
        raise Refused(_("This was changed while you were reading it. Read it again, then make it live."))
    missing = missing_for_live(entry)
    if missing:
        raise Refused(missing)
    if isinstance(entry, Business):
        let_in_invited(session, entry)
    _record(session, entry, "read", by=by, words=words, to_state=EntryState.LIVE)
    entry.read_at, entry.read_by, entry.paused_until = now(), by, None
    session.flush()
    _tell_live(session, entry)
    if isinstance(entry, Need):
        suggest_for_need(session, entry)
    elif isinstance(entry, Business):
        # Not at once: deciding locks a need before its firm, and here the firm is locked already.
        mark_due(entry)
    elif isinstance(entry, Partnership):
        for need in entry.needs:
            if need.is_live:
                mark_due(need)
    return entry


def missing_for_live(entry: AnyEntry) -> str:
    """What stands in the way of an entry going live, as a sentence; empty where nothing does."""
    if entry.state not in TO_READ:
        return _("It does not wait to be read: it is “%(state)s”.", state=_(entry.state.label))
    if isinstance(entry, (Business, Broker)) and not (entry.spoken_at or email_confirmed(entry)):
        return _("Nobody has used the link we e-mailed to them, and nobody has spoken to them. Ring them first.")
    if isinstance(entry, Need):
        if entry.children is Safeguarding.UNDECIDED:
            return _("Whether children or adults at risk are involved is not decided. Ask the partnership first.")
        if not entry.parts:
            return _("It does not say what kind of help is wanted.")
        if not entry.partnership.is_live:
            return _("The partnership that asks is not live: read its entry first.")
    return ""


def email_confirmed(entry: AnyEntry) -> bool:
    """Whether somebody of the entry has used a link that we e-mailed."""
    return any(contact.email_confirmed_at for contact in contacts_of(entry))


def contacts_of(entry: AnyEntry) -> list[Contact]:
    """Who speaks for an entry; for a need, its partnership's people."""
    people = entry.partnership.contacts if isinstance(entry, Need) else entry.contacts
    return [contact for contact in people if contact.left_at is None]


def name_of(entry: AnyEntry) -> str:
    return entry.title if isinstance(entry, Need) else entry.name


def spoken(session: Session, entry: AnyEntry, *, by: Account, words: str = "") -> None:
    """An officer spoke to the entry's people."""
    entry.spoken_at = entry.spoken_at or now()
    _record(session, entry, "spoken", by=by, words=words)


def send_back(session: Session, entry: AnyEntry, *, by: Account, words: str) -> None:
    """Ask the entry's people for something more, in words they are sent.

    Raises:
        Refused: without words, or where it cannot be sent back.
    """
    session.refresh(entry, with_for_update=True)
    if not words:
        raise Refused(_("Say what is needed"), "words")
    _record(session, entry, "sent_back", by=by, words=words, to_state=EntryState.DRAFT)
    to = main_contact(contacts_of(entry))
    if to is not None:
        message = write(
            session,
            "entry_sent_back",
            to=to,
            link=own_link(to),
            name=name_of(entry),
            words=words,
            reference=entry.reference,
        )
        message.illustrative = entry.illustrative


def end(session: Session, entry: AnyEntry, *, by: Account, words: str) -> None:
    """Close an entry. What is suggested for it and not yet decided is no longer possible.

    Raises:
        Refused: without words, while a proposal stands that people may know of, or while a broker
            has a case.
    """
    needs = hold_needs(session, entry) if isinstance(entry, Business | Broker) else []
    session.refresh(entry, with_for_update=True)
    if not words:
        raise Refused(_("Say why this ends"), "words")
    case = _case_of(session, entry) if isinstance(entry, Broker) else None
    if case is not None:
        said = {"name": name_of(entry), "reference": case.reference}
        raise Refused(_("%(name)s has an open case: hand over or take back %(reference)s first.", **said))
    if isinstance(entry, Broker) and carried_by(session, entry):
        raise Refused(_("%(name)s still carries something: hand it over first.", name=name_of(entry)))
    proposal = _proposal(session, entry)
    if proposal is not None:
        raise Refused(_("A proposal stands: take back %(reference)s first.", reference=proposal.reference))
    _record(session, entry, "ended", by=by, words=words, to_state=EntryState.ENDED)
    withdraw_undecided(session, entry)
    for need in needs:
        if isinstance(entry, Broker):
            arrange(session, need)
        else:
            mark_due(need)


def correct(session: Session, entry: AnyEntry, *, by: Account, words: str = "", **values: object) -> list[str]:
    """Put small things right on the entry's people's behalf. Returns the names of what changed.

    Raises:
        Refused: what is live would lose its answer about children and adults at risk.
    """
    if entry.is_live and values.get("children") is Safeguarding.UNDECIDED:
        raise Refused(_("This is live: say whether children or adults at risk are involved"), "children")
    changed = [name for name, value in values.items() if getattr(entry, name) != value]
    for name in changed:
        setattr(entry, name, values[name])
    if isinstance(entry, Business):
        entry.name_key = name_key(entry.name)
    if changed:
        _record(session, entry, "changed", by=by, words=words or ", ".join(changed), on_behalf=True)
        if entry.is_live:
            mark_due(entry)
    return changed


def _tell_live(session: Session, entry: AnyEntry) -> None:
    to = main_contact(contacts_of(entry))
    if to is not None:
        message = write(
            session,
            "entry_live",
            to=to,
            link=own_link(to),
            name=name_of(entry),
            entry_kind=KIND_OF[type(entry)],
            reference=entry.reference,
        )
        message.illustrative = entry.illustrative


def _proposal(session: Session, entry: AnyEntry) -> Match | None:
    """A proposal of this entry that nobody has taken back."""
    statement = select(Match).where(Match.state.in_(WITHDRAWABLE)).order_by(Match.id).limit(1)
    if isinstance(entry, Business):
        return session.scalar(statement.where(Match.business_id == entry.id))
    if isinstance(entry, Need):
        return session.scalar(statement.where(Match.need_id == entry.id))
    if isinstance(entry, Partnership):
        return session.scalar(statement.join(Match.need).where(Need.partnership_id == entry.id))
    return None


def _case_of(session: Session, broker: Broker) -> Match | None:
    statement = select(Match).where(Match.broker_id == broker.id, Match.state.in_(HOLDING))
    return session.scalar(statement.order_by(Match.id).limit(1))


def _record(session: Session, entry: AnyEntry, what: str, **said: object) -> None:
    try:
        record(session, entry, what, **said)  # type: ignore[arg-type]
    except NotAllowed as error:
        raise Refused(str(error)) from error
