"""What it took: the calls, meetings and check-ins that are written down, for each confirmed result.

Hours are not written down anywhere, so none are given and none are guessed.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models import CaseNote, CheckIn, Match, Need
from models.vocabulary import CaseKind, NoteKind

from .counting import Whole
from .facts import Areas, place_of_need, within

#: Notes that say that somebody spoke to somebody.
CONTACTS = tuple(kind for kind in NoteKind if kind is not NoteKind.NOTE)


@dataclass(frozen=True, slots=True)
class Work:
    """``contacts`` are calls, meetings and the like about matches; ``results`` are confirmed."""

    contacts: int
    check_ins: int
    results: int

    @property
    def for_each(self) -> float | None:
        """None where nothing has been confirmed."""
        return (self.contacts + self.check_ins) / self.results if self.results else None


def work_done(session: Session, areas: Areas, whole: Whole) -> Work:
    """What is written down about the matches of some areas."""
    contacts = contacts_of(areas, select(func.count()).select_from(CaseNote))
    check_ins = check_ins_of(areas, select(func.count()).select_from(CheckIn))
    return Work(session.scalar(contacts) or 0, session.scalar(check_ins) or 0, whole.all("results"))


def contacts_of(areas: Areas, notes: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Of a query on notes those that say that somebody spoke to somebody about a match of these areas."""
    about = (CaseNote.kind == CaseKind.MATCH, CaseNote.how.in_(CONTACTS))
    return notes.where(*about, CaseNote.subject_id.in_(_matches_of(areas)))


def check_ins_of(areas: Areas, check_ins: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Of a query on check-ins those of matches of these areas."""
    return check_ins.where(CheckIn.match_id.in_(_matches_of(areas)))


def _matches_of(areas: Areas) -> Select[*tuple[Any, ...]]:
    place, only = place_of_need()
    return (
        select(Match.id)
        .join(Need, Need.id == Match.need_id)
        .outerjoin(only, only.c.partnership_id == Need.partnership_id)
        .where(within(place, areas))
    )
