"""What the programme's own records can teach the model: texts of live entries with what was chosen for them.

Nobody's name, address or number is taken: a piece of text in which somebody can be reached is left
out whole, and so is everything illustrative.
"""

import re
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Business, Need
from models.vocabulary import EntryState, Kind

Pair = tuple[str, str]

_PIECES = re.compile(r"(?<=[.!?;])\s+|\n+")
_REACHES = re.compile(
    r"@|www\.|https?:|(?:\d[\s()-]?){6,}|\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b|\b(?:mr|mrs|ms|miss|dr)\b", re.IGNORECASE
)
#: Fewer words than this teach nothing.
LEAST_WORDS = 2
LONGEST = 1_000


def gather(session: Session) -> dict[str, list[Pair]]:
    """(label, text) pairs for "sectors", "themes" and "kinds" from live entries."""
    businesses = session.scalars(
        select(Business)
        .where(Business.state == EntryState.LIVE, Business.illustrative.is_(False))
        .options(selectinload(Business.offers))
        .order_by(Business.id)
    ).all()
    needs = session.scalars(
        select(Need)
        .where(Need.state == EntryState.LIVE, Need.illustrative.is_(False))
        .options(selectinload(Need.parts))
        .order_by(Need.id)
    ).all()
    sectors = [(code, text) for firm in businesses if (text := clean(firm.what_we_do)) for code in firm.sectors[:1]]
    themes: list[Pair] = []
    kinds: list[Pair] = []
    for firm in businesses:
        offered = ((offer.kind, clean(offer.words)) for offer in firm.offers if offer.withdrawn_at is None)
        kinds += [(str(kind), words) for kind, words in offered if words and kind is not Kind.NSY]
    for need in needs:
        text = clean(f"{need.title}. {need.words}")
        if not text:
            continue
        if need.theme is not None:
            themes.append((str(need.theme), text))
        asked = {part.kind for part in need.parts if part.kind is not Kind.NSY}
        if len(asked) == 1:  # of several kinds nobody knows which the words are about
            kinds.append((str(asked.pop()), text))
    return {"sectors": _once(sectors), "themes": _once(themes), "kinds": _once(kinds)}


def clean(text: str | None) -> str:
    """A text without the pieces in which somebody can be reached; empty where too little is left."""
    pieces = [piece.strip() for piece in _PIECES.split((text or "")[:20_000]) if not _REACHES.search(piece)]
    left = " ".join(" ".join(pieces).split())[:LONGEST]
    return left if len(left.split()) >= LEAST_WORDS else ""


def _once(pairs: Iterable[Pair]) -> list[Pair]:
    return list(dict.fromkeys(pairs))
