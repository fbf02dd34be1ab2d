"""Make an entry of what a partnership has sent in, or lead it to the entry it already has."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Area, Contact, Message, Partnership
from models.base import now
from models.vocabulary import EntryState, LinkPurpose, PartnershipKind, Role, StakeholderGroup

from ...accounts.contacts import let_in
from ...cases.log import record
from ...cases.seats import set_seats
from ...messages import write
from ...reference.names import name_key
from ..steps import Answers

#: The same person is not written to again about the same entry within this time.
QUIET = timedelta(hours=1)


@dataclass(frozen=True)
class Registered:
    """``already`` is True where the partnership was with us before: nothing was added to its entry."""

    partnership: Partnership
    already: bool


def register_partnership(session: Session, answers: Answers, by: Account | None = None) -> Registered:
    """Make a partnership of the answers, by step, of its journey. It waits to be read.

    ``by`` is the officer who entered what somebody said on the telephone. The same name in one of
    the same areas is the same partnership: its people are told, and nothing is changed.
    """
    name, person = answers["name"]["name"], answers["contact"]
    areas = [area for code in answers["areas"]["codes"] if (area := session.get(Area, code))]
    double = find_double(session, name, {area.code for area in areas})
    if double is not None:
        _came_again(session, double, person, by)
        return Registered(double, already=True)
    partnership = Partnership(
        name=name,
        kind=PartnershipKind(answers["kind"]["kind"]),
        about=answers.get("about", {}).get("about") or "",
        state=EntryState.WAITING,
        sent_in_at=now(),
        spoken_at=now() if by else None,
        source="telephone" if by else "form",
        areas=areas,
    )
    session.add(partnership)
    set_seats(
        session,
        partnership,
        filled=_groups(answers.get("seats", {}).get("filled")),
        empty=_groups(answers.get("empty-seats", {}).get("empty")),
    )
    contact = add_person(session, partnership, person)
    record(session, partnership, "sent_in", by=by, on_behalf=by is not None)
    write(
        session,
        "confirm_partnership",
        to=contact,
        side="partnership",
        link=LinkPurpose.CONFIRM_EMAIL,
        partnership=partnership,
    )
    return Registered(partnership, already=False)


def find_double(session: Session, name: str, codes: set[str]) -> Partnership | None:
    """A partnership that is not ended, of the same name and with an area in common."""
    statement = (
        select(Partnership)
        .join(Partnership.areas)
        .where(Partnership.state != EntryState.ENDED, Area.code.in_(codes))
        .order_by(Partnership.id)
    )
    key = name_key(name)
    return next((found for found in session.scalars(statement).unique() if name_key(found.name) == key), None)


def add_person(session: Session, partnership: Partnership, answer: dict) -> Contact:
    """Add who speaks for the partnership. They sign in by links; no link opens an office account."""
    contact = Contact(
        name=answer["name"],
        job=answer.get("job") or "",
        email=answer["email"],
        telephone=answer.get("telephone") or "",
    )
    partnership.contacts.append(contact)
    session.flush()
    let_in(session, contact, Role.OFFICER)
    return contact


def _came_again(session: Session, partnership: Partnership, person: dict, by: Account | None) -> None:
    """Keep who came, for the coordinator, and tell those who look after the entry."""
    said = [person["name"], person.get("job"), person["email"], person.get("telephone")]
    words = ", ".join(str(part) for part in said if part)
    record(session, partnership, "signed_up_again", by=by, words=words, on_behalf=by is not None)
    here = [contact for contact in partnership.contacts if contact.left_at is None]
    same = [contact for contact in here if contact.email == person["email"]]
    for contact in same or here[:1]:
        lately = select(Message.id).where(
            Message.kind == "partnership_with_us",
            Message.contact_id == contact.id,
            Message.created_at > now() - QUIET,
        )
        if session.scalars(lately).first() is None:
            write(
                session,
                "partnership_with_us",
                to=contact,
                side="partnership",
                link=LinkPurpose.OWN_PAGE,
                partnership=partnership,
                mine=contact in same,
            )


def _groups(codes: list[str] | None) -> list[StakeholderGroup]:
    return [StakeholderGroup(code) for code in codes or ()]
