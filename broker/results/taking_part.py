"""Who takes part in a match: the people of either side, its broker, and the office of its area."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Account, Business, Match, MatchPart, Need, Partnership
from models.vocabulary import Role

from ..accounts.roles import OFFICE

#: Who may do a side's steps for them, when they say so on the telephone.
FOR_OTHERS = frozenset({Role.BROKER, Role.COORDINATOR})


def match_of(session: Session, match_id: int) -> Match | None:
    """A match with what its pages show."""
    return session.scalar(
        select(Match)
        .where(Match.id == match_id)
        .options(
            selectinload(Match.need).options(
                selectinload(Need.area),
                selectinload(Need.parts),
                selectinload(Need.partnership).options(
                    selectinload(Partnership.contacts), selectinload(Partnership.areas)
                ),
            ),
            selectinload(Match.business).selectinload(Business.contacts),
            selectinload(Match.broker),
            selectinload(Match.parts).selectinload(MatchPart.part),
        )
    )


def roles_in(match: Match, account: Account) -> frozenset[Role]:
    """In which roles an account takes part in a match; none: it is somebody else's."""
    roles = set()
    if _speaks(account, match.business.contacts):
        roles.add(Role.BUSINESS)
    if _speaks(account, match.need.partnership.contacts):
        roles.add(Role.OFFICER)
    if match.broker is not None and _speaks(account, match.broker.contacts):
        roles.add(Role.BROKER)
    if account.is_a(*OFFICE) and _covers(account, match.need):
        roles.add(Role.COORDINATOR)
    return frozenset(roles)


def _speaks(account: Account, contacts: list) -> bool:
    return any(contact.account_id == account.id and contact.left_at is None for contact in contacts)


def _covers(account: Account, need: Need) -> bool:
    if need.area_code is not None:
        return account.covers(need.area_code)
    areas = need.partnership.areas
    return not areas or any(account.covers(area.code) for area in areas)
