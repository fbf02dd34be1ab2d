"""The kinds of help wanted, how much of each, and the trades, where any are named."""

import re
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from wtforms.fields import SelectChoice

from models import MatchPart, NeedPart
from models.vocabulary import Kind, Unit

from ...edge.filters import amount as amount_in_words
from ...extensions import db
from ...forms import (
    GovForm,
    checkboxes_field,
    money_field,
    number_field,
    words_field,
)
from ...reference import sectors
from ...suggestions.model import current_engine
from ..partnership.areas import refuse
from ..steps import Answers, Said, Step, Walk
from ..words import _l
from .asks import ASKS, Ask, step_of, wanted

#: A reading of somebody's words is offered only where the model is this sure of it.
SURE = 0.6
#: At most this many trades are offered.
OFFERED = 5
MOST_PLACES = 50


def kind_choices() -> list[SelectChoice]:
    choices = [SelectChoice(kind.value, ask.label, {"hint": ask.example}) for kind, ask in ASKS.items()]
    look = {
        "hint": _("A broker rings you and works it out with you."),
        "divider": _("or"),
        "behaviour": "exclusive",
    }
    return [*choices, SelectChoice(Kind.NSY.value, _(Kind.NSY.label), look)]


class HelpForm(GovForm):
    kinds = checkboxes_field(
        _l("What kinds of help would you like?"),
        Kind,
        thing=_l("what kinds of help you would like"),
        hint=_l("Tick all that would help. We ask about each on a page of its own."),
        choices=kind_choices,
    )


def judge_help(form: HelpForm, walk: Walk) -> bool:
    """“Not sure” stands alone; a kind that a business is already asked for cannot be taken out."""
    chosen: list[Kind] = form.kinds.data or []
    if Kind.NSY in chosen and len(chosen) > 1:
        refuse(form.kinds, _("Tick what would help, or “Not sure yet”, but not both"))
        return False
    for kind in kinds_in_use(walk):
        if kind not in chosen:
            name = ASKS[kind].label if kind in ASKS else _(kind.label)
            refuse(form.kinds, _("Keep “%(kind)s” ticked: a business has been asked for it already", kind=name))
            return False
    return True


def kinds_in_use(walk: Walk) -> list[Kind]:
    """The kinds of the need being changed that are part of a match."""
    if walk.entry is None:
        return []
    used = select(MatchPart.part_id).where(MatchPart.part_id == NeedPart.id).exists()
    statement = select(NeedPart.kind).where(NeedPart.need_id == walk.entry.id, used)
    return list(walk.session.scalars(statement))


class PartForm(GovForm):
    """What is asked about every kind; how much, in its own unit, comes before."""


def part_form(kind: Kind, ask: Ask) -> type[PartForm]:
    asks = money_field if kind.unit is Unit.POUNDS else number_field
    more: dict[str, Any] = {
        "amount": asks(
            ask.amount,
            thing=_l("how much"),
            hint=_l("If you do not know yet, leave this empty."),
            optional=True,
            least=1,
        ),
        "places": number_field(
            _l("How many businesses at most?"),
            thing=_l("how many businesses at most"),
            hint=_l("If several could share it, say how many. Otherwise leave it at 1."),
            least=1,
            most=MOST_PLACES,
            width=3,
        ),
    }
    return type(f"{kind.value.title()}PartForm", (PartForm,), more)


def begin_with_one(form: Any, walk: Walk) -> None:
    if not form.is_submitted():
        form.places.process(None, 1)


def _say_part(kind: Kind, ask: Ask) -> Any:
    def said(answer: dict[str, Any], walk: Walk) -> Said:
        return [(ask.label, part_in_words(kind, answer.get("amount"), answer.get("places") or 1))]

    return said


def part_in_words(kind: Kind, amount: float | None, places: int) -> list[str]:
    """One part as short lines: how much, and of how many businesses."""
    much = amount_in_words(amount, kind) or _("How much is not known yet")
    firms = _("from one business") if places == 1 else _("from up to %(count)s businesses", count=places)
    return [much, firms]


class SectorsForm(GovForm):
    sectors_text = words_field(
        _l("Are there trades or kinds of firm you have in mind? (optional)"),
        thing=_l("the kinds of firm"),
        hint=_l(
            "In plain words, with commas. For example: joiners, garden centres. If anybody would do, leave it empty."
        ),
        rows=2,
        limit=500,
        optional=True,
    )


class TradesForm(GovForm):
    trades = checkboxes_field(
        _l("Have we understood you rightly?"),
        thing=_l("the trades you mean"),
        hint=_l("Tick what you mean. What you leave empty is not used; your own words always are."),
        optional=True,
        choices=lambda: [],
    )


def trades_in(text: str) -> list[str]:
    """SIC codes the model is sure are meant by words such as "joiners, garden centres"."""
    found: dict[str, None] = {}
    for words in re.split(r"[,;\n/]|\b(?:and|or)\b", text)[:20]:
        for proposal in current_engine(db.session).propose_sectors(words.strip())[:1]:
            if proposal.confidence >= SURE and sectors.sector(proposal.code):
                found[proposal.code] = None
    return list(found)[:OFFERED]


def keep_sectors(form: SectorsForm, walk: Walk) -> dict[str, Any]:
    text = form.sectors_text.data or ""
    return {"sectors_text": text, "proposed": trades_in(text)}


def say_sectors(answer: dict[str, Any], walk: Walk) -> Said:
    return [(_("Trades or kinds of firm"), answer.get("sectors_text") or _("Any"))]


def offer_trades(form: TradesForm, walk: Walk) -> None:
    proposed = walk.answers.get("sectors", {}).get("proposed", [])
    form.trades.choices = [SelectChoice(code, sectors.label(code)) for code in proposed]


def say_trades(answer: dict[str, Any], walk: Walk) -> Said:
    return [
        (
            _("Trades we look for first"),
            [sectors.label(code) for code in answer["trades"]] or _("No trade in particular"),
        )
    ]


def _is_wanted(kind: Kind) -> Any:
    return lambda answers: kind in wanted(answers)


def has_proposals(answers: Answers) -> bool:
    return bool(answers.get("sectors", {}).get("proposed"))


STEPS = (
    Step("help", HelpForm, judge=judge_help),
    *(
        Step(
            step_of(kind),
            part_form(kind, ask),
            title=ask.label,
            when=_is_wanted(kind),
            prepare=begin_with_one,
            said=_say_part(kind, ask),
        )
        for kind, ask in ASKS.items()
    ),
    Step("sectors", SectorsForm, keep=keep_sectors, said=say_sectors, clears=("trades",)),
    Step("trades", TradesForm, prepare=offer_trades, said=say_trades, when=has_proposals),
)
