"""Rows of a file become businesses, or lead to those that are with us already."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from models import Business, Contact, Offer
from models.vocabulary import EntryState, LegalForm, ReachKind, Role, SizeBand, WorksWithChildren

from ..accounts.contacts import let_in
from ..matching.layout import BusinessRow, parse_business_row
from ..messages.suppression import Standing, standing
from ..reference.names import name_key
from ..registration.business.doubles import is_alike, is_same_firm
from . import columns, placing
from .people import contact_of
from .ready import Ready, changes, check_lengths, shortened

#: A cell that was not understood is left as not known, with a note.
_UNREAD = (
    ("size", "size", SizeBand.UNKNOWN, "a size we know"),
    ("legal_form", "legal_form", LegalForm.NOT_SURE, "a legal form we know"),
    ("children", "children", WorksWithChildren.NOT_ASKED, "an answer about children we know"),
)
_NOTHING_SAID = frozenset({"0", "unknown", "notsure", "not sure", "not_sure", "not asked", "not_asked", "not known"})


class BusinessImport:
    """Reads rows, finds the business each is about, makes or changes it."""

    columns: tuple[str, ...] = columns.BUSINESS
    noun = "businesses"

    def __init__(self, session: Session, state: EntryState) -> None:
        self.session = session
        self.state = state
        self._known = _Known()
        self._left_alone: Standing | None = None

    def read(self, row: int, cells: Mapping[str, str]) -> Ready:
        """One row, with its place looked up. Raises BadRow."""
        check_lengths(cells)
        parsed = parse_business_row({"id": str(row), **cells})
        name = parsed.name or shortened(parsed.what_we_do)
        where, notes, outside = placing.place(parsed.postcode)
        reach, more_notes = placing.reach(parsed, cells.get("reach", ""), where["area_code"])
        if outside:
            reach = {"reach": ReachKind.REMOTE, "reach_areas": [], "reach_region": None}
            notes = [f"{note} It is taken to help from where it is." for note in notes]
        values: dict[str, Any] = {"name": name, "name_key": name_key(name)}
        given: dict[str, dict[str, Any]] = {
            "what_we_do": {"what_we_do": parsed.what_we_do},
            "postcode": where,
            "reach": reach,
            "size": {"size": parsed.size},
            "legal_form": {"legal_form": parsed.legal_form},
            "open_to_ideas": {"only_these": parsed.only_these},
            "children": {"children": parsed.children},
            "notes": {"notes": parsed.notes},
        }
        for column, fields in given.items():
            if column in cells or (column == "reach" and outside):
                values.update(fields)
        if self._left_alone is None:
            self._left_alone = standing(self.session)
        contact, about_contact = contact_of(cells, self.session, self._left_alone)
        number, about_number = _company_number(cells)
        if number:
            values["company_number"] = number
        notes += [*more_notes, *_unread(parsed, cells), *about_contact, *about_number]
        offers = _offers(parsed) if cells.get("offers") else None
        return Ready(row, name, cells.get("id") or None, values, offers, notes, {"contact": contact})

    def look_up(self, chunk: Sequence[Ready]) -> None:
        """Fetch every business that a row of the chunk could be."""
        codes = {ready.values.get("postcode") for ready in chunk}
        keys = {ready.source_key for ready in chunk} - {None}
        names = {ready.values["name_key"] for ready in chunk}
        emails = {ready.more["contact"].email for ready in chunk if ready.more["contact"]} - {""}
        with_email = select(Contact.business_id).where(Contact.email.in_(emails), Contact.left_at.is_(None))
        statement = (
            select(Business)
            .where(
                Business.state != EntryState.ENDED,
                or_(
                    Business.postcode.in_({code for code in codes if code}),
                    Business.source_key.in_(keys),
                    (Business.source == "import") & Business.name_key.in_(names),
                    Business.id.in_(with_email),
                ),
            )
            .options(selectinload(Business.offers), selectinload(Business.contacts))
            .order_by(Business.id)
        )
        self._known = _Known(self.session.scalars(statement))

    def find(self, ready: Ready) -> Business | None:
        """The business a row is about: the rule of sign-up, and what this file called it before."""
        return self._known.find(ready)

    def make(self, ready: Ready) -> Business:
        business = Business(state=self.state, source="import", source_key=ready.source_key, **ready.values)
        business.offers = [Offer(**offer) for offer in ready.listed or ()]
        business.contacts = []
        self.session.add(business)
        self._known.add(business)
        self._add_contact(business, ready)
        return business

    def change(self, business: Business, ready: Ready) -> list[str]:
        """Bring an imported business up to its row. Returns the columns that changed."""
        changed = changes(business, ready.values)
        if ready.source_key and business.source_key != ready.source_key:
            business.source_key = ready.source_key
            changed.append("id")
        if ready.listed is not None:
            there = [{"kind": o.kind, "amount": o.amount, "words": o.words} for o in business.offers]
            if there != ready.listed:
                business.offers = [Offer(**offer) for offer in ready.listed]
                changed.append("offers")
        contact = ready.more["contact"]
        if contact and not any(_same_person(contact, other) for other in business.contacts):
            self._add_contact(business, ready)
            changed.append("contact")
        return changed

    def _add_contact(self, business: Business, ready: Ready) -> None:
        contact = ready.more["contact"]
        if contact is None:
            return
        contact.is_main = not business.contacts
        business.contacts.append(contact)
        if contact.email:
            self._known.add(business)
            if self.state is not EntryState.LIVE:  # in a trial nobody can sign in
                let_in(self.session, contact, Role.BUSINESS)


class _Known:
    """Businesses by what they can be recognised by."""

    def __init__(self, businesses: Iterable[Business] = ()) -> None:
        self.by_postcode: dict[str, list[Business]] = {}
        self.by_email: dict[str, Business] = {}
        self.by_key: dict[str, list[Business]] = {}
        self.by_name: dict[str, list[Business]] = {}
        for business in businesses:
            self.add(business)

    def add(self, business: Business) -> None:
        if business.postcode and " " in business.postcode:
            _put(self.by_postcode, business.postcode, business)
        elif business.source == "import":
            _put(self.by_name, business.name_key, business)
        if business.source_key:
            _put(self.by_key, business.source_key, business)
        for contact in business.contacts:
            if contact.email and contact.left_at is None:
                self.by_email.setdefault(contact.email, business)

    def find(self, ready: Ready) -> Business | None:
        name, postcode = ready.values["name_key"], ready.values.get("postcode")
        for other in self.by_key.get(ready.source_key or "", ()):
            if is_alike(name, other.name_key):
                return other
        contact = ready.more["contact"]
        if contact and contact.email in self.by_email:
            return self.by_email[contact.email]
        if not postcode or " " not in postcode:
            # without a whole postcode only the very same name from an earlier file is the same firm
            same = (other for other in self.by_name.get(name, ()) if other.postcode == postcode)
            return next((other for other in same if _one_key(other, ready)), None)
        number = ready.values.get("company_number")
        there = self.by_postcode.get(postcode, ())
        return next((other for other in there if is_same_firm(other, name, number)), None)


def _put(index: dict[str, list[Business]], key: str, business: Business) -> None:
    there = index.setdefault(key, [])
    if business not in there:
        there.append(business)


def _one_key(business: Business, ready: Ready) -> bool:
    """Whether nothing says that they are two: two ids of one file do."""
    return business.source_key is None or ready.source_key is None or business.source_key == ready.source_key


def _same_person(contact: Contact, other: Contact) -> bool:
    if contact.email or other.email:
        return contact.email == other.email
    return (contact.name, contact.telephone) == (other.name, other.telephone)


def _offers(row: BusinessRow) -> list[dict[str, Any]]:
    """One offer a kind; what a file says of a kind twice is put together."""
    merged: dict[Any, dict[str, Any]] = {}
    for offer in row.offers:
        there = merged.get(offer.kind)
        if there is None:
            merged[offer.kind] = {"kind": offer.kind, "amount": offer.amount, "words": offer.words}
            continue
        there["words"] = "; ".join(filter(None, (there["words"], offer.words)))
        if offer.amount is not None:
            there["amount"] = (there["amount"] or 0) + offer.amount
    return list(merged.values())


def _unread(row: BusinessRow, cells: Mapping[str, str]) -> list[str]:
    return [
        f"“{cells[column][:60]}” is not {what}: left as not known."
        for column, name, unknown, what in _UNREAD
        if cells.get(column) and getattr(row, name) is unknown and cells[column].casefold() not in _NOTHING_SAID
    ]


def _company_number(cells: Mapping[str, str]) -> tuple[str | None, list[str]]:
    number = "".join(cells.get("company_number", "").upper().split())
    if not number:
        return None, []
    if number.isdigit() and len(number) < 8:
        number = number.zfill(8)  # spreadsheets drop leading noughts
    if len(number) > 12:
        return None, [f"“{number[:40]}” is too long for a company number: left out."]
    return number, []
