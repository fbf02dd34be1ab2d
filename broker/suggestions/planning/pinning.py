"""Which hard rules stand against a pair that a person wants to have in a round."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from models import Business, NeedPart, Plan

from ...cases import clocks
from ..barriers import barriers_for
from ..catalogue import held_proposals
from ..model import current_engine
from ..profiles import business_profile, need_profile
from .gather import of_part, within


def forbids(session: Session, part: NeedPart, business: Business, *, today: date | None = None) -> list[str]:
    """The hard rules that keep a business from a part of a need today, each in a sentence; none where it
    may be pinned. A run goes by the same rules, as things stand by then."""
    day = today or clocks.today()
    scored = current_engine(session).score_pair(
        of_part(need_profile(part.need), part),
        business_profile(business, held=held_proposals(session).get(business.id, 0)),
        barriers=barriers_for(session, need=part.need, business=business, today=day),
        today=day,
    )
    return [_(one.sentence) for one in scored.ruled_out]


def is_planned(plan: Plan, part: NeedPart) -> bool:
    """Whether a plan is about the need of this part."""
    codes = frozenset(area.code for area in plan.areas)
    return not codes or within(part.need, codes)
