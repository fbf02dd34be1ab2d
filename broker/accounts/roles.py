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
    return _labelled(view, "public")


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


def is_exempt(account: Account) -> bool:
    """Whether an account is one of the illustrative programme, let in by a link and without a second
    factor. Production knows no such exception."""
    return account.illustrative and not current_app.extensions["settings"].production


def second_factor_passed(account: Account) -> bool:
    """Whether this session may act with an office role."""
    return session.get(SIGNED_IN_BY) == "second factor" or is_exempt(account)


def to_sign_in() -> ResponseReturnValue:
    """Lead a visitor to the sign-in page, and back here afterwards where the page can be opened again."""
    again = request.full_path.rstrip("?") if request.method in ("GET", "HEAD") else None
    return redirect(url_for("accounts.sign_in", next=again))


def _guarded(view: View, name: str, allows: Callable[[Account], bool]) -> View:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if not current_user.is_authenticated:
            return to_sign_in()
        if not allows(current_user):
            abort(403)
        if current_user.is_a(*OFFICE) and not second_factor_passed(current_user):
            return to_sign_in()
        return view(*args, **kwargs)

    return _labelled(guarded, name)


def _labelled(view: View, name: str) -> View:
    view.access = name  # type: ignore[attr-defined]
    return view
