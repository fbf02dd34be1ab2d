"""The past of the illustrative programme: what was put forward, decided, done and confirmed."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models import (
    Account,
    Business,
    Decision,
    Match,
    MatchAnswer,
    MatchEvent,
    MatchPart,
    Need,
    Result,
    ResultLine,
    Suggestion,
    SuggestionEvent,
)
from models.base import now
from models.vocabulary import Answer, DeclineReason, MatchAct, MatchState, Side, SuggestionAct, SuggestionState, Verdict

from ..cases.following import follow
from ..cases.life import MOVES, OVER
from ..cases.start_checks import lines_of, note_seen
from ..results.figures import USUALLY, asked_of
from . import read
from .records import Outcome, Step
from .telling import tell_in_reports

#: verdict -> the state it leaves, and the act that leads there.
DECIDED = {
    Verdict.CONFIRM: (SuggestionState.CONFIRMED, SuggestionAct.CONFIRM),
    Verdict.REJECT: (SuggestionState.REJECTED, SuggestionAct.REJECT),
    Verdict.LATER: (SuggestionState.LATER, SuggestionAct.PUT_OFF),
}
#: How a match gets to each state from being proposed.
WAYS: dict[MatchState, tuple[MatchAct, ...]] = {
    MatchState.PROPOSED: (),
    MatchState.DECLINED: (MatchAct.DECLINE,),
    MatchState.INTRODUCED: (MatchAct.ACCEPT, MatchAct.INTRODUCE),
    MatchState.ACTIVE: (MatchAct.ACCEPT, MatchAct.INTRODUCE, MatchAct.START),
    MatchState.ENDED_EARLY: (MatchAct.ACCEPT, MatchAct.INTRODUCE, MatchAct.START, MatchAct.END_EARLY),
    MatchState.COMPLETED: (MatchAct.ACCEPT, MatchAct.INTRODUCE, MatchAct.START, MatchAct.COMPLETE),
    MatchState.VERIFIED: (
        MatchAct.ACCEPT,
        MatchAct.INTRODUCE,
        MatchAct.START,
        MatchAct.COMPLETE,
        MatchAct.VERIFY,
    ),
}
#: Days after the proposal on which each act falls; the last ones are counted back from today.
AFTER = {MatchAct.ACCEPT: 3, MatchAct.INTRODUCE: 3, MatchAct.DECLINE: 4, MatchAct.START: 9}
BEFORE_TODAY = {MatchAct.COMPLETE: 6, MatchAct.VERIFY: 2, MatchAct.END_EARLY: 10}

#: A story that reports print is of so many people at least: of one, the one would be known.
OF_SEVERAL = 5


class Telling:
    """One run: the rows of the past, dated as they would have been."""

    def __init__(
        self, session: Session, coordinator: Account, needs: Mapping[str, Need], firms: Mapping[str, Business]
    ) -> None:
        self.session = session
        self.coordinator = coordinator
        self.needs, self.firms = needs, firms
        self.now = now()

    def tell(self, steps: Iterable[Step]) -> None:
        """Write every step of the past."""
        for step in steps:
            suggestion = self._suggestion(step)
            if step.match_state is not None:
                self._match(step, suggestion)
        self.session.flush()

    def _suggestion(self, step: Step) -> Suggestion:
        need, firm, at = self.needs[step.need], self.firms[step.business], self._at(step.days_ago)
        put_forward_at = at - timedelta(days=2)
        state, act = DECIDED[step.verdict]
        until = at.date() + timedelta(days=step.later_days) if step.later_days else None
        suggestion = Suggestion(
            need=need,
            business=firm,
            broker=need.partnership.lead_broker,
            source=step.source,
            state=state,
            later_until=until,
            created_at=put_forward_at,
            decisions=[
                Decision(
                    verdict=step.verdict, reason=step.reason, words=step.words, until=until, at=at, by=self.coordinator
                )
            ],
            events=[
                SuggestionEvent(
                    act=SuggestionAct.PUT_FORWARD, to_state=SuggestionState.OPEN, at=at - timedelta(days=2)
                ),
                SuggestionEvent(act=act, from_state=SuggestionState.OPEN, to_state=state, at=at, by=self.coordinator),
            ],
        )
        self.session.add(suggestion)
        return suggestion

    def _match(self, step: Step, suggestion: Suggestion) -> None:
        assert step.match_state is not None
        need, firm, at = suggestion.need, suggestion.business, self._at(step.days_ago)
        offered = {offer.kind: offer.amount for offer in firm.offers}
        match = Match(
            suggestion=suggestion,
            need=need,
            business=firm,
            broker=suggestion.broker,
            coordinator=self.coordinator,
            state=MatchState.PROPOSED,
            illustrative=True,
            created_at=at,
            parts=[
                MatchPart(part=part, amount=min(filter(None, (part.amount, offered[part.kind])), default=None))
                for part in need.parts
                if part.kind in offered
            ]
            or [MatchPart(part=need.parts[0], amount=need.parts[0].amount)],
            events=[
                MatchEvent(act=MatchAct.PROPOSE, to_state=MatchState.PROPOSED, at=at, by=self.coordinator),
            ],
        )
        self.session.add(match)
        for act in WAYS[step.match_state]:
            self._move(match, act, at, step)
        self._answers(match, at, step)
        self.session.flush()
        if match.started_at is not None:
            self._checks(match)
        outcome = read.outcomes().get((step.need, step.business))
        if outcome is not None:
            self._result(match, outcome)
            if outcome.difference is not None and outcome.figures.get("people_helped", 0) >= OF_SEVERAL:
                tell_in_reports(self.session, match, f"{outcome.words} {outcome.receiver_words}", self.coordinator)
        if match.state in OVER:
            if match.state not in (MatchState.VERIFIED, MatchState.DECLINED, MatchState.ENDED_EARLY):
                raise ValueError(f"no story ends {match.state}")
        else:
            follow(self.session, match)

    def _move(self, match: Match, act: MatchAct, proposed_at: datetime, step: Step) -> None:
        at = self._at(BEFORE_TODAY[act]) if act in BEFORE_TODAY else proposed_at + timedelta(days=AFTER[act])
        came_from, goes_to = match.state, MOVES[act][1]
        assert goes_to is not None
        ends = act in (MatchAct.DECLINE, MatchAct.END_EARLY)
        reason = str(step.end_reason) if ends and step.end_reason else None
        match.events.append(MatchEvent(act=act, from_state=came_from, to_state=goes_to, at=at, reason=reason))
        match.state = goes_to
        if act is MatchAct.INTRODUCE:
            match.introduced_at = at
        elif act is MatchAct.START:
            match.started_at = at
        elif act is MatchAct.COMPLETE:
            match.completed_at = at
        elif act is MatchAct.VERIFY:
            match.verified_at = at
        elif ends:
            match.ended_at = at

    def _answers(self, match: Match, at: datetime, step: Step) -> None:
        for side in Side:
            answer = MatchAnswer(side=side, asked_on=at.date(), answer=Answer.WAITING)
            if match.state is MatchState.DECLINED and side is Side.BUSINESS:
                answer.answer, answer.answered_at = Answer.NO, match.ended_at
                answer.reason = step.end_reason if isinstance(step.end_reason, DeclineReason) else None
            elif match.state is not MatchState.PROPOSED:
                answer.answer, answer.answered_at = Answer.YES, at + timedelta(days=2)
            match.answers.append(answer)

    def _checks(self, match: Match) -> None:
        assert match.started_at is not None
        for line in lines_of(self.session, match):
            if line.rule.required:
                day = match.started_at.date()
                months = line.rule.valid_months
                until = day + timedelta(days=30 * months) if months else None
                note_seen(self.session, match, line.rule, by=self.coordinator, seen_on=day, valid_until=until)

    def _result(self, match: Match, outcome: Outcome) -> None:
        lines = []
        for asked in asked_of(match):
            code = asked.part.kind.value if asked.part else str(asked.measure)
            value = outcome.figures[code]
            confirmed = value if outcome.difference is not None else None
            contribution = USUALLY[asked.part.kind] if asked.part else None
            lines.append(
                ResultLine(
                    part=asked.part,
                    measure=asked.measure,
                    value=value,
                    contribution=contribution,
                    verified_value=confirmed,
                )
            )
        self.session.add(
            Result(
                match=match,
                area_code=match.need.area_code,
                neighbourhood_id=match.need.neighbourhood_id,
                words=outcome.words,
                reported_at=match.completed_at,
                reported_by=self.coordinator,
                reported_for="coordinator",
                verified_at=match.verified_at if outcome.difference is not None else None,
                verified_by=self.coordinator if outcome.difference is not None else None,
                verified_on_behalf=outcome.difference is not None,
                difference=outcome.difference,
                anyway=outcome.anyway,
                receiver_words=outcome.receiver_words,
                illustrative=True,
                lines=lines,
            )
        )

    def _at(self, days_ago: int) -> datetime:
        return self.now - timedelta(days=days_ago)
