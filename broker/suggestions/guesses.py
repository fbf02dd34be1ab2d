"""What firms of a trade can usually give, as coordinators have corrected it: the shipped table, less
what was switched off, and what was added."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from models import GuessCorrection
from models.vocabulary import GuessState, GuessVerdict, Kind

from ..edge.paging import Listed, paged_query
from ..matching.jobs import Jobs
from ..matching.starter import CanGive, shipped


@dataclass(frozen=True, slots=True)
class Guess:
    """One line for a sector. ``correction`` says who switched it off or added it, if anybody did."""

    row: CanGive
    correction: GuessCorrection | None = None

    @property
    def is_off(self) -> bool:
        return self.correction is not None and self.correction.verdict is GuessVerdict.CANNOT

    @property
    def key(self) -> str:
        """A short name of the line for an address."""
        return hashlib.sha256(f"{self.row.kind}|{self.row.what}".encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Corrections:
    """All that is in force, for the engine. ``revision`` grows with every change."""

    revision: int
    added: tuple[CanGive, ...]
    cannot: frozenset[tuple[str, Kind, str]]


def revision_of(session: Session) -> int:
    """A number that grows with every change: rows are added and changed, never deleted."""
    return session.scalar(select(func.coalesce(func.sum(GuessCorrection.changes), 0))) or 0


def corrections(session: Session) -> Corrections:
    """What the engine must know of the corrections in force."""
    revision = revision_of(session)
    rows = session.scalars(_in_force()).all() if revision else []
    added = (one for one in rows if one.verdict is GuessVerdict.CAN)
    off = (one for one in rows if one.verdict is GuessVerdict.CANNOT)
    return Corrections(
        revision,
        tuple(CanGive(one.sector[:4], one.kind, one.what, tuple(one.words)) for one in added),
        frozenset((one.sector, one.kind, one.what) for one in off),
    )


def guesses_for(session: Session, code: str) -> list[Guess]:
    """What the service guesses firms of a sector can give, the wrong guesses marked, kind by kind."""
    lines = {(row.kind, row.what): Guess(row) for row in (*_rows(code), *_jobs(code))}
    for one in session.scalars(_in_force().options(joinedload(GuessCorrection.by))):
        if _covers(one.sector, code):
            line = lines.get((one.kind, one.what))
            row = line.row if line else CanGive(one.sector[:4], one.kind, one.what, tuple(one.words))
            if line is not None or one.verdict is GuessVerdict.CAN:
                lines[one.kind, one.what] = Guess(row, one)
    kinds = list(Kind)
    return sorted(lines.values(), key=lambda one: (kinds.index(one.row.kind), one.row.what))


def _rows(code: str) -> list[CanGive]:
    return [row for row in shipped().can_give if _covers(row.code, code)]


def _jobs(code: str) -> list[CanGive]:
    """The jobs that firms of a sector do, as lines of the table."""
    known = shipped().jobs
    return [
        CanGive(code[:4], kind, known[at].what, ()) for at in Jobs(known).of_sector(code) for kind in known[at].kinds
    ]


def proposals(session: Session, limit: int = 20) -> Sequence[GuessCorrection]:
    """Additions that confirmed matches suggest, oldest first."""
    statement = select(GuessCorrection).where(GuessCorrection.state == GuessState.PROPOSED)
    return session.scalars(statement.order_by(GuessCorrection.id).limit(limit)).all()


def in_force(session: Session, page: int, size: int) -> Listed:
    """One page of corrections in force, newest first."""
    rows = _in_force().order_by(None).order_by(GuessCorrection.id.desc()).options(joinedload(GuessCorrection.by))
    return paged_query(session, rows, page, size)


def correction_of(session: Session, correction_id: int) -> GuessCorrection | None:
    return session.get(GuessCorrection, correction_id)


def _in_force():
    return select(GuessCorrection).where(GuessCorrection.state == GuessState.IN_FORCE).order_by(GuessCorrection.id)


def _covers(wider: str, code: str) -> bool:
    return bool(wider) and code.startswith(wider)
