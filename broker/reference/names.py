"""Names of firms and groups, folded so that two spellings of one are the same."""

import re
import unicodedata

#: Words that say what kind of firm it is, or nothing at all.
_EMPTY_WORDS = frozenset({"the", "and", "ltd", "limited", "plc", "llp", "co", "company", "uk", "cic", "cio"})


def name_key(name: str) -> str:
    """A name without capitals, marks, "the", "and", "Ltd" and the like: what two spellings share."""
    plain = unicodedata.normalize("NFKD", name).casefold().replace("&", " and ")
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = re.sub(r"[’'`.]", "", plain)
    words = re.sub(r"[\W_]+", " ", plain).split()
    return (" ".join(word for word in words if word not in _EMPTY_WORDS) or " ".join(words))[:200]
