"""What a coordinator fills in to correct what firms of a trade can usually give."""

import re

from flask_babel import lazy_gettext as _l

from models.vocabulary import Kind

from ..forms import GovForm, select_field, terms, text_field, words_field

MOST_PHRASES = 12


class WrongGuessForm(GovForm):
    reason = words_field(
        _l("Why can these firms not give this?"),
        thing=_l("why these firms cannot give this"),
        hint=_l("Other coordinators read it. Do not name a firm or a person."),
        rows=3,
        limit=500,
    )


class AddGuessForm(GovForm):
    kind = select_field(
        _l("What kind of help is it?"),
        choices=lambda: [one for one in terms(Kind) if one.value != Kind.NSY],
        thing=_l("the kind of help"),
    )
    what = text_field(
        _l("Firms like this can often ..."),
        thing=_l("what these firms can often do"),
        hint=_l("Finish the sentence in a few words. For example: lend a van and a driver."),
        limit=100,
    )
    words = words_field(
        _l("How do people ask for it?"),
        thing=_l("how people ask for it"),
        hint=_l("One short phrase on each line, in the words of those who need it. For example: cannot get it home."),
        rows=5,
        limit=600,
    )
    reason = words_field(
        _l("How do you know?"),
        thing=_l("how you know"),
        hint=_l("Other coordinators read it. Do not name a firm or a person."),
        rows=3,
        limit=500,
    )


def phrases(text: str | None) -> list[str]:
    """Short phrases from lines or semicolons, each once."""
    pieces = (" ".join(piece.split())[:80] for piece in re.split(r"[\n;]+", text or ""))
    return list(dict.fromkeys(piece for piece in pieces if piece))[:MOST_PHRASES]
