"""The words of the pages on where help goes and what to recruit."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import ngettext

from models.vocabulary import Kind, SizeBand, Theme

from ...edge.filters import label
from ...reference.sectors import title as sector_title
from ..fairness import UNKNOWN
from .quarters import BY_QUARTER, period_of


def dimension_names() -> dict[str, str]:
    """What help is looked at by, in the order of the page."""
    return {
        "decile": _("By how deprived the neighbourhood is"),
        "theme": _("By theme of the request"),
        "kind": _("By kind of help"),
        "sector": _("By sector of the business"),
        "size": _("By size of the business"),
        "region": _("By region"),
    }


def dimension_columns() -> dict[str, str]:
    """The same as headings of tables."""
    return {
        "decile": _("Neighbourhood"),
        "theme": _("Theme"),
        "kind": _("Kind of help"),
        "sector": _("Sector"),
        "size": _("Size"),
        "region": _("Region"),
    }


def group_name(dimension: str, code: str) -> str:
    """One group in words. A code that is none is shown as it is."""
    if code == UNKNOWN:
        return _("Several areas, or not known") if dimension == "region" else _("Not known")
    if dimension == "decile":
        tenths = {"1": _("Tenth 1, the most deprived"), "10": _("Tenth 10, the least deprived")}
        return tenths.get(code, _("Tenth %(number)s", number=code))
    if dimension in ("theme", "kind", "size"):
        terms = {"theme": Theme, "kind": Kind, "size": SizeBand}[dimension]
        return label(terms(code)) if code in set(terms) else code  # type: ignore[type-var]
    try:
        return sector_title(code) if dimension == "sector" else code
    except KeyError:
        return code


def groups_name(keys: Iterable[str]) -> str:
    """Keys such as ``theme:ENV@2026Q2`` in words: the groups they name, and the period."""
    groups, quarters = dict[str, None](), []
    for key in keys:
        group, _by, quarter = key.partition(BY_QUARTER)
        dimension, colon, code = group.partition(":")
        if colon:
            groups[group_name(dimension, code)] = None
        if quarter:
            quarters.append(quarter)
    return ", ".join(filter(None, (*groups, period_of(quarters))))


def firms_name(kind: str, section: str) -> str:
    """Who would place a request: "Construction firms offering work experience and placements"."""
    offered = label(Kind[kind]) if kind in Kind.__members__ else kind
    return _("%(firms)s offering %(help)s", firms=trades_name(section), help=offered[:1].lower() + offered[1:])


def trades_name(section: str) -> str:
    """The firms of a SIC section as officers call them."""
    return {
        "A": _("Farms, growers and fishing firms"),
        "B": _("Quarries and mines"),
        "C": _("Manufacturers"),
        "D": _("Energy firms"),
        "E": _("Water, waste and recycling firms"),
        "F": _("Construction firms"),
        "G": _("Shops, wholesalers and garages"),
        "H": _("Transport and storage firms"),
        "I": _("Hotels, caterers and places to eat"),
        "J": _("IT, media and telephone firms"),
        "K": _("Banks, insurers and finance firms"),
        "L": _("Property firms"),
        "M": _("Professional and technical firms, such as accountants, solicitors and designers"),
        "N": _("Hire, cleaning, security and recruitment firms"),
        "O": _("Public bodies"),
        "P": _("Schools, colleges and trainers"),
        "Q": _("Health and care providers"),
        "R": _("Arts, sport and leisure firms"),
        "S": _("Personal services and repair firms, such as hairdressers and laundries"),
    }.get(section, _("Firms of any trade"))


def would_place(requests: int, where: str) -> str:
    """``in Knowsley would place 4 requests``, after who."""
    if where:
        return ngettext(
            "in %(where)s would place %(num)d request",
            "in %(where)s would place %(num)d requests",
            requests,
            where=where,
        )
    return ngettext(
        "would place %(num)d request of a partnership over several areas",
        "would place %(num)d requests of partnerships over several areas",
        requests,
    )
