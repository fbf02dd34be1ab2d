"""The pages of the audit: many partnerships, one of them, an empty seat and what is done about it, and the
invitation as the firm reads it."""

from flask import Blueprint, abort

from models import Account, SeatGap
from models.vocabulary import Role

from ...accounts.roles import OFFICE, access, me
from ...cases.seat_gaps import gap_of
from ...extensions import db
from ..asked_of import seats_asked
from ..gaps import may_act

bp = Blueprint("representation", __name__)
#: Who does something about an empty seat: the office, and a broker who was given it.
fills_seats = access(*OFFICE, Role.BROKER)


def gap_or_404(gap_id: int) -> SeatGap:
    """An empty seat of this person's areas, or one that a broker was given."""
    found = gap_of(db.session, gap_id)
    if found is None or not may_act(db.session, me(), found):
        abort(404)
    return found


@bp.app_context_processor
def _asked() -> dict[str, object]:
    """For people's own page: the seats that their firm is invited to."""

    def asked(account: Account) -> object:
        return seats_asked(db.session, account)

    return {"seats_asked": asked}


from . import audit, empty_seat, invitation  # noqa: E402, F401
