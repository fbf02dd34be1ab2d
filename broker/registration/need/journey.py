"""Writing a need, from its first question to its entry."""

from collections.abc import Mapping
from typing import Any

from flask import abort, url_for
from sqlalchemy.orm import Session

from models import Draft, Need
from models.vocabulary import EntryKind, Role, Safeguarding

from ...accounts.roles import access
from ...cases import clocks
from ...reference.working_days import add_working_days
from ..change import Changes
from ..partnership.whose import is_on_behalf, need_of, partnership_of, partnerships_to_write_for
from ..steps import Journey, Walk
from ..words import _l
from . import help, what, where
from .preview import preview
from .values import answers_of, children_of
from .write import change_step, write_need

#: Working days until a coordinator has read a need.
READ_WITHIN = 5

#: Who may write needs: partnerships' officers, and the office for them.
may_write = access(Role.OFFICER, Role.COORDINATOR, Role.ADMINISTRATOR)


def start(session: Session, walk: Walk) -> Mapping[str, Any]:
    return {"partnerships": partnerships_to_write_for(session, walk.by) if walk.by else []}


def check(walk: Walk) -> Mapping[str, Any]:
    partnership = what.partnership_for(walk)
    if partnership is None:
        return {}
    answers = walk.counting
    return {
        "included": "registration/need_preview.html",
        "reach": preview(walk.session, partnership, answers),
        "undecided": children_of(answers) is Safeguarding.UNDECIDED,
    }


def finish(session: Session, walk: Walk) -> tuple[EntryKind, int]:
    partnership = what.partnership_for(walk)
    # who may write for whom can have changed since the question was answered
    if walk.by is None or partnership is None or partnership_of(session, walk.by, partnership.id) is None:
        abort(403)
    need = write_need(session, partnership, walk.counting, by=walk.by, on_behalf=is_on_behalf(walk.by, partnership))
    return EntryKind.NEED, need.id


def done(session: Session, draft: Draft, walk: Walk) -> Mapping[str, Any]:
    need = session.get(Need, draft.entry_id) or abort(404)
    sent_in = clocks.day_of(need.sent_in_at) if need.sent_in_at else clocks.today()
    return {"need": need, "read_by": add_working_days(sent_in, READ_WITHIN)}


NEED = Journey(
    name="need",
    url="/your-page/needs/new",
    title=_l("Write a need"),
    steps=(*what.STEPS, *help.STEPS, *where.STEPS),
    start=start,
    begin=what.begin,
    check=check,
    finish=finish,
    done=done,
    signed_in=True,
)

CHANGES = Changes(
    journey=NEED,
    find=need_of,
    answers_of=answers_of,
    change=change_step,
    home=lambda need: url_for("registration.need", need_id=need.id),
    url="/your-page/needs",
)
