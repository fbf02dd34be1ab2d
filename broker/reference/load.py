"""Write the reference facts into the tables. May be run as often as one likes."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from models import Area, AreaCode, AreaList, AreaListEntry, Base
from models import Deprivation as DeprivationRow

from . import lists
from .districts import districts, other_codes


def load_reference(session: Session) -> dict[str, int]:
    """Bring areas, their other codes, deprivation and the two lists up to the facts of this version.

    Rows are matched by key, changed where they differ and added where they are missing. Areas
    and codes that we no longer know are left, because entries may hang on them. Flushes and does
    not commit. Returns how many rows of each the facts have: "areas", "codes", "deprivation",
    "lists", "entries".
    """
    areas: dict[Any, dict[str, Any]] = {
        each.code: {"name": each.name, "region": each.region, "lat": each.lat, "lon": each.lon} for each in districts()
    }
    codes: dict[Any, dict[str, Any]] = {
        old_code: {"area_code": code, "name": name} for old_code, (code, name) in other_codes().items()
    }
    deprivation: dict[Any, dict[str, Any]] = {
        (each.code, figures.edition): asdict(figures) for each in districts() for figures in each.editions
    }
    _bring_up_to_date(session, Area, areas)
    _bring_up_to_date(session, AreaCode, codes)
    _bring_up_to_date(session, DeprivationRow, deprivation)
    entries = _load_programme(session) + _load_renewal(session)
    return {"areas": len(areas), "codes": len(codes), "deprivation": len(deprivation), "lists": 2, "entries": entries}


def _bring_up_to_date(session: Session, table: type[Base], wanted: dict[Any, dict[str, Any]]) -> None:
    """Add the rows that are missing and change those that differ, by primary key (one query)."""
    columns = [str(column.key) for column in inspect(table).primary_key]
    there = {tuple(getattr(row, column) for column in columns): row for row in session.scalars(select(table))}
    for key, values in wanted.items():
        key = key if isinstance(key, tuple) else (key,)
        row = there.get(key)
        if row is None:
            by_name: dict[str, Any] = {**dict(zip(columns, key, strict=True)), **values}
            session.add(table(**by_name))
        else:
            _change(row, values)
    session.flush()


def _change(row: Base, values: dict[str, Any]) -> None:
    for column, value in values.items():
        if getattr(row, column) != value:
            setattr(row, column, value)


def _load_programme(session: Session) -> int:
    wanted = [
        {"area_code": each.code, "rank": figures.rank, "old_name": None, "evidence": "", "note": ""}
        for each in lists.most_deprived()
        if (figures := each.deprivation(2025))
    ]
    return _load_list(session, lists.PROGRAMME, lists.PROGRAMME_NAME, lists.PROGRAMME_EXPLANATION, wanted)


def _load_renewal(session: Session) -> int:
    wanted = [
        {"area_code": row.code, "rank": None, "old_name": row.name, "evidence": row.evidence, "note": row.source}
        for row in lists.renewal_2001()
    ]
    return _load_list(session, lists.RENEWAL_2001, lists.RENEWAL_2001_NAME, lists.RENEWAL_2001_EXPLANATION, wanted)


def _load_list(session: Session, code: str, name: str, explanation: str, wanted: list[dict]) -> int:
    """Write a list and its entries by position; entries beyond the wanted ones are removed."""
    kept = session.merge(AreaList(code=code, name=name, explanation=explanation))
    session.flush()
    there = {
        entry.position: entry for entry in session.scalars(select(AreaListEntry).where(AreaListEntry.list_code == code))
    }
    for position, values in enumerate(wanted, start=1):
        entry = there.pop(position, None)
        if entry is None:
            session.add(AreaListEntry(list_code=kept.code, position=position, **values))
        else:
            _change(entry, values)
    for entry in there.values():
        session.delete(entry)
    session.flush()
    return len(wanted)
