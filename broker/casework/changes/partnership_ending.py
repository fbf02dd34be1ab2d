"""A partnership ends: each open need and match goes to its successor, or is closed with a reason."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Match, MatchPart, Need, Partnership
from models.base import now
from models.match import HOLDING
from models.vocabulary import EndReason, EntryState, MatchAct, MatchState, NeedEnd

from ...cases.life import can, move
from ...cases.log import record
from ...cases.parties import tell_parties
from ...cases.rows import hold_match
from ...matches.ending import released
from ...messages import write
from ...messages.recipients import main_contact, own_link
from ...suggestions import mark_due
from ...suggestions.ending import take_back_proposals, withdraw_undecided
from ..refusals import Refused

#: Whom the end of a partnership is news for.
OTHERS = ("business", "broker")
OPEN = (EntryState.DRAFT, EntryState.WAITING, EntryState.LIVE, EntryState.PAUSED, EntryState.EXPIRED)


def successors(session: Session, partnership: Partnership) -> list[Partnership]:
    """Live partnerships of the same areas that could go on with its work."""
    codes = {area.code for area in partnership.areas}
    live = session.scalars(
        select(Partnership)
        .where(Partnership.state == EntryState.LIVE, Partnership.id != partnership.id)
        .order_by(Partnership.name)
    )
    return [one for one in live if codes & {area.code for area in one.areas}]


def end_partnership(
    session: Session,
    partnership: Partnership,
    *,
    on: date,
    successor: Partnership | None,
    words: str,
    by: Account,
) -> None:
    """End a partnership. History and figures stay with it; results keep the area they were counted for.

    Raises:
        Refused: without words, or where it has ended, or its successor does not take part.
    """
    if not words:
        raise Refused(_("Say why it ends"), "words")
    needs = session.scalars(
        select(Need)
        .where(Need.partnership_id == partnership.id, Need.state.in_(OPEN))
        .order_by(Need.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    session.refresh(partnership, with_for_update=True)
    if partnership.state is EntryState.ENDED:
        raise Refused(_("It has ended already"))
    if successor is not None and (successor is partnership or not successor.is_live):
        raise Refused(_("Choose a partnership that takes part"), "successor")
    for need in needs:
        matches = _running(session, need)
        if successor is not None:
            _hand_on(session, need, matches, successor, by)
        else:
            _close(session, need, matches, by, words)
    partnership.ended_on, partnership.successor = on, successor
    session.flush()
    record(session, partnership, "ended", by=by, words=words, to_state=EntryState.ENDED)


def _hand_on(session: Session, need: Need, matches: list[Match], successor: Partnership, by: Account) -> None:
    """The need is the successor's now, and both sides of its matches are told."""
    before = need.partnership
    need.partnership = successor
    session.flush()
    record(session, need, "moved", by=by, words=f"{before.name} → {successor.name}")
    mark_due(need)
    said: dict[str, Any] = {"need": need, "before": before, "successor": successor, "reference": need.reference}
    to = main_contact(successor.contacts)
    if to is not None:
        write(session, "need_moved_partnership", to=to, side="partnership", link=own_link(to), **said)
    for match in matches:
        tell_parties(session, match, "need_moved", only=OTHERS, **said)


def _close(session: Session, need: Need, matches: list[Match], by: Account, words: str) -> None:
    """Nobody goes on with it: what was proposed is taken back, what runs ends, and each is told."""
    how = NeedEnd.PARTLY if _gave_something(session, need) else NeedEnd.NOT_MET
    record(session, need, f"closed_{how.value}", by=by, words=words, to_state=EntryState.ENDED)
    need.closed_at, need.paused_until = now(), None
    withdraw_undecided(session, need)
    take_back_proposals(session, need, by=by)
    for match in matches:
        hold_match(session, match)
        if can(match, MatchAct.END_EARLY):
            move(session, match, MatchAct.END_EARLY, by=by, reason=EndReason.NOT_NEEDED, words=words)
            released(session, match, by=by)
            tell_parties(session, match, "partnership_ended", only=OTHERS, partnership=need.partnership)


def _running(session: Session, need: Need) -> list[Match]:
    statement = select(Match).where(Match.need_id == need.id, Match.state.in_(HOLDING)).order_by(Match.id)
    return list(session.scalars(statement))


def _gave_something(session: Session, need: Need) -> bool:
    done = (MatchState.COMPLETED, MatchState.VERIFIED)
    statement = (
        select(MatchPart.part_id)
        .join(Match, Match.id == MatchPart.match_id)
        .where(Match.need_id == need.id, Match.state.in_(done))
    )
    return session.scalar(statement.limit(1)) is not None
