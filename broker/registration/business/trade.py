"""What the business does, and which sector that is nearest to: proposed from its own words, never
stored without being asked."""

from typing import Any

from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from ...extensions import db
from ...forms import GovForm, radios_field, words_field
from ...reference import sectors
from ...suggestions.model import current_engine
from ..steps import Said, Step, Walk
from ..words import _l

NOT_SURE = "not_sure"
PROPOSED = 5

VERY_LIKELY, LIKELY = 0.75, 0.5
"""From how sure the model must be for a sector to be called very likely, or likely; below that, perhaps.
Of our own owner phrases, held out, 76%, 56% and 15% of those called so are right: see docs/matching.md."""


class WhatYouDoForm(GovForm):
    what_we_do = words_field(
        _l("What does your business do?"),
        thing=_l("what your business does"),
        hint=_l("In your own words, as you would tell a neighbour. For example: we fix boilers and fit bathrooms."),
        rows=4,
    )


class SectorForm(GovForm):
    sector = radios_field(
        _l("Which of these is nearest to what you do?"),
        thing=_l("which is nearest, or “None of these, or not sure”"),
        hint=_l("We found these from your own words. It helps us to look in the right place first."),
        choices=lambda: [],
    )


def proposals(text: str) -> dict[str, Any]:
    """The answers ``proposed``, up to five SIC codes for an owner's words, best first, and ``sure``, code ->
    how sure the model is of it, 0..1. Where it knows none they are found by words in common, and nobody is sure."""
    sure = {one.code: round(one.confidence, 3) for one in current_engine(db.session).propose_sectors(text)}
    codes = list(sure) or [found.code for found in sectors.search(text, PROPOSED)]
    known = [code for code in dict.fromkeys(codes) if sectors.sector(code)][:PROPOSED]
    return {"proposed": known, "sure": {code: sure[code] for code in known if code in sure}}


def keep_what_you_do(form: WhatYouDoForm, walk: Walk) -> dict[str, Any]:
    text = form.what_we_do.data or ""
    return {"what_we_do": text, **proposals(text)}


def offer_sectors(form: SectorForm, walk: Walk) -> None:
    said = walk.answers.get("what-you-do", {})
    proposed, sure = said.get("proposed", []), said.get("sure", {})
    chosen = walk.answers.get("sector", {}).get("sector")
    if chosen and chosen != NOT_SURE and chosen not in proposed:
        proposed = [chosen, *proposed]
    choices = [_choice(code, sure.get(code)) for code in proposed]
    choices.append(SelectChoice(NOT_SURE, _("None of these, or not sure"), {"divider": _("or")}))
    form.sector.choices = choices


def _choice(code: str, sure: float | None) -> SelectChoice:
    """A sector by its title, with how sure we are of it, and its division in plain words where the title
    is an official one."""
    division = sectors.label(code[:2])
    hints = [] if sure is None else [_in_words(sure)]
    if len(code) > 2 and division != sectors.label(code):
        hints.append(division)
    return SelectChoice(code, sectors.label(code), {"hint": ". ".join(hints)} if hints else {})


def _in_words(sure: float) -> str:
    if sure >= VERY_LIKELY:
        return _("Very likely")
    return _("Likely") if sure >= LIKELY else _("Perhaps")


def other_words(walk: Walk) -> dict[str, Any]:
    """Where to describe the business again, with other words."""
    return {"other_words": walk.step_url("what-you-do")}


def say_what_you_do(answer: dict[str, Any], walk: Walk) -> Said:
    return [(_("What does your business do?"), answer["what_we_do"])]


STEPS = (
    Step("what-you-do", WhatYouDoForm, keep=keep_what_you_do, said=say_what_you_do, clears=("sector",)),
    Step(
        "sector",
        SectorForm,
        prepare=offer_sectors,
        context=other_words,
        template="registration/business_sector.html",
        when=lambda answers: bool(answers.get("what-you-do", {}).get("proposed")),
    ),
)
