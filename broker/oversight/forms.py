"""What an administrator fills in about how suggestions are made."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.fields import SelectChoice, SelectField
from wtforms.widgets import HiddenInput, TextInput

from models.vocabulary import Kind, Theme

from ..fields import Parsed
from ..forms import GovForm, words_field
from ..matching.affinity import KINDS
from ..matching.errors import BadWeights
from ..matching.weights import MEANINGS, PARTS, Weights, scaled
from ..validators import Required

#: How well a kind of help suits a theme, in words.
SUITS = {0: _l("0: hardly ever"), 1: _l("1: sometimes"), 2: _l("2: well"), 3: _l("3: just what is wanted")}
LIMITS = {
    "threshold": (
        _l("Least score of a suggestion"),
        _l("A firm with fewer points out of 100 is not suggested."),
    ),
    "somebody": (
        _l("Least score of the best"),
        _l("Where even the best firm has fewer points, the answer is that nobody suits."),
    ),
    "least_can_do": (
        _l("Least value of “What the firm can do”"),
        _l("Where this is known and lower, a firm is not suggested, however near and willing it is."),
    ),
}


class PointsField(Parsed):
    """A number from 0 to 100 with at most two decimals."""

    widget = TextInput()

    def read(self, text: str) -> float:
        plain = text.replace("%", "").strip()
        if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,2})?", plain) or float(plain) > 100:
            raise ValueError(_("Enter a number from 0 to 100, like 16 or 2.5"))
        return float(plain)

    def _value(self) -> str:
        return super()._value() if self.raw_data or self.data is None else f"{self.data:g}"


class _Shown(GovForm):
    """A form that changes nothing: sent with GET, so that it stays in the address."""

    class Meta(GovForm.Meta):
        csrf = False


class ReasonForm(GovForm):
    """Why weights are put in force, and which version was in force when that was decided."""

    reason = words_field(
        _l("Why do you change this?"),
        thing=_l("why you change this"),
        hint=_l("Anybody can read this on the page “How suggestions work”. Name no person or firm."),
        limit=500,
        rows=3,
    )
    seen = IntegerField(widget=HiddenInput(), default=0)


def _points(label: Any, hint: Any) -> PointsField:
    look = {"width": 5, "inputmode": "decimal", "label_class": "govuk-label--s"}
    return PointsField(label, [Required(str(_l("a number from 0 to 100")))], description=hint, render_kw=look)


class WeightsForm(_Shown):
    """Every weight in points, which are scaled to 100 together, and the three limits."""

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        valid = super().validate(*args, **kwargs)
        if valid and not any(self[code].data for code in PARTS):
            self.form_errors.append(_("Give at least one part more than 0: with none, every pair would score the same"))
            return False
        return bool(valid)

    def weights(self, base: Weights) -> Weights:
        """What was filled in, as a version that is not in force. Raises BadWeights."""
        try:
            parts = scaled({code: self[code].data for code in PARTS})
        except BadWeights as problem:
            raise ValueError(str(problem)) from problem
        limits = {name: round(self[name].data / 100, 6) for name in LIMITS}
        return replace(base, version="preview", parts=parts, **limits)


for _code, _label in PARTS.items():
    setattr(WeightsForm, _code, _points(_l(_label), _l(MEANINGS[_code])))
for _code, (_name, _hint) in LIMITS.items():
    setattr(WeightsForm, _code, _points(_name, _hint))


def weights_form(weights: Weights, sent: Mapping[str, Any] | None = None) -> WeightsForm:
    """The form with the weights in force, or with what was sent."""
    if sent is not None:
        return WeightsForm(sent)
    data = {code: round(weights.of(code) * 100, 2) for code in PARTS}
    data |= {name: round(getattr(weights, name) * 100, 2) for name in LIMITS}
    return WeightsForm(None, data=data)


class AffinityForm(_Shown):
    """How well each kind of help suits one theme."""

    def weights(self, base: Weights, theme: Theme) -> Weights:
        row = {kind: int(self[kind.value].data) for kind in KINDS}
        return replace(base, version="preview", affinity={**base.affinity, theme: row})


def _suits(kind: Kind) -> SelectField:
    choices = [SelectChoice(str(value), words) for value, words in SUITS.items()]
    return SelectField(_l(kind.label), choices=choices, render_kw={"label_class": "govuk-label--s"})


for _kind in KINDS:
    setattr(AffinityForm, _kind.value, _suits(_kind))


def affinity_form(weights: Weights, theme: Theme, sent: Mapping[str, Any] | None = None) -> AffinityForm:
    """The form with the row in force, or with what was sent."""
    if sent is not None:
        return AffinityForm(sent)
    return AffinityForm(None, data={kind.value: str(weights.affinity[theme][kind]) for kind in KINDS})
