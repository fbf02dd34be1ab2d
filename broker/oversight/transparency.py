"""The record of the algorithm, in the two tiers of the UK Algorithmic Transparency Recording Standard.

It is made from the running service: its weights, its model, its settings and its decisions. Fields bear the
standard's own names, so that the file can be handed in. What only the operator knows is said to be missing.
"""

from dataclasses import asdict
from typing import Any

from flask_babel import gettext as _

from ..matching.affinity import KINDS
from ..matching.rules import SENTENCES
from ..matching.weights import MEANING, MEANING_LABEL, MEANING_MEANING, MEANINGS, PARTS, Weights
from ..settings import Settings
from ..suggestions.fitted import ModelStatus
from .measured import FIRST_SIGHT, RINGS
from .overrides import Decided
from .transparency_sections import Section, decisions, owner, risks, tool, why

STANDARD = "3.0"


def parts_of(weights: Weights) -> list[dict[str, Any]]:
    """Every part of a score in force, with its weight."""
    meant = weights.of(MEANING) > 0
    labels = {**PARTS, MEANING: MEANING_LABEL} if meant else PARTS
    meanings = {**MEANINGS, MEANING: MEANING_MEANING}
    return [
        {"code": code, "label": label, "weight": weights.of(code), "compares": meanings[code]}
        for code, label in labels.items()
    ]


def tier_one(settings: Settings) -> Section:
    """What it is, in short."""
    described = _(
        "A program compares what local groups ask for with what firms say they can give, and says which might go"
        " together, and why. A coordinator reads every suggestion and decides. No machine introduces anybody."
    )
    site = settings.public_url or _("This site")
    fields = (
        ("name", _("Name"), _("Business Broker: suggestions of firms for requests of local groups")),
        ("description", _("Description"), described),
        ("website_url", _("Website"), site),
        ("contact_email", _("Email"), settings.mail_reply_to),
    )
    return Section("tier_1", _("Tier 1: in short"), fields)


def tier_two(settings: Settings, weights: Weights, model: ModelStatus, decided: list[Decided]) -> list[Section]:
    """Everything else, in the standard's five sections."""
    return [
        owner(settings),
        why(),
        decisions(settings, decided),
        tool(weights, model),
        risks(),
    ]


def record(settings: Settings, weights: Weights, model: ModelStatus, decided: list[Decided]) -> dict[str, Any]:
    """The whole record, as JSON."""
    tiers = [tier_one(settings), *tier_two(settings, weights, model, decided)]
    return {
        "standard": "UK Algorithmic Transparency Recording Standard",
        "standard_version": STANDARD,
        **{one.code: {name: said for name, _label, said in one.fields} for one in tiers},
        "weights": {
            "version": weights.version,
            "parts": parts_of(weights),
            "threshold": weights.threshold,
            "somebody": weights.somebody,
            "least_can_do": weights.least_can_do,
            "affinity": {
                theme.value: {kind.value: of[kind] for kind in KINDS} for theme, of in weights.affinity.items()
            },
        },
        "never_paired": dict(SENTENCES),
        "measured": {"rings": [asdict(one) for one in RINGS], "at_first_sight": dict(FIRST_SIGHT)},
        "overrides": [
            {
                "source": one.source.value,
                "rejected": one.rejected,
                "confirmed": one.confirmed,
                "of": one.of,
                "share": one.share,
            }
            for one in decided
        ],
    }
