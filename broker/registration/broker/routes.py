"""The pages of a broker besides the questions of the sign-up: when they are away."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy.orm import Session

from models import Account, Broker
from models.vocabulary import Role

from ...accounts.roles import access
from ...cases.away_form import AwayForm
from ...cases.cover import CannotCover, could_cover, set_away
from ...cases.holders import brokers_of
from ...cases.load import caseload_of
from ...edge import writes
from ...extensions import db
from ...suggestions.refresh import mark_all_due
from ..change import Changes, add_changes, walk_of_entry
from ..walk import sections
from .journey import BROKER
from .look_after import answers_of, broker_of, change_broker
from .questions import WORK

CHANGES = Changes(
    journey=replace(BROKER, steps=WORK),
    find=broker_of,
    answers_of=answers_of,
    change=change_broker,
    url="/your-page/brokers",
)
is_broker = access(Role.BROKER)


def add_broker_pages(bp: Blueprint) -> None:
    """Add what is not part of the journey itself."""
    add_changes(bp, CHANGES, is_broker)
    bp.add_url_rule("/your-page/brokers/<int:broker_id>/away", view_func=broker_away, methods=["GET", "POST"])


def broker_sections(session: Session, account: Account) -> Iterator[dict[str, Any]]:
    """The values of ``own_broker.html`` for each broker entry of this account."""
    for broker in brokers_of(session, account):
        walk = walk_of_entry(CHANGES, broker, account)
        yield {
            "broker": broker,
            "cases": caseload_of(session, broker),
            "answers": sections(walk, lambda step, walk=walk: walk.step_url(step.name)),  # type: ignore[misc]
        }


@is_broker
@writes
def broker_away(broker_id: int) -> ResponseReturnValue:
    """From when until when no new cases come."""
    broker = _own(broker_id)
    form = AwayForm(broker, could_cover(db.session, broker))
    if form.validate_on_submit():
        try:
            new = set_away(
                db.session, broker, begins=form.begins.data, ends=form.ends.data, cover=form.chosen(), by=_me()
            )
        except CannotCover as cannot:
            form.cover.errors = [str(cannot)]
        else:
            if new:
                mark_all_due(db.session)
            flash(_("Changed. Thank you."), "success")
            return redirect(url_for("registration.own"))
    page = render_template("registration/broker_away.html", form=form, broker=broker)
    return (page, 422) if form.errors else page


def _me() -> Account:
    account: Account = current_user._get_current_object()
    return account


def _own(broker_id: int) -> Broker:
    return broker_of(db.session, _me(), broker_id) or abort(404)
