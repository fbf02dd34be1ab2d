"""The model in use: one door for everything that ranks, scores or proposes for live entries.

Which weights are in force is a row, asked for each time, so that every process follows when it
changes; the engine made of them is kept in the process.
"""

import threading
from collections import OrderedDict
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import WeightsVersion

from ..matching.engine import Engine
from ..matching.reading import Reading
from ..matching.weights import Weights
from .fitted import fitted
from .guesses import corrections, revision_of
from .versions import newest, usable

#: Engines kept at once: the one in force, and those of a moment ago that others still work with.
KEPT = 3

_kept: OrderedDict[tuple[str, int | None, int, int], Engine] = OrderedDict()
_lock = threading.Lock()


def current_engine(session: Session) -> Engine:
    """The engine that live entries are compared with now."""
    reading, _status = fitted()
    last = select(WeightsVersion.id).order_by(WeightsVersion.number.desc()).limit(1)
    version_id, revision = session.scalar(last), revision_of(session)
    shipped = Engine.shipped()
    if version_id is None and not revision and reading is shipped.reading:
        return shipped
    key = (str(session.get_bind().engine.url), version_id, revision, id(reading))
    with _lock:
        engine = _kept.get(key)
    if engine is None:
        version = None if version_id is None else session.get_one(WeightsVersion, version_id)
        engine = Engine(_corrected(session, reading) if revision else reading, usable(version))
        with _lock:
            engine = _kept.setdefault(key, engine)
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
    return engine


def _corrected(session: Session, reading: Reading) -> Reading:
    """The readers with what coordinators know better of what firms can give."""
    found = corrections(session)
    usual = reading.usual.corrected(found.added, found.cannot)
    return replace(reading, usual=usual, version=f"{reading.version}c{found.revision}")


def current_weights(session: Session) -> Weights:
    """The weights in force."""
    return usable(newest(session))
