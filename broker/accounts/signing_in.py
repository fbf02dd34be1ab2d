"""The steps of signing in, kept in the visitor's session: who gave a right password but no code
yet, and where to go afterwards."""

import time
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import login_user

from models import Account
from models.base import now
from models.vocabulary import Role

from ..extensions import db
from .lockout import forget_failures
from .register import find_by_session
from .roles import OFFICE, SIGNED_IN_BY, View, again, is_exempt, labelled, me, wholly_signed_in

#: How long a right password waits for its code.
HALF_WAY = timedelta(minutes=10)
#: How long after signing in decisions may be made without giving the password again.
FRESH = timedelta(hours=8)
#: What was begun in time may be sent in this much later.
GRACE = timedelta(hours=1)

#: An address longer than this is not kept: browsers drop a cookie that is too large.
LONGEST = 1000

_HALF = "signing_in"
_NEXT = "next"


def is_safe(url: str | None) -> bool:
    """Whether an address is one of our own pages, and not a way to lead people elsewhere."""
    if not url or len(url) > LONGEST or not url.isprintable():
        return False
    if not url.startswith("/") or url.startswith("//") or "\\" in url:
        return False
    parts = urlsplit(url)
    return not parts.scheme and not parts.netloc


def remember_next(url: str | None) -> None:
    """Keep where to go after signing in; anything but a page of ours is dropped."""
    if is_safe(url):
        session[_NEXT] = url


def begin(account: Account) -> ResponseReturnValue:
    """The password was right: ask for the code, have one set up, or let the person in."""
    session.pop("new_second_factor", None)
    session[_HALF] = {"who": account.fs_uniquifier, "at": time.time()}
    if account.tf_totp_secret:
        return redirect(url_for("accounts.second_factor"))
    if account.needs_second_factor and not is_exempt(account):
        return redirect(url_for("accounts.second_factor_setup"))
    return redirect(finish(account, "password"))


def half_way() -> Account | None:
    """Who gave a right password, and has not given a code yet."""
    half = session.get(_HALF)
    if not isinstance(half, dict) or time.time() - half.get("at", 0) > HALF_WAY.total_seconds():
        return None
    return find_by_session(db.session, half.get("who"))


def finish(account: Account, by: str) -> str:
    """Sign the account in and return where to go. ``by`` is link, password or second factor."""
    for name in (_HALF, "new_second_factor", "invitation"):
        session.pop(name, None)
    login_user(account, remember=False)
    session[SIGNED_IN_BY] = by
    account.last_signed_in_at = now()
    forget_failures(account)
    return next_page(account)


def next_page(account: Account) -> str:
    """Where the person was going, or else the page their work begins on."""
    wanted = session.pop(_NEXT, None)
    if is_safe(wanted):
        return str(wanted)
    if account.is_a(*OFFICE):
        first = "casework.work_list"
    elif account.is_a(Role.READER):
        first = "reports.report"
    else:
        first = "registration.own"
    return url_for(first) if first in current_app.view_functions else url_for("accounts.your_account")


def signing_in_required(view: View) -> View:
    """Those who gave a right password a moment ago, and those who are signed in."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if not wholly_signed_in() and half_way() is None:
            return redirect(url_for("accounts.sign_in"))
        return view(*args, **kwargs)

    return labelled(guarded, "signing in")


def fresh_required(view: View) -> View:
    """Ask for the password again where signing in was long ago. Put it below the role's decorator,
    and on the page with the form as well as on what the form sends."""

    @wraps(view)
    def fresh(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if not is_fresh():
            return redirect(url_for("accounts.confirm_password", next=again()))
        return view(*args, **kwargs)

    return fresh


def is_fresh() -> bool:
    """Whether the person signed in, or gave the password again, a short while ago."""
    if is_exempt(me()):
        return True
    allowed = FRESH if request.method in ("GET", "HEAD") else FRESH + GRACE
    return time.time() - session.get("fs_paa", 0) < allowed.total_seconds()


def freshen() -> None:
    """The password was given again."""
    session["fs_paa"] = time.time()
