"""What is asked about a list from outside."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields import SelectChoice

from models import ImportedList, ImportedRow, Introducer
from models.vocabulary import RowDecision

from ..forms import GovForm, file_field, radios_field, select_field, text_field, yes_no_field
from .columns import BUSINESS
from .lists import COLUMN_WORDS
from .reading_lists import is_decided


class UploadForm(GovForm):
    file = file_field(
        _l("The list"),
        thing=_l("a file"),
        hint=_l("A CSV file or an Excel workbook (XLSX), up to 10 MB and 100,000 rows."),
        accept=".csv,.tsv,.txt,.xlsx",
    )
    source = text_field(
        _l("Who gave it to you?"),
        thing=_l("who gave you the list"),
        hint=_l("Each business reads this name in its invitation. For example, Speke Chamber of Commerce."),
        limit=120,
    )
    agreed = yes_no_field(
        _l("Have the people on it agreed that we write to them?"),
        thing=_l("whether the people on it have agreed that we write to them"),
        hint=_l(
            "If not, or if you are not sure, we email companies, charities and public bodies only. "
            "Sole traders, partnerships and those whose legal form is not known are for you to ring."
        ),
    )
    introducer = select_field(
        _l("Is it from an organisation that puts its members forward? (optional)"),
        thing=_l("an organisation"),
        hint=_l("Then its page counts these businesses too."),
        optional=True,
    )


def upload_form(introducers: list[Introducer]) -> UploadForm:
    """The form with the organisations there are; without any, they are not asked about."""
    form = UploadForm()
    if introducers:
        none = SelectChoice("", _("No"))
        form.introducer.choices = [none, *(SelectChoice(str(one.id), one.name) for one in introducers)]
    else:
        del form.introducer
    return form


def columns_form(one: ImportedList) -> Any:
    """One choice for each heading of the file."""
    words = [SelectChoice(column, _(COLUMN_WORDS[column])) for column in BUSINESS]
    choices = [SelectChoice("", _("Leave it out")), *words]
    fields = {}
    for at, heading in enumerate(one.headings):
        example = one.examples[at]
        fields[f"column_{at}"] = SelectField(
            heading or _("Column %(number)d, without a heading", number=at + 1),
            choices=choices,
            default=one.columns[at],
            description=_("For example: %(cell)s", cell=example) if example else _("Empty in the first row"),
        )
    return type("ColumnsForm", (GovForm,), fields)()


def chosen_of(form: Any, one: ImportedList) -> list[str]:
    """Which of our columns each heading is, as the form says."""
    return [form[f"column_{at}"].data or "" for at in range(len(one.headings))]


def decisions_form(rows: list[ImportedRow]) -> Any:
    """A choice for each row that is like a business with us."""
    fields = {}
    for row in rows:
        holds = is_decided(row)
        fields[f"row_{row.id}"] = radios_field(
            _l("Is it the same?"), RowDecision, thing=_l("whether it is the same"), optional=True
        )
        fields[f"row_{row.id}"].kwargs["default"] = holds
    return type("DecisionsForm", (GovForm,), fields)()


def decisions_of(form: Any, rows: list[ImportedRow]) -> dict[int, RowDecision]:
    """row id -> what was said of it, where anything was."""
    said = {row.id: form[f"row_{row.id}"].data for row in rows}
    return {row_id: RowDecision(one) for row_id, one in said.items() if one}
