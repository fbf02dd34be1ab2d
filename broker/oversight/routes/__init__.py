"""The programme's pages: public ones, and those about how suggestions are made."""

from flask import Blueprint

from ...edge.addresses import page_number as page_number

bp = Blueprint("oversight", __name__)

from . import (  # noqa: E402, F401
    affinity,
    fairness,
    learning,
    programme,
    programme_help,
    programme_rows,
    public,
    weights,
)
