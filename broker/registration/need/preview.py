"""How far a need would reach today, before it is sent in."""

from sqlalchemy.orm import Session

from models import Partnership
from models.vocabulary import Kind

from ...matching.profiles import NeedProfile, Part
from ...matching.scored import Reachability
from ...reference import places
from ...suggestions import reach_of
from ...suggestions.profiles import place_at
from ..steps import Answers
from .values import find_neighbourhood, parts_of, values_of


def preview(session: Session, partnership: Partnership, answers: Answers) -> Reachability:
    """How many businesses it would reach, and what makes it hard to place. Writes nothing."""
    found: Reachability = reach_of(session, profile_of(session, partnership, answers))
    return found


def profile_of(session: Session, partnership: Partnership, answers: Answers) -> NeedProfile:
    """A need as the model sees it, made from answers that are not an entry yet."""
    values = values_of(answers)
    area_code = values["area_code"]
    name = answers.get("where", {}).get("neighbourhood") or ""
    neighbourhood = find_neighbourhood(session, area_code, name)
    return NeedProfile(
        id="preview",
        title=values["title"],
        words=values["words"],
        done_looks_like=values["done_looks_like"],
        not_wanted=values["not_wanted"],
        theme=values["theme"],
        second_theme=values["second_theme"],
        parts=tuple(
            Part(id=kind.value, kind=kind, amount=amount, places=most)
            for kind, (amount, most) in parts_of(answers).items()
            if kind is not Kind.NSY
        ),
        sectors=tuple(values["sectors"]),
        sectors_text=values["sectors_text"],
        place=place_at(places.district(area_code or ""), values["lat"], values["lon"]),
        area_districts=frozenset(area.code for area in partnership.areas),
        who_benefits=tuple(group.value for group in values["who_benefits"]),
        children=values["children"],
        starts_on=values["starts_on"],
        ends_on=values["ends_on"],
        decile=neighbourhood.decile if neighbourhood else None,
        live=False,
        partnership_id=partnership.id,
    )
