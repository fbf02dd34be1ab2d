"""How often, and why, a need or a business was refused: by coordinators, by either side, or by silence."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Business, Decision, Match, MatchAnswer, Need, Suggestion
from models.vocabulary import (
    Answer,
    DeclineReason,
    MatchState,
    RejectReason,
    SuggestionState,
    Verdict,
)

#: Reasons that say something about people, and not about what is asked or offered: counted, and not named.
NOT_NAMED = frozenset({RejectReason.CONFLICT, DeclineReason.CONFLICT, RejectReason.OTHER, DeclineReason.OTHER})


@dataclass(frozen=True, slots=True)
class Refusals:
    """``reasons`` are labels with how often each was given, most first. ``silent`` times nobody
    answered, ``unnamed`` times it was something else; all of them make up ``total``."""

    reasons: tuple[tuple[str, int], ...]
    silent: int
    unnamed: int

    @property
    def total(self) -> int:
        return sum(count for _label, count in self.reasons) + self.silent + self.unnamed

    def times(self, *labels: str) -> int:
        """How often one of these reasons was given."""
        return sum(count for label, count in self.reasons if label in labels)


def refusals_of(session: Session, entry: Need | Business) -> Refusals:
    """Every refusal of an entry, also those that hold no more."""
    counted: Counter[str] = Counter()
    unnamed = 0
    for reason, count in [*_rejected(session, entry), *_declined(session, entry)]:
        if reason is None or reason in NOT_NAMED:
            unnamed += count
        else:
            counted[reason.label] += count
    ours = Match.need_id == entry.id if isinstance(entry, Need) else Match.business_id == entry.id
    silent = session.scalar(select(func.count()).where(ours, Match.state == MatchState.LAPSED)) or 0
    ordered = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return Refusals(tuple(ordered), silent, unnamed)


def _rejected(session: Session, entry: Need | Business) -> list[tuple[RejectReason | None, int]]:
    """Why coordinators said no; one pair counts once."""
    ours = Suggestion.need_id == entry.id if isinstance(entry, Need) else Suggestion.business_id == entry.id
    last = (
        select(func.max(Decision.id))
        .join(Suggestion, Suggestion.id == Decision.suggestion_id)
        .where(ours, Suggestion.state == SuggestionState.REJECTED, Decision.verdict == Verdict.REJECT)
        .group_by(Decision.suggestion_id)
    )
    statement = select(Decision.reason, func.count()).where(Decision.id.in_(last)).group_by(Decision.reason)
    known = {reason.value: reason for reason in RejectReason}
    return [(known.get(code), count) for code, count in session.execute(statement)]


def _declined(session: Session, entry: Need | Business) -> list[tuple[DeclineReason | None, int]]:
    ours = Match.need_id == entry.id if isinstance(entry, Need) else Match.business_id == entry.id
    statement = (
        select(MatchAnswer.reason, func.count())
        .join(Match, Match.id == MatchAnswer.match_id)
        .where(ours, Match.state == MatchState.DECLINED, MatchAnswer.answer == Answer.NO)
        .group_by(MatchAnswer.reason)
    )
    return [(reason, count) for reason, count in session.execute(statement)]
