"""Between the answers of the journey and the columns of the tables, both ways."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import MatchPart, Need, NeedPart, Neighbourhood
from models.vocabulary import Beneficiary, Kind, Safeguarding, Theme

from ..steps import Answers
from .asks import step_of, wanted
from .help import trades_in
from .what import AT_RISK, ONLY_ONE, may_be_at_risk


def values_of(answers: Answers) -> dict[str, Any]:
    """The plain columns of a need, by name. What was not asked is left empty."""
    what, done, about = answers.get("what", {}), answers.get("result", {}), answers.get("theme", {})
    where, when = answers.get("where", {}), answers.get("when", {})
    return {
        "title": what.get("title") or "",
        "words": what.get("words") or "",
        "done_looks_like": done.get("done_looks_like") or "",
        "not_wanted": done.get("not_wanted") or "",
        "theme": Theme(about["theme"]) if about.get("theme") else None,
        "second_theme": Theme(about["second_theme"]) if about.get("second_theme") else None,
        "who_benefits": [Beneficiary(code) for code in answers.get("who", {}).get("who", ())],
        "children": children_of(answers),
        "sectors": list(answers.get("trades", {}).get("trades", ())),
        "sectors_text": answers.get("sectors", {}).get("sectors_text") or "",
        "area_code": where.get("district"),
        "postcode": where.get("postcode") or None,
        "lat": where.get("lat"),
        "lon": where.get("lon"),
        "starts_on": _day(when.get("starts_on")),
        "ends_on": _day(when.get("ends_on")),
    }


def children_of(answers: Answers) -> Safeguarding:
    """Nobody at risk where nobody at risk benefits; undecided until it is said."""
    if not may_be_at_risk(answers):
        return Safeguarding.NONE
    return Safeguarding(answers.get("safety", {}).get("safety") or Safeguarding.UNDECIDED)


def parts_of(answers: Answers) -> dict[Kind, tuple[float | None, int]]:
    """Each kind wanted -> how much of it (None: not known), and from how many businesses at most."""
    found = {}
    for kind in wanted(answers):
        answer = answers.get(step_of(kind), {})
        found[kind] = (answer.get("amount"), answer.get("places") or 1)
    return found


def set_values(session: Session, need: Need, answers: Answers) -> None:
    """Set every column and part that the answers tell."""
    for name, value in values_of(answers).items():
        setattr(need, name, value)
    need.neighbourhood = _neighbourhood(session, need.area_code, answers.get("where", {}).get("neighbourhood") or "")
    set_parts(session, need, parts_of(answers))


def set_parts(session: Session, need: Need, parts: dict[Kind, tuple[float | None, int]]) -> None:
    """Make the need's parts those given. One that is part of a match stays whatever is said."""
    standing = {part.kind: part for part in need.parts}
    for kind, (amount, most) in parts.items():
        part = standing.get(kind)
        if part is None:
            need.parts.append(NeedPart(kind=kind, amount=amount, places=most))
        else:
            part.amount, part.places = amount, most
    for kind, part in standing.items():
        if kind not in parts and not _is_used(session, part):
            need.parts.remove(part)


def _is_used(session: Session, part: NeedPart) -> bool:
    return session.scalars(select(MatchPart.part_id).where(MatchPart.part_id == part.id).limit(1)).first() is not None


def find_neighbourhood(session: Session, area_code: str | None, name: str) -> Neighbourhood | None:
    """The neighbourhood of this name in a district, however its letters are written."""
    if not (area_code and name):
        return None
    statement = select(Neighbourhood).where(
        Neighbourhood.area_code == area_code, func.lower(Neighbourhood.name) == name.lower()
    )
    return session.scalars(statement.order_by(Neighbourhood.id)).first()


def names_in_use(session: Session, area_codes: Sequence[str], most: int = 12) -> list[str]:
    """Names of neighbourhoods in these districts, so that one place does not get two; those that are most
    asked for, in alphabetical order."""
    asked = select(func.count(Need.id)).where(Need.neighbourhood_id == Neighbourhood.id).scalar_subquery()
    here = select(Neighbourhood.name).where(Neighbourhood.area_code.in_(area_codes))
    return sorted(session.scalars(here.order_by(asked.desc(), Neighbourhood.name).limit(most)))


def _neighbourhood(session: Session, area_code: str | None, name: str) -> Neighbourhood | None:
    """A name we do not know becomes a row without a decile: nothing is read off its district."""
    found = find_neighbourhood(session, area_code, name)
    if found is None and area_code and name:
        found = Neighbourhood(area_code=area_code, name=name)
        session.add(found)
    return found


def answers_of(need: Need, *_account: Any) -> Answers:
    """The answers that would make this need: to show it and to change it by the same questions."""
    proposed = list(need.sectors) or trades_in(need.sectors_text)
    where: dict[str, Any] = {
        "district": need.area_code,
        "neighbourhood": need.neighbourhood.name if need.neighbourhood else "",
        "postcode": need.postcode or "",
        "lat": need.lat,
        "lon": need.lon,
    }
    return {
        ONLY_ONE: {"partnership": str(need.partnership_id)},
        "what": {"title": need.title, "words": need.words},
        "result": {"done_looks_like": need.done_looks_like, "not_wanted": need.not_wanted},
        "theme": {
            "theme": need.theme.value if need.theme else None,
            "second_theme": need.second_theme.value if need.second_theme else None,
        },
        "who": {"who": [group.value for group in need.who_benefits]},
        # "nobody at risk" was not said where it was not asked, and must not answer for a new group
        **({"safety": {"safety": need.children.value}} if AT_RISK & set(need.who_benefits) else {}),
        "help": {"kinds": [part.kind.value for part in need.parts]},
        **{step_of(part.kind): _part_answer(part) for part in need.parts},
        "sectors": {"sectors_text": need.sectors_text, "proposed": proposed},
        "trades": {"trades": list(need.sectors)},
        "where": where,
        "when": {"starts_on": _said_day(need.starts_on), "ends_on": _said_day(need.ends_on)},
    }


def _part_answer(part: NeedPart) -> dict[str, Any]:
    amount = part.amount  # of a file it may be 2.5, which another answer's change must not round
    return {"amount": int(amount) if amount is not None and amount.is_integer() else amount, "places": part.places}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _said_day(day: date | None) -> str | None:
    return day.isoformat() if day else None
