"""Find an entry by what a caller says: a name, a reference, a postcode, an e-mail address or a number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import phonenumbers
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, selectinload

from models import Broker, Business, Contact, Match, Need, Partnership, Suggestion
from models.base import SPOKEN_ALPHABET

from ..cases.log import KIND_OF
from .entries import name_of
from .post import message_by_reference
from .scope import Areas, brokers_in, businesses_in, needs_in, partnerships_in

MOST = 50
_REFERENCE = re.compile(rf"([BPNKSME])-?([{SPOKEN_ALPHABET}]{{4}})-?([{SPOKEN_ALPHABET}]{{4}})")
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})?")


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its kind, its number, and what is shown of it."""

    kind: str
    id: int
    reference: str
    name: str
    detail: str
    state: Any


@dataclass(frozen=True, slots=True)
class Found:
    hits: tuple[Hit, ...]
    more: bool


def search(session: Session, words: str, *, areas: Areas) -> Found:
    """Everything that answers to these words, at most `MOST`; ``more`` says that there is more."""
    hits = list(dict.fromkeys(_hits(session, words.strip(), areas)))
    return Found(tuple(hits[:MOST]), len(hits) > MOST)


def as_reference(words: str) -> str | None:
    """``b7k3m 2qpr`` and ``B-7K3M-2QPR`` are the same reference; None where it is none."""
    found = _REFERENCE.fullmatch(re.sub(r"[\s.]", "", words.upper()))
    return f"{found[1]}-{found[2]}-{found[3]}" if found else None


def as_postcode(words: str) -> str | None:
    """``l24 1yd`` as it is kept, or the first half of a postcode; None where it is neither."""
    found = _POSTCODE.fullmatch(re.sub(r"\s", "", words.upper()))
    return f"{found[1]} {found[2] or ''}".strip() if found else None


def as_number(words: str) -> str | None:
    """A telephone number in any format as it is kept; None where it is none."""
    if len(re.sub(r"\D", "", words)) < 7 or re.search(r"[A-Za-z@]", words):
        return None
    try:
        return phonenumbers.format_number(phonenumbers.parse(words, "GB"), phonenumbers.PhoneNumberFormat.E164)
    except phonenumbers.NumberParseException:
        return None


def _hits(session: Session, words: str, areas: Areas) -> Iterator[Hit]:
    if not words:
        return
    reference = as_reference(words)
    if reference:
        yield from _by_reference(session, reference, areas)
    number = as_number(words)
    if number or "@" in words:
        found = Contact.telephone == number if number else Contact.email.contains(words.lower(), autoescape=True)
        yield from _by_contact(session, found, areas)
        return
    postcode = as_postcode(words)
    if postcode:
        yield from _by_postcode(session, postcode, areas)
    yield from _by_name(session, words, areas)


def _by_reference(session: Session, reference: str, areas: Areas) -> Iterator[Hit]:
    letter = reference[0]
    if letter in "BPNK":
        table: Any = {"B": Business, "P": Partnership, "N": Need, "K": Broker}[letter]
        yield from _entries(session, table, table.reference == reference, areas)
    elif letter == "E":
        message = message_by_reference(session, reference, areas=areas)
        if message is not None:
            yield Hit("message", message.id, reference, message.subject, message.to_name, message.state)
    else:
        table = Suggestion if letter == "S" else Match
        row = session.scalar(select(table).join(table.need).where(table.reference == reference, needs_in(areas)))
        if row is not None:
            kind = "suggestion" if letter == "S" else "match"
            yield Hit(kind, row.id, reference, row.need.title, row.business.name, row.state)


def _by_postcode(session: Session, postcode: str, areas: Areas) -> Iterator[Hit]:
    for table in (Business, Need):
        column: Any = table.postcode
        exact = column == postcode if " " in postcode else column.like(f"{postcode} %")
        yield from _entries(session, table, exact, areas)


def _by_name(session: Session, words: str, areas: Areas) -> Iterator[Hit]:
    for table in (Business, Partnership, Broker, Need):
        name: Any = table.title if table is Need else table.name  # type: ignore[union-attr]
        found = func.lower(name).contains(words.lower(), autoescape=True)
        if table is Business:
            found = or_(found, Business.company_number == words.upper())
        yield from _entries(session, table, found, areas)
    yield from _by_contact(session, func.lower(Contact.name).contains(words.lower(), autoescape=True), areas)


def _by_contact(session: Session, found: ColumnElement[bool], areas: Areas) -> Iterator[Hit]:
    for table, owner in (
        (Business, Contact.business_id),
        (Partnership, Contact.partnership_id),
        (Broker, Contact.broker_id),
    ):
        of: Any = table
        yield from _entries(session, table, of.id.in_(select(owner).where(found, owner.is_not(None))), areas)


def _entries(session: Session, table: Any, found: ColumnElement[bool], areas: Areas) -> Iterator[Hit]:
    places = {Business: businesses_in, Partnership: partnerships_in, Need: needs_in, Broker: brokers_in}
    name = table.title if table is Need else table.name
    loaded = [selectinload(table.area)] if table in (Business, Need) else [selectinload(table.areas)]
    statement = select(table).where(found, places[table](areas)).options(*loaded).order_by(name).limit(MOST + 1)
    for entry in session.scalars(statement):
        yield Hit(KIND_OF[table].value, entry.id, entry.reference, name_of(entry), _detail(entry), entry.state)


def _detail(entry: Any) -> str:
    if isinstance(entry, (Business, Need)):
        return " ".join(filter(None, (entry.area.name if entry.area else "", entry.postcode or "")))
    return ", ".join(area.name for area in entry.areas)
