"""Why a case cannot be moved as somebody wants."""


class NotPossible(Exception):
    """It cannot be done from where it is. ``str()`` is a sentence for the page; ``field`` names the answer
    that stands in the way, where it is one."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field
