"""Who sits on a partnership, by stakeholder group: filled seats, empty seats, and the people in them."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session
from wtforms.fields import SelectChoice

from models import Account, Member, Partnership, Seat
from models.vocabulary import SeatStatus, StakeholderGroup

from ...cases import clocks
from ...cases.log import record
from ...forms import GovForm, checkboxes_field, date_field, text_field
from ..steps import Said, Walk
from ..words import _l
from .areas import refuse


def group_choices() -> list[SelectChoice]:
    """Every group by its name of today; the name of 2001 beside it where that was another."""
    choices = []
    for group in StakeholderGroup:
        then = group.explanation if group.explanation != group.label else ""
        look = {"hint": _("In 2001: %(name)s", name=_(then))} if then else None
        choices.append(SelectChoice(group.value, _(group.label), look))
    return choices


class FilledSeatsForm(GovForm):
    filled = checkboxes_field(
        _l("Which groups have somebody in a seat?"),
        StakeholderGroup,
        thing=_l("the groups that have somebody in a seat"),
        hint=_l("Tick every group that takes part now. If nobody does yet, leave all empty."),
        optional=True,
        choices=group_choices,
    )


class EmptySeatsForm(GovForm):
    empty = checkboxes_field(
        _l("Which groups have a seat that is empty?"),
        StakeholderGroup,
        thing=_l("the groups whose seat is empty"),
        hint=_l("A seat nobody has taken, or whose holder has left. If there is none, leave all empty."),
        optional=True,
        choices=group_choices,
    )


class SeatsForm(FilledSeatsForm):
    """Both questions on one page, for changing them."""

    empty = checkboxes_field(
        _l("Which groups have a seat that is empty?"),
        StakeholderGroup,
        thing=_l("the groups whose seat is empty"),
        hint=_l("A group that is ticked in neither list has no seat."),
        optional=True,
        choices=group_choices,
    )

    def validate(self, extra_validators: Any = None) -> bool:
        right = super().validate(extra_validators)
        filled: list[StakeholderGroup] = self.filled.data or []
        both = [group for group in filled if group in (self.empty.data or [])]
        if both:
            refuse(self.empty, _("Tick “%(group)s” in one list only", group=_(both[0].label)))
        return right and not both


class MemberForm(GovForm):
    name = text_field(_l("Name"), thing=_l("the name of the person"), limit=120)
    since_on = date_field(_l("Since when? (optional)"), hint=_l("For example, 27 3 2024."), optional=True)

    def validate(self, extra_validators: Any = None) -> bool:
        right = super().validate(extra_validators)
        early = bool(self.since_on.data and self.since_on.data > clocks.today())
        if early:
            refuse(self.since_on, _("Enter today or an earlier day: name people once they sit here"))
        return right and not early


def leave_out_filled(form: EmptySeatsForm, walk: Walk) -> None:
    """A group with somebody in its seat is not asked about again."""
    taken = set(walk.answers.get("seats", {}).get("filled", ()))
    form.empty.choices = [choice for choice in group_choices() if choice.value not in taken]


def say_seats(name: str, question: str, nobody: str) -> Any:
    def said(answer: dict[str, Any], walk: Walk) -> Said:
        return [(question, [_(StakeholderGroup(code).label) for code in answer.get(name, ())] or nobody)]

    return said


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
