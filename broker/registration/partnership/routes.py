"""The pages of a partnership, for those who look after it: its entry, seats, members and people."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from models import Account, Partnership, Seat
from models.vocabulary import Role, SeatStatus

from ...accounts.roles import access
from ...cases.people import remove_contact
from ...cases.seats import add_member, change_seats, remove_member
from ...edge import writes
from ...extensions import db, limiter
from ..change import add_changes
from .journey import ContactForm
from .look_after import add_contact
from .seats import MemberForm, SeatsForm
from .section import CHANGES, page_of
from .whose import is_on_behalf, partnership_of

#: Who may look after a partnership: its own people, and the office for them.
may_look_after = access(Role.OFFICER, Role.COORDINATOR, Role.ADMINISTRATOR)


def add_partnership_pages(bp: Blueprint) -> None:
    """Add what is not part of the journey itself."""
    add_changes(bp, CHANGES, may_look_after)
    own, both = "/your-page/partnerships/<int:partnership_id>", ["GET", "POST"]
    seat = f"{own}/seats/<int:seat_id>"
    bp.add_url_rule(own, view_func=partnership)
    bp.add_url_rule(f"{own}/seats", view_func=partnership_seats, methods=both)
    bp.add_url_rule(seat, view_func=partnership_seat, methods=both)
    bp.add_url_rule(f"{seat}/remove/<int:member_id>", view_func=partnership_remove_member, methods=["POST"])
    bp.add_url_rule(f"{own}/add-contact", view_func=partnership_add_contact, methods=both)
    bp.add_url_rule(f"{own}/remove-contact/<int:contact_id>", view_func=partnership_remove_contact, methods=["POST"])


@may_look_after
def partnership(partnership_id: int) -> ResponseReturnValue:
    """The entry: state, needs, seats, answers and people."""
    return render_template("registration/partnership.html", **page_of(db.session, _own(partnership_id), _me()))


@may_look_after
@writes
def partnership_seats(partnership_id: int) -> ResponseReturnValue:
    """Which groups have a seat, filled or empty."""
    found = _own(partnership_id)
    form = SeatsForm(
        filled=[seat.group for seat in found.seats if seat.status is SeatStatus.PRESENT],
        empty=[seat.group for seat in found.seats if seat.status is SeatStatus.VACANT],
    )
    if request.method == "POST" and form.validate():
        changed = change_seats(
            db.session,
            found,
            filled=form.filled.data or [],
            empty=form.empty.data or [],
            by=_me(),
            on_behalf=is_on_behalf(_me(), found),
        )
        flash(_("The seats are changed.") if changed else _("Nothing was changed."), "success")
        return _back(found)
    page = render_template("registration/partnership_seats.html", form=form, partnership=found)
    return (page, 422) if form.errors else page


@may_look_after
@writes
def partnership_seat(partnership_id: int, seat_id: int) -> ResponseReturnValue:
    """Who sits in one seat."""
    found = _own(partnership_id)
    seat = _seat(found, seat_id)
    form = MemberForm()
    if request.method == "POST" and form.validate():
        name = form.name.data or ""
        added = add_member(
            db.session, seat, name=name, since_on=form.since_on.data, by=_me(), on_behalf=is_on_behalf(_me(), found)
        )
        if added:
            flash(_("They are added."), "success")
        else:
            flash(_("They sit there already."))
        return redirect(url_for("registration.partnership_seat", partnership_id=found.id, seat_id=seat.id))
    page = render_template("registration/partnership_seat.html", form=form, partnership=found, seat=seat)
    return (page, 422) if form.errors else page


@may_look_after
@writes
def partnership_remove_member(partnership_id: int, seat_id: int, member_id: int) -> ResponseReturnValue:
    """Somebody has left a seat."""
    found = _own(partnership_id)
    seat = _seat(found, seat_id)
    member = next((one for one in seat.members if one.id == member_id), None) or abort(404)
    remove_member(db.session, member, by=_me(), on_behalf=is_on_behalf(_me(), found))
    flash(_("They have left this seat."), "success")
    return redirect(url_for("registration.partnership_seat", partnership_id=found.id, seat_id=seat.id))


@may_look_after
@limiter.limit("20 per hour", methods=["POST"])
@writes
def partnership_add_contact(partnership_id: int) -> ResponseReturnValue:
    """Somebody else who can speak for the partnership."""
    found = _own(partnership_id)
    form = ContactForm()
    form.name.label.text = _("Their name")
    form.job.label.text = _("Their job or role in the partnership (optional)")
    form.email.description = _("They sign in with a link that we send there.")
    if request.method == "POST" and form.validate():
        answer = {name: form[name].data or "" for name in ("name", "job", "email", "telephone")}
        add_contact(db.session, found, answer, _me())
        flash(_("They can now speak for the partnership."), "success")
        return _back(found)
    page = render_template("registration/partnership_add_contact.html", form=form, partnership=found)
    return (page, 422) if form.errors else page


@may_look_after
@writes
def partnership_remove_contact(partnership_id: int, contact_id: int) -> ResponseReturnValue:
    """Somebody no longer speaks for the partnership."""
    found = _own(partnership_id)
    on_behalf = is_on_behalf(_me(), found)
    gone = remove_contact(db.session, found, contact_id, _me(), on_behalf=on_behalf) or abort(404)
    if all(contact.left_at for contact in found.contacts):
        flash(_("Nobody speaks for the partnership now. We ring to find out who does."))
    flash(_("They no longer speak for the partnership."), "success")
    if gone.account_id == _me().id:
        return redirect(url_for("registration.own"))
    return _back(found)


def _back(found: Partnership) -> ResponseReturnValue:
    return redirect(url_for("registration.partnership", partnership_id=found.id))


def _me() -> Account:
    account: Account = current_user._get_current_object()
    return account


def _own(partnership_id: int) -> Partnership:
    """The partnership, or 404 for everybody who does not look after it."""
    return partnership_of(db.session, _me(), partnership_id) or abort(404)


def _seat(found: Partnership, seat_id: int) -> Seat:
    return next((seat for seat in found.seats if seat.id == seat_id), None) or abort(404)
