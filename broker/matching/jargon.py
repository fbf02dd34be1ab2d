"""Officers' phrases in plain words: "wraparound provision" is a breakfast club and a room.

The plain words are added to what is asked for before it is read; nobody is shown them.
"""

import re
from collections.abc import Sequence

from broker.matching.text import tidy


class PlainWords:
    """Looks up jargon in a text. ``pairs`` are (phrase, plain words joined by semicolons)."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self._plain = {tidy(phrase): plain for phrase, plain in pairs if tidy(phrase)}
        longest_first = sorted(self._plain, key=lambda phrase: (-len(phrase), phrase))
        self._pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b") if self._plain else None

    def of(self, text: str) -> str:
        """The plain words for every phrase of jargon in a text; empty where there is none."""
        if self._pattern is None:
            return ""
        found = dict.fromkeys(self._pattern.findall(tidy(text)))
        return ". ".join(self._plain[phrase] for phrase in found)
