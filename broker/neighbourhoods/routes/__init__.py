"""The pages of neighbourhoods, for coordinators of their districts and for administrators."""

from flask import Blueprint, abort

from models import Neighbourhood

from ...accounts.roles import me
from ...extensions import db

bp = Blueprint("neighbourhoods", __name__)


def neighbourhood_or_404(neighbourhood_id: int) -> Neighbourhood:
    """One of a district that whoever is signed in looks after."""
    one = db.session.get(Neighbourhood, neighbourhood_id)
    if one is None or not me().covers(one.area_code):
        abort(404)
    return one


from . import about, files, pages  # noqa: E402, F401
