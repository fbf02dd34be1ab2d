"""The lines of a report: what each counts, in the words that are printed beside its number.

A change of what a line counts is a new ``version`` of it, and of ``DEFINITIONS``: a frozen report is only
compared with a count of the same definition.
"""

from dataclasses import dataclass

from flask_babel import gettext as _

#: The version of all definitions together.
DEFINITIONS = "1"


@dataclass(frozen=True, slots=True)
class Line:
    """``kind`` is that of the rows it counts: "firms", "needs" or "matches"."""

    code: str
    kind: str
    name: str
    meaning: str
    version: str = "1"


def lines() -> tuple[Line, ...]:
    """Every line in its order, in the words of today."""
    return (
        Line(
            "signed_up",
            "firms",
            _("Businesses that signed up"),
            _("First came in on these days. Two entries made one count once."),
        ),
        Line(
            "answered",
            "firms",
            _("Businesses answered by a person"),
            _("An officer or broker first noted on these days that they had spoken, whenever it had signed up."),
        ),
        Line(
            "unanswered",
            "firms",
            _("Businesses still without an answer on the last day"),
            _("Signed up by then, and nobody had noted speaking to them by then."),
        ),
        Line(
            "asked",
            "needs",
            _("Requests put in"),
            _("First came in on these days, and were read by an officer since."),
        ),
        Line(
            "introduced",
            "matches",
            _("Introduced"),
            _("Both sides had said yes and were given each other’s names and numbers on these days."),
        ),
        Line(
            "finished",
            "matches",
            _("Finished, as reported"),
            _("One side or an officer reported on these days what was given. Not yet a confirmed result."),
        ),
        Line(
            "verified",
            "matches",
            _("Confirmed by those helped"),
            _("Those who were helped confirmed on these days what came of it, themselves or through an officer."),
        ),
        Line(
            "only_so",
            "matches",
            _("Of these, would not have happened anyway"),
            _("Those who were helped said so when they confirmed."),
        ),
        Line(
            "met",
            "needs",
            _("Requests that ended met"),
            _("Closed on these days as met, in the words of those who asked."),
        ),
        Line(
            "partly_met",
            "needs",
            _("Requests that ended partly met"),
            _("Closed on these days as partly met."),
        ),
        Line(
            "unmet",
            "needs",
            _("Requests unmet at their end"),
            _("Closed on these days as not met."),
        ),
        Line(
            "not_said",
            "needs",
            _("Requests past their end, nobody has said"),
            _("Their last day was one of these, and they are not closed. Open requests are not counted."),
        ),
    )


def line_of(code: str) -> Line | None:
    return next((line for line in lines() if line.code == code), None)


def why_it_can_change() -> str:
    """Why a line that was frozen can come to another number later."""
    return _(
        "A number can change after the last day: two entries turn out to be one, something is written down later "
        "for a day before, a fund or a neighbourhood is given or corrected, a request is closed after its last day, "
        "or a record is taken out on request."
    )


def where_it_counts() -> str:
    """Where a row counts, as every report says it."""
    return _(
        "A business counts where its postcode is. A request, and what came of it, counts where the request is; one "
        "without a place where its partnership is, unless that covers several areas. Days are days in England."
    )
