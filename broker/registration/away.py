"""When a business or a partnership is away: what waits for them waits until they are back."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from models import Account, Business, Partnership
from models.vocabulary import Role

from ..accounts.roles import access, signed_in_required
from ..cases.away import set_away
from ..edge import writes
from ..extensions import db
from ..forms import GovForm, date_field
from .business.change import own_business
from .partnership.areas import refuse
from .partnership.whose import is_on_behalf, partnership_of
from .words import _l

BOTH = ["GET", "POST"]


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


def add_away_pages(bp: Blueprint) -> None:
    begins = "/your-page"
    bp.add_url_rule(f"{begins}/business/<int:business_id>/away", view_func=business_away, methods=BOTH)
    bp.add_url_rule(f"{begins}/partnerships/<int:partnership_id>/away", view_func=partnership_away, methods=BOTH)


@signed_in_required
@writes
def business_away(business_id: int) -> ResponseReturnValue:
    """From when until when nobody at the business can answer."""
    found = own_business(db.session, _me(), business_id) or abort(404)
    return _page(found, url_for("registration.own"))


@access(Role.OFFICER, Role.COORDINATOR, Role.ADMINISTRATOR)
@writes
def partnership_away(partnership_id: int) -> ResponseReturnValue:
    """From when until when nobody of the partnership can answer."""
    found = partnership_of(db.session, _me(), partnership_id) or abort(404)
    home = url_for("registration.partnership", partnership_id=found.id)
    return _page(found, home, on_behalf=is_on_behalf(_me(), found))


def _page(who: Business | Partnership, home: str, *, on_behalf: bool = False) -> Any:
    form = AwayForm(begins=who.away_from, ends=who.away_until)
    if request.method == "POST" and form.validate():
        begins, ends = form.begins.data, form.ends.data
        set_away(db.session, who, begins=begins, ends=ends, by=_me(), on_behalf=on_behalf)
        flash(_("Changed. Thank you."), "success")
        return redirect(home)
    page = render_template("registration/away.html", form=form, back=home)
    return (page, 422) if form.errors else page


def _me() -> Account:
    account: Account = current_user._get_current_object()
    return account
