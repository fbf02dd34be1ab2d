"""The model in use: one door for everything that ranks, scores or proposes for live entries.

Which weights are in force is a row, asked for each time, so that every process follows when it
changes; the engine made of them is kept in the process.
"""

import threading
from collections import OrderedDict

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import WeightsVersion

from ..matching.engine import Engine
from ..matching.weights import Weights
from .versions import newest, usable

#: Engines kept at once: the one in force, and those of a moment ago that others still work with.
KEPT = 3

_kept: OrderedDict[tuple[str, int, int], Engine] = OrderedDict()
_lock = threading.Lock()


def current_engine(session: Session) -> Engine:
    """The engine that live entries are compared with now."""
    shipped = Engine.shipped()
    last = select(WeightsVersion.id).order_by(WeightsVersion.number.desc()).limit(1)
    version_id = session.scalar(last)
    if version_id is None:
        return shipped
    key = (str(session.get_bind().engine.url), version_id, id(shipped))
    with _lock:
        engine = _kept.get(key)
    if engine is None:
        engine = shipped.with_weights(usable(session.get_one(WeightsVersion, version_id)))
        with _lock:
            engine = _kept.setdefault(key, engine)
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
    return engine


def current_weights(session: Session) -> Weights:
    """The weights in force."""
    return usable(newest(session))
