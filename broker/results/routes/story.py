"""The story about a match: written, read by both sides, agreed to by each, and taken back at any time."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models import Match, Story
from models.story import STANDING_STORY
from models.vocabulary import MatchState, Role, Side, StoryState

from ...accounts.roles import me, signed_in_required
from ...cases import story_life
from ...cases.refusals import NotPossible
from ...edge import writes
from ...extensions import db
from .. import stories
from ..forms import SaidForm, StoryForm
from . import bp, taking_part

CARRIES = (Role.BROKER, Role.COORDINATOR)


@bp.get("/matches/<int:match_id>/story")
@signed_in_required
def story(match_id: int) -> ResponseReturnValue:
    """How the story stands, and word by word what would be printed."""
    match, role = taking_part(match_id)
    found = stories.story_of(db.session, match)
    standing = found is not None and found.state in STANDING_STORY
    agreed = story_life.agreed_by(found) if found is not None and standing else frozenset()
    side = stories.SIDE_OF.get(role)
    return render_template(
        "results/story.html",
        match=match,
        story=found,
        standing=standing,
        agreed=agreed,
        sides=list(Side),
        side=side,
        carries=role in CARRIES,
        may_write=match.state is MatchState.VERIFIED,
        may_read=standing and found is not None and found.state is StoryState.TO_READ and role in CARRIES,
        may_agree=standing and found is not None and found.state is StoryState.ASKED and side not in (None, *agreed),
        not_confirmed=standing and match.state is not MatchState.VERIFIED,
    )


@bp.route("/matches/<int:match_id>/story/write", methods=["GET", "POST"])
@signed_in_required
@writes
def story_write(match_id: int) -> ResponseReturnValue:
    """Write the story, or say it otherwise: then both sides are asked anew."""
    match, role = taking_part(match_id)
    if match.state is not MatchState.VERIFIED:
        return _back(match)
    found = stories.standing_story(db.session, match)
    form = StoryForm(obj=found, seen=found.version if found is not None else 0)
    if form.validate_on_submit():
        title, words = str(form.title.data), str(form.words.data)
        seen = int(form.seen.data or 0)
        try:
            stories.tell(db.session, match, title=title, words=words, by=me(), role=role, seen=seen)
        except NotPossible as refused:
            form.form_errors.append(str(refused))
        else:
            flash(_("Saved. Nothing is printed before both sides have read it and said yes."), "success")
            return _back(match)
    page = render_template(
        "results/story_write.html", match=match, form=form, story=found, who=stories.printed_names(match)
    )
    return page, 422 if form.errors else 200


@bp.post("/matches/<int:match_id>/story/read")
@signed_in_required
@writes
def story_read(match_id: int) -> ResponseReturnValue:
    """Whoever carries the match has read it: it names nobody, and both sides are asked."""
    match, _role = taking_part(match_id, *CARRIES)
    found = _standing_or_404(match)
    return _done(match, lambda: stories.read(db.session, found, by=me()), _("Both sides are asked now."))


@bp.post("/matches/<int:match_id>/story/agree")
@signed_in_required
@writes
def story_agree(match_id: int) -> ResponseReturnValue:
    """One side says yes to what it read."""
    match, role = taking_part(match_id, Role.OFFICER, Role.BUSINESS)
    found = stories.story_of(db.session, match) or abort(404)
    side, seen = stories.SIDE_OF[role], request.form.get("seen", 0, type=int)
    yes = _("Thank you. It is printed once both sides have said yes. You can take it back at any time.")
    return _done(match, lambda: stories.agree(db.session, found, side=side, seen=seen, by=me()), yes)


@bp.route("/matches/<int:match_id>/story/said", methods=["GET", "POST"])
@signed_in_required
@writes
def story_said(match_id: int) -> ResponseReturnValue:
    """Whoever carries the match has read it to one side on the telephone, and notes what they said."""
    match, _role = taking_part(match_id, *CARRIES)
    found = _standing_or_404(match)
    side = _side_or_404()
    form = SaidForm(seen=found.version)
    if form.validate_on_submit():
        seen = int(form.seen.data or 0)

        def note() -> None:
            if form.said.data:
                stories.agree(db.session, found, side=side, seen=seen, by=me(), on_behalf=True)
            else:
                stories.take_back(db.session, found, side=side, by=me(), on_behalf=True)

        return _done(match, note, _("Noted, as they said it to you."))
    page = render_template("results/story_said.html", match=match, story=found, side=side, form=form)
    return page, 422 if form.errors else 200


@bp.route("/matches/<int:match_id>/story/take-back", methods=["GET", "POST"])
@signed_in_required
@writes
def story_take_back(match_id: int) -> ResponseReturnValue:
    """Say no, or take a yes back: the words are gone at once."""
    match, role = taking_part(match_id)
    found = stories.standing_story(db.session, match)
    if found is None:
        return _back(match)
    if request.method == "POST":
        side, gone = stories.SIDE_OF.get(role), _("The story is gone. It is printed nowhere any more.")
        return _done(match, lambda: stories.take_back(db.session, found, side=side, by=me()), gone)
    return render_template("results/story_take_back.html", match=match, story=found)


def _standing_or_404(match: Match) -> Story:
    return stories.standing_story(db.session, match) or abort(404)


def _side_or_404() -> Side:
    asked = request.args.get("side", "")
    return Side(asked) if asked in set(Side) else abort(404)


def _done(match: Match, act: Callable[[], object], said: str) -> Response:
    try:
        act()
    except NotPossible as refused:
        db.session.rollback()
        flash(str(refused))
    else:
        flash(said, "success")
    return _back(match)


def _back(match: Match) -> Response:
    return redirect(url_for("results.story", match_id=match.id))  # type: ignore[return-value]
