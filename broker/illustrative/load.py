"""Put the illustrative programme into the database, marked as illustrative throughout."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zlib import crc32

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models import (
    Account,
    Broker,
    BrokerTie,
    Business,
    Contact,
    EntryEvent,
    Member,
    Need,
    NeedPart,
    Neighbourhood,
    Offer,
    Partnership,
    RoleGrant,
    Seat,
)
from models.vocabulary import EntryState, Role

from ..accounts.illustrative import illustrative_coordinator
from ..cases.entries import KIND_OF, follow_entry
from ..reference.places import EDITIONS
from . import read, rows
from .records import BrokerRecord, Firm, NeedRecord, PartnershipRecord
from .story import Telling
from .survey import tell_survey

ILLUSTRATIVE = (Partnership, Business, Broker, Need)
#: States of entries that a named person has read.
READ = (EntryState.LIVE, EntryState.PAUSED)


class AlreadyThere(Exception):
    """The illustrative programme is in this database already."""


def load_illustrative(session: Session) -> dict[str, int]:
    """Load partnerships, needs, firms and brokers. Returns how many of each; the caller commits.

    Raises:
        AlreadyThere: some of it is there already. Nothing is changed.
    """
    if any(session.scalar(select(exists().where(table.illustrative))) for table in ILLUSTRATIVE):
        raise AlreadyThere("The illustrative programme is in this database already. Remove it first.")
    loading = _Loading(session)
    partnerships = {each.name: loading.partnership(each) for each in read.partnerships()}
    needs = {need.id: loading.need(need, partnerships[need.partnership]) for need in read.needs()}
    firms = {each.id: loading.firm(each) for each in read.firms()}
    for broker in read.brokers():
        loading.broker(broker, partnerships, firms)
    session.flush()
    loading.write_log()
    session.flush()
    Telling(session, loading.coordinator, needs, firms).tell(read.story())
    for entry in loading.entries:
        follow_entry(session, entry)
    tell_survey(session, loading.coordinator, list(partnerships.values()))
    return dict(loading.counts)


def _invented(area_code: str, name: str) -> Neighbourhood:
    """A neighbourhood with a decile that is drawn from its name, so that every load invents the same one."""
    decile = 1 + crc32(name.encode()) % 4
    return Neighbourhood(
        area_code=area_code,
        name=name,
        decile=decile,
        edition=EDITIONS[0],
        source="invented for the illustrative programme",
        illustrative=True,
    )


class _Loading:
    """One run: who reads the entries, and when each was sent in."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.now = datetime.now(UTC)
        self.coordinator = illustrative_coordinator(session)
        self.accounts = {each.email: each for each in session.scalars(select(Account).where(Account.illustrative))}
        for account in self.accounts.values():  # those of an earlier time that history still named
            account.active = True
        self.counts: Counter[str] = Counter()
        self.entries: list[Partnership | Business | Broker | Need] = []
        self.neighbourhoods: dict[tuple[str, str], Neighbourhood] = {}

    def partnership(self, record: PartnershipRecord) -> Partnership:
        seats = [
            Seat(group=seat.group, status=seat.status, members=[Member(name=seat.name)] if seat.name else [])
            for seat in record.seats
        ]
        entry = rows.partnership(self.session, record, seats)
        self._add("partnerships", entry, record.state)
        contact = Contact(
            name=record.contact_name, job="Partnership officer", telephone=rows.e164(record.contact_phone)
        )
        entry.contacts.append(self._reached(contact, record.contact_email, Role.OFFICER, entry))
        return entry

    def need(self, record: NeedRecord, partnership: Partnership) -> Need:
        entry = rows.need(record, partnership, [NeedPart(**rows.part(each)) for each in record.parts])
        self._add("needs", entry, record.state)
        entry.neighbourhood = self._neighbourhood(entry.area_code or "", record.neighbourhood)
        if record.state is EntryState.LIVE:
            entry.suggest_due_at = self.now
        return entry

    def firm(self, record: Firm) -> Business:
        entry = rows.business(record, [Offer(**rows.offer(each)) for each in record.offers])
        self._add("businesses", entry, record.state)
        entry.agreed_to_use_at = entry.sent_in_at
        contact = Contact(name=record.contact_name, telephone=rows.e164(record.contact_phone))
        entry.contacts.append(self._reached(contact, record.contact_email, Role.BUSINESS, entry))
        return entry

    def broker(self, record: BrokerRecord, partnerships: dict[str, Partnership], firms: dict[str, Business]) -> Broker:
        entry = rows.broker(self.session, record)
        self._add("brokers", entry, record.state)
        contact = Contact(name=record.name, telephone=rows.e164(record.phone))
        entry.contacts.append(self._reached(contact, record.email, Role.BROKER, entry))
        for name in record.leads:
            partnerships[name].lead_broker = entry
        self.session.flush()
        for tie in record.ties:
            entry.ties.append(BrokerTie(business_id=firms[tie.firm].id, what=tie.what, strength=tie.strength))
        return entry

    def write_log(self) -> None:
        """The log of each entry: sent in, and read by the coordinator."""
        for entry in self.entries:
            kind, sent_in = KIND_OF[type(entry)], entry.sent_in_at
            if sent_in is not None:
                to_state = EntryState.WAITING
                self._event(kind, entry.id, sent_in, "sent_in", to_state=to_state)
            if entry.read_at is not None:
                came = {"from_state": EntryState.WAITING, "to_state": EntryState.LIVE}
                self._event(kind, entry.id, entry.read_at, "read", by=self.coordinator, **came)
            if entry.state is EntryState.PAUSED:
                came = {"from_state": EntryState.LIVE, "to_state": EntryState.PAUSED}
                self._event(kind, entry.id, self.now - timedelta(days=5), "paused", **came)

    def _event(self, kind: object, entry_id: int, at: datetime, what: str, **more: object) -> None:
        self.session.add(EntryEvent(entry_kind=kind, entry_id=entry_id, at=at, what=what, **more))

    def _add(self, name: str, entry: Partnership | Business | Broker | Need, state: EntryState) -> None:
        """Mark an entry as illustrative and give it a past of its own, from two weeks to eight months."""
        self.counts[name] += 1
        entry.illustrative, entry.source, entry.state = True, "form", state
        known = state in READ
        days = 14 + (self.counts[name] * 37) % 230 if known else 1
        came = self.now - timedelta(days=days, hours=self.counts[name] % 7)
        entry.sent_in_at = None if state in (EntryState.DRAFT, EntryState.INVITED) else came
        entry.created_at = entry.updated_at = came
        if known:
            entry.spoken_at, entry.read_at = came + timedelta(days=2), came + timedelta(days=3)
            entry.read_by = self.coordinator
        if state is EntryState.PAUSED:
            entry.paused_until = self.now.date() + timedelta(days=60)
        self.session.add(entry)
        self.entries.append(entry)

    def _reached(self, contact: Contact, email: str, role: Role, entry: Partnership | Business | Broker) -> Contact:
        """Give a contact with an e-mail address its account."""
        if email:
            contact.email = email
            contact.email_confirmed_at = entry.sent_in_at if entry.state in READ else None
            account = self.accounts.get(email) or Account(email=email, name=contact.name, illustrative=True)
            account.grants.append(RoleGrant(role=role))
            contact.account = account
            self.counts["accounts"] += 1
        contact.best_reached = "by e-mail" if email else "by telephone"
        return contact

    def _neighbourhood(self, area_code: str, name: str) -> Neighbourhood | None:
        """A neighbourhood of that name, ours or the operator's. The decile of ours is invented, and says so."""
        if not name:
            return None
        known = self.neighbourhoods.get((area_code, name))
        if known is None:
            here = (Neighbourhood.area_code == area_code, Neighbourhood.name == name)
            known = self.session.scalar(select(Neighbourhood).where(*here))
            known = known or _invented(area_code, name)
            self.neighbourhoods[area_code, name] = known
        return known
