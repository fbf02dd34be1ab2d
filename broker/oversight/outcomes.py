"""What a retraining came to, in a sentence."""

from flask_babel import gettext as _
from flask_babel import ngettext

from models import Retraining

from ..matching.learning import USABLE, Outcome


def outcome_in_words(row: Retraining) -> str:
    """One sentence or two for the page and the message."""
    gain = {"gain": f"{row.gain:.3f}", "doubt": f"{row.uncertainty:.3f}"}
    said = {
        Outcome.TOO_FEW: ngettext(
            "%(num)s decision teaches something. At least %(least)s, of both kinds, are needed.",
            "%(num)s decisions teach something. At least %(least)s, of both kinds, are needed.",
            row.usable,
            least=USABLE,
        ),
        Outcome.AGAINST: _(
            "The decisions do not follow the published weights at all, or run against them. "
            "Nothing is learned from them: a person should look at the weights."
        ),
        Outcome.NOT_SURE: _(
            "What was learned does not surely foretell decisions better (%(gain)s, give or take %(doubt)s). "
            "The weights stay.",
            **gain,
        ),
        Outcome.ONE_PERSON: _("What was learned rests on one person’s decisions. The weights stay."),
        Outcome.BETTER: _(
            "What was learned foretells decisions better, by %(gain)s, give or take %(doubt)s. It is in force.", **gain
        ),
        Outcome.FALLEN: _(
            "What was learned before foretells decisions worse than the published weights, by %(gain)s, give or take "
            "%(doubt)s. The published weights are in force again.",
            **gain,
        ),
    }
    words = said.get(Outcome(row.outcome), "")
    if row.left_out:
        words += " " + ngettext(
            "The decisions of %(num)s person run against the published weights and were left out.",
            "The decisions of %(num)s people run against the published weights and were left out.",
            row.left_out,
        )
    return words
