"""Notice a business that is with us already, without telling anybody what we hold about it."""

from difflib import SequenceMatcher

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Business, Contact
from models.vocabulary import EntryState

from ...messages.recipients import main_contact
from ...reference.names import name_key

#: Names this alike, at the same postcode, are taken to be one firm: "Speke Plumbers", "Speke Plumber".
ALIKE = 0.9


def find_double(
    session: Session, *, name: str, company_number: str | None, postcode: str | None, email: str
) -> Business | None:
    """A business that is not ended and has the same e-mail address, the same company number and
    postcode, or nearly the same name and the same postcode. Never the e-mail domain alone."""
    here = select(Business).where(Business.state != EntryState.ENDED).order_by(Business.id)
    if email:
        has_email = select(Contact.business_id).where(Contact.email == email.lower(), Contact.left_at.is_(None))
        found = session.scalars(here.where(Business.id.in_(has_email))).first()
        if found is not None:
            return found
    if not postcode or " " not in postcode:
        return None  # half a postcode is shared by thousands
    at_postcode = session.scalars(here.where(Business.postcode == postcode)).all()
    key = name_key(name)
    return next((other for other in at_postcode if is_same_firm(other, key, company_number)), None)


def is_same_firm(other: Business, key: str, company_number: str | None) -> bool:
    """Whether a firm at the same postcode, with this folded name, is taken to be this one."""
    if company_number and other.company_number == company_number:
        return True
    return is_alike(key, other.name_key or name_key(other.name))


def is_alike(key: str, other: str) -> bool:
    """Whether two folded names are taken to be spellings of one."""
    matcher = SequenceMatcher(None, key, other)
    # the first two are bounds of the third, and much quicker: thousands of firms share some postcodes
    return min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= ALIKE and matcher.ratio() >= ALIKE


def speaks_for(business: Business, email: str) -> Contact | None:
    """Whom to write to about a business: the contact with this address, else the main one."""
    same = [contact for contact in business.contacts if email and contact.email == email.lower()]
    return main_contact(same) or main_contact(business.contacts)
