"""What the record of the algorithm says, section by section, in the standard's own field names."""

from dataclasses import dataclass

from flask_babel import gettext as _

from ..edge.filters import spoken_date
from ..matching.weights import Weights
from ..settings import Settings
from ..suggestions.fitted import ModelStatus
from .measured import FIRST_SIGHT, RINGS
from .overrides import Decided


@dataclass(frozen=True, slots=True)
class Section:
    """``fields`` are (the standard's name, what we call it, what there is to say)."""

    code: str
    title: str
    fields: tuple[tuple[str, str, str], ...]


def owner(settings: Settings) -> Section:
    missing = _(
        "Not recorded. Whoever runs this service answers for it; ring %(number)s.", number=settings.service_telephone
    )
    fields = (
        ("organisation", _("Organisation"), settings.organisation or missing),
        ("team", _("Team"), settings.responsible_team or missing),
        ("senior_responsible_owner", _("Senior responsible owner"), settings.responsible_role or missing),
        (
            "third_party_involvement",
            _("Other companies"),
            _(
                "None. The program is free software and runs on the operator’s own machine; it sends no "
                "data to anybody."
            ),
        ),
    )
    return Section("owner_and_responsibility", _("Who answers for it"), fields)


def why() -> Section:
    fields = (
        (
            "detailed_description",
            _("In more detail"),
            _(
                "Hard rules come first: no score can outweigh them. Every pair that is left gets a score "
                "from parts that add up, each with its reason in words. The best few are shown to a "
                "coordinator. Where no firm is suitable, it says so and says what kind of firm to look "
                "for."
            ),
        ),
        (
            "benefits",
            _("What it is good for"),
            _(
                "Small firms are found that nobody in the office knows, and every request is compared "
                "with every firm by the same rules."
            ),
        ),
        ("previous_process", _("How it was done before"), _("By people who knew some firms, from lists and memory.")),
        (
            "alternatives_considered",
            _("What else was tried"),
            _("Words alone, and rules alone. Both name more firms that nobody would ring; the figures stand below."),
        ),
    )
    return Section("description_and_rationale", _("What it does and why"), fields)


def decisions(settings: Settings, decided: list[Decided]) -> Section:
    total, rejected = sum(one.of for one in decided), sum(one.rejected for one in decided)
    reviewed = _(
        "A coordinator confirms, rejects or puts off every suggestion, with a reason, and can "
        "take that back. Of %(of)s decisions that stand, %(rejected)s went against the "
        "suggestion.",
        of=total,
        rejected=rejected,
    )
    fields = (
        (
            "process_integration",
            _("Where it comes in"),
            _(
                "Between a request and the person who decides. Before anybody’s name is passed on, "
                "business and local group each say yes for themselves."
            ),
        ),
        (
            "provided_information",
            _("What the person sees"),
            _(
                "The firm, the score, every part of it with its reason, what is not known, conflicts of "
                "interest, and the nearest other firms."
            ),
        ),
        ("frequency_and_scale_of_usage", _("How often"), _("Each time a request or a firm is new or has changed.")),
        ("human_decisions_and_review", _("Who decides"), reviewed),
        (
            "required_training",
            _("What they must know"),
            _("Coordinators are asked to read the reasons and this page before they decide."),
        ),
        (
            "appeals_and_review",
            _("If you object"),
            _(
                "Ring %(number)s, or use the page “Tell us that something is wrong”. You can ask why you "
                "were or were not suggested, have a fact put right, or take no part.",
                number=settings.service_telephone,
            ),
        ),
    )
    return Section("decision_making_process", _("How decisions are made"), fields)


def tool(weights: Weights, model: ModelStatus) -> Section:
    taught = _("Plain sentences that come with the service.")
    if model.taught_at:
        taught = _(
            "Plain sentences that come with the service, official lists where the operator has them, "
            "and what entries here say. Never names, addresses or numbers. Last taught on %(date)s.",
            date=spoken_date(model.taught_at),
        )
    encoder = (
        _("A sentence encoder is on: %(name)s.", name=model.encoder)
        if model.encoder
        else _("No sentence encoder is on.")
    )
    fields = (
        (
            "system_architecture",
            _("How it is built"),
            _("A part of this web service. It runs in the same process, without any service from outside."),
        ),
        (
            "system_input",
            _("What goes in"),
            _(
                "Of a firm: what it says it does and offers, its line of business, place, reach, and "
                "whether it works with children. Of a request: its words, theme, kinds of help, amounts, "
                "place, dates, and how deprived the neighbourhood is."
            ),
        ),
        (
            "system_output",
            _("What comes out"),
            _("A short list of firms for a request, each with a score from 0 to 1 and reasons; or “nobody suits”."),
        ),
        (
            "maintenance",
            _("How it is looked after"),
            _(
                "Every change of a weight is a version with a reason, and can be taken back. Wrong "
                "guesses are put right by coordinators."
            ),
        ),
        ("model_name", _("The model"), _("Parts that add up, with word statistics and linear classifiers.")),
        ("version", _("Version"), weights.version),
        (
            "performance",
            _("How good it is"),
            _(
                "Of the three firms named first, a judge would ring %(low)d to %(high)d in 100 on sets "
                "that the model has learned from, and %(least)d to %(most)d in 100 on sets it saw for the "
                "first time.",
                low=min(round(one.found * 100) for one in RINGS),
                high=max(round(one.found * 100) for one in RINGS),
                least=min(round(share * 100) for _name, share in FIRST_SIGHT),
                most=max(round(share * 100) for _name, share in FIRST_SIGHT),
            ),
        ),
        ("datasets", _("What it was taught with"), f"{taught} {encoder}"),
        (
            "sensitive_attributes",
            _("What it may not use"),
            _(
                "Nobody’s name, age, sex, origin or belief. Not how large a firm is for its own sake, and "
                "not whether it holds or bids for a council contract."
            ),
        ),
    )
    return Section("tool_specification", _("How it works"), fields)


def risks() -> Section:
    fields = (
        (
            "impact_assessment",
            _("Assessments"),
            _(
                "Who is suggested and who is matched is counted by size, sector, place and length of "
                "text, and shown to officers with the rows behind each number."
            ),
        ),
        (
            "risks_and_mitigations",
            _("Known limits"),
            _(
                "Its table of what firms can give knows what somebody thought of: a new kind of request "
                "may find too few firms. Long descriptions say more than short ones. The judges of the "
                "tests were few, and no officer of a council was among them. Each suggestion is therefore "
                "read by a person, and “nobody suits” is an answer."
            ),
        ),
    )
    return Section("risks_mitigations_and_impact_assessments", _("What can go wrong"), fields)
