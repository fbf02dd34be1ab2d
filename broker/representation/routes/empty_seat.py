"""An empty seat, and what whoever has it can do: invite, write down, give to somebody else, close."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models import Business, SeatGap, SeatInvitation
from models.vocabulary import SeatGapEnd, StakeholderGroup

from ...accounts.roles import OFFICE, me
from ...cases.clocks import today
from ...cases.refusals import NotPossible
from ...edge import writes
from ...extensions import db
from ...forms import ButtonForm
from .. import gaps, inviting, members
from ..asked_of import invitation_of
from ..forms import CloseForm, FillForm, SeatNoteForm, TakeBackForm, give_form, key_of
from . import bp, fills_seats, gap_or_404

SEAT, INVITATION = "/empty-seats/<int:gap_id>", "/empty-seats/invitations/<int:invitation_id>"


@bp.get(SEAT)
@fills_seats
def empty_seat(gap_id: int) -> ResponseReturnValue:
    """How it stands, whom to ask, and what has been done."""
    gap = gap_or_404(gap_id)
    asks = gap.group is StakeholderGroup.BUSINESS and gap.ended_at is None and gap.standing is None
    return _render(
        "representation/empty_seat.html",
        gap=gap,
        stands=gaps.stands(db.session, gap),
        asks=asks,
        could_sit=members.who_could_sit(db.session, gap.partnership, today()) if asks else [],
        events=gaps.history(db.session, gap),
    )


@bp.route(f"{SEAT}/invite/<int:business_id>", methods=["GET", "POST"])
@fills_seats
@writes
def empty_seat_invite(gap_id: int, business_id: int) -> ResponseReturnValue:
    """The words that go out, and the button that sends them."""
    gap = gap_or_404(gap_id)
    business = db.session.get(Business, business_id) or abort(404)
    form = ButtonForm()
    try:
        if form.validate_on_submit():
            inviting.invite(db.session, gap, business, by=me())
            flash(_("%(name)s is asked. You see the answer here.", name=business.name), "success")
            return _back(gap)
        draft = inviting.draft(db.session, gap, business, by=me())
    except NotPossible as refused:
        return _refused(gap_id, refused)
    return _render("representation/empty_seat_invite.html", gap=gap, business=business, draft=draft, form=form)


@bp.route(f"{SEAT}/give", methods=["GET", "POST"])
@fills_seats
@writes
def empty_seat_give(gap_id: int) -> ResponseReturnValue:
    """Who has it, and until when."""
    gap = gap_or_404(gap_id)
    people = gaps.could_have(db.session, gap)
    case = gaps.stands(db.session, gap).case
    holder = (case.owner_broker or case.owner_account) if case is not None else None
    form = give_form(people, owner=key_of(holder) if holder in people and holder else None, fill_by=gap.fill_by)

    def do() -> None:
        to = next(one for one in people if key_of(one) == form.owner.data)
        gaps.give(db.session, gap, to=to, fill_by=form.fill_by.data or today(), by=me())

    return _form("representation/empty_seat_give.html", gap_id, form, do, _("It is given to them."))


@bp.route(f"{SEAT}/note", methods=["GET", "POST"])
@fills_seats
@writes
def empty_seat_note(gap_id: int) -> ResponseReturnValue:
    """Write down what was done or said."""
    gap, form = gap_or_404(gap_id), SeatNoteForm()
    return _form(
        "representation/empty_seat_note.html",
        gap_id,
        form,
        lambda: gaps.note(db.session, gap, words=form.words.data or "", by=me()),
        _("Written down."),
    )


@bp.route(f"{SEAT}/close", methods=["GET", "POST"])
@fills_seats
@writes
def empty_seat_close(gap_id: int) -> ResponseReturnValue:
    """Take it off the work list, with a reason."""
    gap, form = gap_or_404(gap_id), CloseForm()
    return _form(
        "representation/empty_seat_close.html",
        gap_id,
        form,
        lambda: gaps.close_gap(
            db.session, gap, why=SeatGapEnd(str(form.why.data)), words=form.words.data or "", by=me()
        ),
        _("It is off the work list."),
    )


@bp.route(f"{INVITATION}/fill", methods=["GET", "POST"])
@fills_seats
@writes
def empty_seat_fill(invitation_id: int) -> ResponseReturnValue:
    """Put a firm that said yes in the seat."""
    invitation = _invitation(invitation_id)
    form = FillForm(name=invitation.contact.name if invitation.contact else "")
    return _form(
        "representation/empty_seat_fill.html",
        invitation.gap_id,
        form,
        lambda: inviting.seat(db.session, invitation, name=form.name.data or "", by=me()),
        _("They sit there now. Both sides get each other’s name and number."),
        invitation=invitation,
    )


@bp.route(f"{INVITATION}/take-back", methods=["GET", "POST"])
@fills_seats
@writes
def empty_seat_take_back(invitation_id: int) -> ResponseReturnValue:
    """Take an invitation back."""
    invitation, form = _invitation(invitation_id), TakeBackForm()
    return _form(
        "representation/empty_seat_take_back.html",
        invitation.gap_id,
        form,
        lambda: inviting.take_back(db.session, invitation, by=me(), words=form.words.data or ""),
        _("It is taken back."),
        invitation=invitation,
    )


def _form(
    template: str, gap_id: int, form: Any, do: Callable[[], object], done: str, **values: Any
) -> ResponseReturnValue:
    """One page of one step: the form, what is missing, or why it is not possible (any more)."""
    if form.validate_on_submit():
        try:
            do()
        except NotPossible as refused:
            db.session.rollback()
            if refused.field and refused.field in form:
                form[refused.field].errors = [*form[refused.field].errors, str(refused)]
            else:
                form.form_errors.append(str(refused))
        else:
            flash(done, "success")
            return redirect(url_for("representation.empty_seat", gap_id=gap_id))
    return _render(template, gap=gap_or_404(gap_id), form=form, **values), 422 if form.errors else 200


def _refused(gap_id: int, refused: NotPossible) -> ResponseReturnValue:
    db.session.rollback()
    flash(str(refused))
    return redirect(url_for("representation.empty_seat", gap_id=gap_id))


def _invitation(invitation_id: int) -> SeatInvitation:
    found = invitation_of(db.session, invitation_id) or abort(404)
    gap_or_404(found.gap_id)
    return found


def _back(gap: SeatGap) -> ResponseReturnValue:
    return redirect(url_for("representation.empty_seat", gap_id=gap.id))


def _render(template: str, **values: Any) -> str:
    office = me().is_a(*OFFICE)
    return render_template(template, layout="casework/office.html" if office else "base.html", office=office, **values)
