"""The page of an e-mailed link. Opening it changes nothing, since mail scanners open links; only
its button does."""

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models import Account, Link
from models.base import now
from models.vocabulary import LinkPurpose

from ...edge import writes
from ...extensions import db
from ...forms import ButtonForm
from ...messages import links
from ..limits import link_requests
from ..opening import (
    SETS_PASSWORD,
    LinkState,
    confirm_addresses,
    draft_of,
    opens,
    send_new,
    state_of,
)
from ..roles import public
from ..signing_in import finish, remember_next
from . import bp

#: How each state of a link is answered.
STATUS = {LinkState.READY: 200, LinkState.PASSWORD: 200, LinkState.UNKNOWN: 404}


@bp.route("/link/<token>", methods=["GET", "POST"])
@public
@link_requests
@writes
def link(token: str) -> ResponseReturnValue:
    """What the link is for, and a button, which does it."""
    found = links.find(db.session, token)
    if found is None or request.method != "POST" or state_of(db.session, found) is not LinkState.READY:
        return _page(token, found)
    if found.purpose is LinkPurpose.RESUME:
        return _resume(found)
    if found.purpose is LinkPurpose.SURVEY:
        return _to_the_survey(found)
    if found.purpose is LinkPurpose.FIRM_INVITED:
        found.used_at = found.used_at or now()
        session["invited"] = found.id
        return redirect(url_for("registration.business_invited"))
    account = found.account
    assert account is not None
    if found.purpose in SETS_PASSWORD and not opens(account):
        session["invitation"] = found.id
        return redirect(url_for("accounts.invitation"))
    if found.purpose is LinkPurpose.MATCH:
        return _to_the_match(found, account)
    if found.purpose is LinkPurpose.SEAT:
        return _to_the_seat(found, account)
    if not links.use(db.session, found):
        return _page(token, found)
    confirm_addresses(db.session, found)
    return redirect(finish(account, "link"))


@bp.post("/link/<token>/new")
@public
@link_requests
@writes
def link_new(token: str) -> ResponseReturnValue:
    """Send another link to the address that this one went to."""
    found = links.find(db.session, token)
    if found is not None:
        send_new(db.session, found)
    return redirect(url_for("accounts.link_sent"))


def _resume(found: Link) -> ResponseReturnValue:
    """Go on with a sign-up. The link works until it runs out, for people stop more than once."""
    draft = draft_of(db.session, found)
    assert draft is not None
    session["drafts"] = {**session.get("drafts", {}), draft.journey: draft.id}
    return redirect(url_for("registration.resume"))


def _to_the_match(found: Link, account: Account) -> ResponseReturnValue:
    """Lead to what is asked. The link works as long as its step, for people come back to answer."""
    match = links.match_of(db.session, found)
    assert match is not None
    found.used_at = found.used_at or now()
    confirm_addresses(db.session, found)
    remember_next(url_for("matches.match", match_id=match.id))
    return redirect(finish(account, "link"))


def _to_the_seat(found: Link, account: Account) -> ResponseReturnValue:
    """Lead to the seat that a firm is invited to. The link works until the invitation is over."""
    invitation = links.invitation_of(db.session, found)
    assert invitation is not None
    found.used_at = found.used_at or now()
    confirm_addresses(db.session, found)
    remember_next(url_for("representation.seat_invitation", invitation_id=invitation.id))
    return redirect(finish(account, "link"))


def _to_the_survey(found: Link) -> ResponseReturnValue:
    """Lead to the questions of the council or partnership that was asked. Nobody is signed in by it."""
    asked = links.asked_of(db.session, found)
    assert asked is not None
    found.used_at = found.used_at or now()
    confirm_addresses(db.session, found)
    session["survey"] = asked.id
    return redirect(url_for("survey.answer"))


def _page(token: str, found: Link | None) -> ResponseReturnValue:
    state = state_of(db.session, found)
    titles = {
        LinkPurpose.SIGN_IN: (_("Sign in"), _("Sign in")),
        LinkPurpose.OWN_PAGE: (_("Go to your own page"), _("Go to your page")),
        LinkPurpose.CONFIRM_EMAIL: (_("Confirm your email address"), _("Confirm and go to your page")),
        LinkPurpose.MATCH: (_("See what this is about, and answer"), _("Go to your page")),
        LinkPurpose.SEAT: (_("See what this is about, and answer"), _("Go to your page")),
        LinkPurpose.SURVEY: (_("Answer the survey"), _("Go to the questions")),
        LinkPurpose.FIRM_INVITED: (_("See what we were given about you, and answer"), _("See it, and answer")),
        LinkPurpose.RESUME: (_("Go on with your sign-up"), _("Go on")),
        LinkPurpose.INVITATION: (_("Set up your account"), _("Set up your account")),
        LinkPurpose.PASSWORD: (_("Set a new password"), _("Set a new password")),
    }
    title, button = titles[found.purpose] if found else ("", "")
    names_its_reader = found is not None and found.purpose in (LinkPurpose.MATCH, LinkPurpose.SEAT)
    page = render_template(
        "accounts/link.html",
        state=state.value,
        token=token,
        ready_title=title,
        button=button,
        form=ButtonForm(),
        whose=found.contact.name if found and found.contact and names_its_reader else "",
    )
    return page, STATUS.get(state, 410)
