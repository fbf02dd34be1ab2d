"""Districts as people write them, for partnerships and brokers alike."""

from typing import Any

from flask_babel import gettext as _
from wtforms import Field

from ...forms import GovForm, words_field
from ...reference import places
from ..steps import Said, Walk
from ..words import _l


class AreasForm(GovForm):
    areas = words_field(
        _l("Which council areas does the partnership cover?"),
        thing=_l("the council areas"),
        hint=_l("Write the names one after another, with commas. For example: Liverpool, Knowsley, Sefton."),
        rows=2,
    )


def judge_areas(form: Any, walk: Walk) -> bool:
    """Right where every name is that of an English district."""
    wrong = what_is_wrong(form.areas.data or "")
    if wrong:
        refuse(form.areas, wrong)
    return not wrong


def what_is_wrong(text: str) -> str:
    """A sentence about the first name we cannot read; empty where all can be."""
    found = places.find_districts(text)
    if not found.unknown:
        return "" if found.districts else _("Enter the council areas, like Liverpool, Knowsley")
    name = found.unknown[0][:60]
    near = places.similar_names(name)
    if near:
        return _("We do not know “%(name)s”. Did you mean %(near)s?", name=name, near=_(" or ").join(near))
    return _("We do not know “%(name)s”. Enter the council area it is in, in England", name=name)


def keep_areas(form: Any, walk: Walk) -> dict[str, Any]:
    found = places.find_districts(form.areas.data or "").districts
    return {"areas": ", ".join(each.name for each in found), "codes": [each.code for each in found]}


def say_areas(question: str) -> Any:
    def said(answer: dict[str, Any], walk: Walk) -> Said:
        names = [district.name for code in answer["codes"] if (district := places.district(code))]
        return [(question, names)]

    return said


def refuse(field: Field, sentence: str) -> None:
    """Say what is wrong with an answer that the field itself found right."""
    field.errors = [*field.errors, sentence]
