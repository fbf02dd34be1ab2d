"""What is asked about a match: of both sides, and of who carries it."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields import SelectChoice

from models.vocabulary import Answer, DeclineReason, EndReason, HoldReason

from ..forms import GovForm, date_field, radios_field, terms, words_field
from .steps import ENDS

#: What a side can say, in the order in which it is offered.
ANSWERS = (Answer.YES, Answer.RING_FIRST, Answer.NOT_NOW, Answer.NO)
STILL_THINKING = "still"


class AnswerForm(GovForm):
    answer = radios_field(_l("What do you say?"), Answer, only=ANSWERS, thing=_l("what you say"))


class RingFirstForm(GovForm):
    words = words_field(
        _l("What would you like to talk about, and when can we ring?"),
        thing=_l("what you would like to talk about"),
        optional=True,
        limit=500,
        rows=3,
    )


class NotNowForm(GovForm):
    ask_again_on = date_field(
        _l("When may we ask you again?"),
        thing=_l("the day on which we may ask you again"),
        hint=_l("For example, 14 1 2027. Within a year."),
    )


class NoForm(GovForm):
    reason = radios_field(_l("What is the main reason?"), DeclineReason, thing=_l("a reason"))
    words = words_field(
        _l("Is there more to say?"),
        thing=_l("your reason"),
        hint=_l("Only the person who links you and the office read this."),
        optional=True,
        limit=1000,
        rows=3,
    )
    ask_again_on = date_field(_l("From when would it be right?"), thing=_l("a day"), optional=True)


class RungForm(GovForm):
    words = words_field(
        _l("What was said?"), thing=_l("what was said"), hint=_l("A line is enough."), limit=1000, rows=3
    )
    outcome = radios_field(
        _l("What do they say?"),
        thing=_l("what they say"),
        choices=lambda: [
            *terms(Answer.YES, Answer.NOT_NOW, Answer.NO),
            SelectChoice(STILL_THINKING, _("They still think about it"), {"hint": _("Their time starts again.")}),
        ],
    )


class StartForm(GovForm):
    words = words_field(
        _l("How did they meet or speak?"),
        thing=_l("how they met or spoke"),
        hint=_l("For example: visited the hall on 3 March, start on the 10th."),
        limit=1000,
        rows=3,
    )
    ends_on = date_field(
        _l("When should it be done?"), thing=_l("a day"), hint=_l("Leave it empty if nobody knows."), optional=True
    )


class HoldForm(GovForm):
    reason = radios_field(_l("What does it wait for?"), HoldReason, thing=_l("what it waits for"))
    until = date_field(_l("Until when?"), thing=_l("a date"), hint=_l("On this day you look at it again."))
    words = words_field(_l("In your own words"), thing=_l("your reason"), optional=True, limit=1000, rows=3)


class CompleteForm(GovForm):
    words = words_field(
        _l("Anything to note?"), thing=_l("a note"), hint=_l("Read by the office only."), optional=True, rows=3
    )


class EndEarlyForm(GovForm):
    reason = radios_field(_l("Why does it end?"), EndReason, only=ENDS, thing=_l("a reason"))
    words = words_field(
        _l("In your own words"), thing=_l("your reason"), hint=_l("Read by the office only."), optional=True, rows=3
    )


def of_side(form: Any, on_behalf: bool) -> Any:
    """The same question, as an officer asks it who answers for somebody on the telephone."""
    if on_behalf and isinstance(form, AnswerForm):
        form.answer.label.text = _("What do they say?")
    if on_behalf and isinstance(form, NotNowForm):
        form.ask_again_on.label.text = _("When may we ask them again?")
    return form
