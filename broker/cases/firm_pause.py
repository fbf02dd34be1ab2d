"""Pause a firm: a decision with a reason, a day on which it is reviewed, and the firm's own answer."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Account, Business, FirmPause, FirmPauseReply
from models.base import now
from models.vocabulary import EntryState, PauseReason

from ..messages import write
from ..messages.recipients import main_contact, own_link
from .clocks import due_on, settings, today
from .log import record
from .refusals import NotPossible


def standing_pause(session: Session, business: Business) -> FirmPause | None:
    """The pause that holds for a firm, if we paused it."""
    return session.scalar(
        select(FirmPause)
        .where(FirmPause.business_id == business.id, FirmPause.lifted_at.is_(None))
        .options(selectinload(FirmPause.replies), selectinload(FirmPause.by))
    )


def pause_firm(
    session: Session, business: Business, *, by: Account, reason: PauseReason, words: str, review_on: date
) -> FirmPause:
    """Pause a firm, and tell it why, until when and how to answer. What it has agreed to goes on.

    Raises:
        NotPossible: it is not live or paused, or we have paused it already, or the day is past.
    """
    session.refresh(business, with_for_update=True)
    if standing_pause(session, business) is not None:
        raise NotPossible(_("We have paused this firm already"))
    if business.state not in (EntryState.LIVE, EntryState.PAUSED):
        raise NotPossible(_("Only a firm that takes part can be paused"))
    _check(words, review_on)
    pause = FirmPause(business=business, reason=reason, words=words, review_on=review_on, by=by)
    session.add(pause)
    business.paused_until = None
    record(session, business, "paused_by_us", by=by, words=words, to_state=EntryState.PAUSED)
    business.suggest_due_at = now()
    _tell(session, pause, "firm_paused", by)
    return pause


def keep_paused(session: Session, pause: FirmPause, *, by: Account, words: str, review_on: date) -> None:
    """The review came to this: the pause goes on until another review.

    Raises:
        NotPossible: it has ended, or the day is past.
    """
    _hold(session, pause)
    _check(words, review_on)
    if (pause.review_on, pause.words) == (review_on, words):
        return  # a second click: the firm is told once
    pause.review_on, pause.words = review_on, words
    record(session, pause.business, "pause_reviewed", by=by, words=words)
    _tell(session, pause, "firm_paused", by)


def end_pause(session: Session, pause: FirmPause, *, by: Account, words: str) -> None:
    """The review came to this: the firm takes part again.

    Raises:
        NotPossible: it has ended already.
    """
    _hold(session, pause)
    pause.lifted_at, pause.lifted_by_id, pause.lifted_words = now(), by.id, words
    session.flush()
    business = pause.business
    if business.state is EntryState.PAUSED:
        record(session, business, "came_back", by=by, words=words, to_state=EntryState.LIVE)
    business.suggest_due_at = now()
    _tell(session, pause, "firm_pause_ended", by)


def answer_pause(session: Session, pause: FirmPause, words: str, *, by: Account) -> FirmPauseReply:
    """The firm answers: it is kept, and whoever decided looks at it within days.

    Raises:
        NotPossible: the pause has ended.
    """
    _hold(session, pause)
    reply = FirmPauseReply(pause=pause, words=words, by_id=by.id)
    session.add(reply)
    look_by = due_on(today(), settings().concern_acknowledge_days)
    pause.review_on = min(pause.review_on, look_by)
    record(session, pause.business, "pause_answered", by=by, words=words)
    return reply


def _hold(session: Session, pause: FirmPause) -> None:
    session.refresh(pause.business, with_for_update=True)
    session.refresh(pause, with_for_update=True)
    if pause.lifted_at is not None:
        raise NotPossible(_("This pause has ended"))


def _check(words: str, review_on: date) -> None:
    if not words:
        raise NotPossible(_("Say why: the firm reads it"), "words")
    if review_on <= today():
        raise NotPossible(_("Enter a day after today"), "review_on")


def _tell(session: Session, pause: FirmPause, kind: str, by: Account) -> None:
    to = main_contact(pause.business.contacts)
    if to is None:
        return
    message = write(
        session,
        kind,
        to=to,
        side="business",
        link=own_link(to),
        from_person=by,
        business=pause.business,
        reason_label=_(pause.reason.label),
        words=pause.words if kind == "firm_paused" else pause.lifted_words,
        review_on=pause.review_on,
        reference=pause.business.reference,
    )
    message.illustrative = pause.business.illustrative
