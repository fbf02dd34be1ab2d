"""What a firm itself wrote that answers a need: the piece to quote, and the words in common."""

import re

from broker.matching.asking import NeedFeatures
from broker.matching.profiles import BusinessProfile
from broker.matching.reading import Reading
from broker.matching.text import STOP, stem, tidy
from models.vocabulary import Kind

LEAST_ALIKE = 0.12
"""A piece that answers less than this (0..1) is not quoted, unless it is an offer of that very kind."""

LONGEST = 110

_REACHES = re.compile(r"@|www\.|https?:|(?:\d[\s()-]?){6,}", re.IGNORECASE)
"""Ways to reach somebody: such a piece is never quoted."""


def quote(need: NeedFeatures, business: BusinessProfile, kind: Kind | None, reading: Reading) -> tuple[str, bool]:
    """The piece of a firm's own words that answers the need best; empty where none does. Notes are
    for coordinators and are never quoted."""
    offered = [offer.words.strip() for offer in business.offers if offer.words.strip()]
    of_kind = {offer.words.strip() for offer in business.offers if offer.kind is kind and offer.words.strip()}
    sentences = re.split(r"(?<=[.!?;])\s+|\n+", business.what_we_do)
    pieces = list(dict.fromkeys(one.strip() for one in (*offered, *sentences) if one.strip()))
    pieces = [one for one in pieces if not _REACHES.search(one)]
    if not pieces:
        return "", False
    asked = need.asks if kind is None else need.asks * reading.usual.compatible(kind)
    alike = (reading.space.transform(pieces) @ need.vector.T).toarray().ravel()
    lit = (reading.usual.lit_by_words(pieces, firms=True) * asked).max(axis=1) if reading.usual.rows_ else alike
    worth = [
        2.0 * float(near) + float(answers) + (LEAST_ALIKE if piece in of_kind else 0.0)
        for piece, near, answers in zip(pieces, alike, lit, strict=True)
    ]
    best = max(range(len(pieces)), key=worth.__getitem__)
    if worth[best] < LEAST_ALIKE:
        return "", False
    return _short(pieces[best].rstrip(".;")), pieces[best] in of_kind


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST else plain[:LONGEST].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def shared_words(one: str, other: str, reading: Reading, most: int = 3) -> tuple[str, ...]:
    """The rarest words that two texts share, as the first of them writes them."""
    theirs = {stem(word) for word in _plain(other)}
    found: dict[str, str] = {}
    for word in _plain(one):
        if stem(word) in theirs and len(word) > 2 and not word.isdigit():
            found.setdefault(stem(word), word)
    rarest = sorted(found, key=lambda word: (-reading.usual.rarity(word), word))
    return tuple(found[word] for word in rarest[:most] if reading.usual.rarity(word) >= 3.0)


def _plain(text: str) -> list[str]:
    cut = "".join(letter if letter.isalnum() or letter == "'" else " " for letter in tidy(text))
    return [word for word in cut.split() if word not in STOP]
