"""In which roles somebody takes part in a match: what each may report, confirm or note follows from it."""

from models import Account, Match
from models.vocabulary import Role, Side

from ..accounts.roles import OFFICE
from ..matches.taking_part import part_of

ROLE_OF = {Side.BUSINESS: Role.BUSINESS, Side.PARTNERSHIP: Role.OFFICER}


def roles_in(match: Match, account: Account) -> frozenset[Role]:
    """The roles in which an account takes part in a match; none: it is somebody else's."""
    part = part_of(account, match)
    roles = {ROLE_OF[side] for side in part.sides}
    if part.carries:
        roles.add(Role.COORDINATOR if account.is_a(*OFFICE) else Role.BROKER)
    return frozenset(roles)
