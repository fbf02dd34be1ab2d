"""Which figures a result asks for: what was given for each part, and what may come of such help."""

from collections.abc import Iterator
from dataclasses import dataclass

from models import Match, NeedPart
from models.vocabulary import ContributionClass, Kind, Measure, Unit

#: What may come of each kind of help. Two things at most: a long form is filled in badly.
COMES_OF: dict[Kind, tuple[Measure, ...]] = {
    Kind.JOB: (Measure.POSTS, Measure.INTO_WORK),
    Kind.APP: (Measure.POSTS, Measure.QUALIFIED),
    Kind.WEX: (Measure.PLACEMENTS, Measure.INTO_WORK),
    Kind.RDY: (Measure.PEOPLE, Measure.INTO_WORK),
    Kind.MEN: (Measure.PEOPLE,),
    Kind.PRO: (Measure.PEOPLE, Measure.ORGANISATIONS),
    Kind.VOL: (Measure.PEOPLE,),
    Kind.SPC: (Measure.PEOPLE, Measure.REOPENED),
    Kind.KIT: (Measure.PEOPLE,),
    Kind.CSH: (Measure.PEOPLE, Measure.STILL_RUNNING),
    Kind.INV: (Measure.INVESTED, Measure.JOBS),
    Kind.BUY: (Measure.CONTRACTS, Measure.JOBS),
    Kind.BRD: (Measure.ORGANISATIONS,),
    Kind.SCH: (Measure.PEOPLE,),
    Kind.NSY: (Measure.PEOPLE,),
}

#: How each kind of help is usually booked by the giver; what is given can say otherwise.
USUALLY: dict[Kind, ContributionClass] = {
    **dict.fromkeys(
        (Kind.MEN, Kind.RDY, Kind.PRO, Kind.VOL, Kind.BRD, Kind.SCH, Kind.WEX, Kind.NSY), ContributionClass.TIME
    ),
    **dict.fromkeys((Kind.KIT, Kind.SPC), ContributionClass.IN_KIND),
    **dict.fromkeys((Kind.CSH, Kind.INV, Kind.BUY), ContributionClass.CASH),
    **dict.fromkeys((Kind.JOB, Kind.APP), ContributionClass.MANAGEMENT),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One figure asked for; ``key`` names it in the form. A part has a unit, a measure counts."""

    key: str
    label: str
    unit: str = ""
    part: NeedPart | None = None
    measure: Measure | None = None


def asked_of(match: Match) -> list[Asked]:
    """Every figure a result of this match has: for each part agreed, then what may come of them."""
    return [*_given(match), *_came(match)]


def _given(match: Match) -> Iterator[Asked]:
    for one in sorted(match.parts, key=lambda one: one.part_id):
        kind = one.part.kind
        unit = Unit.HOURS if kind.unit is Unit.NONE else kind.unit
        yield Asked(f"part_{one.part_id}", kind.label, unit.label, part=one.part)


def _came(match: Match) -> Iterator[Asked]:
    measures = dict.fromkeys(measure for one in match.parts for measure in COMES_OF[one.part.kind])
    for measure in measures:
        yield Asked(f"measure_{measure.value}", measure.label, measure=measure)
