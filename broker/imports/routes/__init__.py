"""The pages of lists from outside, for those who bring them in."""

from flask import Blueprint, abort

from models import Account, ImportedList
from models.vocabulary import Role

from ...accounts.roles import me
from ...extensions import db

bp = Blueprint("imports", __name__)


def list_or_404(list_id: int) -> ImportedList:
    """A list, for whoever brought it in and for administrators: it holds other people's details."""
    one = db.session.get(ImportedList, list_id)
    if one is None or not may_see(one, me()):
        abort(404)
    return one


def may_see(one: ImportedList, account: Account) -> bool:
    return one.by_id == account.id or account.is_a(Role.ADMINISTRATOR)


from . import doing, files, lists  # noqa: E402, F401
