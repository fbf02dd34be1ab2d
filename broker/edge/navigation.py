"""Which links the service navigation shows, by who is signed in."""

from typing import Any

from flask import current_app, request, url_for
from flask_babel import gettext as _
from flask_security import current_user

from models.vocabulary import Role

OFFICE = (Role.COORDINATOR, Role.ADMINISTRATOR)


def navigation_for() -> list[dict[str, Any]]:
    """The links for this visitor: ``text``, ``href``, and ``active`` for the page's own section."""
    links = []
    if current_user.is_authenticated and current_user.is_a(*OFFICE):
        links = [
            ("casework.work_list", _("Work list")),
            ("casework.plan", _("Matching rounds")),
            ("casework.search", _("Search")),
        ]
        if current_user.is_a(Role.ADMINISTRATOR):
            links.append(("accounts.people", _("People")))
    elif current_user.is_authenticated:
        links = [("registration.own", _("Your page")), ("guide.needs", _("What is asked for"))]
    else:
        links = [
            ("guide.get_involved", _("Get involved")),
            ("registration.business_start", _("For businesses")),
            ("registration.partnership_start", _("For partnerships")),
            ("registration.broker_start", _("For brokers")),
        ]
    officer = current_user.is_authenticated and current_user.is_a(*OFFICE, Role.READER)
    links.append(("reports.report", _("Figures")) if officer else ("oversight.programme", _("Areas")))
    if current_user.is_authenticated and current_user.is_a(Role.READER):
        links.append(("oversight.fairness", _("Fairness")))
        links.append(("representation.representation", _("Who is missing")))
    if current_user.is_authenticated:
        links.append(("accounts.your_account", _("Your account")))
    else:
        links.append(("accounts.sign_in", _("Sign in")))
    return [
        {"text": text, "href": url_for(endpoint), "active": request.endpoint == endpoint}
        for endpoint, text in links
        if endpoint in current_app.view_functions
    ]
