"""Everything that reads a text, fitted together on one corpus."""

from dataclasses import dataclass

from broker.matching.encoder import Encoder
from broker.matching.inferred import UsualOffers
from broker.matching.jargon import PlainWords
from broker.matching.jobs import Jobs
from broker.matching.sectors import SectorModel
from broker.matching.starter import Knowledge
from broker.matching.text import TextSpace
from broker.matching.themes import KEYWORDS, TermReader, reader_of


@dataclass(frozen=True, eq=False)
class Reading:
    """The fitted readers that features are made with."""

    space: TextSpace
    themes: TermReader
    kinds: TermReader
    sectors: SectorModel
    usual: UsualOffers
    plain: PlainWords
    encoder: Encoder | None = None
    version: str = ""


def fit_reading(knowledge: Knowledge, more: Knowledge | None = None) -> Reading:
    """Fit every reader on starter knowledge (labels of the vocabulary at the least).

    ``more`` is the same knowledge with what was learned since. How common a word is stays that of
    the starter texts, so that scores before and after can be compared.
    """
    space = TextSpace().fit(knowledge.texts())
    knowledge = more or knowledge
    codes, phrases = zip(*knowledge.sectors, strict=True)
    return Reading(
        space=space,
        themes=reader_of(knowledge.themes, space, rules=KEYWORDS),
        kinds=reader_of(knowledge.kinds, space),
        sectors=SectorModel().fit(codes, phrases),
        usual=UsualOffers(knowledge.can_give, space, jobs=Jobs(knowledge.jobs, *knowledge.everyday_texts())),
        plain=PlainWords(knowledge.jargon),
    )
