"""What all parties can do, in any order, as rules of a machine: see `test_any_order.py`."""

import shutil
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from sqlalchemy import func, select

from broker.cases.away import set_away
from broker.cases.calls import unread
from broker.cases.checking_in import NotUnderWay, check_in
from broker.cases.due import act_on_due
from broker.cases.log import NotAllowed, record
from broker.cases.refusals import NotPossible
from broker.cases.start_checks import note_seen, still_open
from broker.cases.waiting import TABLE_OF
from broker.casework import decide, undo
from broker.casework.calls import called
from broker.casework.entries import end
from broker.casework.refusals import AlreadyDecided, Refused, TooLate
from broker.extensions import WRITING, db
from broker.matches import steps
from broker.matches.answering import answer, rung
from broker.matches.refusals import NotAskedAnyMore, NotSaid
from broker.messages.send import send_messages
from broker.registration.business.change import come_back, leave, pause_business
from broker.registration.need.ending import close_need, pause_need, resume_need
from broker.results import reporting
from broker.results.figures import asked_of
from broker.suggestions.forgotten import find_forgotten
from broker.suggestions.keep import arrange
from broker.suggestions.refresh import bring_back
from broker.suggestions.upkeep import still_right
from models import Account, Business, Case, Match, MatchEvent, Need, Suggestion
from models.match import OVER
from models.vocabulary import (
    Answer,
    Anyway,
    AsAgreed,
    CallOutcome,
    CheckInOutcome,
    ConfirmReason,
    DeclineReason,
    Difference,
    EndReason,
    EntryState,
    HoldReason,
    Kind,
    LaterReason,
    MatchState,
    NeedEnd,
    RejectReason,
    Role,
    Side,
    Strand,
)
from tests.conftest import SETTINGS, moved_in
from tests.factories import (
    BrokerFactory,
    ContactFactory,
    CoordinatorFactory,
    PartFactory,
    PartnershipFactory,
    SuggestionFactory,
)
from tests.web.casework.conftest import benches, firm

MONDAY = datetime(2027, 2, 1, 10, tzinfo=UTC)
#: Answers to somebody who asks for what cannot be done now. Nothing is changed by them.
REFUSALS = (
    NotPossible,
    NotAllowed,
    Refused,
    AlreadyDecided,
    TooLate,
    NotAskedAnyMore,
    NotSaid,
    NotUnderWay,
    reporting.Refused,
)
WHICH = st.integers(0, 5)
DAYS = st.integers(1, 40)


def seed(session) -> None:
    """Two needs of a board, one with two places, three firms put forward for both, and a broker. The board and
    one of the firms have no e-mail address."""
    by_telephone = [ContactFactory.build(name=name, email="", telephone="+441632960555") for name in ("Bo", "Cy")]
    board = PartnershipFactory(name="Speke Board", contacts=by_telephone[:1])
    two = [PartFactory(kind=Kind.KIT, amount=4, places=2)]
    needs = [benches(board), benches(board, "Sheds", parts=two)]
    broker = BrokerFactory(name="Jo Link", caseload_limit=3)
    for rank, name in enumerate(("Ash", "Birch", "Elm"), start=1):
        business = firm(name, **({"contacts": by_telephone[1:]} if name == "Birch" else {}))
        for need in needs:
            SuggestionFactory(need=need, business=business, broker=broker, rank=rank)
    CoordinatorFactory(name="Pat Officer")
    for need in needs:
        arrange(session, need)
    find_forgotten(session)
    session.commit()


