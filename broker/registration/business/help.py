"""What the business could give: kinds of help, then one page for each kind ticked."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from models.vocabulary import Frequency, Kind, OfferTerms, Unit

from ...edge.filters import amount, spoken_date
from ...forms import (
    GovForm,
    checkboxes_field,
    date_field,
    money_field,
    number_field,
    radios_field,
    words_field,
)
from ..steps import Answers, Step, Walk
from ..words import _l
from .kinds import INVOLVES, Involves, ring_me_only, step_of, ticked

ONLY, OPEN = "only_these", "open"


def kind_choices() -> list[SelectChoice]:
    """Every kind of help with an example and what it takes; last, and alone, "please ring me"."""
    choices = [
        SelectChoice(kind.value, _(kind.label), {"hint": f"{_(kind.explanation)} {involved.time_and_money}"})
        for kind, involved in INVOLVES.items()
    ]
    look = {"hint": _(Kind.NSY.explanation), "divider": _("or"), "behaviour": "exclusive"}
    return [*choices, SelectChoice(Kind.NSY.value, _(Kind.NSY.label), look)]


class HelpForm(GovForm):
    kinds = checkboxes_field(
        _l("What could your business give?"),
        Kind,
        thing=_l("what your business could give, or “Not sure yet: please ring me”"),
        hint=_l("Tick all that you would think about. Nothing is promised until you say yes to one request."),
        choices=kind_choices,
    )


class OfferForm(GovForm):
    """What is asked about every kind. The amount and, where it has one, the price come in between."""

    words = words_field(
        _l("What exactly could you give?"),
        thing=_l("what you could give"),
        rows=3,
    )

    def validate(self, extra_validators: Any = None) -> bool:
        right = super().validate(extra_validators)
        begins, ends = self["starts_on"], self["ends_on"]
        if begins.data and ends.data and ends.data < begins.data:
            ends.errors = [*ends.errors, _("The last day must be on or after the first day")]
            return False
        return right


def offer_form(kind: Kind, involved: Involves) -> type[OfferForm]:
    """The form for one kind of help."""
    hint = _l("If you do not know yet, leave this empty.")
    asks = money_field if kind.unit is Unit.POUNDS else number_field
    more: dict[str, Any] = {
        "amount": asks(involved.amount, thing=_l("how much"), hint=hint, optional=True, least=1),
        "frequency": radios_field(_l("How often?"), Frequency, thing=_l("how often")),
    }
    if involved.has_price:
        more["terms"] = radios_field(_l("On what terms?"), OfferTerms, thing=_l("on what terms"))
    more["starts_on"] = date_field(
        _l("From when? (optional)"), hint=_l("If from now on, leave this empty."), optional=True
    )
    more["ends_on"] = date_field(
        _l("Until when? (optional)"), hint=_l("If there is no end, leave this empty."), optional=True
    )
    return type(f"{kind.value.title()}OfferForm", (OfferForm,), more)


class IdeasForm(GovForm):
    ideas = radios_field(
        _l("May we also come to you with other ideas?"),
        thing=_l("whether we may come to you with other ideas"),
        hint=_l("Local groups often ask for things firms had not thought of. You can always say no."),
        choices=lambda: [
            SelectChoice(OPEN, _("Yes, we are open to ideas")),
            SelectChoice(ONLY, _("No, only what we have ticked")),
        ],
    )


def prepare_offer(form: OfferForm, walk: Walk) -> None:
    """All questions of the page are headings of one size."""
    for field in (form.words, form["amount"]):
        field.render_kw = {**(field.render_kw or {}), "label_class": "govuk-label--m"}


def _is_ticked(kind: Kind) -> Any:
    return lambda answers: kind in ticked(answers)


def _example(involved: Involves) -> Any:
    return lambda walk: {"example": involved.example, "involves": involved.time_and_money}


def _say(kind: Kind) -> Any:
    def said(answer: dict[str, Any], walk: Walk) -> list[tuple[str, Any]]:
        return [(_(kind.label), in_words(kind, answer))]

    return said


def in_words(kind: Kind, answer: dict[str, Any]) -> list[str]:
    """One offer as short lines: what, how much and how often, on what terms, from when to when."""
    lines = [answer.get("words") or ""]
    often = Frequency(answer["frequency"]) if answer.get("frequency") else None
    much = ", ".join(filter(None, [amount(answer.get("amount"), kind), _(often.label).lower() if often else ""]))
    lines.append(much[:1].upper() + much[1:])
    if answer.get("terms"):
        lines.append(_(OfferTerms(answer["terms"]).label))
    for key, text in (("starts_on", _("From")), ("ends_on", _("Until"))):
        if answer.get(key):
            lines.append(f"{text} {spoken_date(date.fromisoformat(answer[key]))}")
    return [line for line in lines if line]


def says_what(answers: Answers) -> bool:
    """Whether the firm goes the whole way, and not only asks to be rung."""
    return not ring_me_only(answers)


STEPS = (
    Step("help", HelpForm),
    *(
        Step(
            step_of(kind),
            offer_form(kind, involved),
            title=_l(kind.label),
            template="registration/business_offer.html",
            when=_is_ticked(kind),
            prepare=prepare_offer,
            context=_example(involved),
            said=_say(kind),
        )
        for kind, involved in INVOLVES.items()
    ),
    Step("ideas", IdeasForm, when=says_what),
)
