"""A firm that somebody else named answers its invitation: it signs up, with what we know filled in, or says no.

Both begin at an e-mailed link, whose page has put its number into the signed cookie.
"""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from models import Business, Contact
from models.vocabulary import EntryState, LegalForm, ReachKind, SizeBand

from ...accounts.opening import LinkState, find_link, state_of
from ...accounts.roles import public
from ...cases.invited import removed_on, say_no
from ...edge import writes
from ...edge.filters import label
from ...extensions import db, limiter
from ...fields import telephone
from ...forms import ButtonForm
from ...messages.recipients import main_contact
from .. import drafts
from ..browser import remember, walk_of
from ..steps import TOLD, Answers
from .held import answers_of
from .taking_up import INVITED
from .trade import proposals

Details = list[tuple[str, str]]


@dataclass(frozen=True)
class Invitation:
    business: Business
    contact: Contact


def add_invited_pages(bp: Blueprint) -> None:
    begins = "/sign-up/business/invited"
    bp.add_url_rule(begins, view_func=business_invited)
    bp.add_url_rule(f"{begins}/yes", view_func=business_invited_yes, methods=["POST"])
    bp.add_url_rule(f"{begins}/no", view_func=business_invited_no, methods=["POST"])
    bp.add_url_rule(f"{begins}/said-no", view_func=business_said_no)


@public
def business_invited() -> ResponseReturnValue:
    """Who gave us the details, what they are, and the two answers."""
    invitation = _invitation(db.session)
    if invitation is None:
        return redirect(url_for("registration.business_start"))
    business = invitation.business
    return render_template(
        "registration/business_invited.html",
        form=ButtonForm(),
        giver=giver_of(business),
        details=details_of(business),
        answer_by=answer_by(db.session, business),
    )


@public
@limiter.limit("60 per hour")
@writes
def business_invited_yes() -> ResponseReturnValue:
    """Go on to the sign-up, with what we know filled in."""
    invitation = _invitation(db.session)
    if invitation is None or not ButtonForm().validate():
        return redirect(url_for("registration.business_invited"))
    from .journey import BUSINESS  # it finishes an invitation, so it must know this file

    walk = walk_of(BUSINESS)
    marked = walk.answers.get(INVITED, {}).get("business") if walk.draft and not walk.draft.finished_at else None
    if marked != invitation.business.id:
        answers = known_answers(invitation.business, invitation.contact)
        answers[INVITED] = {"business": invitation.business.id, "email": invitation.contact.email}
        remember(BUSINESS, drafts.begin(db.session, BUSINESS.name, answers).id)
    return redirect(url_for("registration.resume", journey=BUSINESS.name))


@public
@limiter.limit("60 per hour")
@writes
def business_invited_no() -> ResponseReturnValue:
    """They do not want to be with us: what we held goes, and stays away."""
    invitation = _invitation(db.session)
    if invitation is None or not ButtonForm().validate():
        return redirect(url_for("registration.business_invited"))
    say_no(db.session, invitation.business)
    cookie.pop("invited", None)
    return redirect(url_for("registration.business_said_no"))


@public
def business_said_no() -> ResponseReturnValue:
    """What became of it."""
    return render_template("registration/business_said_no.html")


def _invitation(session: Session) -> Invitation | None:
    """The invitation whose link this browser has opened, while it can be answered; held while it is."""
    link = find_link(session, cookie.get("invited"))
    if link is None or link.contact is None or state_of(session, link) is not LinkState.READY:
        return None
    hold = request.method == "POST"
    business = session.get(Business, link.contact.business_id, with_for_update=hold, populate_existing=hold)
    if business is None or business.state is not EntryState.INVITED:
        return None
    return Invitation(business, link.contact)


def giver_of(business: Business) -> str:
    """Who gave us the details of a firm, in words."""
    return business.given_by or _("Somebody")


def answer_by(session: Session, business: Business) -> date:
    return removed_on(session, business)


def details_of(business: Business) -> Details:
    """All that is held of an invited firm, as it reads it: (what it is, what it says)."""
    offers = "; ".join(filter(None, (f"{label(one.kind)} {one.words}".strip() for one in business.offers)))
    rows = [
        (_("Business"), business.name),
        (_("What it does"), business.what_we_do),
        (_("Postcode"), business.postcode or ""),
        (_("Company number"), business.company_number or ""),
        (_("How far it goes"), "" if business.reach is ReachKind.UNKNOWN else label(business.reach)),
        (_("People who work there"), "" if business.size is SizeBand.UNKNOWN else label(business.size)),
        (_("Legal form"), "" if business.legal_form is LegalForm.NOT_SURE else label(business.legal_form)),
        (_("What it could give"), offers),
        (_("Notes"), business.notes),
    ]
    contact = main_contact(business.contacts)
    if contact is not None:
        number = telephone(contact.telephone) if contact.telephone else ""
        rows += [(_("Name"), contact.name), (_("Email address"), contact.email), (_("Telephone number"), number)]
    return [(what, said) for what, said in rows if said]


def known_answers(business: Business, contact: Contact) -> Answers:
    """What is known of a firm as answers of its sign-up. What a list left open is asked, and
    the rest is read on the page where answers are checked; to agree is theirs alone."""
    answers = answers_of(business, contact)
    answers["what-you-do"] |= proposals(business.what_we_do)  # so that its trade is asked about
    open_ones = {
        "what-you-do": not business.what_we_do,
        "sector": not business.sectors,
        "help": not business.offers,
        "ideas": business.only_these is None,
        "where": not business.postcode,
        "town": True,
        "outside": True,
        "reach": business.reach is ReachKind.UNKNOWN,
        "about": business.size is SizeBand.UNKNOWN or business.legal_form is LegalForm.NOT_SURE,
        "children": business.children.value == "not_asked",
        "contract": not business.contracts,
        "data": True,
    }
    known = {name: answer for name, answer in answers.items() if not open_ones.get(name, False)}
    return {**known, TOLD: {"steps": list(known)}}
