"""Where it is wanted, and from when until when."""

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from ...edge.filters import spoken_date
from ...forms import GovForm, date_field, radios_field, text_field
from ...reference import places
from ...reference.places import PostcodeFound, PostcodeProblem
from ..partnership.areas import refuse
from ..steps import Said, Step, Walk
from ..words import _l
from .values import names_in_use
from .what import partnership_for, today

#: Nobody plans further; a year typed wrongly is more likely.
LONGEST = timedelta(days=5 * 366)


class WhereForm(GovForm):
    district = radios_field(_l("Which council area?"), thing=_l("the council area"), optional=True, choices=lambda: [])
    neighbourhood = text_field(
        _l("Neighbourhood or estate (optional)"),
        thing=_l("the neighbourhood"),
        hint=_l("The name people there use, such as Speke."),
        optional=True,
        limit=120,
    )
    postcode = text_field(
        _l("Postcode (optional)"),
        thing=_l("a postcode"),
        hint=_l("Of the place where help is wanted. For example, L24 9HZ. It shows us which businesses are near."),
        optional=True,
        width=10,
        limit=40,
        spellcheck=False,
    )


def offer_districts(form: WhereForm, walk: Walk) -> None:
    """The council area is asked for only where the partnership has several; names of neighbourhoods in use are told."""
    partnership = partnership_for(walk)
    areas = partnership.areas if partnership else []
    if len(areas) < 2:
        del form.district
    else:
        form.district.choices = [SelectChoice(area.code, area.name) for area in areas]
    in_use = names_in_use(walk.session, [area.code for area in areas])
    if in_use:
        form.neighbourhood.description = _("Names in use: %(names)s. You can enter another.", names=", ".join(in_use))


def judge_where(form: WhereForm, walk: Walk) -> bool:
    """Right where the postcode lies in the partnership's own areas, and the area is known."""
    found = places.find_postcode(form.postcode.data or "")
    wrong = _what_is_wrong(found, form, walk)
    if wrong:
        refuse(form.postcode, wrong)
        return False
    if "district" in form and not form.district.data and found.problem is not None:
        refuse(form.district, _("Select the council area, or enter a postcode"))
        return False
    return True


def _what_is_wrong(found: PostcodeFound, form: WhereForm, walk: Walk) -> str:
    if found.problem in (PostcodeProblem.EMPTY, PostcodeProblem.PARTIAL):
        return ""
    typed = found.postcode or found.text
    if found.problem is PostcodeProblem.NOT_ENGLAND:
        return _("%(typed)s is not in England. Check it, or leave it empty", typed=typed)
    if found.suggestions:
        near = _(" or ").join(found.suggestions)
        return _("We do not know the postcode %(typed)s. Did you mean %(near)s?", typed=typed, near=near)
    if found.problem is PostcodeProblem.MALFORMED:
        return _("Enter a postcode in the usual form, like L24 9HZ, or leave it empty")
    if found.problem is not None:
        return _("We do not know the postcode %(typed)s. Check it, or leave it empty", typed=typed)
    partnership = partnership_for(walk)
    ours = {area.code for area in partnership.areas} if partnership else set()
    place = {"typed": typed, "district": found.district_name}
    if ours and found.district not in ours:
        return _(
            "%(typed)s is in %(district)s, which your partnership does not cover. Check it, or leave it empty", **place
        )
    if "district" in form and form.district.data and form.district.data != found.district:
        return _("%(typed)s is in %(district)s. Check it, or select that council area", **place)
    return ""


def keep_where(form: WhereForm, walk: Walk) -> dict[str, Any]:
    found = places.find_postcode(form.postcode.data or "")
    partnership = partnership_for(walk)
    areas = partnership.areas if partnership else []
    exact = found.problem is None
    chosen = form.district.data if "district" in form else None
    return {
        "district": chosen or (found.district if exact else None) or (areas[0].code if len(areas) == 1 else None),
        "neighbourhood": form.neighbourhood.data or "",
        "postcode": (found.postcode or found.outcode or "") if found.problem is not PostcodeProblem.EMPTY else "",
        "lat": found.lat,
        "lon": found.lon,
    }


def say_where(answer: dict[str, Any], walk: Walk) -> Said:
    district = places.district(answer.get("district") or "")
    lines = [answer.get("neighbourhood"), district.name if district else "", answer.get("postcode")]
    return [(_("Where is it wanted?"), [line for line in lines if line])]


class WhenForm(GovForm):
    starts_on = date_field(_l("From when? (optional)"), hint=_l("If from now on, leave this empty."), optional=True)
    ends_on = date_field(
        _l("Until when?"),
        thing=_l("until when"),
        hint=_l("After this day we stop looking. If you are not sure, give the day on which you would think again."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        right = super().validate(extra_validators)
        begins, ends, day = self.starts_on.data, self.ends_on.data, today()
        wrong = ""
        if ends and ends < day:
            wrong = _("The last day must be today or later")
        elif ends and ends > day + LONGEST:
            wrong = _("The last day must be before %(day)s", day=spoken_date(day + LONGEST))
        elif begins and ends and ends < begins:
            wrong = _("The last day must be on or after the first day")
        if wrong:
            refuse(self.ends_on, wrong)
        return right and not wrong


STEPS = (
    Step(
        "where",
        WhereForm,
        title=_l("Where is it wanted?"),
        prepare=offer_districts,
        judge=judge_where,
        keep=keep_where,
        said=say_where,
    ),
    Step("when", WhenForm, title=_l("When is it wanted?")),
)
