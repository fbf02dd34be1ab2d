"""Count a wave: how many were asked, how many answered, and what. Every share has its denominator.

There is no weighting and nothing is filled in for those who did not answer. Who answered the survey but left a
question out stays in the denominator and is said. Of fewer than `FEW` nothing is shown, so that no council or
partnership can be recognised; small regions are shown together until they are enough.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from models import SurveyAnswer, SurveyAsked, SurveyQuestion, SurveyWave
from models.vocabulary import AnswerKind, Stage, SurveyAudience, YesNo

#: Of fewer answers than this, no figure is shown.
FEW = 3
#: The answers that count as yes, by kind.
YES = {
    AnswerKind.YES_NO: (YesNo.YES,),
    AnswerKind.PROGRAMME: (YesNo.YES,),
    AnswerKind.STAGE: (Stage.SET_UP, Stage.BEING_SET_UP),
}
OPTIONS = {AnswerKind.YES_NO: YesNo, AnswerKind.PROGRAMME: YesNo, AnswerKind.STAGE: Stage}


@dataclass(frozen=True, slots=True)
class Share:
    """``count`` of ``of``; nothing of it may be shown where ``of`` is too few."""

    count: int
    of: int

    @property
    def can_be_shown(self) -> bool:
        return self.of >= FEW

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None where there is nothing to divide by, or too little to show."""
        return self.count / self.of if self.can_be_shown else None

    @property
    def percent(self) -> int | None:
        """The same in whole percents, halves up: one rule for words, charts and tables."""
        return (200 * self.count + self.of) // (2 * self.of) if self.can_be_shown else None


@dataclass(frozen=True, slots=True)
class Response:
    """How many of one audience were asked and answered."""

    audience: SurveyAudience
    asked: int
    answered: int

    @property
    def rate(self) -> float | None:
        return self.answered / self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class Tally:
    """One question: of all who answered the survey on that side, how many chose what. ``unknown`` counts, by
    group, those who do not know whether it is involved: they are not counted as without it."""

    question: SurveyQuestion
    of: int
    counts: Mapping[str, int]
    left_out: int
    unknown: Mapping[str, int] = field(default_factory=dict)
    said: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()

    @property
    def yes(self) -> Share:
        """How many said yes, whatever counts as that."""
        return Share(sum(self.counts.get(code, 0) for code in YES.get(self.question.kind, ())), self.of)

    def option(self, code: str) -> Share:
        return Share(self.counts.get(code, 0), self.of)

    def any_of(self, groups: Iterable[str]) -> Share:
        """Partnerships in which at least one of these groups is involved, of those that know."""
        return self._set(groups, any)

    def all_of(self, groups: Iterable[str]) -> Share:
        """Partnerships in which each of these groups is involved, of those that know."""
        return self._set(groups, all)

    def _set(self, groups: Iterable[str], how: Callable[[Iterable[bool]], bool]) -> Share:
        wanted = list(groups)
        yes = known = 0
        for involved, unknown in self.said:
            sure = how(group in involved for group in wanted)
            perhaps = how(group in involved or group in unknown for group in wanted)
            known += sure == perhaps
            yes += sure and sure == perhaps
        return Share(yes, known)


def responses(session: Session, wave: SurveyWave) -> list[Response]:
    """How many were asked and answered, councils first."""
    answered = func.sum(case((SurveyAsked.answered_at.is_not(None), 1), else_=0))
    statement = select(SurveyAsked.audience, func.count(), answered).where(SurveyAsked.wave_id == wave.id)
    found = {audience: (of, done) for audience, of, done in session.execute(statement.group_by(SurveyAsked.audience))}
    return [Response(one, *map(int, found.get(one, (0, 0)))) for one in SurveyAudience]


def tallies(session: Session, wave: SurveyWave) -> list[Tally]:
    """Every question of a wave, counted."""
    of, answers = _answered(session, wave)
    return [_tally(question, len(of[question.audience]), answers[question.id]) for question in wave.questions]


def by_region(
    session: Session, wave: SurveyWave, question: SurveyQuestion, group: str
) -> list[tuple[tuple[str, ...], Share]]:
    """How many said yes by region; of a question on groups, how many have this group involved, of those that
    know. Regions with too few such answers are shown together; where even together they are too few, the next
    smallest joins them, so that no figure follows from the others by taking away."""
    of, answers = _answered(session, wave)
    said = {answer.asked_id: answer for answer in answers[question.id]}
    by_groups = question.kind is AnswerKind.GROUPS
    regions: dict[str, list[int]] = defaultdict(list)
    for asked_id, region in of[question.audience].items():
        if not by_groups or (asked_id in said and group not in said[asked_id].unknown):
            regions[region].append(asked_id)
    counted = []
    for names, ids in together(regions):
        tally = _tally(question, len(ids), [said[one] for one in ids if one in said])
        counted.append((names, tally.any_of([group]) if by_groups else tally.yes))
    return counted


def together(regions: Mapping[str, Sequence[int]]) -> list[tuple[tuple[str, ...], list[int]]]:
    """Regions with enough each, by name, then those with too few as one."""
    smallest_first = sorted(regions.items(), key=lambda item: (len(item[1]), item[0]))
    few: list[tuple[str, Sequence[int]]] = []
    for name, ids in smallest_first:
        too_few = sum(len(one) for _name, one in few) < FEW and bool(few)
        if len(ids) < FEW or too_few:
            few.append((name, ids))
    joined = {name for name, _ids in few}
    shown: list[tuple[tuple[str, ...], list[int]]] = [
        ((name,), list(ids)) for name, ids in sorted(regions.items()) if name not in joined
    ]
    if few:
        shown.append((tuple(sorted(joined)), [one for _name, ids in few for one in ids]))
    return shown


def _answered(
    session: Session, wave: SurveyWave
) -> tuple[dict[SurveyAudience, dict[int, str]], dict[int, list[SurveyAnswer]]]:
    """Who has sent answers in, by audience with their region; and the answers, by question."""
    sent_in = (SurveyAsked.wave_id == wave.id, SurveyAsked.answered_at.is_not(None))
    of: dict[SurveyAudience, dict[int, str]] = defaultdict(dict)
    for asked_id, audience, region in session.execute(
        select(SurveyAsked.id, SurveyAsked.audience, SurveyAsked.region).where(*sent_in)
    ):
        of[audience][asked_id] = region
    answers: dict[int, list[SurveyAnswer]] = defaultdict(list)
    for answer in session.scalars(select(SurveyAnswer).join(SurveyAsked).where(*sent_in)):
        answers[answer.question_id].append(answer)
    return of, answers


def _tally(question: SurveyQuestion, of: int, answers: Sequence[SurveyAnswer]) -> Tally:
    said = [answer for answer in answers if answer.codes or answer.words or question.kind is AnswerKind.GROUPS]
    counts = Counter(code for answer in said for code in answer.codes)
    unknown = Counter(code for answer in said for code in answer.unknown)
    pairs = tuple((frozenset(answer.codes), frozenset(answer.unknown)) for answer in said)
    return Tally(question, of, counts, of - len(said), unknown, pairs if question.kind is AnswerKind.GROUPS else ())
