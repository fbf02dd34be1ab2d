"""What is asked about an empty seat: of whoever has it, and of a firm that is invited."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields import SelectChoice

from models import Account, Broker
from models.vocabulary import Answer, SeatGapEnd, SeatNo

from ..cases.clocks import today
from ..cases.seat_gaps import DECIDED
from ..forms import GovForm, date_field, radios_field, select_field, text_field, words_field


class OnForm(GovForm):
    """An earlier day to look at, in the address of the page."""

    class Meta(GovForm.Meta):
        csrf = False

    on = date_field(
        _l("Beside an earlier day (optional)"),
        thing=_l("an earlier day"),
        hint=_l("For example, 27 3 2026."),
        optional=True,
    )

    @property
    def day(self) -> date | None:
        """The day, where it is one and lies in the past."""
        if not any(self.on.raw_data or ()) or not self.validate():
            return None
        if self.on.data is not None and self.on.data >= today():
            self.on.errors = [_("Enter a day in the past")]
            return None
        return self.on.data

    @property
    def query(self) -> dict[str, Any]:
        """What the address of another page keeps of it."""
        day = self.on.data if not self.on.errors else None
        return {} if day is None else {"on-day": str(day.day), "on-month": str(day.month), "on-year": str(day.year)}


class GiveForm(GovForm):
    owner = select_field(_l("Who has it?"), thing=_l("who has it"), choices=lambda: [])
    fill_by = date_field(
        _l("By when is something done about it?"), thing=_l("a day"), hint=_l("For example, 14 1 2027. Within a year.")
    )


class SeatNoteForm(GovForm):
    words = words_field(
        _l("What was done or said?"),
        thing=_l("what was done or said"),
        hint=_l("For example: letter sent on 3 March; the federation names somebody by Easter."),
        limit=1000,
        rows=3,
    )


class CloseForm(GovForm):
    why = radios_field(_l("Why is nobody looked for any more?"), SeatGapEnd, only=DECIDED, thing=_l("a reason"))
    words = words_field(_l("Is there more to say?"), thing=_l("the reason"), optional=True, limit=1000, rows=3)


class FillForm(GovForm):
    name = text_field(_l("Who comes for them?"), thing=_l("the name of the person"), limit=80)


class TakeBackForm(GovForm):
    words = words_field(
        _l("Why is it taken back?"),
        thing=_l("why it is taken back"),
        hint=_l("Only the office reads this."),
        optional=True,
        limit=500,
        rows=2,
    )


def give_form(people: list[Account | Broker], **now: Any) -> GiveForm:
    """The form with those who could have it; brokers after the office."""
    form = GiveForm(**now)
    form.owner.choices = [
        SelectChoice("", _("Choose one")),
        *(SelectChoice(key_of(one), one.name or getattr(one, "email", "")) for one in people),
    ]
    return form


def key_of(one: Account | Broker) -> str:
    """``broker-3``, ``account-7``: how a form names an owner."""
    return f"{'broker' if isinstance(one, Broker) else 'account'}-{one.id}"


#: What a firm can say, in the order in which it is offered. Who rings can note that it still thinks about it.
ANSWERS = (Answer.YES, Answer.RING_FIRST, Answer.NOT_NOW, Answer.NO)


def _answers() -> list[SelectChoice]:
    return [
        SelectChoice("yes", _("Yes please"), {"hint": _("Somebody rings you, and then you have the seat.")}),
        SelectChoice("ring_first", _("Ring me first"), {"hint": _("You would like to talk before you say yes or no.")}),
        SelectChoice("not_now", _("Not now"), {"hint": _("You choose the day on which we ask again.")}),
        SelectChoice("no", _("No"), {"hint": _("We keep to it. You need not say why.")}),
    ]


class SeatAnswerForm(GovForm):
    answer = radios_field(_l("What do you say?"), thing=_l("what you say"), choices=_answers)
    ring_words = text_field(
        _l("What would you like to talk about, and when can we ring?"),
        thing=_l("what you would like to talk about"),
        optional=True,
    )
    ask_again_on = date_field(
        _l("When may we ask you again?"),
        thing=_l("the day on which we may ask you again"),
        hint=_l("For example, 14 1 2027. Within a year."),
        optional=True,
    )
    no = radios_field(_l("What do you say no to?"), SeatNo, thing=_l("what you say no to"), optional=True)
    no_words = text_field(_l("Is there more to say?"), thing=_l("more"), optional=True)


def answer_form(on_behalf: bool) -> SeatAnswerForm:
    """The firm's form; for an officer to whom it was said, in other words."""
    form = SeatAnswerForm()
    if on_behalf:
        form.answer.label.text = _("What do they say?")
        form.answer.choices = [
            *_answers(),
            SelectChoice("waiting", _("They still think about it"), {"hint": _("Their time starts again.")}),
        ]
        form.ask_again_on.label.text = _("When may we ask them again?")
        form.no.label.text = _("What do they say no to?")
    return form