class Acts(RuleBasedStateMachine):
    #: The states of matches that were come to in all examples: a test in which nothing happens proves nothing.
    reached: set[MatchState] = set()
    #: How many cases of calls there were in all examples, open and closed.
    calls = 0

    def __init__(self, house, seeded: Path) -> None:
        super().__init__()
        copy = seeded.with_name("example.sqlite3")
        for ending in ("-wal", "-shm"):
            copy.with_name(copy.name + ending).unlink(missing_ok=True)
        shutil.copy(seeded, copy)
        self.stack = ExitStack()
        app = self.stack.enter_context(moved_in(house, replace(SETTINGS, database_url=f"sqlite:///{copy}")))
        self.clock = self.stack.enter_context(time_machine.travel(MONDAY, tick=False))
        self.stack.enter_context(app.app_context())
        WRITING.set(True)
        self.session = db.session
        self.pat = self.session.scalars(select(Account).where(Account.name == "Pat Officer")).one()

    def teardown(self) -> None:
        try:
            self.reached.update(self.session.scalars(select(MatchEvent.to_state)))
            Acts.calls += self.session.scalar(select(func.count()).where(Case.strand == Strand.CALLS)) or 0
        finally:
            self.session.close()
            self.stack.close()

    def one(self, table, which, *where):
        """One of the rows, whichever is asked for; None where there is none."""
        rows = self.session.scalars(select(table).where(*where).order_by(table.id)).all()
        return rows[which % len(rows)] if rows else None

    def do(self, act, *args, **said) -> None:
        try:
            act(self.session, *args, **said)
        except REFUSALS:
            self.session.rollback()
        self.session.commit()

    def today(self):
        return datetime.now(UTC).date()

    @initialize(first=WHICH, second=WHICH)
    def two_are_asked(self, first, second):
        """So that each example has something to go on with."""
        self.confirm(first)
        self.confirm(second)

    # the office

    @rule(which=WHICH)
    def confirm(self, which):
        suggestion = self.one(Suggestion, which, Suggestion.state.in_(["open", "reserve"]))
        if suggestion is not None:
            amounts = {part.id: part.amount for part in suggestion.need.parts}
            said = {"by": self.pat, "reasons": [ConfirmReason.RIGHT_SKILL], "words": "Known", "amounts": amounts}
            self.do(decide.confirm, suggestion, broker=suggestion.broker, seen_version=suggestion.version, **said)

    @rule(which=WHICH, days=DAYS, no=st.booleans())
    def reject_or_put_off(self, which, days, no):
        suggestion = self.one(Suggestion, which, Suggestion.state == "open")
        if suggestion is not None and no:
            seen = suggestion.version
            self.do(decide.reject, suggestion, by=self.pat, reason=RejectReason.NOT_READY, seen_version=seen)
        elif suggestion is not None:
            until = self.today() + timedelta(days)
            said = {"reason": LaterReason.CHECK, "until": until, "seen_version": suggestion.version}
            self.do(decide.later, suggestion, by=self.pat, **said)

    @rule(which=WHICH)
    def undo_a_decision(self, which):
        suggestion = self.one(Suggestion, which, Suggestion.state.in_(["confirmed", "rejected", "later"]))
        decision = decide.standing_decision(suggestion) if suggestion is not None else None
        if decision is not None:
            self.do(undo.undo, decision, by=self.pat)

    @rule(which=WHICH)
    def withdraw(self, which):
        match = self.one(Match, which, Match.state.not_in(OVER))
        if match is not None:
            self.do(undo.withdraw, match, by=self.pat, reason=EndReason.NOT_NEEDED)

    @rule(which=WHICH)
    def end_an_entry(self, which):
        business = self.one(Business, which)
        self.do(end, business, by=self.pat, words="They asked for it")

    @rule(which=WHICH, outcome=st.sampled_from(CallOutcome))
    def make_a_call(self, which, outcome):
        case = self.one(Case, which, Case.strand == Strand.CALLS, Case.closed_at.is_(None))
        if case is not None:
            subject = self.session.get_one(TABLE_OF[case.kind], case.subject_id)
            ids = [message.id for message in unread(self.session, subject)]
            self.do(called, subject, ids, outcome, by=self.pat, words="They said so")

    # the two sides

    @rule(which=WHICH, side=st.sampled_from(Side), given=st.sampled_from(Answer), days=DAYS, behalf=st.booleans())
    def say(self, which, side, given, days, behalf):
        match = self.one(Match, which, Match.state == MatchState.PROPOSED)
        if match is not None:
            said = {"ask_again_on": self.today() + timedelta(days)} if given is Answer.NOT_NOW else {}
            reason = DeclineReason.WRONG_TIME if given is Answer.NO else None
            self.do(answer, match, side, given, by=self.pat, reason=reason, on_behalf=behalf, **said)

    @rule(which=WHICH)
    def both_say_yes(self, which):
        match = self.one(Match, which, Match.state == MatchState.PROPOSED)
        for side in Side if match is not None else ():
            self.do(answer, match, side, Answer.YES, by=None)

    @rule(which=WHICH, side=st.sampled_from(Side))
    def ring(self, which, side):
        match = self.one(Match, which)
        if match is not None:
            self.do(rung, match, side, by=self.pat, words="They think about it")

    @rule(which=WHICH, days=DAYS, stays=st.booleans(), group=st.booleans())
    def go_away_or_come_back(self, which, days, stays, group):
        who = self.one(Need, which).partnership if group else self.one(Business, which)
        begins = None if stays else self.today()
        self.do(set_away, who, begins=begins, ends=begins and begins + timedelta(days), by=self.pat)

    @rule(which=WHICH, days=st.none() | DAYS)
    def pause_a_business(self, which, days):
        business = self.one(Business, which)
        self.do(pause_business, business, until=days and self.today() + timedelta(days), by=self.pat)

    @rule(which=WHICH)
    def bring_a_business_back(self, which):
        business = self.one(Business, which, Business.state.in_([EntryState.PAUSED, EntryState.ENDED]))
        if business is not None:
            self.do(come_back, business, by=self.pat)

    @rule(which=WHICH)
    def leave_for_good(self, which):
        self.do(leave, self.one(Business, which), "", by=self.pat)

    @rule(which=WHICH, days=DAYS, pauses=st.booleans())
    def pause_or_resume_a_need(self, which, days, pauses):
        need = self.one(Need, which)
        if pauses:
            self.do(pause_need, need, until=self.today() + timedelta(days), by=self.pat)
        else:
            self.do(resume_need, need, by=self.pat)

    @rule(which=WHICH, days=DAYS)
    def give_a_need_a_last_day(self, which, days):
        need = self.one(Need, which, Need.state == EntryState.LIVE)
        if need is not None:
            need.ends_on = self.today() + timedelta(days)
            self.do(record, need, "changed", by=self.pat)

    @rule(which=WHICH)
    def close(self, which):
        self.do(close_need, self.one(Need, which), how=NeedEnd.PARTLY, words="Some", by=self.pat)

    @rule(which=WHICH, table=st.sampled_from([Business, Need]))
    def say_that_it_still_holds(self, which, table):
        self.do(still_right, self.one(table, which), by=self.pat)

    # working together

    @rule(which=WHICH)
    def start(self, which):
        match = self.one(Match, which, Match.state == MatchState.INTRODUCED)
        if match is not None:
            for missing in still_open(self.session, match):
                note_seen(self.session, match, missing, by=self.pat, seen_on=self.today())
            self.do(steps.start, match, by=self.pat, words="They met")

    @rule(which=WHICH, days=DAYS)
    def hold(self, which, days):
        match = self.one(Match, which, Match.state.not_in(OVER))
        if match is not None:
            until = self.today() + timedelta(days)
            self.do(steps.hold, match, by=self.pat, reason=HoldReason.HOLIDAYS, until=until)

    @rule(which=WHICH)
    def resume(self, which):
        match = self.one(Match, which, Match.state == MatchState.ON_HOLD)
        if match is not None:
            self.do(steps.resume, match, by=self.pat)

    @rule(which=WHICH)
    def check_in(self, which):
        match = self.one(Match, which, Match.state == MatchState.ACTIVE)
        if match is not None:
            outcome = CheckInOutcome.ATTENTION
            self.do(check_in, match, as_agreed=AsAgreed.PARTLY, outcome=outcome, by=self.pat)

    @rule(which=WHICH)
    def end_early(self, which):
        match = self.one(Match, which)
        if match is not None:
            self.do(steps.end_early, match, by=self.pat, reason=EndReason.COSTS)

    @rule(which=WHICH)
    def report(self, which):
        match = self.one(Match, which, Match.state.in_([MatchState.ACTIVE, MatchState.COMPLETED]))
        if match is not None:
            figures = [reporting.Figure(asked, value=4.0) for asked in asked_of(match)]
            self.do(reporting.report, match, figures, by=self.pat, role=Role.BROKER)

    @rule(which=WHICH)
    def confirm_a_result(self, which):
        match = self.one(Match, which, Match.state == MatchState.COMPLETED)
        if match is not None:
            said = {"difference": Difference.FOUR, "anyway": Anyway.NO, "values": {}}
            self.do(reporting.confirm, match, by=self.pat, role=Role.COORDINATOR, **said)

    # time

    @rule(days=DAYS)
    def time_passes(self, days):
        self.clock.shift(timedelta(days))
        for work in (act_on_due, bring_back, send_messages):
            work(self.session)
        self.session.commit()
        due_still = select(func.count()).where(Case.closed_at.is_(None), Case.acts_on <= self.today())
        assert self.session.scalar(due_still) == 0, "what the service does, it has done"

    @rule(minutes=st.sampled_from([5, 20]))
    def mail_leaves(self, minutes):
        self.clock.shift(timedelta(minutes=minutes))
        send_messages(self.session)

    @rule(hours=st.integers(1, 72))
    def the_clock_goes_back(self, hours):
        self.clock.shift(-timedelta(hours=hours))
        act_on_due(self.session)
