"""Why a case cannot be moved as somebody wants."""


class NotPossible(Exception):
    """It cannot move so from where it is. ``str()`` is a sentence for the page."""
