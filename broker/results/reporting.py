"""Report what was given and what came of it, and confirm it: two acts, never one.

A report says what those who took part know. Only the receiver confirms it, or an officer who was
told so; silence never does. A result is one row a match, so nothing is counted twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Account, Match, MatchEvent, Result, ResultLine
from models.base import now
from models.vocabulary import (
    Anyway,
    ContributionClass,
    Difference,
    MatchAct,
    MatchState,
    Missing,
    Role,
    SuggestionAct,
    SuggestionState,
)

from ..cases import suggestion_life
from ..cases.following import follow
from ..cases.life import move
from ..cases.parties import tell_parties
from ..cases.rows import hold_match
from ..messages import write
from ..messages.recipients import main_contact, own_link
from ..suggestions import mark_due
from .figures import Asked


class Refused(Exception):
    """It cannot be done as asked. ``str()`` is a sentence for the page."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it was said: a number, or what stands for it with a reason."""

    asked: Asked
    value: float | None = None
    missing: Missing | None = None
    why: str = ""
    contribution: ContributionClass | None = None


def result_of(session: Session, match: Match) -> Result | None:
    """The result of a match, with its figures."""
    return session.scalar(
        select(Result)
        .where(Result.match_id == match.id)
        .options(
            selectinload(Result.lines).selectinload(ResultLine.part),
            selectinload(Result.reported_by),
            selectinload(Result.verified_by),
        )
    )


def report(
    session: Session, match: Match, figures: Sequence[Figure], *, by: Account, role: Role, words: str = ""
) -> Result:
    """Write down what was given and what came of it. A match under way is finished with it.

    Said again before it is confirmed, the newer report stands. The receiver is asked to confirm.
    The same said twice by the same person (a button pressed twice) changes nothing and asks nobody.

    Raises:
        Refused: the match is not under way or finished, it is confirmed already, or a figure is
            neither a number nor said to be missing with a reason.
    """
    hold_match(session, match)
    if match.state not in (MatchState.ACTIVE, MatchState.COMPLETED):
        raise Refused(_("This is “%(state)s” now: there is nothing to report", state=_(match.state.label)))
    for figure in figures:
        if (figure.value is None) == (figure.missing is None) or (figure.missing is not None and not figure.why):
            raise Refused(_("Give a number for “%(what)s”, or say why there is none", what=_(figure.asked.label)))
    result = result_of(session, match)
    if result is not None and result.reported_by == by and _as_reported(result) == _as_said(figures, words):
        return result
    first = result is None
    if result is None:
        result = Result(
            match=match,
            area_code=_area_of(match),
            neighbourhood_id=match.need.neighbourhood_id,
            illustrative=match.illustrative,
        )
        session.add(result)
    result.words, result.reported_at = words, now()
    result.reported_by, result.reported_for = by, role.value
    result.lines.clear()
    session.flush()
    result.lines.extend(
        ResultLine(
            part=figure.asked.part,
            measure=figure.asked.measure,
            value=figure.value,
            missing=figure.missing,
            why_missing=figure.why[:200],
            contribution=figure.contribution,
        )
        for figure in figures
    )
    session.flush()
    if match.state is MatchState.ACTIVE:
        on_behalf = "business" if role in (Role.BROKER, Role.COORDINATOR) else ""
        move(session, match, MatchAct.COMPLETE, by=by, on_behalf_of=on_behalf)
    else:
        follow(session, match)
    if first or role is not Role.OFFICER:
        ask_to_confirm(session, match, result)
    return result


def ask_to_confirm(session: Session, match: Match, result: Result) -> None:
    """Write to the receiver what was reported, with a link to confirm it or to say otherwise."""
    to = main_contact(match.need.partnership.contacts)
    if to is not None:
        write(
            session,
            "result_to_confirm",
            to=to,
            side="partnership",
            match=match,
            link=own_link(to),
            need=match.need,
            business=match.business,
            match_id=match.id,
            reference=match.reference,
        )


def confirm(
    session: Session,
    match: Match,
    *,
    by: Account,
    role: Role,
    values: Mapping[int, float | None],
    difference: Difference,
    anyway: Anyway,
    words: str = "",
) -> Result:
    """The receiver confirms, with its own numbers (line id -> number; as reported where none is given),
    its rating from 1 to 5 and whether it would have happened anyway.

    Raises:
        Refused: nothing is reported, it is confirmed already, it was reported anew since it was
            read, or it is not the receiver who speaks.
    """
    hold_match(session, match)
    result = result_of(session, match)
    if result is None or match.state is not MatchState.COMPLETED:
        raise Refused(_("There is nothing to confirm here at the moment"))
    if role not in (Role.OFFICER, Role.BROKER, Role.COORDINATOR) or _is_giver(by, match):
        raise Refused(_("Only those who were helped can confirm this, never those who gave the help"))
    if set(values) - {line.id for line in result.lines}:
        raise Refused(_("It was reported anew meanwhile. Look at the new numbers first"))
    for line in result.lines:
        line.verified_value = values.get(line.id, line.value) if line.value is not None else values.get(line.id)
    result.verified_at, result.verified_by = now(), by
    result.verified_on_behalf = role is not Role.OFFICER
    result.difference, result.anyway, result.receiver_words = int(difference.value), anyway, words
    move(session, match, MatchAct.VERIFY, by=by, on_behalf_of="officer" if role is not Role.OFFICER else "")
    tell_parties(
        session,
        match,
        "result_confirmed",
        only=("business", "partnership"),
        partnership=match.need.partnership,
        match_id=match.id,
    )
    return result


def would_again(session: Session, match: Match, *, role: Role, yes: bool, by: Account, on_behalf: bool = False) -> bool:
    """One side says whether it would do it again. True where both have said yes: the pair is open again,
    and stays so: a no comes to the next proposal.

    Raises:
        Refused: the result is not confirmed yet, or one of two yeses is taken back.
    """
    hold_match(session, match)
    result = result_of(session, match)
    if result is None or match.state is not MatchState.VERIFIED:
        raise Refused(_("This can be said once the result is confirmed"))
    if result.business_again and result.partnership_again:
        if not yes:
            raise Refused(_("You both said yes already. You can say no when we ask you again"))
        return True
    if role is Role.BUSINESS:
        result.business_again = yes
    else:
        result.partnership_again = yes
    match.events.append(
        MatchEvent(
            from_state=match.state,
            to_state=match.state,
            words=_("Would do it again: yes") if yes else _("Would do it again: no"),
            by=by,
            on_behalf_of=role.value if on_behalf else "",
        )
    )
    session.flush()
    both = bool(result.business_again and result.partnership_again)
    if both:
        if match.suggestion.state is SuggestionState.CONFIRMED:
            suggestion_life.move(session, match.suggestion, SuggestionAct.RELEASE, words="both would do it again")
        mark_due(match.need)
        mark_due(match.business)
    return both


def _is_giver(account: Account, match: Match) -> bool:
    return any(contact.account_id == account.id and contact.left_at is None for contact in match.business.contacts)


def _as_reported(result: Result) -> tuple[object, ...]:
    lines = {
        (line.part, line.measure): (line.value, line.missing, line.why_missing, line.contribution)
        for line in result.lines
    }
    return lines, result.words


def _as_said(figures: Sequence[Figure], words: str) -> tuple[object, ...]:
    lines = {
        (one.asked.part, one.asked.measure): (one.value, one.missing, one.why[:200], one.contribution)
        for one in figures
    }
    return lines, words


def _area_of(match: Match) -> str | None:
    areas = match.need.partnership.areas
    return match.need.area_code or (areas[0].code if areas else None)
