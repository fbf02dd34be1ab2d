"""Texts that are written once, when a form is declared, and translated each time they are shown."""

from typing import cast

from flask_babel import lazy_gettext


def _l(text: str) -> str:
    """Mark a text of a form or step; it is translated when the page is made."""
    return cast(str, lazy_gettext(text))
