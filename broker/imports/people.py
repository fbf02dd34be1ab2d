"""The person a row names, where it names one."""

from collections.abc import Mapping

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from sqlalchemy.orm import Session

from models import Contact
from models.vocabulary import SuppressionScope

from ..matching.errors import BadRow
from ..messages.suppression import Standing, firm_key, suppressed

NOT_AGAIN = "This person is not to be brought in again."
SAID_NO = "This business has said no to us, so it is not brought in again."


def refuse_firm(session: Session, name_key: str, postcode: str | None, left_alone: Standing) -> None:
    """Refuse a firm that has said no, whoever a list names for it. Raises BadRow."""
    if any(_is_refused(session, key, left_alone) for key in firm_key(name_key, postcode)):
        raise BadRow("name", SAID_NO)


def _is_refused(session: Session, way: str, left_alone: Standing) -> bool:
    row = suppressed(session, way, None, among=left_alone)
    return row is not None and row.scope is SuppressionScope.IMPORT


def contact_of(cells: Mapping[str, str], session: Session, left_alone: Standing) -> tuple[Contact | None, list[str]]:
    """A contact, not yet of anybody, or None where the row gives no way to reach one; and notes.

    ``left_alone`` are the addresses that are left alone (`messages.suppression.standing`).

    Raises:
        BadRow: this person is not to be brought in again.
    """
    notes: list[str] = []
    email = _email(cells.get("contact_email", ""), notes)
    kept_out = suppressed(session, email, None, among=left_alone)
    if kept_out is not None and kept_out.scope is SuppressionScope.IMPORT:
        raise BadRow("contact_email", NOT_AGAIN)
    if kept_out is not None:
        notes.append(f"An e-mail address that we leave alone ({kept_out.reason.label.lower()}): left out.")
        email = ""
    number = _telephone(cells.get("contact_telephone", ""), notes)
    if _is_refused(session, number, left_alone):
        raise BadRow("contact_telephone", NOT_AGAIN)
    if not email and not number:
        return None, notes
    return Contact(name=cells.get("contact_name") or email or number, email=email, telephone=number), notes


def _email(typed: str, notes: list[str]) -> str:
    if not typed:
        return ""
    try:
        return validate_email(typed, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        notes.append(f"“{typed[:60]}” is not an e-mail address: left out.")
        return ""


def _telephone(typed: str, notes: list[str]) -> str:
    """E.164 where it can be read."""
    if not typed:
        return ""
    try:
        number = phonenumbers.parse(typed, "GB")
        if phonenumbers.is_possible_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    except phonenumbers.NumberParseException:
        pass
    notes.append(f"“{typed[:40]}” is not a telephone number we can read: left out.")
    return ""
