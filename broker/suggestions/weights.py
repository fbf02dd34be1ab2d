"""Putting weights in force: every change is a version with its author and reason."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, WeightsVersion
from models.vocabulary import WeightsSource

from ..matching.weights import Weights
from .refresh import mark_all_due
from .versions import SHIPPED, newest, usable


class ChangedMeanwhile(Exception):
    """Somebody else saved a version since the page was read."""


class NothingChanged(Exception):
    """These are the weights in force already."""


def save(
    session: Session,
    weights: Weights,
    *,
    reason: str,
    by: Account | None,
    seen: int,
    source: WeightsSource = WeightsSource.SET,
) -> WeightsVersion:
    """Put weights in force as a new version, and have every live need looked at again.

    ``seen`` is the number of the version that whoever saves has seen in force.

    Raises:
        ChangedMeanwhile: another version came first.
        NothingChanged: they are in force already.
    """
    session.execute(select(WeightsVersion.id).order_by(WeightsVersion.number.desc()).limit(1).with_for_update())
    row = newest(session)
    number = SHIPPED if row is None else row.number
    if number != seen:
        raise ChangedMeanwhile
    if same(weights, usable(row)):
        raise NothingChanged
    version = WeightsVersion(
        number=number + 1,
        source=source,
        parts=dict(weights.parts),
        threshold=weights.threshold,
        somebody=weights.somebody,
        least_can_do=weights.least_can_do,
        affinity={str(theme): {str(kind): of[kind] for kind in of} for theme, of in weights.affinity.items()},
        reason=reason,
        by=by,
    )
    session.add(version)
    session.flush()  # two at once: the number is taken, and the second is told
    mark_all_due(session)
    return version


def same(one: Weights, other: Weights) -> bool:
    """Whether two versions weigh alike, to what their tables keep."""
    limits = ("threshold", "somebody", "least_can_do", "affinity")
    alike = all(getattr(one, name) == getattr(other, name) for name in limits)
    return alike and all(abs(one.of(code) - other.of(code)) < 1e-6 for code in {*one.parts, *other.parts})
