"""The sign-up of a partnership, from its first question to its entry."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from models import Draft, Partnership
from models.vocabulary import EntryKind, PartnershipKind

from ...cases import clocks
from ...forms import (
    GovForm,
    email_field,
    radios_field,
    telephone_field,
    text_field,
    tick_field,
    words_field,
)
from ...reference.working_days import add_working_days
from ..contact_questions import agree_on_behalf, give_known_email
from ..steps import Journey, Step, Walk
from ..words import _l
from .areas import AreasForm, judge_areas, keep_areas, say_areas
from .register import register_partnership
from .seats import EmptySeatsForm, FilledSeatsForm, leave_out_filled, say_seats

#: Marks a finished draft whose partnership was with us before.
ALREADY = "~already"
#: Working days until a coordinator has read an entry.
READ_WITHIN = 5


class NameForm(GovForm):
    name = text_field(
        _l("What is the partnership called?"),
        thing=_l("the name of the partnership"),
        hint=_l("The name people know it by, such as Speke Neighbourhood Board."),
        autocomplete="organization",
    )


class KindForm(GovForm):
    kind = radios_field(
        _l("What kind of partnership is it?"), PartnershipKind, thing=_l("what kind of partnership it is")
    )


class AboutForm(GovForm):
    about = words_field(
        _l("What does the partnership do? (optional)"),
        thing=_l("what the partnership does"),
        hint=_l("In a few sentences: what it is for, and what it is working on now."),
        optional=True,
    )


class ContactForm(GovForm):
    name = text_field(_l("Your name"), thing=_l("your name"), autocomplete="name", limit=120)
    job = text_field(
        _l("Your job or role in the partnership (optional)"),
        thing=_l("your job"),
        optional=True,
        limit=120,
        autocomplete="organization-title",
    )
    email = email_field(
        _l("Email address"),
        hint=_l("You sign in with a link that we send there. There is no password."),
    )
    telephone = telephone_field(_l("Telephone number (optional)"), optional=True)


def prepare_contact(form: ContactForm, walk: Walk) -> None:
    """Whoever had a link sent has given an address already, and is not asked for it twice."""
    if walk.on_behalf:
        form.name.label.text = _("Name of the person to talk to")
        form.job.label.text = _("Their job or role in the partnership (optional)")
        form.email.description = _("They sign in with a link that we send there.")
    give_known_email(form, walk)


class DataForm(GovForm):
    agree = tick_field(
        _l("I agree that you keep these answers and use them to find help for the partnership"),
        message=_l("Tick the box if you agree: we cannot register the partnership without it"),
    )


def prepare_data(form: DataForm, walk: Walk) -> None:
    agree_on_behalf(form, walk)


def finish(session: Session, walk: Walk) -> tuple[EntryKind, int]:
    registered = register_partnership(session, walk.counting, by=walk.by if walk.on_behalf else None)
    if registered.already and walk.draft is not None:
        walk.draft.answers[ALREADY] = {"already": True}
    return EntryKind.PARTNERSHIP, registered.partnership.id


def done(session: Session, draft: Draft, walk: Walk) -> Mapping[str, Any]:
    partnership = session.get(Partnership, draft.entry_id)
    if partnership is None or ALREADY in draft.answers:
        return {"already": True, "read_by": add_working_days(clocks.today(), READ_WITHIN)}
    sent_in = clocks.day_of(partnership.sent_in_at) if partnership.sent_in_at else clocks.today()
    return {
        "already": False,
        "partnership": partnership,
        "email": walk.answers.get("contact", {}).get("email", ""),
        "read_by": add_working_days(sent_in, READ_WITHIN),
    }


PARTNERSHIP = Journey(
    name="partnership",
    url="/sign-up/partnership",
    title=_l("Register a partnership"),
    steps=(
        Step("name", NameForm),
        Step("kind", KindForm),
        Step(
            "areas",
            AreasForm,
            judge=judge_areas,
            keep=keep_areas,
            said=say_areas(_l("Which council areas does the partnership cover?")),
        ),
        Step("about", AboutForm),
        Step(
            "seats",
            FilledSeatsForm,
            said=say_seats("filled", _l("Which groups have somebody in a seat?"), _l("None yet")),
            clears=("empty-seats",),
        ),
        Step(
            "empty-seats",
            EmptySeatsForm,
            prepare=leave_out_filled,
            said=say_seats("empty", _l("Which groups have a seat that is empty?"), _l("None")),
        ),
        Step("contact", ContactForm, title=_l("Who should we talk to?"), prepare=prepare_contact),
        Step(
            "data",
            DataForm,
            title=_l("How we may use your answers"),
            template="registration/partnership_data.html",
            prepare=prepare_data,
            context=lambda walk: {"headed": True},
        ),
    ),
    finish=finish,
    done=done,
)
