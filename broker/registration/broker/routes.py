"""The pages of a broker besides the questions of the sign-up: when they are away."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy.orm import Session

from models import Account, Broker
from models.vocabulary import Role

from ...accounts.roles import access
from ...edge import writes
from ...extensions import db
from ...forms import GovForm, date_field
from ..change import Changes, add_changes, walk_of_entry
from ..partnership.areas import refuse
from ..walk import sections
from ..words import _l
from .journey import BROKER
from .look_after import answers_of, broker_of, brokers_of, caseload_of, change_broker, set_away
from .questions import WORK

CHANGES = Changes(
    journey=replace(BROKER, steps=WORK),
    find=broker_of,
    answers_of=answers_of,
    change=change_broker,
    url="/your-page/brokers",
)
is_broker = access(Role.BROKER)


class AwayForm(GovForm):
    begins = date_field(
        _l("First day away (optional)"), hint=_l("Leave both empty if you are not away."), optional=True
    )
    ends = date_field(_l("Last day away (optional)"), hint=_l("If you do not know yet, leave it empty."), optional=True)

    def validate(self, extra_validators: object = None) -> bool:
        right = super().validate(extra_validators)
        first, last = self.begins.data, self.ends.data
        turned = first is not None and last is not None and last < first
        if turned:
            refuse(self.ends, _("The last day must be on or after the first day"))
        return right and not turned


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
    form = AwayForm(begins=broker.away_from, ends=broker.away_until)
    if request.method == "POST" and form.validate():
        set_away(db.session, broker, begins=form.begins.data, ends=form.ends.data, by=_me())
        flash(_("Changed. Thank you."), "success")
        return redirect(url_for("registration.own"))
    page = render_template("registration/broker_away.html", form=form, broker=broker)
    return (page, 422) if form.errors else page


def _me() -> Account:
    account: Account = current_user._get_current_object()
    return account


def _own(broker_id: int) -> Broker:
    return broker_of(db.session, _me(), broker_id) or abort(404)
