"""A match in words: where it is, what is asked for, and why the two were put together."""

from flask_babel import gettext as _

from models import Match, Suggestion
from models.vocabulary import Side, SuggestionSource

from ..edge.filters import amount, label, without_contact_details
from ..matching.scored import Scored


def place(match: Match) -> str:
    """Where the need is, as people say it: the neighbourhood and the district."""
    need = match.need
    names = [need.neighbourhood.name if need.neighbourhood else "", need.area.name if need.area else ""]
    return ", ".join(name for name in names if name)


def asked_for(match: Match) -> list[str]:
    """Each agreed part in words: "Goods, materials, tools or a vehicle: 4 items"."""
    return [
        ": ".join(filter(None, (label(one.part.kind), amount(one.amount, one.part.kind) if one.amount else "")))
        for one in match.parts
    ]


def why(match: Match, side: Side) -> list[str]:
    """Why these two, in the words of one side: what a person said first, then the model's reasons."""
    scored = Scored.from_json(match.suggestion.reasons) if match.suggestion.reasons else None
    return [*said_by(match.suggestion, side), *(scored.reasons(side.value) if scored else [])]


def said_by(suggestion: Suggestion, side: str) -> list[str]:
    """What the person who put the pairing forward said, as each side reads it."""
    if suggestion.source is not SuggestionSource.BUSINESS:
        return []
    if side == "business":
        return [_("You told us that you could help with this")]
    words = without_contact_details(suggestion.words)
    if words:
        return [_("The business said that it could help: “%(words)s”", words=words)]
    return [_("The business said that it could help")]
