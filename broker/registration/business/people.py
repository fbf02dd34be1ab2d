"""The rest: children and adults at risk, council contracts, whom to talk to, and the data."""

from typing import Any

from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from models.vocabulary import ContractStatus, WorksWithChildren

from ...forms import (
    GovForm,
    checkboxes_field,
    date_field,
    email_field,
    radios_field,
    telephone_field,
    text_field,
    tick_field,
)
from ..answers import stored
from ..contact_questions import agree_on_behalf, give_known_email
from ..steps import Said, Step, Walk
from ..words import _l
from .help import says_what


class ChildrenForm(GovForm):
    children = radios_field(
        _l("Would you work with children, or with adults who need extra care?"),
        thing=_l("whether you would work with children or adults who need extra care"),
        hint=_l("Some of this work needs a background check first. We tell you before you agree to anything."),
        choices=lambda: [
            SelectChoice(WorksWithChildren.YES.value, _("Yes")),
            SelectChoice(WorksWithChildren.NO.value, _("No")),
            SelectChoice(WorksWithChildren.NOT_ASKED.value, _("Not sure: ask me when it comes up")),
        ],
    )


def contract_choices() -> list[SelectChoice]:
    statuses = [status for status in ContractStatus if status is not ContractStatus.NONE]
    choices = [SelectChoice(status.value, _(status.label)) for status in statuses]
    look = {"divider": _("or"), "behaviour": "exclusive"}
    return [*choices, SelectChoice(ContractStatus.NONE.value, _(ContractStatus.NONE.label), look)]


class ContractForm(GovForm):
    contracts = checkboxes_field(
        _l("Is there a council contract we should know of?"),
        ContractStatus,
        thing=_l("whether there is a council contract, or “No”"),
        choices=contract_choices,
    )
    award_on = date_field(
        _l("When will the contract you bid for be awarded? (optional)"),
        hint=_l("If you know it."),
        optional=True,
    )


def judge_contract(form: ContractForm, walk: Walk) -> bool:
    chosen: list[ContractStatus] = form.contracts.data or []
    if ContractStatus.NONE in chosen and len(chosen) > 1:
        form.contracts.errors = [*form.contracts.errors, _("Select “No”, or what applies, but not both")]
        return False
    return True


def keep_contract(form: ContractForm, walk: Walk) -> dict[str, Any]:
    """The date counts only for a firm that is bidding."""
    answer = stored(form)
    if ContractStatus.BIDDING not in (form.contracts.data or []):
        answer["award_on"] = None
    return answer


class ContactForm(GovForm):
    name = text_field(_l("Your name"), thing=_l("your name"), autocomplete="name", limit=120)
    telephone = telephone_field(_l("Telephone number"), optional=True)
    email = email_field(
        _l("Email address"),
        hint=_l("You can leave this empty if you give a telephone number."),
        optional=True,
    )
    best_reached = text_field(
        _l("How and when can we best reach you? (optional)"),
        thing=_l("how we can best reach you"),
        hint=_l("For example: ring before 9 in the morning, or by email at any time."),
        optional=True,
    )


def prepare_contact(form: ContactForm, walk: Walk) -> None:
    """Whoever had a link sent has given an address already, and is not asked for it twice."""
    if walk.on_behalf:
        form.name.label.text = _("Name of the person to talk to")
    if walk.entry is not None:
        del form.email  # it is what somebody signs in with: a new one is a new contact
        return
    give_known_email(form, walk)


def judge_contact(form: ContactForm, walk: Walk | None = None) -> bool:
    if form.telephone.data or "email" not in form or form.email.data:
        return True
    form.telephone.errors = [*form.telephone.errors, _("Enter a telephone number or an email address")]
    return False


class DataForm(GovForm):
    agree = tick_field(
        _l("I agree that you keep these answers and use them to find where my business could help"),
        message=_l("Tick the first box if you agree: we cannot look for you without it"),
    )
    may_be_named = tick_field(_l("You may name my business when you report what came of its help"))
    wants_news = tick_field(_l("Send me news of the programme by email, about four times a year"))


def prepare_data(form: DataForm, walk: Walk) -> None:
    """An officer on the telephone ticks what the other has said."""
    agree_on_behalf(form, walk)
    if walk.on_behalf:
        form.may_be_named.label.text = _("They have told me that we may name the business in reports")
        form.wants_news.label.text = _("They have asked for news of the programme by email")


def say_data(answer: dict[str, Any], walk: Walk) -> Said:
    """The three ticks in a few words each: those not given are shown too."""
    short = {
        "agree": _("Agreed that we keep and use these answers"),
        "may_be_named": _("We may name the business in reports"),
        "wants_news": _("News by email"),
    }
    return [(words, _("Yes") if answer.get(name) else _("No")) for name, words in short.items()]


STEPS = (
    Step("children", ChildrenForm, when=says_what),
    Step(
        "contract",
        ContractForm,
        title=_l("Council contracts"),
        template="registration/business_contract.html",
        when=says_what,
        judge=judge_contract,
        keep=keep_contract,
    ),
    Step("contact", ContactForm, title=_l("Who should we talk to?"), prepare=prepare_contact, judge=judge_contact),
    Step(
        "data",
        DataForm,
        title=_l("How we may use your answers"),
        template="registration/business_data.html",
        prepare=prepare_data,
        said=say_data,
    ),
)
