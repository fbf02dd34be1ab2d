"""A case goes through every state to every exit, in the browsers of its three parties, while time passes.

The table of moves (`broker.cases.life.MOVES`) says where each act leads. After every step the page of the firm,
of the local group and of their broker say the state that the table says, each in its own words; axe looks at
each of the three pages once in each state. On both databases; in `make test` two of the lives.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from playwright.sync_api import expect

from broker import work
from broker.cases.life import MOVES, move, replayed
from broker.casework.decide import confirm
from broker.extensions import WRITING, db
from broker.settings import Settings
from models import Match
from models.vocabulary import ConfirmReason, MatchAct, MatchState, Role
from tests.browser.accessible import assert_accessible
from tests.browser.journeys.visitor import Visitor
from tests.browser.sweep.people import COOKIE, visit
from tests.conftest import SETTINGS
from tests.factories import BrokerFactory, CoordinatorFactory, PartnershipFactory, SuggestionFactory
from tests.pages import signed_in
from tests.sizes import FULL
from tests.web.casework.conftest import benches, firm
from tests.web.matches.conftest import person

MONDAY = datetime(2027, 2, 1, 10, tzinfo=UTC)
#: What the service does in a day, by the names of its timetables.
SERVICE = ("find_forgotten", "act_on_due", "send_messages")
#: What the pages of both sides say first in each state; a step may say otherwise for a proposal.
SAYS = {
    MatchState.PROPOSED: "You are free to say no.",
    MatchState.ACCEPTED: "You have both said yes",
    MatchState.INTRODUCED: "You have been introduced",
    MatchState.ACTIVE: "You are working together",
    MatchState.ON_HOLD: "This waits for a while",
    MatchState.COMPLETED: "It is not confirmed yet.",
    MatchState.VERIFIED: "Speke Board has confirmed what came of it.",
    MatchState.DECLINED: "This does not go ahead",
    MatchState.LAPSED: "The time to answer has run out",
    MatchState.WITHDRAWN: "We took this question back",
    MatchState.ENDED_EARLY: "This has ended",
}
FIRM, GROUP, BROKER = "the firm", "the local group", "the broker"
#: (party, state) whose page axe has looked at.
LOOKED_AT: set[tuple[str, MatchState]] = set()


class Party(Visitor):
    """One of the three, or the coordinator, with a page of the case that is theirs."""

    own: str
    holds: dict[str, Any]

    def comes(self, app: Any) -> None:
        """As from a link, today: nobody stays signed in for weeks."""
        held = {**self.holds, "fs_paa": time.time()}
        cookie = {"name": COOKIE, "value": visit(app, **held), "url": self.address}
        self.page.context.add_cookies([cookie])

    def opens(self) -> "Party":
        return self.goes_to(self.own)

    def says(self, answer: str) -> "Party":
        self.opens().page.get_by_role("radio", name=answer, exact=True).check()
        return self.presses("Continue")

    def types_day(self, day: datetime) -> "Party":
        return self.types("Day", str(day.day)).types("Month", str(day.month)).types("Year", str(day.year))


@dataclass
class Stage:
    """The people of one case, the clock, and the service that works by itself."""

    app: Any
    clock: Any
    firm: Party
    group: Party
    broker: Party
    coordinator: Party
    match_id: int

    @property
    def parties(self) -> dict[str, Party]:
        return {FIRM: self.firm, GROUP: self.group, BROKER: self.broker}

    def passes(self, days: int) -> None:
        """So many days, and on the last of them the service does what is due."""
        self.clock.shift(timedelta(days=days))
        for name in SERVICE:
            work.run_once(self.app, name)
        for one in (*self.parties.values(), self.coordinator):
            one.comes(self.app)


@dataclass(frozen=True)
class Step:
    """``acts`` are the moves of the table that it makes; ``says`` is what a page says in place of `SAYS`."""

    acts: tuple[MatchAct, ...]
    does: Callable[[Stage], object]
    says: dict[str, str] = field(default_factory=dict)


def on(days: int) -> datetime:
    return datetime.now(UTC) + timedelta(days=days)


def reports(stage: Stage) -> None:
    page = stage.group.goes_to(f"/matches/{stage.match_id}/result/report").page
    for said in page.locator("input[name^=said_][value=number]").all():
        said.check()
    for amount in page.locator("input[name^=amount_]").all():
        amount.fill("4")
    stage.group.presses("Save").reads("Reported, not confirmed")


def confirms(stage: Stage) -> None:
    stage.group.goes_to(f"/matches/{stage.match_id}/result").follows("Confirm it, or correct it")
    page = stage.group.page
    page.locator("input[name=difference]").last.check()
    page.locator("input[name=anyway]").first.check()
    stage.group.presses("Confirm")


def held(stage: Stage) -> None:
    stage.broker.opens().follows("Put it on hold").chooses("Waiting for a board").types_day(on(20))
    stage.broker.presses("Put on hold")


def ends_early(stage: Stage) -> None:
    stage.broker.opens().follows("End it early").chooses("Costs").presses("End it")


def rings(stage: Stage) -> None:
    stage.broker.opens().page.locator("#steps, #answers").get_by_role("link", name="I have rung them").first.click()
    stage.broker.arrives().types("What was said?", "They ask their board").chooses("They still think about it")
    stage.broker.presses("Save")


def asks_for_a_call(stage: Stage) -> None:
    stage.firm.says("Ring me first").presses("Ask for a call")


def not_now(stage: Stage) -> None:
    stage.firm.says("Not now, ask me later").types_day(on(28)).presses("Continue")


def agreed_behind_the_pages(stage: Stage) -> None:
    """As a case stands that could not be introduced at once: the service does it as soon as it is due."""
    with stage.app.app_context():
        WRITING.set(True)
        move(db.session, db.session.get_one(Match, stage.match_id), MatchAct.ACCEPT)
        db.session.commit()


_A = MatchAct
FIRM_YES = Step((_A.ANSWER,), lambda s: s.firm.says("Yes"), {FIRM: "You have said yes", GROUP: "has said yes already."})
GROUP_YES = Step((_A.ANSWER, _A.ACCEPT, _A.INTRODUCE), lambda s: s.group.says("Yes"))
STARTS = Step(
    (_A.START,),
    lambda s: (
        s.broker.opens()
        .follows("They have met: the work starts")
        .types("How did they meet or speak?", "At the garden")
        .presses("Start")
    ),
)
HELD, ENDS_EARLY = Step((_A.HOLD,), held), Step((_A.END_EARLY,), ends_early)
COMES_TO_AN_END = Step((_A.COMPLETE,), reports)
REMINDED = Step((_A.REMIND_RESULT,), lambda s: s.passes(14))
NO = Step(
    (_A.DECLINE,),
    lambda s: s.firm.says("No").chooses("Wrong time").presses("Say no"),
    {FIRM: "You said no to this"},
)

LIVES: dict[str, tuple[Step, ...]] = {
    "confirmed by those helped": (
        Step((_A.ANSWER,), asks_for_a_call, {FIRM: "We ring you first"}),
        Step((_A.RING,), rings),
        FIRM_YES,
        GROUP_YES,
        HELD,
        Step((_A.RESUME,), lambda s: s.broker.opens().follows("It goes on").presses("Go on")),
        STARTS,
        Step((_A.COMPLETE,), lambda s: s.broker.opens().follows("The work is done").presses("It is done")),
        REMINDED,
        Step((), reports),
        Step((_A.VERIFY,), confirms),
    ),
    "reported and never confirmed": (
        FIRM_YES,
        GROUP_YES,
        STARTS,
        COMES_TO_AN_END,
        REMINDED,
        Step((), lambda s: s.passes(30)),
    ),
    "no answer in time": (
        Step((_A.REMIND, _A.REMIND), lambda s: s.passes(3)),
        Step((), lambda s: s.passes(5)),
        Step((_A.LAPSE,), lambda s: s.passes(7)),
    ),
    "no by the firm": (NO,),
    "no by the local group": (
        FIRM_YES,
        Step(
            (_A.DECLINE,),
            lambda s: s.group.says("No").chooses("Wrong time").presses("Say no"),
            {GROUP: "You said no to this"},
        ),
    ),
    "asked again, and withdrawn": (
        Step((_A.ANSWER,), lambda s: s.group.says("Yes"), {GROUP: "You have said yes"}),
        Step((_A.ANSWER,), not_now, {FIRM: "You asked us to come back later.", GROUP: "You have said yes"}),
        Step((_A.ASK_AGAIN,), lambda s: s.passes(28), {GROUP: "You have said yes"}),
        Step(
            (_A.WITHDRAW,),
            lambda s: (
                s.coordinator.opens().follows("Withdraw this proposal").chooses("No longer needed").presses("Withdraw")
            ),
        ),
    ),
    "agreed, introduced by the service, and ended early": (
        Step((_A.ACCEPT,), agreed_behind_the_pages),
        Step((_A.INTRODUCE,), lambda s: s.passes(1)),
        ENDS_EARLY,
    ),
    "ended early under way": (FIRM_YES, GROUP_YES, STARTS, ENDS_EARLY),
    "ended early on hold": (FIRM_YES, GROUP_YES, HELD, ENDS_EARLY),
}
#: In `make test`: life -> the database it is lived on.
SMALL = {"no answer in time": "postgresql", "ended early on hold": "sqlite"}


def states_of(steps: tuple[Step, ...]) -> list[MatchState]:
    """The state after each step, by the table of moves."""
    state, came_from, found = MatchState.PROPOSED, None, []
    for step in steps:
        for act in step.acts:
            starts, leads_to = MOVES[act]
            assert state in starts, f"{act} does not start from {state}"
            came_from, state = (state, leads_to) if leads_to else (None, came_from)
        found.append(state)
    return found


def test_the_lives_go_through_every_state_and_make_every_move_of_the_table():
    acts = {act for steps in LIVES.values() for step in steps for act in step.acts}
    assert acts == set(MOVES)
    assert {MatchState.PROPOSED, *(state for steps in LIVES.values() for state in states_of(steps))} == set(MatchState)
    assert set(SAYS) == set(MatchState)


@pytest.fixture
def settings(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> Settings:
    if database == "postgresql":
        url = request.getfixturevalue("postgres_url")
    else:
        url = f"sqlite:///{tmp_path / 'broker.sqlite3'}"
        shutil.copy(request.getfixturevalue("template_database"), tmp_path / "broker.sqlite3")
    return replace(SETTINGS, database_url=url, mail_folder=str(tmp_path / "mail"))


@pytest.fixture
def stage(app, session, arrives_as) -> Iterator[Stage]:
    with time_machine.travel(MONDAY, tick=True) as clock:
        ada = person(Role.BUSINESS, "Ada Ash", "ada@ash.example", telephone="+441632960111")
        bo = person(Role.OFFICER, "Bo Board", "bo@board.example", telephone="+441632960222")
        jo = person(Role.BROKER, "Jo Link", "jo@chamber.example", telephone="+441632960333")
        need = benches(PartnershipFactory(name="Speke Board", contacts=[bo]))
        suggestion = SuggestionFactory(need=need, business=firm("Ash Joinery", contacts=[ada]))
        pat = CoordinatorFactory(name="Pat Officer")
        match = confirm(
            session,
            suggestion,
            by=pat,
            reasons=[ConfirmReason.RIGHT_SKILL],
            broker=BrokerFactory(name="Jo Link", contacts=[jo]),
            amounts={need.parts[0].id: 4},
            seen_version=suggestion.version,
        )
        session.commit()
        people = SimpleNamespace(
            firm=(ada.account, f"/your-page/matches/{match.id}"),
            group=(bo.account, f"/your-page/matches/{match.id}"),
            broker=(jo.account, f"/cases/match/{match.id}"),
            coordinator=(pat, f"/coordinate/matches/{match.id}"),
        )
        parties = {}
        for name, (account, own) in vars(people).items():
            parties[name] = arrives_as(Party, checks_pages=False)
            parties[name].holds, parties[name].own = signed_in(account), own
        match_id = match.id
        session.close()  # whoever writes from here on waits for nobody
        made = Stage(app=app, clock=clock, match_id=match_id, **parties)
        clock.shift(timedelta(minutes=20))  # what was confirmed can no longer be undone
        made.passes(0)
        yield made


def read(stage: Stage, state: MatchState, says: dict[str, str]) -> None:
    """Each of the three opens their page of the case, and reads in which state it is."""
    for name, party in stage.parties.items():
        party.opens()
        if name == BROKER:
            expect(party.page.locator("main .govuk-tag").first).to_have_text(state.label)
        else:
            party.reads(says.get(name, SAYS[state]))
        if (name, state) not in LOOKED_AT:
            assert_accessible(party.page)
            LOOKED_AT.add((name, state))


@pytest.mark.soak
@pytest.mark.parametrize(
    ("life", "database"),
    [
        (life, database)
        for life in LIVES
        for database in ("sqlite", "postgresql")
        if FULL or SMALL.get(life) == database
    ],
)
def test_a_case_stands_where_the_table_says_on_the_pages_of_all_three_after_every_step(session, stage, life):
    read(stage, MatchState.PROPOSED, {})
    for number, (step, state) in enumerate(zip(LIVES[life], states_of(LIVES[life]), strict=True), 1):
        step.does(stage)
        try:
            read(stage, state, step.says)
        except AssertionError as wrong:
            raise AssertionError(f"{life}, step {number}, {state}: {wrong}") from wrong
    session.rollback()
    match = session.get_one(Match, stage.match_id, populate_existing=True)
    acts = [act for step in LIVES[life] for act in step.acts]
    assert [event.act for event in match.events if event.act] == [MatchAct.PROPOSE, *acts]
    assert replayed(match.events) is match.state
