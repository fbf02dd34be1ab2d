"""``/your-page``: what each of us holds with the service, and what can be done about it.

A section is a template and a function that gives its values for an account; an account sees the
sections of all that it speaks for. A feature file joins by a line in ``SECTIONS``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from sqlalchemy.orm import Session

from models import Account

from ..accounts.roles import OFFICE, signed_in_required
from ..extensions import db
from ..matches.asked_of import asked_of
from .broker.routes import broker_sections
from .business.section import business_sections
from .partnership.section import partnership_sections


@dataclass(frozen=True)
class Section:
    """``of(session, account)`` gives the values of ``template``, once for each entry."""

    template: str
    of: Callable[[Session, Account], Iterable[Mapping[str, Any]]]


SECTIONS: list[Section] = [
    Section("registration/own_business.html", business_sections),
    Section("registration/own_partnership.html", partnership_sections),
    Section("registration/own_broker.html", broker_sections),
]


@signed_in_required
def own() -> ResponseReturnValue:
    """Everything this account speaks for, on one page."""
    account: Account = current_user._get_current_object()
    sections = [(section.template, values) for section in SECTIONS for values in section.of(db.session, account)]
    if not sections and account.is_a(*OFFICE) and "casework.work_list" in current_app.view_functions:
        return redirect(url_for("casework.work_list"))
    return render_template("registration/own.html", sections=sections, asked=asked_of(db.session, account))


def add_own(bp: Blueprint) -> None:
    bp.add_url_rule("/your-page", view_func=own)
