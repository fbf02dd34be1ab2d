"""What is wanted: for whom it is written, in which words, about what, and who benefits."""

from typing import Any

from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from models import Partnership
from models.vocabulary import Beneficiary, Safeguarding, Theme

from ...cases import clocks
from ...forms import (
    GovForm,
    checkboxes_field,
    radios_field,
    select_field,
    text_field,
    words_field,
)
from ..partnership.areas import refuse
from ..partnership.whose import partnerships_to_write_for
from ..steps import KNOWN, Answers, Step, Walk
from ..words import _l

#: What is known without asking, where an account speaks for one partnership only.
ONLY_ONE = f"{KNOWN}partnership"
#: Groups that may need somebody to look after their safety.
AT_RISK = frozenset(
    {
        Beneficiary.CHILDREN,
        Beneficiary.YOUNG,
        Beneficiary.OLDER,
        Beneficiary.DISABLED,
        Beneficiary.CARERS,
        Beneficiary.REFUGEES,
    }
)


def today() -> Any:
    return clocks.today()


class PartnershipForm(GovForm):
    partnership = select_field(_l("Which partnership is this for?"), thing=_l("the partnership"), choices=lambda: [])


def offer_partnerships(form: PartnershipForm, walk: Walk) -> None:
    found = partnerships_to_write_for(walk.session, walk.by) if walk.by else []
    form.partnership.choices = [
        SelectChoice("", _("Choose one")),
        *(SelectChoice(str(partnership.id), partnership.name) for partnership in found),
    ]


def begin(walk: Walk) -> Answers:
    """Whoever speaks for one partnership is not asked which."""
    found = partnerships_to_write_for(walk.session, walk.by) if walk.by else []
    return {ONLY_ONE: {"partnership": str(found[0].id)}} if len(found) == 1 else {}


def partnership_for(walk: Walk) -> Partnership | None:
    """The partnership a need is written for, as far as the walk has come."""
    if walk.entry is not None:
        found: Partnership = walk.entry.partnership
        return found
    said = walk.answers.get(ONLY_ONE) or walk.answers.get("partnership") or {}
    return walk.session.get(Partnership, int(said["partnership"])) if said.get("partnership") else None


class WhatForm(GovForm):
    title = text_field(
        _l("In a few words"),
        thing=_l("what you need, in a few words"),
        hint=_l("This is the heading businesses see. For example: Garden benches for Speke Park."),
        limit=120,
    )
    words = words_field(
        _l("In your own words"),
        thing=_l("what you need, in your own words"),
        hint=_l("Say who it is for, what would help, how much of it, and when. Do not name private people."),
        rows=6,
    )


class ResultForm(GovForm):
    done_looks_like = words_field(
        _l("How will you know that it is done?"),
        thing=_l("what it looks like when it is done"),
        hint=_l("For example: four benches stand in the park, and somebody looks after them."),
        rows=3,
        limit=1000,
    )
    not_wanted = words_field(
        _l("Is there anything you do not want? (optional)"),
        thing=_l("what you do not want"),
        hint=_l("For example: no advertising on the benches."),
        rows=2,
        limit=1000,
        optional=True,
    )


class ThemeForm(GovForm):
    theme = radios_field(_l("What is it mainly about?"), Theme, thing=_l("what it is mainly about"))
    second_theme = select_field(
        _l("Is it also about something else? (optional)"), Theme, thing=_l("a second theme"), optional=True
    )


def judge_theme(form: ThemeForm, walk: Walk) -> bool:
    if form.second_theme.data and form.second_theme.data is form.theme.data:
        refuse(form.second_theme, _("Choose something other than your first answer, or leave this empty"))
        return False
    return True


class WhoForm(GovForm):
    who = checkboxes_field(_l("Who benefits?"), Beneficiary, thing=_l("who benefits"), hint=_l("Tick all that apply."))


class SafetyForm(GovForm):
    safety = radios_field(
        _l("Would a business be in contact with children, or with adults who need extra care?"),
        Safeguarding,
        thing=_l("whether children or adults who need extra care are involved"),
        hint=_l("It helps us to ask only businesses that are willing, and to have checks done in time."),
        choices=lambda: [
            SelectChoice(Safeguarding.NONE.value, _("No")),
            SelectChoice(Safeguarding.SUPERVISED.value, _("Yes, and one of us is with them the whole time")),
            SelectChoice(Safeguarding.CHECKS.value, _("Yes, and background checks are needed first")),
            SelectChoice(
                Safeguarding.UNDECIDED.value,
                _("We have not decided yet"),
                {"hint": _("You can send it in. It is not shown to any business before you have decided.")},
            ),
        ],
    )


def may_be_at_risk(answers: Answers) -> bool:
    """Whether those who benefit make the question of safety one to ask."""
    return any(group.value in answers.get("who", {}).get("who", ()) for group in AT_RISK)


STEPS = (
    Step(
        "partnership",
        PartnershipForm,
        prepare=offer_partnerships,
        when=lambda answers: ONLY_ONE not in answers,
        clears=("where",),
    ),
    Step("what", WhatForm, title=_l("What do you need?"), template="registration/need_what.html"),
    Step("result", ResultForm, title=_l("What does “done” look like?")),
    Step("theme", ThemeForm, title=_l("What is it about?"), judge=judge_theme),
    Step("who", WhoForm),
    Step("safety", SafetyForm, when=may_be_at_risk),
)
