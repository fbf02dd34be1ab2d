"""Where the business is: a postcode read generously, a town where there is none, and what to do
outside England."""

from typing import Any

from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from ...forms import GovForm, radios_field, text_field, tick_field
from ...reference import places
from ...reference.places import Nation, PostcodeFound, PostcodeProblem
from ..steps import Answers, Said, Step, Walk
from ..words import _l

REMOTE, ANOTHER = "remote", "another"

NATIONS = {
    Nation.SCOTLAND: _l("Scotland"),
    Nation.WALES: _l("Wales"),
    Nation.NORTHERN_IRELAND: _l("Northern Ireland"),
    Nation.JERSEY: _l("Jersey"),
    Nation.GUERNSEY: _l("Guernsey"),
    Nation.ISLE_OF_MAN: _l("the Isle of Man"),
}


class WhereForm(GovForm):
    postcode = text_field(
        _l("Postcode"),
        thing=_l("a postcode"),
        hint=_l("Of the place you work from. For example, L1 8JQ. The first half is enough if you work from home."),
        optional=True,
        autocomplete="postal-code",
        width=10,
        spellcheck=False,
    )
    no_postcode = tick_field(_l("I have no postcode, or I do not know it"))


def judge_where(form: WhereForm, walk: Walk) -> bool:
    """Right where the postcode is known, is half of one we know, is outside England, or is not given."""
    if form.no_postcode.data:
        return True
    found = places.find_postcode(form.postcode.data or "")
    if found.problem in (None, PostcodeProblem.PARTIAL, PostcodeProblem.NOT_ENGLAND):
        return True
    form.postcode.errors = [*form.postcode.errors, what_is_wrong(found)]
    return False


def what_is_wrong(found: PostcodeFound) -> str:
    """A sentence that says what to do about a postcode we could not place."""
    if found.problem is PostcodeProblem.EMPTY:
        return _("Enter a postcode, or tick “I have no postcode, or I do not know it”")
    typed = found.postcode or found.text
    if found.suggestions:
        near = _(" or ").join(found.suggestions)
        return _("We do not know the postcode %(typed)s. Did you mean %(near)s?", typed=typed, near=near)
    if found.problem is PostcodeProblem.MALFORMED:
        return _("Enter a postcode in the usual form, like L1 8JQ, or tick the box below it")
    return _(
        "We do not know the postcode %(typed)s. Check it, or tick the box below it and name your town", typed=typed
    )


def keep_where(form: WhereForm, walk: Walk) -> dict[str, Any]:
    """The place: postcode (or its first half), district and position; the nation where not England."""
    if form.no_postcode.data:
        return {"no_postcode": True}
    return place_of(places.find_postcode(form.postcode.data or ""))


def place_of(found: PostcodeFound) -> dict[str, Any]:
    """What is stored of a postcode that was found."""
    return {
        "postcode": found.postcode or found.outcode,
        "nation": found.nation.value if found.nation else None,
        "district": found.district,
        "region": found.region,
        "lat": found.lat,
        "lon": found.lon,
    }


def say_where(answer: dict[str, Any], walk: Walk) -> Said:
    if answer.get("no_postcode"):
        return [(_("Postcode"), _("No postcode"))]
    district = places.district(answer.get("district") or "")
    return [(_("Postcode"), [answer["postcode"], district.name] if district else answer["postcode"])]


class TownForm(GovForm):
    town = text_field(
        _l("Which town, city or borough is the business in?"),
        thing=_l("the town, city or borough"),
        hint=_l("If you are not sure, leave this empty. We ask you when we ring."),
        optional=True,
        limit=80,
    )


def judge_town(form: TownForm, walk: Walk) -> bool:
    typed = form.town.data
    if not typed or places.find_district(typed):
        return True
    near = places.similar_names(typed)
    message = (
        _("We do not know “%(name)s”. Did you mean %(near)s?", name=typed, near=_(" or ").join(near))
        if near
        else _("We do not know “%(name)s”. Enter the council area it is in, or leave it empty", name=typed)
    )
    form.town.errors = [*form.town.errors, message]
    return False


def keep_town(form: TownForm, walk: Walk) -> dict[str, Any]:
    return town_of(form.town.data or "")


def town_of(typed: str) -> dict[str, Any]:
    """What is stored of a town: its district and the middle of that, or nothing where we do not know it."""
    district = places.find_district(typed)
    if district is None:
        return {"town": ""}
    return {
        "town": district.name,
        "district": district.code,
        "region": district.region,
        "lat": district.lat,
        "lon": district.lon,
    }


class OutsideForm(GovForm):
    outside = radios_field(
        _l("What would you like to do?"),
        thing=_l("what you would like to do"),
        choices=lambda: [
            SelectChoice(
                REMOTE,
                _("Go on: we can help from where we are"),
                {"hint": _("By telephone, by post or online.")},
            ),
            SelectChoice(ANOTHER, _("Give a postcode in England instead")),
        ],
    )


def nation_name(walk: Walk) -> dict[str, Any]:
    nation = walk.answers.get("where", {}).get("nation")
    return {"nation": NATIONS.get(Nation(nation), "") if nation else ""}


def keep_outside(form: OutsideForm, walk: Walk) -> dict[str, Any]:
    """Whoever wants to give another postcode is asked for it again."""
    if form.outside.data == ANOTHER:
        walk.answers.pop("where", None)
    return {"outside": form.outside.data}


def is_outside_england(answers: Answers) -> bool:
    nation = answers.get("where", {}).get("nation")
    return bool(nation) and nation != Nation.ENGLAND


def has_no_postcode(answers: Answers) -> bool:
    return bool(answers.get("where", {}).get("no_postcode"))


def region_known(answers: Answers) -> bool:
    """Whether the region follows from the postcode or town."""
    where = answers.get("town" if has_no_postcode(answers) else "where", {})
    return bool(where.get("region"))


WHERE_STEPS = (
    Step(
        "where",
        WhereForm,
        title=_l("Where is the business?"),
        judge=judge_where,
        keep=keep_where,
        said=say_where,
        clears=("town", "outside"),
    ),
    Step("town", TownForm, when=has_no_postcode, judge=judge_town, keep=keep_town),
    Step(
        "outside",
        OutsideForm,
        title=_l("The programme is for places in England"),
        template="registration/business_outside.html",
        when=is_outside_england,
        context=nation_name,
        keep=keep_outside,
    ),
)
