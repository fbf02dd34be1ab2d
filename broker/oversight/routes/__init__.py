"""The programme's pages: public ones, and those about how suggestions are made."""

from flask import Blueprint, request

bp = Blueprint("oversight", __name__)


def page_number() -> int:
    return max(1, request.args.get("page", 1, type=int))


from . import affinity, fairness, learning, public, weights  # noqa: E402, F401
