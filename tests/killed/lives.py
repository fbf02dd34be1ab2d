"""The lives of a case, from being proposed to each of its exits, as steps at given times.

A step is what a person does, or what the service does by itself. A person who saw nothing come of
a press of the button presses again: so each step says what is so once it is done, and is left alone then.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from broker import work
from broker.cases.calls import unread
from broker.cases.entries import STILL_RIGHT
from broker.cases.log import record
from broker.cases.start_checks import note_seen, still_open
from broker.casework import decide, undo
from broker.casework.calls import called
from broker.casework.entries import make_live
from broker.extensions import db
from broker.matches import steps as matches
from broker.matches.answering import answer, rung
from broker.registration.business.change import come_back, leave
from broker.registration.need.ending import close_need, pause_need
from broker.results import reporting
from broker.results.figures import asked_of
from broker.suggestions.upkeep import still_right
from models import Account, Business, Contact, EntryEvent, Match, Need, Suggestion
from models.vocabulary import (
    Answer,
    Anyway,
    CallOutcome,
    ConfirmReason,
    DeclineReason,
    Difference,
    EndReason,
    EntryState,
    HoldReason,
    MatchState,
    NeedEnd,
    Role,
    Side,
    SuggestionState,
)
from tests.factories import BrokerFactory, ContactFactory, CoordinatorFactory, PartnershipFactory, SuggestionFactory
from tests.web.casework.conftest import benches, firm


@dataclass(frozen=True)
class Step:
    """``act`` is left alone where ``done`` says that it has been done."""

    at: datetime
    act: Callable[[Session], object]
    done: Callable[[Session], bool]


#: What the service does in a step, in this order, by the names of its timetables.
SERVICE = ("find_forgotten", "act_on_due", "send_messages")


def by_service(app: Flask) -> None:
    for name in SERVICE:
        work.run_once(app, name)


def seed(session: Session) -> None:
    """A need with one place, a firm that is put forward, a reserve, and a firm that waits to be read."""
    people = [
        ContactFactory.build(name=name, email=f"{name.lower()}@{name.lower()}.example") for name in ("Ada", "Bo", "Jo")
    ]
    board = PartnershipFactory(name="Speke Board", contacts=[people[1]])
    need = benches(board)
    broker = BrokerFactory(name="Jo Link", contacts=[people[2]])
    for rank, (name, contacts) in enumerate((("Ash Joinery", [people[0]]), ("Birch Joinery", None)), start=1):
        said = {"contacts": contacts} if contacts else {}
        state = SuggestionState.OPEN if rank == 1 else SuggestionState.RESERVE
        SuggestionFactory(need=need, business=firm(name, **said), broker=broker, rank=rank, state=state)
    CoordinatorFactory(name="Pat Officer")
    for entry in (board, need, broker, *session.scalars(select(Business))):
        entry.sent_in_at = entry.created_at = entry.spoken_at = entry.read_at = at(1, 25)
    unread = firm("Elm Joinery", state=EntryState.WAITING, sent_in_at=at(2, 1), spoken_at=at(2, 1))
    record(session, unread, "sent_in")
    session.commit()


def at(month: int, day: int, hour: int = 10, year: int = 2027) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def _match(session: Session) -> Match:
    return session.scalars(select(Match)).one()


def _is(*states: MatchState) -> Callable[[Session], bool]:
    def so(session: Session) -> bool:
        return bool(session.scalar(select(Match.id).where(Match.state.in_(states))))

    return so


def _said_still_right(session: Session, name: str) -> bool:
    said = select(EntryEvent).where(EntryEvent.what == STILL_RIGHT, EntryEvent.entry_id == _firm(session, name).id)
    return session.scalars(said).first() is not None


def _pat(session: Session) -> Account:
    return session.scalars(select(Account).where(Account.name == "Pat Officer")).one()


def _need(session: Session) -> Need:
    return session.scalars(select(Need)).one()


def _firm(session: Session, name: str = "Ash Joinery") -> Business:
    return session.scalars(select(Business).where(Business.name == name)).one()


def _said(side: Side, given: Answer, on: int) -> Callable[[Session], bool]:
    def so(session: Session) -> bool:
        one = next(one for one in _match(session).answers if one.side is side)
        return one.answer is given or bool(one.answered_at and one.answered_at >= at(2, on)) or _over(session)

    return so


_over = _is(MatchState.DECLINED, MatchState.LAPSED, MatchState.WITHDRAWN, MatchState.ENDED_EARLY, MatchState.VERIFIED)


def confirmed(when: datetime) -> Step:
    def act(session: Session) -> object:
        suggestion = session.scalars(select(Suggestion).where(Suggestion.state == SuggestionState.OPEN)).one()
        return decide.confirm(
            session,
            suggestion,
            by=_pat(session),
            reasons=[ConfirmReason.RIGHT_SKILL],
            broker=suggestion.broker,
            amounts={part.id: part.amount for part in suggestion.need.parts},
            seen_version=suggestion.version,
        )

    return Step(when, act, lambda session: session.scalar(select(Match.id)) is not None)


def says(when: datetime, side: Side, given: Answer, **more: object) -> Step:
    def act(session: Session) -> object:
        return answer(session, _match(session), side, given, by=None, **more)  # type: ignore[arg-type]

    return Step(when, act, _said(side, given, when.day) if when.month == 2 else _answered_since(side, when))


def _answered_since(side: Side, when: datetime) -> Callable[[Session], bool]:
    def so(session: Session) -> bool:
        one = next(one for one in _match(session).answers if one.side is side)
        return bool(one.answered_at and one.answered_at >= when) or _over(session)

    return so


def rings(when: datetime, side: Side) -> Step:
    def done(session: Session) -> bool:
        return any(event.act == "ring" for event in _match(session).events)

    return Step(when, lambda session: rung(session, _match(session), side, by=_pat(session), words="Thinks"), done)


def starts(when: datetime) -> Step:
    def act(session: Session) -> object:
        match = _match(session)
        for rule in still_open(session, match):
            note_seen(session, match, rule, by=_pat(session), seen_on=when.date())
        return matches.start(session, match, by=_pat(session), words="They met")

    return Step(when, act, _is(MatchState.ACTIVE))


def reports(when: datetime) -> Step:
    def act(session: Session) -> object:
        match = _match(session)
        figures = [reporting.Figure(asked, value=4.0) for asked in asked_of(match)]
        return reporting.report(session, match, figures, by=_pat(session), role=Role.BROKER)

    return Step(when, act, _is(MatchState.COMPLETED))


def confirms_result(when: datetime) -> Step:
    def act(session: Session) -> object:
        return reporting.confirm(
            session,
            _match(session),
            by=_pat(session),
            role=Role.COORDINATOR,
            values={},
            difference=Difference.FOUR,
            anyway=Anyway.NO,
        )

    return Step(when, act, _is(MatchState.VERIFIED))


def without_mail(when: datetime) -> Step:
    """Those who ask have no e-mail address any more: what is written to them is to be read out."""

    def act(session: Session) -> None:
        for contact in _need(session).partnership.contacts:
            contact.email = ""

    return Step(when, act, lambda session: not any(one.email for one in _need(session).partnership.contacts))


def reads_out(when: datetime) -> Step:
    def act(session: Session) -> None:
        match = _match(session)
        ids = [message.id for message in unread(session, match)]
        called(session, match, ids, CallOutcome.SAID, by=_pat(session), words="They know")

    return Step(when, act, lambda session: not unread(session, _match(session)))


def of_match(when: datetime, act: Callable[[Session, Match, Account], object], *states: MatchState) -> Step:
    """Something an officer does with the match, which leads to one of these states."""
    return Step(when, lambda session: act(session, _match(session), _pat(session)), _is(*states))


def of_entry(when: datetime, act: Callable[[Session], object], done: Callable[[Session], bool]) -> Step:
    return Step(when, act, done)


def served(*days: tuple[int, int]) -> list[Step]:
    """Days on which the service runs, and an hour later again: a mail that was cut short is due by then."""
    return [
        Step(when, lambda _session: None, lambda _session: True)
        for month, day in days
        for when in (at(month, day, 11), at(month, day, 12))
    ]


def _undone(session: Session) -> object:
    suggestion = _match(session).suggestion
    decision = decide.standing_decision(suggestion)
    assert decision is not None
    return undo.undo(session, decision, by=_pat(session))


HALF_YEAR = (8, 31)
LIVES: dict[str, Callable[[], list[Step]]] = {
    "verified": lambda: [
        confirmed(at(2, 1)),
        *served((2, 1), (2, 4)),
        rings(at(2, 5), Side.BUSINESS),
        says(at(2, 8), Side.BUSINESS, Answer.YES),
        says(at(2, 8), Side.PARTNERSHIP, Answer.YES),
        *served((2, 8)),
        starts(at(2, 10)),
        *served((3, 12)),
        reports(at(4, 1)),
        *served((4, 1), (4, 15)),
        confirms_result(at(4, 16)),
        *served((4, 16)),
    ],
    "lapsed": lambda: [confirmed(at(2, 1)), *served((2, 1), (2, 4), (2, 15))],
    "not_confirmed": lambda: [
        confirmed(at(2, 1)),
        says(at(2, 2), Side.BUSINESS, Answer.YES),
        says(at(2, 2), Side.PARTNERSHIP, Answer.YES),
        starts(at(2, 3)),
        reports(at(2, 4)),
        *served((2, 4), (2, 18), (3, 4)),
    ],
    "declined": lambda: [
        confirmed(at(2, 1)),
        *served((2, 1)),
        says(at(2, 2), Side.PARTNERSHIP, Answer.YES),
        says(at(2, 3), Side.BUSINESS, Answer.NO, reason=DeclineReason.WRONG_TIME),
        *served((2, 3)),
    ],
    "read_out": lambda: [
        without_mail(at(2, 1, 9)),
        confirmed(at(2, 1)),
        *served((2, 1)),
        reads_out(at(2, 2)),
        says(at(2, 3), Side.BUSINESS, Answer.NO, reason=DeclineReason.WRONG_TIME),
        *served((2, 3)),
        reads_out(at(2, 4)),
    ],
    "asked_again_held_and_ended": lambda: [
        confirmed(at(2, 1)),
        *served((2, 1)),
        says(at(2, 2), Side.PARTNERSHIP, Answer.RING_FIRST),
        says(at(2, 2), Side.BUSINESS, Answer.NOT_NOW, ask_again_on=date(2027, 3, 8)),
        *served((2, 2), (3, 8)),
        says(at(3, 9), Side.PARTNERSHIP, Answer.YES),
        says(at(3, 9), Side.BUSINESS, Answer.YES),
        *served((3, 9)),
        of_match(
            at(3, 10),
            lambda s, m, pat: matches.hold(s, m, by=pat, reason=HoldReason.BOARD, until=date(2027, 4, 1)),
            MatchState.ON_HOLD,
        ),
        *served((3, 11)),
        of_match(at(4, 1), lambda s, m, pat: matches.resume(s, m, by=pat), MatchState.INTRODUCED),
        of_match(
            at(4, 2), lambda s, m, pat: matches.end_early(s, m, by=pat, reason=EndReason.COSTS), MatchState.ENDED_EARLY
        ),
        *served((4, 2)),
    ],
    "withdrawn": lambda: [
        confirmed(at(2, 1)),
        *served((2, 1)),
        of_match(
            at(2, 2), lambda s, m, pat: undo.withdraw(s, m, by=pat, reason=EndReason.NOT_NEEDED), MatchState.WITHDRAWN
        ),
        *served((2, 2)),
    ],
    "undone": lambda: [confirmed(at(2, 1)), Step(at(2, 1), _undone, _over), *served((2, 1))],
    "need_over": lambda: [
        confirmed(at(2, 1)),
        Step(at(2, 1), _ends_soon, lambda s: _need(s).ends_on is not None),
        *served((2, 1), (2, 11)),
        Step(
            at(2, 12),
            lambda s: close_need(s, _need(s), how=NeedEnd.NOT_MET, words="Nobody", by=_pat(s)),
            lambda s: _need(s).state is EntryState.ENDED,
        ),
        *served((2, 12)),
    ],
    "need_paused": lambda: [
        Step(
            at(2, 1),
            lambda s: pause_need(s, _need(s), until=date(2027, 2, 15), by=_pat(s)),
            lambda s: _need(s).state is EntryState.PAUSED,
        ),
        *served((2, 1), (2, 15)),
    ],
    "entry": lambda: [
        *served((2, 1), (2, 3)),
        Step(
            at(2, 4),
            lambda s: make_live(s, _firm(s, "Elm Joinery"), by=_pat(s)),
            lambda s: _firm(s, "Elm Joinery").is_live,
        ),
        *served((2, 4), (8, 2), (8, 9), (9, 1)),
        Step(
            at(9, 2),
            lambda s: come_back(s, _firm(s, "Elm Joinery"), _pat(s)),
            lambda s: _firm(s, "Elm Joinery").is_live,
        ),
        Step(
            at(9, 2),
            lambda s: still_right(s, _firm(s, "Elm Joinery"), by=_pat(s)),
            lambda s: _said_still_right(s, "Elm Joinery"),
        ),
        Step(
            at(9, 3),
            lambda s: leave(s, _firm(s, "Elm Joinery"), "", _pat(s)),
            lambda s: _firm(s, "Elm Joinery").state is EntryState.ENDED,
        ),
        *served((9, 3)),
    ],
}


def _ends_soon(session: Session) -> None:
    need = _need(session)
    need.ends_on = date(2027, 2, 10)
    record(session, need, "changed", by=_pat(session))


__all__ = ["LIVES", "SERVICE", "Contact", "Step", "by_service", "db", "seed", "timedelta"]
