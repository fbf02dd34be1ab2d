"""Every page of this feature is added here: one line a journey, and the pages around them.

A journey of another file joins by a line in ``JOURNEYS`` (see ``steps.py`` for what it says and
``walk.py`` for the pages it gets).
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from ..accounts.roles import public
from .away import add_away_pages
from .broker.journey import BROKER
from .broker.routes import add_broker_pages
from .browser import onward_url, walk_of
from .business.invited import add_invited_pages
from .business.journey import BUSINESS
from .business.new_owner import add_new_owner_pages
from .business.routes import add_business_pages
from .need.journey import NEED, may_write
from .need.routes import add_need_pages
from .not_again import add_not_again
from .own import add_own
from .partnership.journey import PARTNERSHIP
from .partnership.routes import add_partnership_pages
from .steps import Journey
from .still_right import add_still_right
from .walk import add_journey

#: Each journey, and the decorator that says who may walk it.
JOURNEYS: list[tuple[Journey, Callable[..., Any]]] = [
    (BUSINESS, public),
    (PARTNERSHIP, public),
    (NEED, may_write),
    (BROKER, public),
]


def add_pages(bp: Blueprint) -> None:
    for journey, access in JOURNEYS:
        add_journey(bp, journey, access)
    bp.add_url_rule("/sign-up/resume", view_func=resume)
    add_own(bp)
    add_business_pages(bp)
    add_invited_pages(bp)
    add_new_owner_pages(bp)
    add_need_pages(bp)
    add_partnership_pages(bp)
    add_broker_pages(bp)
    add_away_pages(bp)
    add_still_right(bp)
    add_not_again(bp)


@public
def resume() -> ResponseReturnValue:
    """Go on where one stopped. The e-mailed link has said in the cookie which draft it is."""
    mine = cookie.get("drafts", {})
    wanted = request.args.get("journey")
    for journey, _access in JOURNEYS:
        if journey.name in mine and wanted in (None, journey.name):
            return redirect(onward_url(walk_of(journey)))
    return redirect(url_for("oversight.start"))
