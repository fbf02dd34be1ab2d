"""Which open needs are near a place, and what the model has read of them, kept in the process.

A firm that has not signed up is answered at once, however many needs there are: only the needs near
it are looked at, a need is read again only when it has changed, and nothing is stored.
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from models import Area, EntryEvent, Need, Partnership
from models.vocabulary import EntryKind

from ..matching.candidates import Asks, asks_of, ledger_of
from ..matching.engine import Engine
from ..matching.geography import miles
from ..matching.profiles import NeedProfile, Place
from .ask import live_needs, open_on
from .profiles import need_profile

#: Places whose needs are kept laid out for the model: the same towns are asked about again and again.
LAID_OUT = 64

Stamp = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Nearby:
    """Open needs near a place, nearest first, with what they ask for laid out for the model.

    ``within`` is how many are near, of which ``needs`` are looked at; ``of`` is how many are open at all.
    """

    needs: tuple[NeedProfile, ...]
    asks: Asks
    within: int
    of: int


@dataclass(eq=False)
class _Kept:
    """What a process knows of the open needs of one database on one day. Arrays run along ``ids``."""

    signature: Stamp
    ids: list[int]
    stamps: list[Stamp]
    lats: Any
    lons: Any
    profiles: dict[int, tuple[Stamp, NeedProfile]] = field(default_factory=dict)
    laid_out: OrderedDict[tuple[Any, ...], Asks] = field(default_factory=OrderedDict)


_kept: dict[str, _Kept] = {}
_lock = threading.Lock()


def needs_near(
    session: Session, engine: Engine, place: Place, *, within: float | None, most: int, today: date
) -> Nearby:
    """The open needs at most ``within`` miles away, at most ``most`` of them. None: however far.

    A need whose place is not known is as far as can be, and never too far.
    """
    kept = _known(session, today)
    if place.lat is None or place.lon is None:
        far = np.full(len(kept.ids), np.nan)
    else:
        far = miles(place.lat, place.lon, kept.lats, kept.lons)
    near = np.flatnonzero(~(far > (np.inf if within is None else within)))
    order = near[np.argsort(far[near], kind="stable")][:most]  # what is not known sorts last
    chosen = sorted(order.tolist())
    profiles = _profiles(session, kept, chosen, today)
    return Nearby(profiles, _laid_out(kept, engine, chosen, profiles, today), len(near), len(kept.ids))


def _known(session: Session, today: date) -> _Kept:
    """Where the open needs are. Every change of one writes an event or changes the latest stamp."""
    url = str(session.get_bind().engine.url)
    signature = _signature(session, today)
    with _lock:
        kept = _kept.get(url)
    if kept is not None and kept.signature == signature:
        return kept
    exact = and_(Need.lat.is_not(None), Need.lon.is_not(None))
    rows = session.execute(
        select(
            Need.id,
            Need.updated_at,
            Partnership.updated_at,
            case((exact, Need.lat), else_=Area.lat),
            case((exact, Need.lon), else_=Area.lon),
        )
        .join(Need.partnership)
        .outerjoin(Area, Area.code == Need.area_code)
        .where(*open_on(today))
        .order_by(Need.id)
    ).all()
    fresh = _Kept(
        signature,
        [row[0] for row in rows],
        [(row[1], row[2]) for row in rows],
        np.array([row[3] for row in rows], dtype=np.float64),
        np.array([row[4] for row in rows], dtype=np.float64),
    )
    if kept is not None:
        fresh.profiles = {one: kept.profiles[one] for one in fresh.ids if one in kept.profiles}
        fresh.laid_out = kept.laid_out
    with _lock:
        _kept.clear()  # one database per process in service; in tests the old ones are gone
        _kept[url] = fresh
    return fresh


def _signature(session: Session, today: date) -> Stamp:
    events = select(func.count(), func.max(EntryEvent.id)).where(
        EntryEvent.entry_kind.in_([EntryKind.NEED, EntryKind.PARTNERSHIP])
    )
    needs = select(func.count(), func.max(Need.updated_at)).join(Need.partnership).where(*open_on(today))
    return (today, *session.execute(events).one(), *session.execute(needs).one())


def _profiles(session: Session, kept: _Kept, chosen: Sequence[int], today: date) -> tuple[NeedProfile, ...]:
    """The needs as the model sees them; only those that are new or have changed are read from the tables."""
    stale = [kept.ids[at] for at in chosen if kept.profiles.get(kept.ids[at], ((),))[0] != kept.stamps[at]]
    if stale:
        stamps = dict(zip(kept.ids, kept.stamps, strict=True))
        for need in live_needs(session, today, only=stale):
            kept.profiles[need.id] = (stamps[need.id], need_profile(need))
    return tuple(kept.profiles[kept.ids[at]][1] for at in chosen if kept.ids[at] in kept.profiles)


def _laid_out(
    kept: _Kept, engine: Engine, chosen: Sequence[int], profiles: tuple[NeedProfile, ...], today: date
) -> Asks:
    key = (engine, tuple((kept.ids[at], kept.stamps[at]) for at in chosen), len(profiles))
    with _lock:
        found = kept.laid_out.get(key)
    if found is None:
        features = [engine.features(one) for one in profiles]
        found = asks_of(features, engine.reading, ledger_of(engine.catalogue([]), today))
        with _lock:
            kept.laid_out[key] = found
            while len(kept.laid_out) > LAID_OUT:
                kept.laid_out.popitem(last=False)
    return found
