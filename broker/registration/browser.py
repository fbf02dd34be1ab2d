"""Which draft this browser is at, and the addresses of the pages around it.

The signed cookie holds numbers of drafts only: ``drafts`` the one of each journey, ``put_aside``
those it was at before, so that a page left open can go on with its own.
"""

from collections.abc import Callable
from typing import Any

from flask import request, url_for
from flask import session as cookie
from flask_security import current_user

from models import Account
from models.introducer import CODE_LENGTH

from ..accounts.roles import OFFICE, second_factor_passed
from ..extensions import db
from . import drafts
from .steps import Journey, Step, Walk


def walk_of(journey: Journey) -> Walk:
    """Where this browser stands in a journey. A page that was open when another sign-up was begun
    still belongs to its own draft, which its form names."""
    account: Account | None = current_user._get_current_object() if current_user.is_authenticated else None
    office = bool(account and account.is_a(*OFFICE) and second_factor_passed(account))
    session = db.session
    draft_id = cookie.get("drafts", {}).get(journey.name)
    named = request.form.get("draft", type=int) if request.method == "POST" else None
    if named and named != draft_id and named in cookie.get("put_aside", []):
        draft_id = named
        remember(journey, named)
    draft = drafts.find(session, draft_id, journey.name, account.id if account else None)
    if draft and request.method == "POST":
        drafts.hold(session, draft)
    walk = Walk(journey, session, draft=draft, by=account, on_behalf=office and not journey.signed_in)
    walk.step_url = lambda name: url_for(f"registration.{journey.name}_step", name=name, **coming_from())
    if draft:
        walk.answers = {name: dict(answer) for name, answer in draft.answers.items()}
    elif journey.begin:
        walk.answers = journey.begin(walk)
    if journey.arrive and (came_by := _came_by()):
        journey.arrive(walk, came_by)
    return walk


def keep_walk(walk: Walk) -> None:
    """Store the answers; the first of them makes the draft."""
    if walk.draft is None:
        owner = walk.by if walk.on_behalf or walk.journey.signed_in else None
        walk.draft = drafts.begin(db.session, walk.journey.name, walk.answers, owner)
        remember(walk.journey, walk.draft.id)
    else:
        drafts.keep(walk.draft, walk.answers)


def remember(journey: Journey, draft_id: int) -> None:
    """Make a draft the one this browser is at; the one before is put aside."""
    forget(journey)
    cookie["drafts"] = {**cookie.get("drafts", {}), journey.name: draft_id}


def forget(journey: Journey) -> None:
    """Put aside the draft this browser is at."""
    current = dict(cookie.get("drafts", {}))
    draft_id = current.pop(journey.name, None)
    if draft_id:
        cookie["drafts"] = current
        cookie["put_aside"] = [*cookie.get("put_aside", []), draft_id][-20:]


def onward_url(walk: Walk) -> str:
    """Where to go on: the first open question, the check page, or the last page."""
    if walk.draft and walk.draft.finished_at:
        return page_url(walk.journey)("done")
    following = walk.next_unanswered()
    return walk.step_url(following.name) if following else page_url(walk.journey)("check")


def from_check() -> bool:
    """Whether a question was opened from the check page, and leads back there."""
    return request.args.get("from") == "check"


def coming_from() -> dict[str, Any]:
    """What an address must carry for that, or for the link that somebody came by."""
    if from_check():
        return {"from": "check"}
    return {"from": came_by} if (came_by := _came_by()) else {}


def _came_by() -> str:
    """The code of the link that somebody came by, which addresses carry until the first answer is kept."""
    code = request.args.get("from", "")
    return code if code != "check" and code.isalnum() and len(code) <= CODE_LENGTH else ""


def change_url(walk: Walk, asked: Step) -> str:
    """Where the check page sends somebody to change an answer."""
    more: dict[str, Any] = {"from": "check"}
    return url_for(f"registration.{walk.journey.name}_step", name=asked.name, **more)


def page_url(journey: Journey) -> Callable[[str], str]:
    """``url("check")`` is the address of that page of the journey."""
    return lambda page: url_for(f"registration.{journey.name}_{page}")
