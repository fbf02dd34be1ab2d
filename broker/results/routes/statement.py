"""A business's statement of what it gave, to print."""

from datetime import date

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models import Business

from ...accounts.roles import OFFICE, me, signed_in_required
from ...cases.clocks import today
from ...extensions import db
from ..forms import YearForm, label_of
from ..statement import statement_of
from . import bp


@bp.get("/businesses/<int:business_id>/statement")
@signed_in_required
def statement(business_id: int) -> ResponseReturnValue:
    """What the business gave in a time: the last twelve months, or the days asked for."""
    business = db.session.get(Business, business_id)
    if business is None or not _may_see(business):
        abort(404)
    form = YearForm(request.args)
    day = today()
    begins, ends = date(day.year - 1, day.month, 1), day
    if request.args and form.validate():
        begins, ends = form.begins.data or begins, form.ends.data or ends
        if begins > ends:
            form.ends.errors = [_("The last day must be on or after the first day")]
    if not request.args:
        form.begins.data, form.ends.data = begins, ends
    shown = None if form.errors or begins > ends else statement_of(db.session, business, begins, ends)
    page = render_template(
        "results/statement.html", business=business, form=form, statement=shown, label_of=label_of, day=day
    )
    return page, 200 if shown is not None else 422


def _may_see(business: Business) -> bool:
    account = me()
    own = any(contact.account_id == account.id and contact.left_at is None for contact in business.contacts)
    return own or (account.is_a(*OFFICE) and (business.area_code is None or account.covers(business.area_code)))
