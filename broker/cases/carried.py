"""What a broker carries: matches, and the businesses and partnerships they look after."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Broker, Business, Case, Match, Need, Partnership
from models.match import HOLDING
from models.vocabulary import CaseKind, EntryState

from .life import OVER


@dataclass(slots=True)
class Carried:
    """One thing that is handed over as a whole, with its open cases.

    ``subject`` is None for what is owned through its case alone, such as a concern.
    """

    kind: CaseKind
    subject_id: int
    subject: Match | Business | Partnership | None = None
    cases: list[Case] = field(default_factory=list)

    @property
    def key(self) -> str:
        """``match-12``: how a form names it."""
        return f"{self.kind.value}-{self.subject_id}"

    @property
    def counts(self) -> bool:
        """Whether it is one of the cases that a limit is about."""
        return isinstance(self.subject, Match) and self.subject.state in HOLDING

    @property
    def area_code(self) -> str | None:
        if isinstance(self.subject, Match):
            need = self.subject.need
            return need.area_code or next((area.code for area in need.partnership.areas), None)
        if isinstance(self.subject, Business):
            return self.subject.area_code
        if isinstance(self.subject, Partnership):
            return next((area.code for area in self.subject.areas), None)
        return self.cases[0].area_code if self.cases else None


def carried_by(session: Session, broker: Broker) -> list[Carried]:
    """Everything a broker carries now, in a constant number of queries: matches first, soonest due first."""
    matches = session.scalars(
        select(Match)
        .where(Match.broker_id == broker.id, Match.state.not_in(OVER))
        .options(
            selectinload(Match.business),
            selectinload(Match.need).selectinload(Need.partnership).selectinload(Partnership.areas),
            selectinload(Match.need).selectinload(Need.area),
            selectinload(Match.need).selectinload(Need.neighbourhood),
        )
        .order_by(Match.id)
    ).all()
    found = {(CaseKind.MATCH, one.id): Carried(CaseKind.MATCH, one.id, one) for one in matches}
    for table, kind, more in (
        (Business, CaseKind.BUSINESS, selectinload(Business.area)),
        (Partnership, CaseKind.PARTNERSHIP, selectinload(Partnership.areas)),
    ):
        led = select(table).where(table.lead_broker_id == broker.id, table.state != EntryState.ENDED)
        entries: Any = session.scalars(led.options(more).order_by(table.id)).all()
        found.update({(kind, one.id): Carried(kind, one.id, one) for one in entries})
    open_ = session.scalars(
        select(Case).where(Case.owner_broker_id == broker.id, Case.closed_at.is_(None)).order_by(Case.next_on, Case.id)
    ).all()
    asked = _partnerships_of(session, [case.subject_id for case in open_ if case.kind is CaseKind.NEED])
    for case in open_:
        place = (case.kind, case.subject_id)
        if case.kind is CaseKind.NEED and (CaseKind.PARTNERSHIP, asked.get(case.subject_id)) in found:
            place = (CaseKind.PARTNERSHIP, asked[case.subject_id])  # a need goes with those who ask
        found.setdefault(place, Carried(*place)).cases.append(case)
    return list(found.values())


def _partnerships_of(session: Session, need_ids: list[int]) -> dict[int, int]:
    statement = select(Need.id, Need.partnership_id).where(Need.id.in_(need_ids))
    return {need_id: partnership_id for need_id, partnership_id in session.execute(statement)}
