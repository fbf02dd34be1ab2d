"""Who may see a match and act in it: the two sides, its broker, and the office."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Account, Business, Contact, Match, MatchPart, Need, Partnership
from models.vocabulary import Side

from ..accounts.roles import OFFICE
from ..cases.holders import acts_for


@dataclass(frozen=True, slots=True)
class Part:
    """What an account is in a match: the sides it speaks for, and whether it carries the case."""

    sides: tuple[Side, ...]
    carries: bool

    def __bool__(self) -> bool:
        return bool(self.sides) or self.carries


def match_of(session: Session, match_id: int) -> Match | None:
    """A match with all that its pages show."""
    statement = (
        select(Match)
        .where(Match.id == match_id)
        .options(
            selectinload(Match.need).selectinload(Need.area),
            selectinload(Match.need).selectinload(Need.neighbourhood),
            selectinload(Match.need).selectinload(Need.partnership).selectinload(Partnership.contacts),
            selectinload(Match.business).selectinload(Business.contacts),
            selectinload(Match.suggestion),
            selectinload(Match.broker),
            selectinload(Match.coordinator),
            selectinload(Match.parts).selectinload(MatchPart.part),
            selectinload(Match.answers),
        )
    )
    return session.scalar(statement)


def part_of(account: Account, match: Match) -> Part:
    """What an account is in a match; empty where it is none of its business."""
    owners = {Side.BUSINESS: match.business.contacts, Side.PARTNERSHIP: match.need.partnership.contacts}
    sides = tuple(side for side, contacts in owners.items() if _speaks(account, contacts))
    return Part(sides, _carries(account, match))


def _carries(account: Account, match: Match) -> bool:
    """Its broker, whoever stands in today, or an officer who looks after the need's area."""
    if match.broker is not None and acts_for(account, match.broker):
        return True
    return account.is_a(*OFFICE) and looks_after(account, match.need)


def looks_after(account: Account, need: Need) -> bool:
    """Whether an officer looks after where a need is, or any area of its partnership."""
    if need.area_code is not None:
        return account.covers(need.area_code)
    areas = need.partnership.areas
    return not areas or any(account.covers(area.code) for area in areas)


def _speaks(account: Account, contacts: list[Contact]) -> bool:
    return any(contact.account_id == account.id and contact.left_at is None for contact in contacts)
