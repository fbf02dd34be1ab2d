"""Why a verb did not do what it was asked. The pages say these sentences."""

from models import Decision, Suggestion


class Refused(Exception):
    """It cannot be done as asked. ``str()`` is a sentence for the page; ``field`` is the answer it is about."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class PlaceGone(Refused):
    """The last place of the business or of the need was taken a moment before; nothing is changed."""


class AlreadyDecided(Exception):
    """Somebody decided first. ``decision`` says who, when and what; None where the pairing is
    simply not possible any more."""

    def __init__(self, suggestion: Suggestion, decision: Decision | None) -> None:
        super().__init__(f"{suggestion.reference} is already decided")
        self.suggestion = suggestion
        self.decision = decision
        self.by = decision.by if decision else None
        self.at = decision.at if decision else None


class TooLate(Exception):
    """The messages have left: it is a withdrawal now, not an undo."""
