"""How often people decide against what was suggested: counted from the decisions that stand."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from models import Decision, Suggestion
from models.vocabulary import SuggestionSource, Verdict

#: Of fewer decisions than this no share is given.
FEW = 10


@dataclass(frozen=True, slots=True)
class Decided:
    """Decisions on suggestions of one source. ``share`` is of those decided either way, None where they are few."""

    source: SuggestionSource
    rejected: int
    confirmed: int

    @property
    def of(self) -> int:
        return self.rejected + self.confirmed

    @property
    def share(self) -> float | None:
        return self.rejected / self.of if self.of >= FEW else None


def overrides(session: Session) -> list[Decided]:
    """For every source what was confirmed and rejected; a decision that was taken back counts for neither."""
    undo = aliased(Decision)
    statement = (
        select(Suggestion.source, Decision.verdict, func.count())
        .join(Suggestion, Suggestion.id == Decision.suggestion_id)
        .where(
            Decision.verdict.in_([Verdict.CONFIRM, Verdict.REJECT]),
            ~select(undo.id).where(undo.undoes_id == Decision.id).exists(),
        )
        .group_by(Suggestion.source, Decision.verdict)
    )
    counted = {(source, verdict): count for source, verdict, count in session.execute(statement)}
    return [
        Decided(source, counted.get((source, Verdict.REJECT), 0), counted.get((source, Verdict.CONFIRM), 0))
        for source in SuggestionSource
    ]
