"""Who may use a view. Every view carries its answer as ``view.access``, a plain name that the access
table in the tests is held against: ``public``, ``signed in``, ``office``, ``administrator``, or the
roles themselves, as ``broker or officer``.

Put the decorator below the route and above ``@writes``:

    @bp.post("/coordinate/suggestions/<int:suggestion_id>")
    @coordinator_required
    @writes
    def suggestion(suggestion_id): ...
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import abort, current_app, redirect, request, session, url_for
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from flask_security import current_user

from models import Account
from models.vocabulary import Role

View = Callable[..., ResponseReturnValue]

#: Who decides about other people's entries. They sign in with a password and a second factor.
OFFICE = (Role.COORDINATOR, Role.ADMINISTRATOR)
#: Who signs in with a password: nobody here is let in by an e-mailed link.
PASSWORD = (*OFFICE, Role.READER)
#: In the session: how the person signed in, ``link``, ``password`` or ``second factor``.
SIGNED_IN_BY = "signed_in_by"


def public(view: View) -> View:
    """Anybody, signed in or not."""
    return labelled(view, "public")


def signed_in_required(view: View) -> View:
    """Anybody who is signed in, whatever the role."""
    return _guarded(view, "signed in", lambda account: True)


def coordinator_required(view: View) -> View:
    """Coordinators and administrators who passed the second factor."""
    return _guarded(view, "office", lambda account: account.is_a(*OFFICE))


def administrator_required(view: View) -> View:
    """Administrators who passed the second factor."""
    return _guarded(view, "administrator", lambda account: account.is_a(Role.ADMINISTRATOR))


def access(*roles: Role) -> Callable[[View], View]:
    """Those who hold any of these roles, and nobody else. An administrator is not let in unless named."""

    def decorate(view: View) -> View:
        return _guarded(view, " or ".join(sorted(role.value for role in roles)), lambda account: account.is_a(*roles))

    return decorate


def me() -> Account:
    """The account that is signed in, itself and not a stand-in for it."""
    account: Account = current_user._get_current_object()
    return account


def is_exempt(account: Account) -> bool:
    """Whether an account is one of the illustrative programme, let in by a link and without a second
    factor. Production knows no such exception."""
    return account.illustrative and not current_app.extensions["settings"].production


def second_factor_passed(account: Account) -> bool:
    """Whether this session may act with an office role."""
    return session.get(SIGNED_IN_BY) == "second factor" or is_exempt(account)


def wholly_signed_in() -> bool:
    """Whether somebody is signed in, with all that their roles ask for."""
    if not current_user.is_authenticated:
        return False
    return not current_user.is_a(*OFFICE) or second_factor_passed(current_user)


def to_sign_in() -> ResponseReturnValue:
    """Lead a visitor to the sign-in page, and back here afterwards."""
    return redirect(url_for("accounts.sign_in", next=again()))


def again() -> str:
    """Where to come back to: this page, or the nearest one above it that can be opened."""
    if request.method in ("GET", "HEAD"):
        return request.full_path.rstrip("?")
    adapter = request_ctx.url_adapter
    path = request.path
    while path and adapter is not None and "GET" not in adapter.allowed_methods(path):
        path = path.rpartition("/")[0]
    return path or "/"


def _guarded(view: View, name: str, allows: Callable[[Account], bool]) -> View:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if not wholly_signed_in():
            return to_sign_in()
        if not allows(current_user):
            abort(403)
        return view(*args, **kwargs)

    return labelled(guarded, name)


def labelled(view: View, name: str) -> View:
    """Write on a view who may use it."""
    view.access = name  # type: ignore[attr-defined]
    return view
