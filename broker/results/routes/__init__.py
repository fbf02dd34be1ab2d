"""The pages of results: for both sides, the broker and the office alike, each in its own role."""

from flask import Blueprint, abort

from models import Match
from models.vocabulary import Role

from ...accounts.roles import me
from ...extensions import db
from ...matches.taking_part import match_of
from ..taking_part import roles_in

bp = Blueprint("results", __name__)

#: Who speaks for whom comes first where somebody takes part in two roles.
FIRST = (Role.OFFICER, Role.BUSINESS, Role.BROKER, Role.COORDINATOR)


def taking_part(match_id: int, *roles: Role) -> tuple[Match, Role]:
    """A match and the role in which the signed-in person takes part in it. With ``roles``, one of these.
    Anybody else is told that there is no such page."""
    match = match_of(db.session, match_id)
    if match is None:
        abort(404)
    mine = roles_in(match, me())
    for role in roles or FIRST:
        if role in mine:
            return match, role
    abort(404)


from . import again, confirm, report, start_checks, statement, story  # noqa: E402, F401
