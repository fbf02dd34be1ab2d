"""Change who sits on a partnership, by stakeholder group: filled seats, empty seats, and the people in them."""

from typing import Any

from sqlalchemy.orm import Session

from models import Account, Member, Partnership, Seat
from models.vocabulary import SeatStatus, StakeholderGroup

from . import clocks
from .log import record


def set_seats(
    session: Session, partnership: Partnership, *, filled: list[StakeholderGroup], empty: list[StakeholderGroup]
) -> list[str]:
    """Make the partnership's seats those named. Returns what changed, in words.

    A group in neither list loses its seat; where people have sat in it, the seat stays, lapsed,
    with them marked as gone.
    """
    wanted = {group: SeatStatus.VACANT for group in empty} | {group: SeatStatus.PRESENT for group in filled}
    held = {seat.group: seat for seat in partnership.seats}
    changed = []
    for group in StakeholderGroup:
        seat, status = held.get(group), wanted.get(group)
        if seat is None and status is not None:
            partnership.seats.append(Seat(group=group, status=status))
            changed.append(f"{group.label}: {status.label}")
        elif seat is not None and status is None and seat.status is not SeatStatus.LAPSED:
            _take_away(partnership, seat)
            changed.append(f"{group.label}: no seat")
        elif seat is not None and status is not None and seat.status is not status:
            seat.status = status
            changed.append(f"{group.label}: {status.label}")
    session.flush()
    return changed


def _take_away(partnership: Partnership, seat: Seat) -> None:
    if not seat.members:
        partnership.seats.remove(seat)
        return
    seat.status = SeatStatus.LAPSED
    for member in seat.members:
        member.left_on = member.left_on or clocks.today()


def change_seats(
    session: Session,
    partnership: Partnership,
    *,
    filled: list[StakeholderGroup],
    empty: list[StakeholderGroup],
    by: Account,
    on_behalf: bool = False,
) -> list[str]:
    """Change the seats and write it down. Returns what changed; nothing is written where nothing did."""
    changed = set_seats(session, partnership, filled=filled, empty=empty)
    if changed:
        record(session, partnership, "changed", by=by, words="\n".join(changed), on_behalf=on_behalf)
    return changed


def add_member(
    session: Session, seat: Seat, *, name: str, since_on: Any, by: Account, on_behalf: bool = False
) -> Member | None:
    """Put a person in a seat, which is then filled. None where that person sits there already."""
    if any(member.left_on is None and member.name.casefold() == name.casefold() for member in seat.members):
        return None
    member = Member(name=name, since_on=since_on)
    seat.members.append(member)
    seat.status = SeatStatus.PRESENT
    record(session, seat.partnership, "changed", by=by, words=f"{seat.group.label}: {name} joins", on_behalf=on_behalf)
    return member


def remove_member(session: Session, member: Member, *, by: Account, on_behalf: bool = False) -> None:
    """Note that a person has left a seat; the last to leave leaves it empty."""
    if member.left_on is not None:
        return
    seat = member.seat
    member.left_on = clocks.today()
    if all(other.left_on for other in seat.members):
        seat.status = SeatStatus.VACANT
    words = f"{seat.group.label}: {member.name} leaves"
    record(session, seat.partnership, "changed", by=by, words=words, on_behalf=on_behalf)
