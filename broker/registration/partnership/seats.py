"""What is asked about who sits on a partnership: filled seats, empty seats, and the people in them."""

from typing import Any

from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from models.vocabulary import StakeholderGroup

from ...cases import clocks
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
