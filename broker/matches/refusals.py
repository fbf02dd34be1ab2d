"""Why an answer or a step was not taken. The pages say it kindly."""

from models import Match


class NotAskedAnyMore(Exception):
    """The proposal is no longer open: it was answered, taken back or has lapsed. Nothing is changed."""

    def __init__(self, match: Match) -> None:
        super().__init__(f"{match.reference} is {match.state.value}")
        self.match = match


class NotSaid(Exception):
    """Something is missing in an answer. ``str()`` is a sentence for the page, about ``field``."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field
