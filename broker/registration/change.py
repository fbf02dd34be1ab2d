"""Change what one has told us: the questions of the sign-up again, one at a time, filled in.

A changed answer can open new questions (another kind of help ticked); they follow at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy.orm import Session

from models import Account

from ..cases.log import NotAllowed
from ..edge import writes
from ..extensions import db
from .answers import fill, stored
from .steps import Answers, Journey, Step, Walk


@dataclass(frozen=True)
class Changes:
    """How the entries of one journey are changed by those who speak for them.

    ``find(session, account, entry_id)`` gives the entry, or None where the account does not speak
    for it. ``answers_of(entry, account)`` gives the answers that would make it. ``change(session,
    entry, step, answers, by)`` keeps one changed step, and may raise ``cases.log.NotAllowed``.
    ``home(entry)`` is the address of the entry's own page, where it has one; ``url`` is where its
    pages of change begin, where that is not ``/your-page/<journey>``.
    """

    journey: Journey
    find: Callable[[Session, Account, int], Any]
    answers_of: Callable[[Any, Account], Answers]
    change: Callable[[Session, Any, Step, Answers, Account], None]
    home: Callable[[Any], str] | None = None
    url: str = ""

    def home_of(self, entry: Any) -> str:
        return self.home(entry) if self.home else url_for("registration.own")


def add_changes(bp: Blueprint, changes: Changes, access: Callable[..., Any]) -> None:
    """Give a journey its page of change: ``business_change``, /your-page/business/7/change/where."""
    name = f"{changes.journey.name}_change"

    def view(entry_id: int, name: str) -> ResponseReturnValue:
        return _change(changes, entry_id, name)

    view.__name__ = view.__qualname__ = name
    begins = changes.url or f"/your-page/{changes.journey.name}"
    url = f"{begins}/<int:entry_id>/change/<name>"
    bp.add_url_rule(url, name, access(writes(view)), methods=["GET", "POST"])


def walk_of_entry(changes: Changes, entry: Any, account: Account) -> Walk:
    """The walk that an entry stands for, complete as far as it is known."""
    journey = changes.journey

    def step_url(name: str) -> str:
        return url_for(f"registration.{journey.name}_change", entry_id=entry.id, name=name)

    answers = changes.answers_of(entry, account)
    return Walk(journey, db.session, answers=answers, by=account, entry=entry, step_url=step_url)


def _change(changes: Changes, entry_id: int, name: str) -> ResponseReturnValue:
    account: Account = current_user._get_current_object()
    entry = changes.find(db.session, account, entry_id) or abort(404)
    walk = walk_of_entry(changes, entry, account)
    asked = next((step for step in walk.steps if step.name == name), None) or abort(404)
    form = asked.form() if request.method == "POST" else asked.form(formdata=None)
    if asked.prepare:
        asked.prepare(form, walk)
    if request.method == "GET":
        fill(form, walk.answers.get(asked.name) or {})
        return _page(changes, walk, asked, form)
    if not form.validate() or (asked.judge and not asked.judge(form, walk)):
        return _page(changes, walk, asked, form), 422
    before = {step.name for step in walk.unanswered()}
    walk.put(asked, asked.keep(form, walk) if asked.keep else stored(form))
    following = walk.next_unanswered()
    if following and walk.before_or_at(following, asked):
        return redirect(walk.step_url(following.name))  # an earlier answer was taken back: ask again
    try:
        changes.change(db.session, entry, asked, walk.counting, account)
    except NotAllowed as refused:
        flash(str(refused))
        return redirect(changes.home_of(entry))
    if following and (asked.name in before or following.name not in before):
        return redirect(walk.step_url(following.name))
    flash(_("Changed. Thank you."), "success")
    return redirect(changes.home_of(entry))


def _page(changes: Changes, walk: Walk, asked: Step, form: Any) -> str:
    more = asked.context(walk) if asked.context else {}
    return render_template(
        asked.template,
        **{
            "form": form,
            "walk": walk,
            "step": asked,
            "title": asked.title,
            "intro": asked.intro,
            "caption": _("Change what you told us"),
            "button": _("Save"),
            "back": changes.home_of(walk.entry),
            "can_save": False,
            **more,
        },
    )
