"""What one more place, offer or broker would bring to a plan, in names."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models import Area, Broker, Business, Need, PlanRun

from ..matching.affinity import KIND_BY_CODE


@dataclass(frozen=True, slots=True)
class Help:
    """What one more of something would bring, in names: ``filled`` parts more, ``value`` more of score, and
    ``served`` pairs more with a broker, where the coordinator stands in now. ``places`` is how many it has."""

    more: str
    entry_id: int | str
    name: str
    where: str
    filled: int
    value: float
    served: int
    places: int


def helps_of(session: Session, run: PlanRun) -> list[Help]:
    """What one more place, offer or broker would bring, in names; what is there no more is left out."""
    keys = [(one["more"], one["id"]) for one in run.helps]

    def ids(more: str) -> set[int]:
        return {key[0] for found, key in keys if found == more}

    names: dict[str, dict[Any, str]] = {
        "part_place": _names(session, select(Need.id, Need.title).where(Need.id.in_(ids("part_place")))),
        "business_place": _names(
            session, select(Business.id, Business.name).where(Business.id.in_(ids("business_place")))
        ),
        "broker_place": _names(session, select(Broker.id, Broker.name).where(Broker.id.in_(ids("broker_place")))),
        "offer": {code: kind.label for code, kind in KIND_BY_CODE.items()},
        "broker": {code: "" for code in ids("broker")},
    }
    areas = _names(session, select(Area.code, Area.name).where(Area.code.in_([str(key[-1]) for _, key in keys])))
    return [
        Help(
            more=one["more"],
            entry_id=one["id"][0],
            name=names[one["more"]][one["id"][0]],
            where=areas.get(str(one["id"][-1]), ""),
            filled=one["filled"],
            value=one["value"],
            served=one.get("served", 0),  # earlier runs did not keep it
            places=one["places"],
        )
        for one in run.helps
        if one["id"][0] in names.get(one["more"], {})
    ]


def _names(session: Session, statement: Select) -> dict:
    return {key: name for key, name in session.execute(statement)}
