"""What brokers and the office write down about a case, and how cases are handed over."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField
from wtforms.fields import SelectChoice

from models import Broker
from models.vocabulary import AsAgreed, CallOutcome, CheckInOutcome, NoteKind

from ..forms import GovForm, checkboxes_field, date_field, number_field, radios_field, words_field

#: The receiver that stands for the office, and the one that leaves a case where it is.
OFFICE, STAYS = "office", "stays"


class NoteForm(GovForm):
    how = radios_field(_l("What was it?"), NoteKind, thing=_l("what it was"))
    on = date_field(_l("When?"), thing=_l("the day"))
    words = words_field(_l("What was said or seen?"), thing=_l("what was said or seen"), rows=4)


class CallForm(GovForm):
    """``messages`` are the numbers of what was shown, so that nothing else counts as read out."""

    messages = HiddenField()
    outcome = radios_field(_l("How did it end?"), CallOutcome, thing=_l("how it ended"))
    words = words_field(_l("What did they say? (optional)"), thing=_l("what they said"), optional=True, rows=3)

    @property
    def message_ids(self) -> list[int]:
        numbers = (self.messages.data or "").split("-")
        return [int(number) for number in numbers if number.isascii() and number.isdigit()]


class CheckInForm(GovForm):
    """Three questions, and what follows from the answers."""

    as_agreed = radios_field(_l("Is it happening as agreed?"), AsAgreed, thing=_l("whether it is happening as agreed"))
    given = words_field(
        _l("What has been given since the last time?"),
        thing=_l("what has been given, or that nothing has"),
        hint=_l("For example: six hours, two benches, nothing yet."),
        rows=3,
    )
    change = words_field(
        _l("Does anything need to change, or is anyone worried?"),
        thing=_l("what needs to change"),
        hint=_l("Leave it empty if not."),
        optional=True,
        rows=3,
    )
    outcome = radios_field(
        _l("What follows?"),
        CheckInOutcome,
        thing=_l("what follows"),
        hint=_l("If something needs attention, the coordinator is told at once."),
    )

    def validate(self, extra_validators: object = None) -> bool:
        right = super().validate(extra_validators)
        unsaid = self.outcome.data == CheckInOutcome.ATTENTION and not self.change.data
        if unsaid:
            self.change.errors = [*self.change.errors, _("Enter what needs attention")]
        return right and not unsaid


class LimitsForm(GovForm):
    """The limit of each area of a shared broker. `limits_form` adds a field for each."""


class ReceiversForm(GovForm):
    """Who could take the cases. Sent with GET: the next page shows who would get what."""

    class Meta(GovForm.Meta):
        csrf = False

    to = checkboxes_field(_l("Who takes the cases?"), thing=_l("who takes the cases"), optional=True)

    def __init__(self, receivers: Sequence[tuple[Broker, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.to.choices = [
            SelectChoice(str(broker.id), broker.name, {"hint": said} if said else {}) for broker, said in receivers
        ]


class HandOverForm(GovForm):
    """Who gets what. `hand_over_form` adds a choice for each thing that is carried."""

    reason = words_field(
        _l("Why are they handed over?"), thing=_l("why they are handed over"), hint=_l("Kept in the history."), rows=3
    )
    past_limit = words_field(
        _l("If somebody gets more than their limit: why is this right?"), thing=_l("why"), optional=True, rows=2
    )


def limits_form(areas: Sequence[tuple[str, str, int | None]]) -> LimitsForm:
    """``areas`` are (code, name, limit)."""
    fields = {
        f"limit_{code}": number_field(
            _l("Most cases at once in %(area)s (optional)", area=name), thing=_l("a number"), optional=True, most=500
        )
        for code, name, _limit in areas
    }
    form: LimitsForm = type("LimitsFormOfBroker", (LimitsForm,), fields)(
        data={f"limit_{code}": limit for code, _name, limit in areas}
    )
    return form


def hand_over_form(
    giver: Broker, carried: Sequence[tuple[str, str]], receivers: Sequence[Broker], proposed: dict[str, int | None]
) -> HandOverForm:
    """``carried`` are (key, title); ``proposed`` is key -> broker id, None for the office."""
    choices = [
        *(SelectChoice(str(broker.id), broker.name) for broker in receivers),
        SelectChoice(OFFICE, _("The office")),
        SelectChoice(STAYS, _("Stays with %(name)s", name=giver.name)),
    ]
    fields = {f"to_{key}": SelectField(title, choices=choices) for key, title in carried}
    values = {f"to_{key}": OFFICE if broker_id is None else str(broker_id) for key, broker_id in proposed.items()}
    form: HandOverForm = type("HandOverFormOfBroker", (HandOverForm,), fields)(data=values)
    return form
