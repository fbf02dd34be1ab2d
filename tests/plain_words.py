"""How hard a text is to read: a small measure of our own, of the length of sentences and words.

Children of ten read sentences of about 15 words, most of them of one or two syllables. The measure is
the grade of Flesch and Kincaid (1975), which counts both, with five added for the years before school.
"""

import re

_VOWELS = re.compile(r"[aeiouy]+")
_WORD = re.compile(r"[A-Za-z][A-Za-z’']*")
_NO_WORDS = re.compile(r"https?://\S+|\[[^\]]*\]|\b[A-Z]-[0-9A-Z]{4}-[0-9A-Z]{4}\b|“[^”]*”")


def sentences(text: str) -> list[list[str]]:
    """The sentences of a text, each as its words. Quotations, links and references do not count; a line
    that stands by itself is a sentence."""
    found = []
    for block in re.split(r"\n\s*\n|\n- |\n\d+\. |:\s*\n", _NO_WORDS.sub("", text)):
        for sentence in re.split(r"[.!?:](?:\s|$)", " ".join(block.split())):
            words = _WORD.findall(sentence)
            if words:
                found.append(words)
    return found


def syllables(word: str) -> int:
    """About how many syllables a word has."""
    plain = word.lower().strip("’'")
    count = len(_VOWELS.findall(plain))
    if plain.endswith("e") and not plain.endswith(("le", "ee")) and count > 1:
        count -= 1
    if plain.endswith("ed") and not plain.endswith(("ted", "ded")) and count > 1:
        count -= 1
    return max(1, count)


def reading_age(text: str) -> float:
    """The age, in years, at which most people read a text with ease."""
    listed = sentences(text)
    words = [word for sentence in listed for word in sentence]
    if not words:
        return 5.0
    per_sentence = len(words) / len(listed)
    per_word = sum(map(syllables, words)) / len(words)
    return 0.39 * per_sentence + 11.8 * per_word - 15.59 + 5


def longest_sentence(text: str) -> int:
    """How many words the longest sentence has."""
    return max((len(sentence) for sentence in sentences(text)), default=0)
