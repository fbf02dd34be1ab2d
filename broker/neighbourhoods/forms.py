"""What is asked about a neighbourhood."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields import SelectChoice

from models import Area, Neighbourhood, SmallArea

from ..cases.refusals import NotPossible
from ..forms import (
    GovForm,
    checkboxes_field,
    file_field,
    number_field,
    radios_field,
    select_field,
    text_field,
    words_field,
)
from ..reference.places import EDITIONS
from .keeping import Said, taken_apart
from .words import tenth


def _editions() -> list[SelectChoice]:
    return [SelectChoice(str(edition), str(edition)) for edition in EDITIONS]


class NeighbourhoodForm(GovForm):
    name = text_field(
        _l("Name"),
        thing=_l("the name of the neighbourhood"),
        hint=_l("The name people there use, such as Speke."),
        limit=120,
    )
    area_code = select_field(_l("District"), thing=_l("the district it is in"), choices=lambda: [])
    ward = text_field(_l("Ward (optional)"), thing=_l("the ward"), optional=True, limit=120)
    small_areas = words_field(
        _l("Small areas it is made of (optional)"),
        thing=_l("the small areas"),
        hint=_l(
            "Their codes, such as E01006646, one on each line. How deprived it is is then worked out from the "
            "official file, where that is here."
        ),
        optional=True,
        limit=6_000,
    )
    decile = number_field(
        _l("If you have no small areas: which tenth is it in? (optional)"),
        thing=_l("a number"),
        hint=_l("1 is the most deprived tenth of England, 10 the least. Leave it empty if you do not know."),
        optional=True,
        least=1,
        most=10,
    )
    edition = radios_field(
        _l("Which edition of the Indices of Deprivation is the tenth from?"),
        thing=_l("the edition"),
        optional=True,
        choices=_editions,
    )
    source = text_field(
        _l("Who says which tenth it is in?"),
        thing=_l("who says so"),
        hint=_l("For example, the council’s research team, March 2026."),
        optional=True,
        limit=200,
    )


def neighbourhood_form(areas: list[Area], one: Neighbourhood | None = None, area_code: str = "") -> NeighbourhoodForm:
    """The form with the districts there are to choose, filled in as a neighbourhood stands."""
    data: dict[str, Any] = {"area_code": area_code or (areas[0].code if len(areas) == 1 else None)}
    if one is not None:
        data = {
            "name": one.name,
            "area_code": one.area_code,
            "ward": one.ward,
            "small_areas": "\n".join(one.codes),
            "decile": one.decile if one.source else None,
            "edition": str(one.edition) if one.source and one.edition else None,
            "source": one.source,
        }
    form = NeighbourhoodForm(data=data)
    form.area_code.choices = [SelectChoice("", _("Choose one")), *(SelectChoice(a.code, a.name) for a in areas)]
    return form


def said_in(form: NeighbourhoodForm) -> Said:
    return Said(
        name=form.name.data or "",
        area_code=form.area_code.data or "",
        ward=form.ward.data or "",
        small_areas=taken_apart(form.small_areas.data or ""),
        decile=form.decile.data,
        edition=int(form.edition.data) if form.edition.data else None,
        source=form.source.data or "",
    )


def refuse(form: GovForm, problem: NotPossible) -> None:
    """Say at the answer that stands in the way, or above the form, why it cannot be kept."""
    field = next((each for each in form if each.name == problem.field), None)
    if field is None:
        form.form_errors.append(str(problem))
    else:
        field.errors = [*field.errors, str(problem)]


def pick_form(small_areas: list[SmallArea]) -> Any:
    """A name, and a box for each small area of a district."""
    choices = [
        SelectChoice(one.code, one.name, {"hint": _("%(code)s, in %(tenth)s", code=one.code, tenth=tenth(one.decile))})
        for one in small_areas
    ]
    fields = {
        "name": text_field(
            _l("What is the neighbourhood called?"), thing=_l("the name of the neighbourhood"), limit=120
        ),
        "small_areas": checkboxes_field(
            _l("Which small areas is it made of?"), thing=_l("the small areas"), choices=choices
        ),
    }
    return type("PickForm", (GovForm,), fields)()


class JoinForm(GovForm):
    other = select_field(
        _l("Which one is the same place?"),
        thing=_l("the other neighbourhood"),
        hint=_l("Its name goes. Its requests come here."),
        choices=lambda: [],
    )


def join_form(others: list[Neighbourhood]) -> JoinForm:
    form = JoinForm()
    form.other.choices = [SelectChoice("", _("Choose one")), *(SelectChoice(str(one.id), one.name) for one in others)]
    return form


class ListForm(GovForm):
    file = file_field(
        _l("The list"),
        thing=_l("a file"),
        hint=_l("A CSV file or an Excel workbook (XLSX), up to 10 MB and 5,000 neighbourhoods."),
        accept=".csv,.tsv,.txt,.xlsx",
    )


class OfficialForm(GovForm):
    file = file_field(
        _l("The file"),
        thing=_l("a file"),
        hint=_l("CSV, up to 10 MB. Its columns are found by their headings."),
        accept=".csv,.tsv,.txt,.xlsx",
    )
    edition = radios_field(
        _l("Which edition is it?"),
        thing=_l("the edition"),
        hint=_l("Only needed where the file does not say it itself."),
        optional=True,
        choices=_editions,
    )
