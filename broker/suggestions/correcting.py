"""Coordinators correct what firms of a trade can usually give. It holds from the next suggestion on."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from models import Account, GuessCorrection
from models.base import now
from models.vocabulary import GuessState, GuessVerdict, Kind

from .guesses import Guess
from .refresh import mark_all_due


class AlreadyDecided(Exception):
    """Somebody else has accepted, refused or taken it back meanwhile."""


def switch_off(session: Session, code: str, guess: Guess, *, by: Account, reason: str) -> GuessCorrection:
    """Say that firms of a sector cannot usually give this. Doing it twice changes nothing."""
    if guess.correction is not None:
        if guess.is_off:
            return guess.correction
        return take_back(session, guess.correction, by=by)  # what was added is taken out again
    return _keep(session, code, guess.row.kind, guess.row.what, (), GuessVerdict.CANNOT, by, reason)


def add(
    session: Session, code: str, *, kind: Kind, what: str, words: Sequence[str], by: Account, reason: str
) -> GuessCorrection:
    """Say that firms of a sector can often give this."""
    return _keep(session, code, kind, what, words, GuessVerdict.CAN, by, reason)


def take_back(session: Session, correction: GuessCorrection, *, by: Account) -> GuessCorrection:
    """Undo a correction: the table says again what it said before. Raises AlreadyDecided."""
    return _decide(session, correction, GuessState.IN_FORCE, GuessState.TAKEN_BACK, by)


def accept(
    session: Session, correction: GuessCorrection, *, kind: Kind, what: str, words: Sequence[str], by: Account
) -> GuessCorrection:
    """Take a proposed addition in, in the coordinator's words. Raises AlreadyDecided."""
    _decide(session, correction, GuessState.PROPOSED, GuessState.IN_FORCE, by)
    correction.kind, correction.what, correction.words = kind, what, list(words)
    return correction


def refuse(session: Session, correction: GuessCorrection, *, by: Account) -> GuessCorrection:
    """Leave a proposed addition out for good. Raises AlreadyDecided."""
    return _decide(session, correction, GuessState.PROPOSED, GuessState.REFUSED, by)


def _keep(
    session: Session,
    code: str,
    kind: Kind,
    what: str,
    words: Sequence[str],
    verdict: GuessVerdict,
    by: Account,
    reason: str,
) -> GuessCorrection:
    row = GuessCorrection(
        sector=code,
        kind=kind,
        verdict=verdict,
        what=what,
        words=list(words),
        state=GuessState.IN_FORCE,
        reason=reason,
        by_id=by.id,
    )
    session.add(row)
    session.flush()
    mark_all_due(session)
    return row


def _decide(
    session: Session, correction: GuessCorrection, before: GuessState, after: GuessState, by: Account
) -> GuessCorrection:
    session.refresh(correction, with_for_update=True)
    if correction.state is not before:
        raise AlreadyDecided
    correction.changes += 1
    correction.state, correction.decided_at, correction.decided_by_id = after, now(), by.id
    session.flush()
    mark_all_due(session)
    return correction
