"""The pages of every journey: start, one question a page, check, send in, done, save for later."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from ..accounts.roles import public
from ..edge import writes
from ..extensions import db, limiter
from ..forms import ButtonForm, GovForm, email_field
from . import drafts
from .answers import fill, said, stored, typed
from .browser import change_url, forget, from_check, keep_walk, onward_url, page_url, walk_of
from .steps import Journey, Step, Walk, unfinished
from .words import _l

#: How often one address on the network may make us write an e-mail to whatever address was typed
#: (save, check) and keep answers (step).
LIMITS = {"save": "20 per hour", "check": "60 per hour", "step": "1200 per hour"}


class EmailForm(GovForm):
    email = email_field(
        _l("What is your email address?"), hint=_l("We send you a link that brings you back to your answers.")
    )


def add_journey(bp: Blueprint, journey: Journey, access: Callable[..., Any] = public) -> None:
    """Give a journey its pages. ``access`` is the decorator that says who may use them."""
    pages: dict[str, tuple[str, Callable[..., Any], tuple[str, ...]]] = {
        "start": ("", start, ("GET",)),
        "fresh": ("/fresh", fresh, ("POST",)),
        "check": ("/check", check, ("GET", "POST")),
        "save": ("/save", save, ("GET", "POST")),
        "saved": ("/saved", saved, ("GET",)),
        "done": ("/done", done, ("GET",)),
        "step": ("/<name>", step, ("GET", "POST")),
    }
    for page, (path, function, methods) in pages.items():
        view = _bound(function, journey)
        view.__name__ = view.__qualname__ = f"{journey.name}_{page}"
        if "POST" in methods:
            view = writes(view)
        if page in LIMITS:
            view = limiter.limit(LIMITS[page], methods=["POST"])(view)
        bp.add_url_rule(journey.url + path, f"{journey.name}_{page}", access(view), methods=list(methods))


def _bound(function: Callable[..., Any], journey: Journey) -> Callable[..., Any]:
    def view(**kwargs: Any) -> ResponseReturnValue:
        return function(journey, **kwargs)

    view.__doc__ = function.__doc__
    return view


def start(journey: Journey) -> ResponseReturnValue:
    """What it is, how long it takes and what happens afterwards. Needs no cookie and writes none."""
    walk = walk_of(journey)
    more = journey.start(db.session, walk) if journey.start else {}
    return render_template(
        f"registration/{journey.name}_start.html", walk=walk, url=page_url(journey), onward=onward_url(walk), **more
    )


def fresh(journey: Journey) -> ResponseReturnValue:
    """Begin again: what this browser had is put aside, not thrown away."""
    forget(journey)
    return redirect(walk_of(journey).step_url(journey.steps[0].name))


def step(journey: Journey, name: str) -> ResponseReturnValue:
    """One question."""
    asked = journey.step(name) or abort(404)
    walk = walk_of(journey)
    if walk.draft and walk.draft.finished_at:
        return redirect(page_url(journey)("done"))
    if request.method == "POST":
        return _answer(walk, asked)
    if not walk.may_open(asked):
        return _onward(walk)
    form = asked.form(formdata=None)
    if asked.prepare:
        asked.prepare(form, walk)
    fill(form, walk.answers.get(asked.name) or walk.answers.get(unfinished(asked)) or {})
    return _page(walk, asked, form)


def _answer(walk: Walk, asked: Step) -> ResponseReturnValue:
    if not walk.may_open(asked):
        return _onward(walk)
    form = asked.form()
    if asked.prepare:
        asked.prepare(form, walk)
    leaving = "save" in request.form
    right = form.validate() and (asked.judge is None or asked.judge(form, walk))
    if right:
        walk.put(asked, asked.keep(form, walk) if asked.keep else stored(form))
    elif leaving:
        walk.answers[unfinished(asked)] = typed(form)
    else:
        return _page(walk, asked, form), 422
    keep_walk(walk)
    if leaving and walk.draft and walk.draft.email:  # asked for once
        _send_back(walk, walk.draft.email)
        return redirect(page_url(walk.journey)("saved"))
    if leaving:
        return redirect(page_url(walk.journey)("save"))
    return _onward(walk, asked)


def _page(walk: Walk, asked: Step, form: GovForm) -> str:
    journey = walk.journey
    before = walk.before(asked)
    url = page_url(journey)
    back = url("check") if from_check() else walk.step_url(before.name) if before else url("start")
    more = asked.context(walk) if asked.context else {}
    return render_template(
        asked.template,
        **{
            "form": form,
            "walk": walk,
            "step": asked,
            "title": asked.title,
            "intro": asked.intro,
            "caption": journey.title,
            "back": back,
            "can_save": True,
            **more,
        },
    )


def _onward(walk: Walk, done: Step | None = None) -> ResponseReturnValue:
    """To the next question; from the check page, back there as soon as nothing is open."""
    following = walk.next_unanswered()
    if done and not from_check():
        following = walk.after(done)
    if following:
        return redirect(walk.step_url(following.name))
    return redirect(page_url(walk.journey)("check"))


def check(journey: Journey) -> ResponseReturnValue:
    """Check your answers; sending them in makes the entry, once."""
    walk = walk_of(journey)
    if walk.draft and walk.draft.finished_at:
        return redirect(page_url(journey)("done"))
    if walk.draft is None or walk.next_unanswered():
        return _onward(walk) if walk.draft else redirect(page_url(journey)("start"))
    form = ButtonForm()
    if request.method == "POST" and form.validate():
        drafts.one_at_a_time(db.session)
        kind, entry_id = journey.finish(db.session, walk)
        drafts.close(walk.draft, kind, entry_id)
        return redirect(page_url(journey)("done"))
    return render_template(
        "registration/check.html",
        form=form,
        walk=walk,
        sections=sections(walk),
        back=walk.step_url(walk.steps[-1].name),
        url=page_url(journey),
        **(journey.check(walk) if journey.check else {}),
    )


def sections(walk: Walk, change: Callable[[Step], str] | None = None) -> list[tuple[str, Any, str]]:
    """Every answer as (question, answer, where to change it)."""
    rows = []
    for asked, answer in walk.answered():
        href = change(asked) if change else change_url(walk, asked)
        if asked.said:
            found = asked.said(answer, walk)
        else:
            form = asked.form(formdata=None)
            if asked.prepare:
                asked.prepare(form, walk)
            fill(form, answer)
            found = said(form, asked.title)
        rows += [(question, words, href) for question, words in found]
    return rows


def save(journey: Journey) -> ResponseReturnValue:
    """Save and come back later: ask once where to send the link."""
    walk = walk_of(journey)
    if walk.draft is None or walk.draft.finished_at:
        return redirect(page_url(journey)("start"))
    form = EmailForm(email=walk.draft.email)
    if request.method == "POST" and form.validate():
        _send_back(walk, form.email.data or "")
        return redirect(page_url(journey)("saved"))
    page = render_template("registration/save.html", form=form, back=onward_url(walk), caption=journey.title)
    return (page, 422) if form.errors else page


def _send_back(walk: Walk, email: str) -> None:
    if walk.draft:
        days = current_app.extensions["settings"].resume_link_days
        drafts.send_back(db.session, walk.draft, email, days)


def saved(journey: Journey) -> ResponseReturnValue:
    """Where the link was sent and how long it works."""
    walk = walk_of(journey)
    if walk.draft is None or not walk.draft.email:
        return redirect(page_url(journey)("start"))
    days = current_app.extensions["settings"].resume_link_days
    return render_template(
        "registration/saved.html", walk=walk, email=walk.draft.email, days=days, onward=onward_url(walk)
    )


def done(journey: Journey) -> ResponseReturnValue:
    """What became of it. Can be loaded again and again, in this browser only."""
    walk = walk_of(journey)
    if walk.draft is None:
        return redirect(page_url(journey)("start"))
    if not walk.draft.finished_at:
        return _onward(walk)
    more = journey.done(db.session, walk.draft, walk)
    return render_template(f"registration/{journey.name}_done.html", walk=walk, url=page_url(journey), **more)
