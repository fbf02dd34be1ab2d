"""A need as numbers: the real ask behind its words, made once and compared often."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from broker.matching.affinity import AFFINITY, KIND_AT, KIND_BY_CODE, likely
from broker.matching.profiles import NeedProfile
from broker.matching.reading import Reading
from broker.matching.sectors import trust
from models.vocabulary import Kind, Theme

JARGON = 0.6

TITLE = 0.7
"""How much the words of the title count once more."""


@dataclass(frozen=True, eq=False)
class NeedFeatures:
    """One need as numbers.

    vector : CSR (1, buckets); asks : (rows,) how strongly it asks for each row of the table;
    themes : (themes,) or None; kinds : {kind: share}, from its parts or, failing those, its words;
    meaning : (1, d) vector, where there is a sentence encoder.
    """

    need: NeedProfile
    text: str
    vector: Any
    asks: NDArray[np.float64]
    themes: NDArray[np.float64] | None
    kinds: dict[Kind, float]
    kinds_said: bool
    sectors: tuple[tuple[str, float], ...]
    meaning: Any = None
    strict: bool = False


def need_text(need: NeedProfile) -> str:
    """What a need asks for, in one text. What it does not want stays out of it."""
    return ". ".join(part for part in (need.title, need.words, need.done_looks_like, need.sectors_text) if part)


def need_features(
    need: NeedProfile, reading: Reading, affinity: Mapping[Theme, Mapping[Kind, int]] = AFFINITY
) -> NeedFeatures:
    """Featurise a need: the real ask behind its words. ``affinity`` says which kinds of help suit its
    theme, where it does not say itself what kind it wants."""
    text = need_text(need)
    kinds = {part.kind: 1.0 for part in need.parts if part.kind in KIND_AT}
    said = bool(kinds)
    if not said:
        read = reading.kinds.as_mapping(text)
        kinds = {
            kind: share * likely(affinity, need.theme, kind)
            for kind, share in ((KIND_BY_CODE[label], share) for label, share in read.items())
            if share >= 0.15
        }
    meant = reading.plain.of(text)
    lit = reading.usual.lit_by_words([text, need.title, need.not_wanted, meant], kinds=kinds)
    asks = np.maximum(lit[0], JARGON * lit[3])
    if need.title:  # what stands in the title is the ask; the rest may be the story
        asks = np.maximum(asks * 0.85, lit[1])
    asks = np.where(lit[2] > 0.6, np.minimum(asks, 0.2), asks)  # "we do not want ..."
    sectors = tuple((code, 1.0) for code in need.sectors) or wanted_sectors(need.sectors_text, reading)
    return NeedFeatures(
        need=need,
        text=text,
        vector=_vector(need, text, reading),
        asks=asks,
        themes=_themes(need, text, reading),
        kinds=kinds,
        kinds_said=said,
        sectors=sectors,
        meaning=None if reading.encoder is None else reading.encoder.encode([text]),
        strict=bool(_REGISTERED.search(f"{text} {need.not_wanted}")),
    )


def _vector(need: NeedProfile, text: str, reading: Reading) -> Any:
    """The words of a need. Those of its title count once more: the rest may be the story."""
    from sklearn.preprocessing import normalize

    whole, title = reading.space.transform([text, need.title])
    return normalize(whole + TITLE * title)


_REGISTERED = re.compile(
    r"\b(?:registered|qualified|accredited|licensed|trained|insured to|professional(?:ly)?|midwife|nurse|therapist)\b",
    re.IGNORECASE,
)

_ANYONE = re.compile(r"\bany(one|body|thing|where)?\b|\ball\b|\bwhoever\b", re.IGNORECASE)


def any_firm(text: str) -> bool:
    """Whether words for a kind of firm come to "anybody will do"."""
    return bool(_ANYONE.search(text))


def wanted_sectors(text: str, reading: Reading) -> tuple[tuple[str, float], ...]:
    """Sectors of a plain-words list ("roofers or general builders"), each with how sure we are.

    Every piece is read by itself. "Anyone with a van" asks for no sector.
    """
    wanted: dict[str, float] = {}
    for piece in re.split(r"[,;/]|\bor\b|\band\b", text[:2000]):
        if any_firm(piece):
            continue
        for one in reading.sectors.propose(piece, 2):
            if one.confidence >= 0.15:
                wanted[one.code] = max(wanted.get(one.code, 0.0), trust(one.confidence))
    return tuple(wanted.items())


def _themes(need: NeedProfile, text: str, reading: Reading) -> NDArray[np.float64] | None:
    """The declared themes, mixed with what the words say; None where neither is known."""
    labels = reading.themes.labels_
    declared = np.zeros(len(labels))
    for theme, share in ((need.theme, 0.7), (need.second_theme, 0.3)):
        if theme is not None and str(theme) in labels:
            declared[labels.index(str(theme))] += share
    read = reading.themes.posterior([text])[0]
    if not declared.any():
        return None if np.isnan(read).any() else read
    declared /= declared.sum()
    return declared if np.isnan(read).any() else 0.6 * declared + 0.4 * read
