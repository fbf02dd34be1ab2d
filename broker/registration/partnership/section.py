"""What a partnership sees of itself: on ``/your-page`` in short, and on its own page in full."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Account, Need, Partnership, Seat
from models.vocabulary import EntryKind, EntryState, SeatStatus

from ...cases.entries import asked_of
from ..change import Changes, walk_of_entry
from ..need.standing import standing_of
from ..walk import sections
from .journey import PARTNERSHIP
from .look_after import answers_of, change_partnership
from .whose import is_on_behalf, partnership_of, partnerships_of

#: The questions about the partnership itself; seats and people have pages of their own.
ITSELF = ("name", "kind", "areas", "about")

CHANGES = Changes(
    journey=replace(PARTNERSHIP, steps=tuple(step for step in PARTNERSHIP.steps if step.name in ITSELF)),
    find=partnership_of,
    answers_of=answers_of,
    change=change_partnership,
    home=lambda partnership: url_for("registration.partnership", partnership_id=partnership.id),
    url="/your-page/partnerships",
)


def partnership_sections(session: Session, account: Account) -> Iterator[dict[str, Any]]:
    """The values of ``own_partnership.html`` for each partnership this account speaks for."""
    for partnership in partnerships_of(session, account):
        yield section_of(session, partnership)


def section_of(session: Session, partnership: Partnership) -> dict[str, Any]:
    needs = needs_of(session, partnership)
    return {
        "partnership": partnership,
        "needs": needs,
        "standing": standing_of(session, needs),
        "asked_still_right": asked_of(session, EntryKind.NEED, [need.id for need in needs if need.is_live]),
        "seats": seats_of(session, partnership),
    }


def page_of(session: Session, partnership: Partnership, account: Account) -> dict[str, Any]:
    """The values of ``partnership.html``."""
    walk = walk_of_entry(CHANGES, partnership, account)
    return {
        "own": section_of(session, partnership),
        "partnership": partnership,
        "answers": sections(walk, lambda step: walk.step_url(step.name)),
        "contacts": [contact for contact in partnership.contacts if contact.left_at is None],
        "me": account,
        "on_behalf": is_on_behalf(account, partnership),
    }


def needs_of(session: Session, partnership: Partnership) -> list[Need]:
    """The partnership's needs: those that have ended last, otherwise newest first."""
    found = session.scalars(select(Need).where(Need.partnership_id == partnership.id).order_by(Need.id.desc()))
    return sorted(found, key=lambda need: need.state is EntryState.ENDED)


def seats_of(session: Session, partnership: Partnership) -> list[Seat]:
    """The seats with the people in them, without those that have lapsed."""
    statement = (
        select(Seat)
        .where(Seat.partnership_id == partnership.id, Seat.status != SeatStatus.LAPSED)
        .options(selectinload(Seat.members))
        .order_by(Seat.id)
    )
    return list(session.scalars(statement))
