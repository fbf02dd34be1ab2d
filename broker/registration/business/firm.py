"""The firm itself: its name, where it is, how far it goes, its size and legal form."""

import re
from typing import Any

from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from models.vocabulary import LegalForm, ReachKind, SizeBand

from ...forms import GovForm, radios_field, select_field, text_field, words_field
from ...reference import places
from ..answers import stored
from ..steps import Answers, Said, Step, Walk
from ..words import _l
from .help import says_what
from .where import WHERE_STEPS, is_outside_england, region_known

REACHES = [kind for kind in ReachKind if kind is not ReachKind.UNKNOWN]
SIZES = [size for size in SizeBand if size is not SizeBand.UNKNOWN]


class NameForm(GovForm):
    name = text_field(
        _l("Name of the business"),
        thing=_l("the name of your business"),
        hint=_l("The name people know it by."),
        autocomplete="organization",
    )
    company_number = text_field(
        _l("Company number (optional)"),
        thing=_l("the company number"),
        hint=_l("If it is registered at Companies House. For example, 01234567 or OC123456."),
        optional=True,
        limit=40,
        width=10,
        spellcheck=False,
    )


def judge_name(form: NameForm, walk: Walk) -> bool:
    """A company number is two letters or digits and six digits; leading noughts may be left out."""
    typed = form.company_number.data
    if typed and read_company_number(typed) is None:
        message = _("Enter a company number of 8 letters and digits, like 01234567, or leave it empty")
        form.company_number.errors = [*form.company_number.errors, message]
        return False
    return True


def read_company_number(text: str) -> str | None:
    """``01234567`` from "1234567" or "01 234 567"; None where it is no company number."""
    plain = re.sub(r"[\s.-]", "", text).upper()
    if re.fullmatch(r"[0-9]{5,8}", plain):
        return plain.zfill(8)
    return plain if re.fullmatch(r"[A-Z]{2}[0-9]{6}|R[0-9]{7}", plain) else None


def keep_name(form: NameForm, walk: Walk) -> dict[str, Any]:
    number = read_company_number(form.company_number.data or "")
    return {"name": form.name.data, "company_number": number or ""}


class ReachForm(GovForm):
    reach = radios_field(
        _l("How far would you go to help?"),
        ReachKind,
        thing=_l("how far you would go"),
        only=REACHES,
    )
    districts = words_field(
        _l("Which towns, cities or boroughs?"),
        thing=_l("the places you would go to"),
        hint=_l("Write them one after another, with commas. For example: Liverpool, Knowsley, Sefton."),
        optional=True,
        rows=2,
    )
    region = select_field(
        _l("Which region?"),
        thing=_l("your region"),
        optional=True,
        choices=lambda: [SelectChoice(name, name) for name in places.regions()],
    )


def prepare_reach(form: ReachForm, walk: Walk) -> None:
    """The region is asked for only where the postcode has not told it."""
    if region_known(walk.answers):
        del form.region


def judge_reach(form: ReachForm, walk: Walk) -> bool:
    if form.reach.data is ReachKind.BOROUGHS:
        return _judge_districts(form)
    if form.reach.data is ReachKind.REGION and "region" in form and not form.region.data:
        form.region.errors = [*form.region.errors, _("Select your region")]
        return False
    return True


def _judge_districts(form: ReachForm) -> bool:
    found = places.find_districts(form.districts.data or "")
    if found.districts and not found.unknown:
        return True
    if not found.unknown:
        message = _("Enter at least one town, city or borough")
    else:
        unknown = found.unknown[0][:60]
        near = places.similar_names(unknown)
        message = (
            _("We do not know “%(name)s”. Did you mean %(near)s?", name=unknown, near=_(" or ").join(near))
            if near
            else _("We do not know “%(name)s”. Enter the council area it is in, in England", name=unknown)
        )
    form.districts.errors = [*form.districts.errors, message]
    return False


def keep_reach(form: ReachForm, walk: Walk) -> dict[str, Any]:
    answer = stored(form)
    named = form.reach.data is ReachKind.BOROUGHS
    found = places.find_districts(form.districts.data or "").districts if named else ()
    answer["codes"] = [district.code for district in found]
    answer["districts"] = ", ".join(district.name for district in found)
    return answer


def say_reach(answer: dict[str, Any], walk: Walk) -> Said:
    words = _(ReachKind(answer["reach"]).label)
    more = answer["districts"] or (answer["reach"] == ReachKind.REGION and answer.get("region"))
    return [(_("How far would you go to help?"), [words, more] if more else words)]


class AboutForm(GovForm):
    size = radios_field(_l("How many people work there?"), SizeBand, thing=_l("how many people work there"), only=SIZES)
    legal_form = radios_field(_l("What kind of business is it in law?"), LegalForm, thing=_l("what kind it is in law"))


def goes_out(answers: Answers) -> bool:
    """Whether it makes sense to ask how far the firm would go."""
    return says_what(answers) and not is_outside_england(answers)


STEPS = (
    Step("name", NameForm, title=_l("What is the business called?"), judge=judge_name, keep=keep_name),
    *WHERE_STEPS,
    Step(
        "reach",
        ReachForm,
        title=_l("How far would you go to help?"),
        template="registration/business_reach.html",
        when=goes_out,
        prepare=prepare_reach,
        judge=judge_reach,
        keep=keep_reach,
        said=say_reach,
    ),
    Step("about", AboutForm, title=_l("Size and legal form"), when=says_what),
)
