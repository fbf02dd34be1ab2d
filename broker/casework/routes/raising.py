"""Raise a concern: anybody, signed in or not, with a name or without."""

from uuid import uuid4

from flask import abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from models import Account, Concern
from models.vocabulary import ConcernKind, MatchState

from ...accounts.roles import public, wholly_signed_in
from ...cases.concern_about import named_in
from ...cases.concerns import Said, raise_concern
from ...cases.emergency import emergency_route
from ...edge import writes
from ...extensions import db, limiter
from ..concern_forms import KindForm, TellForm
from . import bp

#: In the session: the concern that this visitor has just sent.
SENT = "concern"


@bp.route("/concern", methods=["GET", "POST"])
@public
def concern() -> ResponseReturnValue:
    """What it is about. For harm, the next page says whom to ring before anything is written."""
    form = KindForm()
    about = request.args.get("about") or None
    if form.validate_on_submit():
        kind = ConcernKind(str(form.kind.data))
        page = "casework.concern_first" if kind is ConcernKind.HARM else "casework.concern_tell"
        return redirect(url_for(page, kind=kind.value, about=about))
    page_back = url_for("registration.own") if about and wholly_signed_in() else None
    return render_template(
        "casework/concern.html", form=form, route=emergency_route(), back=page_back
    ), 422 if form.errors else 200


@bp.get("/concern/<kind>/first")
@public
def concern_first(kind: str) -> ResponseReturnValue:
    """Whom to ring first."""
    about = request.args.get("about") or None
    return render_template(
        "casework/concern_first.html", kind=_kind(kind), about=about, route=emergency_route(_area_of(about))
    )


@bp.route("/concern/<kind>", methods=["GET", "POST"])
@public
@limiter.limit("20 per hour", methods=["POST"])
@writes
def concern_tell(kind: str) -> ResponseReturnValue:
    """What happened, and how to reach whoever says so, if they want."""
    wanted = _kind(kind)
    about = request.args.get("about") or ""
    account: Account | None = current_user._get_current_object() if wholly_signed_in() else None
    form = TellForm(data={"once": uuid4().hex, "about": about, **_known(account)})
    if form.validate_on_submit():
        said = Said(
            kind=wanted,
            words=form.words.data or "",
            about=form.about.data or "",
            name=form.name.data or "",
            email=form.email.data or "",
            telephone=form.telephone.data or "",
        )
        received = raise_concern(db.session, said, by=account, once=(form.once.data or "")[:40] or None)
        session[SENT] = received.id
        return redirect(url_for("casework.concern_sent"))
    return render_template(
        "casework/concern_tell.html",
        form=form,
        kind=wanted,
        back=url_for("casework.concern", about=about or None),
        route=emergency_route(_area_of(about)),
    ), 422 if form.errors else 200


@bp.get("/concern/sent")
@public
def concern_sent() -> ResponseReturnValue:
    """The reference, and what happens next by when. Nothing of what was written."""
    sent = db.session.get(Concern, session.get(SENT, 0))
    if sent is None:
        return redirect(url_for("casework.concern"))
    on_hold = sent.match is not None and sent.by_id is not None and sent.match.state is MatchState.ON_HOLD
    return render_template("casework/concern_sent.html", concern=sent, on_hold=on_hold)


def _kind(code: str) -> ConcernKind:
    if code not in set(ConcernKind):
        abort(404)
    return ConcernKind(code)


def _known(account: Account | None) -> dict[str, str]:
    """What we know of somebody who is signed in; they can take it out again."""
    if account is None:
        return {}
    return {"name": account.name, "email": account.email, "telephone": account.telephone}


def _area_of(about: str | None) -> str | None:
    thing = named_in(db.session, about or "")
    thing = getattr(thing, "need", thing)
    return getattr(thing, "area_code", None)
