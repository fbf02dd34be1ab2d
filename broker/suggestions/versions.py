"""The versions of the weights: which is in force, which were before. Without any, those of the service are."""

from datetime import datetime

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from models import WeightsVersion
from models.vocabulary import WeightsSource

from ..edge.paging import Listed, paged_query
from ..matching.affinity import AFFINITY
from ..matching.errors import BadWeights
from ..matching.weights import PUBLISHED, Weights

log = structlog.get_logger()

#: The number of the weights that come with the service: the first row is the second version.
SHIPPED = 1


def newest(session: Session) -> WeightsVersion | None:
    """The version in force; None where those that come with the service are."""
    return session.scalars(select(WeightsVersion).order_by(WeightsVersion.number.desc()).limit(1)).one_or_none()


def number_in_force(session: Session) -> int:
    """The number of the version in force."""
    return session.scalar(select(func.max(WeightsVersion.number))) or SHIPPED


def history(session: Session, page: int, size: int) -> Listed:
    """One page of versions, newest first."""
    rows = select(WeightsVersion).order_by(WeightsVersion.number.desc()).options(selectinload(WeightsVersion.by))
    return paged_query(session, rows, page, size)


def version_of(session: Session, number: int) -> WeightsVersion | None:
    return session.scalars(select(WeightsVersion).where(WeightsVersion.number == number)).one_or_none()


def numbered(session: Session, number: int) -> Weights | None:
    """The weights of one version, those that come with the service among them; None where there is
    no such version, or it cannot be used."""
    if number == SHIPPED:
        return PUBLISHED
    row = version_of(session, number)
    return None if row is None or not is_usable(row) else weights_of(row)


def published(session: Session) -> tuple[Weights, datetime | None]:
    """The newest weights that a person set (or those that come with the service), and since when:
    what learning starts from, however much has been learned since."""
    statement = select(WeightsVersion).where(WeightsVersion.source == WeightsSource.SET)
    row = session.scalars(statement.order_by(WeightsVersion.number.desc()).limit(1)).one_or_none()
    return usable(row), None if row is None else row.at


def weights_of(row: WeightsVersion) -> Weights:
    """A row as the model takes it. What it does not know (a part that came later) weighs nothing,
    and kinds that the row does not name suit as they do in the table of the service.

    Raises BadWeights where the row holds no valid weights.
    """
    affinity = {
        theme: {kind: row.affinity.get(str(theme), {}).get(str(kind), value) for kind, value in of.items()}
        for theme, of in AFFINITY.items()
    }
    return Weights(
        version=row.name,
        parts=row.parts,
        threshold=row.threshold,
        somebody=row.somebody,
        least_can_do=row.least_can_do,
        affinity=affinity,
    )


def is_usable(row: WeightsVersion) -> bool:
    """Whether a version holds valid weights: one made by a newer release may not, nor a damaged one."""
    try:
        weights_of(row)
    except (BadWeights, TypeError, AttributeError) as problem:
        log.error("weights_not_usable", number=row.number, problem=str(problem))
        return False
    return True


def usable(row: WeightsVersion | None) -> Weights:
    """The weights of a version, or those that come with the service where there is none or it cannot
    be used. The log and the page of the weights say so."""
    return PUBLISHED if row is None or not is_usable(row) else weights_of(row)
