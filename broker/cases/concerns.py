"""Receive a concern, give it to somebody, look into it and tell what came of it."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import Account, Concern, ConcernEvent, Match
from models.vocabulary import (
    ConcernAct,
    ConcernKind,
    ConcernOutcome,
    ConcernState,
    HoldReason,
    MatchAct,
    Role,
)

from ..messages import Recipient, write
from .clocks import due_on, settings, today
from .concern_about import links, named_in, set_about, side_of
from .concern_life import acknowledge_by, follow, move
from .concern_owner import complained_about, may_read, owner_for
from .holding import sooner
from .life import can as can_move
from .life import move as move_match
from .parties import parties
from .refusals import NotPossible
from .rows import hold_match


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wrote on the form. Without ``email`` and ``telephone`` nobody can be answered."""

    kind: ConcernKind
    words: str
    about: str = ""
    name: str = ""
    email: str = ""
    telephone: str = ""


def raise_concern(session: Session, said: Said, *, by: Account | None = None, once: str | None = None) -> Concern:
    """Receive a concern: it has a reference, an owner and a date at once.

    Where it is about a match and comes from somebody of that match, the match is put on hold and
    its link is told. ``once`` is the number of the form: sent twice, it is the same concern.
    """
    if once is not None:
        there = session.scalar(select(Concern).where(Concern.once == once))
        if there is not None:
            return there
    concern = Concern(
        kind=said.kind,
        words=said.words,
        about_words=said.about[:200],
        name=said.name,
        email=said.email,
        telephone=said.telephone,
        by=by,
        once=once,
        acknowledge_by=acknowledge_by(today()),
    )
    set_about(session, concern, named_in(session, said.about))
    try:
        with session.begin_nested():
            session.add(concern)
    except IntegrityError:  # the other click was a moment faster
        return session.scalars(select(Concern).where(Concern.once == once)).one()
    concern.owner = owner_for(session, concern)
    concern.events.append(
        ConcernEvent(act=ConcernAct.RECEIVE, to_state=ConcernState.RECEIVED, by=by, words=_owner_words(concern.owner))
    )
    session.flush()
    follow(session, concern)
    _hold_match(session, concern, by)
    _tell_person(session, concern, "concern_received", acknowledge_by=concern.acknowledge_by)
    _tell_owner(session, concern)
    return concern


def acknowledge(session: Session, concern: Concern, *, by: Account, words: str) -> None:
    """Tell the person that we have it, in the owner's own words."""
    _hold(session, concern, by)
    move(session, concern, ConcernAct.ACKNOWLEDGE, by=by, words=words)
    outcome_by = due_on(today(), settings().concern_outcome_days)
    _tell_person(session, concern, "concern_acknowledged", by=by, words=words, outcome_by=outcome_by)


def look_into(session: Session, concern: Concern, *, by: Account, words: str = "") -> None:
    _hold(session, concern, by)
    move(session, concern, ConcernAct.LOOK, by=by, words=words)


def tell_outcome(session: Session, concern: Concern, *, by: Account, outcome: ConcernOutcome, words: str) -> None:
    """Tell what came of it, and keep it. Whoever left no way to reach them can ask for it by the reference."""
    _hold(session, concern, by)
    move(session, concern, ConcernAct.TELL, by=by, words=words)
    concern.outcome, concern.outcome_words = outcome, words
    _tell_person(session, concern, "concern_outcome", by=by, words=words, outcome=outcome)


def end(session: Session, concern: Concern, *, by: Account, words: str = "") -> None:
    _hold(session, concern, by)
    move(session, concern, ConcernAct.CLOSE, by=by, words=words)


def reopen(session: Session, concern: Concern, *, by: Account, words: str) -> None:
    _hold(session, concern, by)
    move(session, concern, ConcernAct.REOPEN, by=by, words=words)


def note(session: Session, concern: Concern, *, by: Account, words: str) -> None:
    _hold(session, concern, by)
    move(session, concern, ConcernAct.NOTE, by=by, words=words)


def give_to(session: Session, concern: Concern, *, owner: Account, by: Account, words: str = "") -> None:
    """Give a concern to another owner.

    Raises:
        NotPossible: it is about them, or they are not of the office.
    """
    _hold(session, concern, by)
    if owner.id in complained_about(session, concern) or not owner.active:
        raise NotPossible(_("It is about %(name)s: give it to somebody else", name=owner.name or owner.email))
    if not owner.is_a(Role.COORDINATOR, Role.ADMINISTRATOR):
        raise NotPossible(_("Only somebody of the office can look into it"))
    concern.owner = owner
    move(session, concern, ConcernAct.GIVE, by=by, words=" ".join(filter(None, (_owner_words(owner), words))))
    _tell_owner(session, concern)


def name_officer(session: Session, concern: Concern, *, officer: Account, by: Account) -> None:
    """Write down that a concern is about somebody of the office. They can read it no more; where it
    was theirs, it goes to somebody else at once."""
    _hold(session, concern, by)
    concern.about_account = officer
    session.flush()
    if concern.owner_id == officer.id:
        concern.owner = owner_for(session, concern)
        session.flush()
        _tell_owner(session, concern)
    move(session, concern, ConcernAct.NAME, by=by, words=officer.name or officer.email)


def _hold(session: Session, concern: Concern, by: Account) -> None:
    session.refresh(concern, with_for_update=True)
    if not may_read(session, by, concern):
        raise NotPossible(_("Only its owner and administrators can do that"))


def _hold_match(session: Session, concern: Concern, by: Account | None) -> None:
    """Something has gone wrong: the match waits until somebody has looked, and its link is told."""
    if concern.match_id is None or by is None:
        return
    match = session.get_one(Match, concern.match_id)
    side = side_of(session, match, by)
    if side is None and not links(session, match, by) and not by.is_a(Role.COORDINATOR, Role.ADMINISTRATOR):
        return
    hold_match(session, match)
    until = due_on(today(), settings().concern_outcome_days)
    held = can_move(match, MatchAct.HOLD)
    if held:  # without a name: the history of a match is read by those it may be about
        until, words = sooner(match, until)
        move_match(session, match, MatchAct.HOLD, reason=HoldReason.CONCERN, words=words, hold_until=until)
    to = parties(match)["broker"]
    if to is not None:
        said: dict[str, Any] = {"need": match.need, "business": match.business, "partnership": match.need.partnership}
        said |= {"until": until, "held": held, "office": isinstance(to, Account), "match_id": match.id}
        write(session, "match_on_hold", to=to, side="broker", match=match, **said)


def _tell_person(session: Session, concern: Concern, kind: str, *, by: Account | None = None, **said: Any) -> None:
    """Write to whoever raised a concern, where they left a way to reach them."""
    if not concern.can_be_answered:
        return
    to = Recipient(concern.name, concern.email)
    write(session, kind, to=to, concern=concern, from_person=by, **{**_facts(concern), **said})


def _tell_owner(session: Session, concern: Concern) -> None:
    if concern.owner is not None:
        write(session, "concern_new", to=concern.owner, concern=concern, **_facts(concern))


def _facts(concern: Concern) -> dict[str, Any]:
    return {"reference": concern.reference, "kind_label": _(concern.kind.label), "concern_id": concern.id}


def _owner_words(owner: Account | None) -> str:
    return _("Given to %(name)s.", name=owner.name or owner.email) if owner else _("Nobody is there to take it.")
