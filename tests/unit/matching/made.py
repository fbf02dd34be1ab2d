"""Small businesses, needs and brokers to compare, and an engine that is fitted once."""

from datetime import date

from broker.matching.engine import Engine
from broker.matching.profiles import BusinessProfile, NeedProfile, Offer, Part, Place, Reach
from models.vocabulary import Kind, ReachKind, Theme

TODAY = date(2026, 3, 2)
KNOWSLEY = Place("E08000011", "Knowsley", "North West", 53.41, -2.85)
LEEDS = Place("E08000035", "Leeds", "Yorkshire and the Humber", 53.80, -1.55)


def engine() -> Engine:
    return Engine.shipped()


def business(
    id: int | str = 1, what: str = "We mend roofs and gutters", *kinds: Kind, **other: object
) -> BusinessProfile:
    given: dict[str, object] = {
        "what_we_do": what,
        "offers": tuple(Offer(kind) for kind in kinds),
        "place": KNOWSLEY,
        "reach": Reach(ReachKind.MILES_10),
        "only_these": False,
    }
    return BusinessProfile(id, **{**given, **other})  # type: ignore[arg-type]


def need(id: int | str = "n1", title: str = "Our hall roof leaks", *kinds: Kind, **other: object) -> NeedProfile:
    given: dict[str, object] = {
        "title": title,
        "words": "Water comes in over the stage. We would like someone to look at it and mend what can be mended.",
        "parts": tuple(Part(at, kind) for at, kind in enumerate(kinds or (Kind.PRO,))),
        "theme": Theme.COM,
        "place": KNOWSLEY,
    }
    return NeedProfile(id, **{**given, **other})  # type: ignore[arg-type]


ROOFER = business(1, "We mend roofs and gutters", Kind.PRO)
ACCOUNTANT = business(2, "Chartered accountants", Kind.PRO, Kind.BRD)
HAULIER = business(3, "Road haulage, two lorries and a van", Kind.NSY)
CAFE = business(4, "We run a cafe and bake our own bread", Kind.KIT, only_these=True)
ALL = [ROOFER, ACCOUNTANT, HAULIER, CAFE]
