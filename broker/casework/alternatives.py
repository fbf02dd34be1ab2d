"""Beside one suggestion: the nearest alternatives, and what would change the order, in words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, floor

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Need, Suggestion

from ..cases.suggestion_life import DECIDABLE
from ..matching.scored import Scored
from ..matching.whatif import Otherwise, otherwise
from .scope import Areas, needs_in

NEAREST = 3


@dataclass(slots=True)
class Alternatives:
    """``firms``: the next best for the need, with what each has more or fewer points; ``needs``: the
    next best for the firm; ``otherwise``: sentences."""

    firms: list[tuple[Suggestion, float]] = field(default_factory=list)
    needs: list[tuple[Suggestion, float]] = field(default_factory=list)
    otherwise: list[str] = field(default_factory=list)


def alternatives(
    session: Session, suggestion: Suggestion, scored: Scored | None, others: Sequence[Suggestion], areas: Areas
) -> Alternatives:
    """``others`` are the undecided suggestions of the same need."""
    score = suggestion.score
    if score is None or scored is None:
        return Alternatives()
    firms = [(one, one.score - score) for one in others if one.score is not None]
    nearest = sorted(firms, key=lambda pair: (abs(pair[1]), pair[0].id))[:NEAREST]
    elsewhere = (
        select(Suggestion)
        .join(Need, Need.id == Suggestion.need_id)
        .where(
            Suggestion.business_id == suggestion.business_id,
            Suggestion.need_id != suggestion.need_id,
            Suggestion.state.in_(DECIDABLE),
            Suggestion.score.is_not(None),
            needs_in(areas),
        )
        .options(selectinload(Suggestion.need).selectinload(Need.partnership))
        .order_by(Suggestion.score.desc(), Suggestion.id)
        .limit(NEAREST)
    )
    needs = [(one, (one.score or 0.0) - score) for one in session.scalars(elsewhere)]
    told = otherwise(scored, [one.score for one, _difference in firms if one.score is not None])
    return Alternatives(sorted(nearest, key=lambda pair: -pair[1]), needs, [in_words(one, scored) for one in told])


def in_words(one: Otherwise, scored: Scored) -> str:
    """One sentence: what, and where the pair would then stand."""
    place = _ordinal(one.place)
    if one.miles is not None:
        tenths = one.miles * 10  # rounded to the side on which the sentence stays true
        miles = f"{(floor(tenths) if one.better else ceil(tenths)) / 10:g}"
        if one.better:
            return _("If they were less than %(miles)s miles apart, this would be %(place)s.", miles=miles, place=place)
        return _("If they were more than %(miles)s miles apart, this would be %(place)s.", miles=miles, place=place)
    kind = _(scored.kind.label).lower() if scored.kind else _("what is asked for")
    if not one.known:
        unknown = {
            "can_do": _("We do not know whether the firm can do it: if it can, this would be %(place)s.", place=place),
            "place": _("We do not know where they are: at best, this would be %(place)s.", place=place),
            "amount": _(
                "We do not know how much the firm would give: if enough, this would be %(place)s.", place=place
            ),
            "children": _(
                "The firm was not asked about children and adults at risk: if it is happy to work with them, "
                "this would be %(place)s.",
                place=place,
            ),
            "rotation": _(
                "If the firm has helped often and was not asked lately, this would be %(place)s.", place=place
            ),
        }
        usual = _(
            "This is not known yet: %(part)s. At best, this would be %(place)s.",
            part=_label(one.code, scored),
            place=place,
        )
        return unknown.get(one.code, usual)
    said = {
        "can_do": _("If the firm said plainly that it can do this, this would be %(place)s.", place=place),
        "kind": _("If the firm offered %(kind)s, this would be %(place)s.", kind=kind, place=place),
        "sector": _("If the firm were in a line of business that was asked for, this would be %(place)s.", place=place),
        "amount": _("If the firm offered as much as is asked for, this would be %(place)s.", place=place),
        "children": _("If the firm worked with children and adults at risk, this would be %(place)s.", place=place),
        "rotation": _("If the firm had helped often and not been asked lately, this would be %(place)s.", place=place),
    }
    usual = _(
        "If this were all it could be: %(part)s, this would be %(place)s.", part=_label(one.code, scored), place=place
    )
    return said.get(one.code, usual)


def _label(code: str, scored: Scored) -> str:
    return next((_(part.label) for part in scored.parts if part.code == code), code)


def _ordinal(place: int) -> str:
    known = {1: _("first"), 2: _("second"), 3: _("third"), 4: _("fourth"), 5: _("fifth"), 6: _("sixth")}
    return known.get(place, _("number %(place)s", place=place))
