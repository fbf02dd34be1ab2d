"""The plan speaks of entries by number. People know them by name."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Broker, Business, Need, NeedPart

from ...edge.filters import label

_NUMBERED = re.compile(r"\b(need|business|broker|part) (\d+)\b", re.IGNORECASE)
_NAMES = {"need": (Need.id, Need.title), "business": (Business.id, Business.name), "broker": (Broker.id, Broker.name)}


def in_names(session: Session, sentence: str) -> str:
    """A sentence of the plan with names instead of numbers: "business 12" becomes "“Ash Joinery”"."""
    wanted: dict[str, set[int]] = {}
    for kind, number in _NUMBERED.findall(sentence):
        wanted.setdefault(kind.lower(), set()).add(int(number))
    names: dict[tuple[str, int], str] = {}
    for kind, numbers in wanted.items():
        if kind == "part":
            parts = session.scalars(select(NeedPart).where(NeedPart.id.in_(numbers)))
            names.update({(kind, part.id): label(part.kind) for part in parts})
        else:
            key, name = _NAMES[kind]
            names.update(
                {(kind, found): said for found, said in session.execute(select(key, name).where(key.in_(numbers)))}
            )

    def named(match: re.Match[str]) -> str:
        name = names.get((match[1].lower(), int(match[2])))
        return match[0] if name is None else f"“{name}”"

    return _NUMBERED.sub(named, sentence)
