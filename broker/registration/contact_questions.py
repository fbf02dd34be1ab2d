"""What the contact and consent questions of all three sign-ups do alike."""

from typing import Any

from flask_babel import gettext as _

from .steps import Walk


def give_known_email(form: Any, walk: Walk) -> None:
    """Whoever had a link sent has given an address already, and is not asked for it twice."""
    if walk.draft and walk.draft.email and "contact" not in walk.answers and not form.is_submitted():
        form.email.process(None, walk.draft.email)


def agree_on_behalf(form: Any, walk: Walk) -> None:
    """An officer who types for somebody on the telephone ticks what that person said."""
    if walk.on_behalf:
        form.agree.label.text = _("They have told me that they agree to us keeping and using these answers")
