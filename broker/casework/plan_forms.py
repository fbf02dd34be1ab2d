"""What a coordinator fills in for a plan: where, how, and bounds."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import SelectField, StringField
from wtforms.fields import SelectChoice

from models import Area
from models.vocabulary import PlanEffect, PlanFairness, PlanLimit

from ..edge.filters import label
from ..forms import GovForm, checkboxes_field, number_field, select_field, text_field, tick_field

#: Choices of the area that stand for more than one.
PROGRAMME, MINE = "programme", "mine"


class BeginPlanForm(GovForm):
    """Where a plan is to be made."""

    where = select_field(_l("Where"), thing=_l("where to match"), choices=list)

    def __init__(self, areas: list[Area], *args: Any, all_areas: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [SelectChoice(area.code, area.name) for area in areas]
        if all_areas and areas:
            choices.insert(0, SelectChoice(PROGRAMME, _("The whole programme")))
        elif len(areas) > 1:
            choices.insert(0, SelectChoice(MINE, _("All my areas together")))
        self.where.choices = [SelectChoice("", _("Choose one")), *choices]

    def codes(self, areas: list[Area]) -> list[str]:
        """The codes of the areas chosen; none is the whole programme."""
        if self.where.data == PROGRAMME:
            return []
        return [area.code for area in areas] if self.where.data == MINE else [self.where.data]


class PlanOptionsForm(GovForm):
    """How the next run is made."""

    priority_on = tick_field(
        _l("Most deprived neighbourhoods first"),
        hint=_l("Take the tick off to see what changes without it. Points of a pair stay as they are."),
    )
    fairness = checkboxes_field(
        _l("Who comes first, before any points"),
        PlanFairness,
        thing=_l("who comes first"),
        hint=_l("Leave empty to go by points alone."),
        optional=True,
    )
    stand_in = tick_field(
        _l("The coordinator stands in where no broker is free"),
        hint=_l("Without the tick, a pair that no broker can take is not placed."),
    )
    weights = select_field(
        _l("Weights"),
        thing=_l("weights"),
        hint=_l("Try another saved version to see what it would choose. Such a run can be compared, not released."),
        optional=True,
        choices=list,
    )

    def __init__(self, *args: Any, versions: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.weights.choices = [
            SelectChoice("", _("Those in use")),
            *(SelectChoice(str(number), words) for number, words in versions),
        ]


class AtLeastForm(GovForm):
    """``most`` is how many places a request has; None where there is no such end."""

    least = number_field(_l("At least how many?"), thing=_l("how many"), least=1, most=1000)

    def __init__(self, most: int | None) -> None:
        super().__init__()
        self.most = most

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if fine and self.most is not None and (self.least.data or 0) > self.most:
            said = ngettext("This request has %(num)d place only", "This request has %(num)d places only", self.most)
            self.least.errors = [said]
            return False
        return fine


class FindEntryForm(GovForm):
    """An entry by the reference that its page and its letters carry."""

    reference = text_field(
        _l("Reference of the business, broker or request"),
        thing=_l("a reference"),
        hint=_l("For example, B-7K3M-2QPR. It stands at the top of the entry."),
        limit=20,
        width=20,
        spellcheck=False,
    )


class FindBusinessForm(GovForm):
    """A business by its name or reference. Sent with GET."""

    class Meta(GovForm.Meta):
        csrf = False

    words = text_field(
        _l("Name or reference of the business"),
        thing=_l("a name or a reference"),
        hint=_l("Part of the name is enough. A reference looks like B-7K3M-2QPR."),
        limit=100,
    )


class SureForm(GovForm):
    """One button, on a page that says what it will do."""


class PairsFilterForm(GovForm):
    """What a list of pairs is narrowed to. Sent with GET; words are those of a title or a firm."""

    class Meta(GovForm.Meta):
        csrf = False

    words = StringField(_l("Words in the request or the business"))
    what = SelectField(_l("Which pairs"), default="")

    def __init__(self, *args: Any, released: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.what.choices = [
            SelectChoice("", _("All pairs")),
            SelectChoice("low", _("Not the best business for its request")),
            SelectChoice("stand_in", _("The coordinator stands in")),
            SelectChoice("pinned", _("Must be in")),
        ]
        if released:
            self.what.choices += [SelectChoice(effect.value, label(effect)) for effect in PlanEffect]
            self.what.choices.append(SelectChoice("stayed", _("Stayed when the rest was taken back")))


class LimitFilterForm(GovForm):
    class Meta(GovForm.Meta):
        csrf = False

    limit = SelectField(_l("Why"), default="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit.choices = [
            SelectChoice("", _("All reasons")),
            *(SelectChoice(one.value, label(one)) for one in PlanLimit),
        ]


class CompareForm(GovForm):
    """Two runs of a plan, by number."""

    class Meta(GovForm.Meta):
        csrf = False

    first = SelectField(_l("Run"), coerce=int)
    second = SelectField(_l("Beside run"), coerce=int)
