"""The invitation as the firm reads it, with its answer; and the answer that an officer was told on the telephone."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models.vocabulary import Answer, SeatNo

from ...accounts.roles import me, signed_in_required
from ...cases.refusals import NotPossible
from ...cases.seat_gaps import lapses_on
from ...edge import writes
from ...extensions import db
from .. import inviting
from ..asked_of import invitation_of, speaks_for
from ..forms import SeatAnswerForm, answer_form
from ..gaps import may_act
from . import bp


@bp.route("/your-page/seats/<int:invitation_id>", methods=["GET", "POST"])
@signed_in_required
@writes
def seat_invitation(invitation_id: int) -> ResponseReturnValue:
    """What the seat is, why this firm, and its answer."""
    invitation = invitation_of(db.session, invitation_id) or abort(404)
    own = speaks_for(me(), invitation)
    if not own and not may_act(db.session, me(), invitation.gap):
        abort(404)
    form = answer_form(on_behalf=not own)
    status = 200
    if form.validate_on_submit():
        given = Answer(str(form.answer.data))
        try:
            inviting.answer(
                db.session,
                invitation,
                given,
                by=me(),
                words=_words(form, given),
                ask_again_on=form.ask_again_on.data if given is Answer.NOT_NOW else None,
                no=SeatNo(form.no.data) if given is Answer.NO and form.no.data else None,
                on_behalf=not own,
            )
        except NotPossible as refused:
            db.session.rollback()
            invitation = invitation_of(db.session, invitation_id) or abort(404)
            status = 409 if invitation.ended_at is not None else 422
            if refused.field and refused.field in form:
                form[refused.field].errors = [*form[refused.field].errors, str(refused)]
            else:
                form.form_errors.append(str(refused))
        else:
            flash(_("Thank you for your answer.") if own else _("Written down as what they said."), "success")
            if own:
                return redirect(url_for("representation.seat_invitation", invitation_id=invitation_id))
            return redirect(url_for("representation.empty_seat", gap_id=invitation.gap_id))
    elif request.method == "POST":
        status = 422
    page = render_template(
        "representation/seat_invitation.html",
        invitation=invitation,
        gap=invitation.gap,
        own=own,
        form=form,
        answer_by=lapses_on(invitation),
        reasons=invitation.reasons.splitlines(),
    )
    return page, status


def _words(form: SeatAnswerForm, given: Answer) -> str:
    said = {Answer.RING_FIRST: form.ring_words.data, Answer.NO: form.no_words.data}
    return said.get(given) or ""
