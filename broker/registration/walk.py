"""The pages of every journey: start, one question a page, check, send in, done, save for later."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_security import current_user

from models import Account

from ..accounts.roles import OFFICE, public, second_factor_passed
from ..edge import writes
from ..extensions import db, limiter
from ..forms import GovForm, email_field
from . import drafts
from .answers import fill, said, stored, typed
from .steps import Journey, Step, Walk, unfinished


class EmailForm(GovForm):
    email = email_field("What is your email address?", hint="We send you a link that brings you back to your answers.")


class SendInForm(GovForm):
    """Nothing but the token: the answers are in the draft."""


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
        if page == "save":
            view = limiter.limit("20 per hour", methods=["POST"])(view)
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
        f"registration/{journey.name}_start.html", walk=walk, url=_url(journey), onward=_resume_url(walk), **more
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
        return redirect(_url(journey)("done"))
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
    _keep(walk)
    if leaving and walk.draft and walk.draft.email:  # asked for once
        _send_back(walk, walk.draft.email)
        return redirect(_url(walk.journey)("saved"))
    if leaving:
        return redirect(_url(walk.journey)("save"))
    return _onward(walk, asked)


def _page(walk: Walk, asked: Step, form: GovForm) -> str:
    journey = walk.journey
    before = walk.before(asked)
    url = _url(journey)
    back = url("check") if _from_check() else walk.step_url(before.name) if before else url("start")
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
    if done and not _from_check():
        following = walk.after(done)
    if following:
        return redirect(walk.step_url(following.name))
    return redirect(_url(walk.journey)("check"))


def check(journey: Journey) -> ResponseReturnValue:
    """Check your answers; sending them in makes the entry, once."""
    walk = walk_of(journey)
    if walk.draft and walk.draft.finished_at:
        return redirect(_url(journey)("done"))
    if walk.draft is None or walk.next_unanswered():
        return _onward(walk) if walk.draft else redirect(_url(journey)("start"))
    form = SendInForm()
    if request.method == "POST" and form.validate():
        kind, entry_id = journey.finish(db.session, walk)
        drafts.close(walk.draft, kind, entry_id)
        return redirect(_url(journey)("done"))
    return render_template(
        "registration/check.html",
        form=form,
        walk=walk,
        sections=sections(walk),
        back=walk.step_url(walk.steps[-1].name),
        url=_url(journey),
        **(journey.check(walk) if journey.check else {}),
    )


def sections(walk: Walk, change: Callable[[Step], str] | None = None) -> list[tuple[str, Any, str]]:
    """Every answer as (question, answer, where to change it)."""
    rows = []
    for asked, answer in walk.answered():
        href = change(asked) if change else _change_url(walk, asked)
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
        return redirect(_url(journey)("start"))
    form = EmailForm(email=walk.draft.email)
    if request.method == "POST" and form.validate():
        _send_back(walk, form.email.data or "")
        return redirect(_url(journey)("saved"))
    page = render_template("registration/save.html", form=form, back=_resume_url(walk), caption=journey.title)
    return (page, 422) if form.errors else page


def _send_back(walk: Walk, email: str) -> None:
    if walk.draft:
        days = current_app.extensions["settings"].resume_link_days
        drafts.send_back(db.session, walk.draft, email, days)


def saved(journey: Journey) -> ResponseReturnValue:
    """Where the link was sent and how long it works."""
    walk = walk_of(journey)
    if walk.draft is None or not walk.draft.email:
        return redirect(_url(journey)("start"))
    days = current_app.extensions["settings"].resume_link_days
    return render_template(
        "registration/saved.html", walk=walk, email=walk.draft.email, days=days, onward=_resume_url(walk)
    )


def done(journey: Journey) -> ResponseReturnValue:
    """What became of it. Can be loaded again and again, in this browser only."""
    walk = walk_of(journey)
    if walk.draft is None:
        return redirect(_url(journey)("start"))
    if not walk.draft.finished_at:
        return _onward(walk)
    more = journey.done(db.session, walk.draft, walk)
    return render_template(f"registration/{journey.name}_done.html", walk=walk, url=_url(journey), **more)


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
    walk.step_url = lambda name: url_for(f"registration.{journey.name}_step", name=name, **_coming_from())
    if draft:
        walk.answers = {name: dict(answer) for name, answer in draft.answers.items()}
    elif journey.begin:
        walk.answers = journey.begin(walk)
    return walk


def _keep(walk: Walk) -> None:
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


def resume_url(journey: Journey) -> str:
    """Where to go on in a journey, after its link was used."""
    return _resume_url(walk_of(journey))


def _resume_url(walk: Walk) -> str:
    if walk.draft and walk.draft.finished_at:
        return _url(walk.journey)("done")
    following = walk.next_unanswered()
    return walk.step_url(following.name) if following else _url(walk.journey)("check")


def _from_check() -> bool:
    return request.args.get("from") == "check"


def _coming_from() -> dict[str, Any]:
    return {"from": "check"} if _from_check() else {}


def _change_url(walk: Walk, asked: Step) -> str:
    more: dict[str, Any] = {"from": "check"}
    return url_for(f"registration.{walk.journey.name}_step", name=asked.name, **more)


def _url(journey: Journey) -> Callable[[str], str]:
    """``url("check")`` is the address of that page of the journey."""
    return lambda page: url_for(f"registration.{journey.name}_{page}")
