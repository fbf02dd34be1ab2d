"""How deprived a neighbourhood is, in words that claim no more than is known."""

from flask_babel import gettext as _
from flask_babel import ngettext

from models import Neighbourhood

from .spread import Spread


def tenth(decile: int) -> str:
    """The name of a tenth of England's small areas."""
    return {
        1: _("the most deprived tenth"),
        2: _("the second most deprived tenth"),
        3: _("the third most deprived tenth"),
        4: _("the fourth most deprived tenth"),
        5: _("the fifth most deprived tenth"),
        6: _("the fifth least deprived tenth"),
        7: _("the fourth least deprived tenth"),
        8: _("the third least deprived tenth"),
        9: _("the second least deprived tenth"),
        10: _("the least deprived tenth"),
    }[decile]


def spread_words(spread: Spread) -> str:
    """For example “3 of its 5 small areas are in the most deprived tenth in England (2025).”"""
    if spread.of == 1 and spread.decile:
        return _(
            "Its one small area is in %(tenth)s in England (%(edition)s).",
            tenth=tenth(spread.decile),
            edition=spread.edition,
        )
    said = ngettext(
        "%(num)d of its %(of)d small areas is in the most deprived tenth in England (%(edition)s).",
        "%(num)d of its %(of)d small areas are in the most deprived tenth in England (%(edition)s).",
        spread.worst,
        of=spread.of,
        edition=spread.edition,
    )
    if spread.unknown:
        said += " " + ngettext(
            "The file of %(edition)s does not have %(num)d of them.",
            "The file of %(edition)s does not have %(num)d of them.",
            len(spread.unknown),
            edition=spread.edition,
        )
    return said


def how_deprived(one: Neighbourhood, spread: Spread | None) -> str:
    """One sentence. ``spread`` is what its small areas say, where the official file has them all."""
    if spread is not None:
        return spread_words(spread)
    if one.decile is None:
        return _("How deprived it is is not known.")
    said = {"tenth": tenth(one.decile), "edition": one.edition, "source": one.source or _("nobody wrote down who")}
    return _("In %(tenth)s in England (%(edition)s). Source: %(source)s.", **said)
