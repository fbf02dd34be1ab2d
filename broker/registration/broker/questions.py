"""What a broker is asked: what they know, where they work, what they can carry, and their ties."""

from typing import Any

from flask_babel import gettext as _

from models.vocabulary import Theme

from ...forms import (
    GovForm,
    checkboxes_field,
    email_field,
    number_field,
    telephone_field,
    text_field,
    tick_field,
    words_field,
)
from ..contact_questions import agree_on_behalf, give_known_email
from ..partnership.areas import judge_areas, keep_areas, refuse, say_areas
from ..steps import Said, Step, Walk
from ..words import _l
from .trades import in_words, section_choices

#: How long one line of experience may be, and how many lines are kept.
LINE, LINES = 300, 20
MOST_CASES = 100


class NameForm(GovForm):
    name = text_field(_l("What is your name?"), thing=_l("your name"), autocomplete="name", limit=120)


class EmployerForm(GovForm):
    employer = text_field(
        _l("Who do you work for? (optional)"),
        thing=_l("who you work for"),
        hint=_l(
            "The firm, council, chamber or charity that employs you or has lent you. Leave it empty if nobody does."
        ),
        optional=True,
        autocomplete="organization",
    )


class ExperienceForm(GovForm):
    experience = words_field(
        _l("What do you know from experience?"),
        thing=_l("something you know from experience"),
        hint=_l(
            "Write one thing a line. For example: ran a building firm for 12 years; "
            "knows the housing associations in Leeds; helped start two social enterprises."
        ),
        rows=8,
        limit=4000,
    )


def lines_of(text: str) -> list[str]:
    """The lines that say something."""
    return [line.strip(" -•*\t") for line in text.splitlines() if line.strip(" -•*\t")]


def judge_experience(form: ExperienceForm, walk: Walk) -> bool:
    lines = lines_of(form.experience.data or "")
    wrong = ""
    if not lines:
        wrong = _("Enter something you know from experience")
    elif len(lines) > LINES:
        wrong = _("Use %(most)s lines or fewer: there are %(count)s", most=LINES, count=len(lines))
    elif any(len(line) > LINE for line in lines):
        wrong = _("Keep each line to %(most)s characters: write one thing a line", most=LINE)
    if wrong:
        refuse(form.experience, wrong)
    return not wrong


def keep_experience(form: ExperienceForm, walk: Walk) -> dict[str, Any]:
    return {"experience": "\n".join(lines_of(form.experience.data or ""))}


def say_experience(answer: dict[str, Any], walk: Walk) -> Said:
    return [(_("What do you know from experience?"), answer["experience"].splitlines())]


class SectorsForm(GovForm):
    sectors = checkboxes_field(
        _l("Which kinds of business do you know well?"),
        thing=_l("the kinds of business you know well"),
        hint=_l("Tick those whose owners you could talk to in their own words. If none, leave all empty."),
        optional=True,
        choices=section_choices,
    )


def say_sectors(answer: dict[str, Any], walk: Walk) -> Said:
    return [(_("Which kinds of business do you know well?"), in_words(answer["sectors"]) or _("None in particular"))]


class ThemesForm(GovForm):
    themes = checkboxes_field(
        _l("What would you most like to work on?"),
        Theme,
        thing=_l("what you would most like to work on"),
        hint=_l("Tick all that apply. If you do not mind, leave all empty."),
        optional=True,
    )


class AreasForm(GovForm):
    areas = words_field(
        _l("Where can you work?"),
        thing=_l("the council areas"),
        hint=_l("Name the council areas, with commas. For example: Liverpool, Knowsley, Sefton."),
        rows=2,
    )


class CasesForm(GovForm):
    cases = number_field(
        _l("How many cases could you carry at once?"),
        thing=_l("how many cases you could carry at once"),
        hint=_l(
            "A case is one business and one partnership that you bring together. "
            "Most brokers carry about 10. You can change this at any time."
        ),
        least=1,
        most=MOST_CASES,
        width=3,
    )


class TiesForm(GovForm):
    ties = words_field(
        _l("Is there a firm or group you are tied to? (optional)"),
        thing=_l("the firms and groups you are tied to"),
        hint=_l(
            "A firm you own or work for, a board you sit on, close family who do. Say how, and since when. "
            "You are never given a case in which you are tied to one side."
        ),
        optional=True,
        limit=2000,
    )


class ContactForm(GovForm):
    email = email_field(
        _l("Email address"), hint=_l("You sign in with a link that we send there. There is no password.")
    )
    telephone = telephone_field(_l("Telephone number (optional)"), optional=True)
    best_reached = text_field(
        _l("How and when can we best reach you? (optional)"),
        thing=_l("how we can best reach you"),
        optional=True,
    )


def prepare_contact(form: ContactForm, walk: Walk) -> None:
    """Whoever had a link sent has given an address already, and is not asked for it twice."""
    give_known_email(form, walk)


class DataForm(GovForm):
    agree = tick_field(
        _l("I agree that you keep these answers and use them to choose cases for me"),
        message=_l("Tick the box if you agree: we cannot give you cases without it"),
    )


def prepare_data(form: DataForm, walk: Walk) -> None:
    agree_on_behalf(form, walk)


#: What a broker can change afterwards, besides who they are.
WORK = (
    Step("experience", ExperienceForm, judge=judge_experience, keep=keep_experience, said=say_experience),
    Step("sectors", SectorsForm, said=say_sectors),
    Step("themes", ThemesForm),
    Step(
        "areas",
        AreasForm,
        judge=judge_areas,
        keep=keep_areas,
        said=say_areas(_l("Where can you work?")),
    ),
    Step("cases", CasesForm),
)
STEPS = (
    Step("name", NameForm),
    Step("employer", EmployerForm),
    *WORK,
    Step("ties", TiesForm),
    Step("contact", ContactForm, title=_l("How can we reach you?"), prepare=prepare_contact),
    Step(
        "data",
        DataForm,
        title=_l("How we may use your answers"),
        template="registration/broker_data.html",
        prepare=prepare_data,
        context=lambda walk: {"headed": True},
    ),
)
