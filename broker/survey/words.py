"""A share in words: always with its denominator, and never where it would show a single council."""

from flask_babel import gettext as _
from flask_babel import ngettext

from .results import FEW, Share


def share_words(share: Share) -> str:
    """``71% of the 295 who answered``. Says in words that there is none, one or too few."""
    if share.of == 0:
        return _("Nobody has answered this")
    if not share.can_be_shown:
        return ngettext(
            "One has answered: from %(few)s on it is shown",
            "%(num)s have answered: from %(few)s on it is shown",
            share.of,
            few=FEW,
        )
    return _(
        "%(percent)s%% of the %(of)s who answered (%(count)s)", percent=share.percent, of=share.of, count=share.count
    )


def percent_words(share: Share) -> str:
    """``71% (210 of 295)``, the same numbers as in ``share_words``, for beside a bar."""
    if share.percent is None:
        return _("not shown")
    return _("%(percent)s%% (%(count)s of %(of)s)", percent=share.percent, count=share.count, of=share.of)
