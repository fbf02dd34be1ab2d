"""A partnership's own people change what its entry says, and who speaks for it."""

from typing import Any

from sqlalchemy.orm import Session

from models import Account, Area, Contact, Partnership
from models.base import now
from models.vocabulary import EntryState, LinkPurpose, PartnershipKind

from ...cases.log import record
from ...cases.people import somebody_found
from ...messages import write
from ...suggestions import mark_due
from ..steps import Answers, Step
from .register import add_person
from .whose import is_on_behalf

#: Answers in the partnership's own words: they may name people, so a person reads them again.
OWN_WORDS = ("name", "about")


def answers_of(partnership: Partnership, *_account: Any) -> Answers:
    """The answers about the partnership itself, as they would be given today."""
    return {
        "name": {"name": partnership.name},
        "kind": {"kind": partnership.kind.value},
        "areas": {
            "areas": ", ".join(area.name for area in partnership.areas),
            "codes": [area.code for area in partnership.areas],
        },
        "about": {"about": partnership.about},
    }


def change_partnership(session: Session, partnership: Partnership, step: Step, answers: Answers, by: Account) -> None:
    """Keep one changed answer. Words that an officer has read are read again; needs wait meanwhile."""
    if answers[step.name] == answers_of(partnership)[step.name]:
        return
    if step.name == "name":
        partnership.name = answers["name"]["name"]
    elif step.name == "kind":
        partnership.kind = PartnershipKind(answers["kind"]["kind"])
    elif step.name == "areas":
        partnership.areas = [area for code in answers["areas"]["codes"] if (area := session.get(Area, code))]
    elif step.name == "about":
        partnership.about = answers["about"]["about"] or ""
    unread = step.name in OWN_WORDS and partnership.state in (EntryState.LIVE, EntryState.PAUSED)
    waits = unread or partnership.state in (EntryState.DRAFT, EntryState.EXPIRED)
    if waits:
        partnership.sent_in_at, partnership.paused_until = now(), None
    record(
        session,
        partnership,
        "changed",
        by=by,
        words=step.name,
        to_state=EntryState.WAITING if waits else None,
        on_behalf=is_on_behalf(by, partnership),
    )
    for need in partnership.needs:
        mark_due(need)


def add_contact(session: Session, partnership: Partnership, answer: dict[str, Any], by: Account) -> Contact:
    """Another person who speaks for the partnership. One who is here already is left as they are;
    one who had left comes back."""
    known = next((contact for contact in partnership.contacts if contact.email == answer["email"]), None)
    if known is not None and known.left_at is None:
        return known
    if known is not None:
        known.left_at = None
        contact = known
    else:
        contact = add_person(session, partnership, answer)
        contact.is_main = False
    somebody_found(session, partnership)
    words, on_behalf = contact.name, is_on_behalf(by, partnership)
    record(session, partnership, "contact_added", by=by, words=words, on_behalf=on_behalf)
    write(
        session,
        "partnership_contact_added",
        to=contact,
        side="partnership",
        link=LinkPurpose.CONFIRM_EMAIL,
        partnership=partnership,
        by=by,
    )
    return contact
