"""The page of an introducer, which its link opens, and the office's pages about all of them."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from models import Introducer
from models.vocabulary import IntroducerKind

from ..accounts.roles import coordinator_required, me, public
from ..cases.refusals import NotPossible
from ..edge import writes
from ..edge.addresses import page_number
from ..edge.paging import paged
from ..extensions import db, limiter
from ..forms import ButtonForm, GovForm, radios_field, text_field
from ..oversight.small_numbers import LEAST
from . import figures, keeping

bp = Blueprint("introducers", __name__)


class AddForm(GovForm):
    name = text_field(_l("What is it called?"), thing=_l("the name of the organisation"), limit=120)
    kind = radios_field(_l("What sort of organisation is it?"), IntroducerKind, thing=_l("what sort it is"))


@bp.get("/introducers/<page_code>")
@public
@limiter.limit("120 per hour")
def introducer_page(page_code: str) -> ResponseReturnValue:
    """How many of its members signed up, were introduced and gave help. Never who, and never a case."""
    one = keeping.find_by_page_code(db.session, page_code) or abort(404)
    return render_template(
        "introducers/introducer_page.html",
        introducer=one,
        figures=figures.figures_of(db.session, one),
        link=keeping.sign_up_link(one),
        least=LEAST,
    )


@bp.route("/coordinate/introducers", methods=["GET", "POST"])
@coordinator_required
@writes
def introducers() -> ResponseReturnValue:
    """Who puts members forward, with their numbers; and a form to add one."""
    form = AddForm()
    if form.validate_on_submit():
        try:
            one = keeping.add(db.session, name=form.name.data or "", kind=IntroducerKind(str(form.kind.data)), by=me())
        except NotPossible as refused:
            form.name.errors = [str(refused)]
        else:
            return redirect(url_for("introducers.introducer", introducer_id=one.id))
    listed = paged(keeping.all_introducers(db.session), page_number())
    counts = figures.counts_of(db.session, [one.id for one in listed.rows])
    href = url_for("introducers.introducers") + "?page="
    page = render_template("introducers/introducers.html", form=form, listed=listed, counts=counts, href=href)
    return page, 422 if form.errors else 200


@bp.get("/coordinate/introducers/<int:introducer_id>")
@coordinator_required
def introducer(introducer_id: int) -> ResponseReturnValue:
    """Its two links, its numbers, and what can be done."""
    one = _one(introducer_id)
    return render_template(
        "introducers/introducer.html",
        introducer=one,
        counts=figures.counts_of(db.session, [one.id])[one.id],
        sign_up_link=keeping.sign_up_link(one),
        page_link=keeping.page_link(one),
    )


@bp.post("/coordinate/introducers/<int:introducer_id>/new-links")
@coordinator_required
@writes
def introducer_new_links(introducer_id: int) -> ResponseReturnValue:
    """The old links stop, and there are new ones."""
    one = _one(introducer_id)
    if ButtonForm().validate_on_submit():
        keeping.new_links(db.session, one)
        flash(_("These are the new links. The old ones no longer count."), "success")
    return redirect(url_for("introducers.introducer", introducer_id=one.id))


@bp.post("/coordinate/introducers/<int:introducer_id>/end")
@coordinator_required
@writes
def introducer_end(introducer_id: int) -> ResponseReturnValue:
    """It puts nobody forward any more."""
    one = _one(introducer_id)
    if ButtonForm().validate_on_submit():
        keeping.end(db.session, one)
        flash(_("Ended: its links have stopped."), "success")
    return redirect(url_for("introducers.introducer", introducer_id=one.id))


def _one(introducer_id: int) -> Introducer:
    return db.session.get(Introducer, introducer_id) or abort(404)
