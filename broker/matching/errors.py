"""What the model raises when it cannot go on. Each message is a plain sentence for the person."""


class MatchingError(ValueError):
    """The base of every error of the model."""


class BadWeights(MatchingError):
    """Weights that cannot be used."""


class BadRow(MatchingError):
    """A row of a file that cannot be read.

    ``field`` is the column, ``sentence`` says in plain English what is wrong with it.
    """

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(f"{field}: {sentence}")
        self.field = field
        self.sentence = sentence


class BadData(MatchingError):
    """A file or folder of evaluation data that is missing or not laid out as agreed."""
