"""The words of the fairness page: names of dimensions and groups."""

from flask_babel import gettext as _

from models.vocabulary import SizeBand, Theme

from ..edge.filters import label
from ..reference.sectors import title
from .areas import EDITION
from .fairness import LENGTHS, UNKNOWN, Only


def dimension_names() -> dict[str, str]:
    return {
        "size": _("Size of the business"),
        "sector": _("Sector of the business"),
        "decile": _("Deprivation of the district, Indices of Deprivation %(edition)s", edition=EDITION),
        "neighbourhood": _("Deprivation of the neighbourhood, where it is known"),
        "region": _("Region"),
        "length": _("Length of what was written"),
        "theme": _("Theme of the request"),
    }


def group_name(dimension: str, code: str) -> str:
    """One group in words. A code that is none is shown as it is."""
    if code == UNKNOWN:
        return _("Not known")
    if dimension == "size":
        return label(SizeBand(code)) if code in set(SizeBand) else code
    if dimension == "sector":
        return title(code)
    if dimension in ("decile", "neighbourhood"):
        tenth = {"1": _("Tenth 1, the most deprived"), "10": _("Tenth 10, the least deprived")}
        return tenth.get(code, _("Tenth %(number)s", number=code))
    if dimension == "theme":
        return label(Theme(code)) if code in set(Theme) else code
    if dimension == "length":
        return _length(code)
    return code


def only_name(only: Only) -> str:
    return {
        Only.ALL: _("all"),
        Only.SUGGESTED: _("suggested"),
        Only.NOT_SUGGESTED: _("not suggested"),
        Only.MATCHED: _("matched"),
        Only.NOT_MATCHED: _("never matched"),
    }[only]


def _length(code: str) -> str:
    if code == "0":
        return _("Nothing written")
    if code == "more":
        return _("More than %(most)s letters", most=LENGTHS[-1])
    return _("Up to %(most)s letters", most=code)
