"""What a comparison comes to: plain, frozen values that go to screens, e-mails, exports and tests."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from broker.matching.affinity import KIND_BY_CODE
from models.vocabulary import Kind

AUDIENCES = ("coordinator", "business", "partnership")


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One part of a score. ``value`` is 0..1, or None where it is not known; then ``contribution``
    is half of ``weight``. ``sentences`` holds one sentence for each of ``AUDIENCES``."""

    code: str
    label: str
    weight: float
    value: float | None
    contribution: float
    sentences: Mapping[str, str]

    @property
    def known(self) -> bool:
        return self.value is not None


@dataclass(frozen=True, slots=True)
class RuledOut:
    """A hard rule that forbids a pair, with a sentence that says why."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Flag:
    """Something a person must see before deciding. ``strength``: "second_person" or "show"."""

    strength: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Scored:
    """One pair of a need and a business. The contributions of ``parts`` add up to ``score``.

    ``kind`` is the kind of help that fits best and ``part_id`` the part of the need that asks for
    it; both may be None. A pair with ``ruled_out`` is never suggested, whatever its score.
    """

    need_id: int | str
    business_id: int | str
    score: float
    parts: tuple[ScorePart, ...]
    ruled_out: tuple[RuledOut, ...] = ()
    flags: tuple[Flag, ...] = ()
    enough_information: bool = True
    kind: Kind | None = None
    part_id: int | str | None = None
    suitable: bool = True

    def reasons(self, audience: str, most: int = 3) -> list[str]:
        """The sentences that speak for the pair, strongest first, for one of ``AUDIENCES``."""
        told = [part for part in self.parts if part.value is not None and part.value >= 0.5 and part.sentences]
        told.sort(key=lambda part: -part.contribution)
        return [part.sentences[audience] for part in told if part.sentences.get(audience)][:most]

    def to_json(self) -> dict[str, Any]:
        """Plain lists and dicts, for a JSON column."""
        return {
            "need_id": self.need_id,
            "business_id": self.business_id,
            "score": self.score,
            "enough_information": self.enough_information,
            "suitable": self.suitable,
            "kind": None if self.kind is None else str(self.kind),
            "part_id": self.part_id,
            "parts": [
                {
                    "code": part.code,
                    "label": part.label,
                    "weight": part.weight,
                    "value": part.value,
                    "contribution": part.contribution,
                    "sentences": dict(part.sentences),
                }
                for part in self.parts
            ],
            "ruled_out": [{"code": one.code, "sentence": one.sentence} for one in self.ruled_out],
            "flags": [{"strength": one.strength, "sentence": one.sentence} for one in self.flags],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Scored":
        """The other way round. Raises KeyError or TypeError on what ``to_json`` did not write."""
        return cls(
            need_id=stored["need_id"],
            business_id=stored["business_id"],
            score=float(stored["score"]),
            parts=tuple(ScorePart(**part) for part in stored["parts"]),
            ruled_out=tuple(RuledOut(**one) for one in stored["ruled_out"]),
            flags=tuple(Flag(**one) for one in stored["flags"]),
            enough_information=bool(stored["enough_information"]),
            kind=None if stored["kind"] is None else KIND_BY_CODE[stored["kind"]],
            part_id=stored["part_id"],
            suitable=bool(stored.get("suitable", True)),
        )


@dataclass(frozen=True, slots=True)
class Ranking:
    """Who is suggested, best first, and why others are not.

    ``ruled_out`` counts the pairs each rule forbids (a pair may break several). ``nobody`` is True
    when nobody suits; ``look_for`` then says in plain words what kind of firm to look for.
    """

    suggested: tuple[Scored, ...] = ()
    ruled_out: Counter[str] = field(default_factory=Counter)
    nobody: bool = True
    look_for: str = ""
    not_enough_information: bool = False


@dataclass(frozen=True, slots=True)
class ScoredBroker:
    """A broker for a pairing. ``broker_id`` None means that the coordinator stands in."""

    broker_id: int | str | None
    score: float
    lead: bool
    sentences: tuple[str, ...]
    ruled_out: tuple[RuledOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Reachability:
    """How many businesses a draft need would reach today, and what makes it hard to place.

    ``reached`` pass every hard rule; ``suitable`` of them would be suggested. ``ruled_out`` counts
    the businesses that each rule alone keeps out; ``sentences`` says the same in words.
    """

    businesses: int
    reached: int
    suitable: int
    ruled_out: Counter[str]
    sentences: tuple[str, ...]
