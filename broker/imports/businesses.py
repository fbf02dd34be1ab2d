"""Rows of a file become businesses, or lead to those that are with us already."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, selectinload

from models import Business, Contact, Introducer, Offer
from models.vocabulary import EntryState, LegalForm, ReachKind, SizeBand, WorksWithChildren

from ..matching.layout import BusinessRow, parse_business_row
from ..messages.suppression import Standing, standing
from ..reference.names import name_key
from . import columns, placing
from .known import CROWDED, Foreseen, Known
from .people import contact_of, refuse_firm
from .ready import Ready, changes, check_lengths, shortened

#: A cell that was not understood is left as not known, with a note.
_UNREAD = (
    ("size", "size", SizeBand.UNKNOWN, "a size we know"),
    ("legal_form", "legal_form", LegalForm.NOT_SURE, "a legal form we know"),
    ("children", "children", WorksWithChildren.NOT_ASKED, "an answer about children we know"),
)
_NOTHING_SAID = frozenset({"0", "unknown", "notsure", "not sure", "not_sure", "not asked", "not_asked", "not known"})


#: At most so many businesses are looked at for the rows of a chunk, so that a strange list takes no more memory.
MOST_KNOWN = 10_000


class BusinessImport:
    """Reads rows, finds the business each is about, makes or changes it."""

    columns: tuple[str, ...] = columns.BUSINESS
    noun = "businesses"

    def __init__(
        self, session: Session, state: EntryState, given_by: str = "", introducer: Introducer | None = None
    ) -> None:
        self.session = session
        self.state = state
        self.given_by = given_by
        self.introducer_id = introducer.id if introducer is not None else None
        self._known = Known()
        self._foreseen = Known()
        self._fetched: list[Business] = []
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
            for one in chain.from_iterable(self._left_alone.values()):
                self.session.expunge(one)  # asked for each row, and never read again
        refuse_firm(self.session, values["name_key"], where["postcode"], self._left_alone)
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
        contacts = [ready.more["contact"] for ready in chunk if ready.more["contact"]]
        emails, telephones = ({getattr(one, way) for one in contacts} - {""} for way in ("email", "telephone"))
        numbers = {ready.values.get("company_number") for ready in chunk} - {None}
        codes -= set(self.session.scalars(_crowded(Business.postcode, codes)))
        telephones -= set(self.session.scalars(_crowded(Contact.telephone, telephones)))
        reached = select(Contact.business_id).where(
            Contact.left_at.is_(None), or_(Contact.email.in_(emails), Contact.telephone.in_(telephones))
        )
        statement = (
            select(Business)
            .where(
                Business.state != EntryState.ENDED,
                or_(
                    Business.postcode.in_({code for code in codes if code}),
                    Business.source_key.in_(keys),
                    Business.name_key.in_(names),
                    Business.company_number.in_(numbers),
                    Business.id.in_(reached),
                ),
            )
            .options(selectinload(Business.offers), selectinload(Business.contacts))
            .order_by(Business.id)
            .limit(MOST_KNOWN)
        )
        self._fetched = list(self.session.scalars(statement))
        self._known = Known(self._fetched, self._foreseen)

    def known(self) -> list[Business]:
        """The businesses that were fetched by `look_up`."""
        return [firm for firm in self._fetched if firm.id is not None]

    def find(self, ready: Ready) -> Business | None:
        """The business a row is about: the rule of sign-up, and what this file called it before."""
        return self._known.find(ready)

    def perhaps(self, ready: Ready) -> Business | None:
        """A business that a row may be about, though nothing says so for certain: a person decides."""
        return self._known.perhaps(ready)

    def foresee(self, ready: Ready) -> None:
        """Remember a row that would become a business, so that a later row of the file is known for the same."""
        self._foreseen.add(Foreseen.of(ready))

    def make(self, ready: Ready) -> Business:
        business = Business(
            state=self.state,
            source="import",
            source_key=ready.source_key,
            given_by=self.given_by,
            introducer_id=self.introducer_id,
            **ready.values,
        )
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


def _crowded(column: Any, values: set[Any]) -> Select[Any]:
    """Which of these postcodes or numbers so many firms share that they tell nothing of one of them."""
    return select(column).where(column.in_(values)).group_by(column).having(func.count() > CROWDED)


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
