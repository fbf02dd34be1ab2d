"""Each kind of help as a partnership asks for it, and how much of it in its own unit."""

from dataclasses import dataclass

from models.vocabulary import Kind

from ..steps import Answers
from ..words import _l


@dataclass(frozen=True)
class Ask:
    """``label`` and ``example`` are for the list of kinds; ``amount`` is the question for how much."""

    label: str
    example: str
    amount: str


ASKS: dict[Kind, Ask] = {
    Kind.JOB: Ask(
        _l("Jobs for local people"),
        _l("A firm keeps a vacancy open to people from the area, or promises them an interview."),
        _l("How many posts?"),
    ),
    Kind.APP: Ask(_l("Apprenticeships and training places"), _l("A paid job with training."), _l("How many places?")),
    Kind.WEX: Ask(
        _l("Work experience and placements"),
        _l("Days or weeks with a firm, to see what the work is like."),
        _l("How many places?"),
    ),
    Kind.RDY: Ask(
        _l("Help to get ready for work"),
        _l("Somebody from a firm looks over CVs or holds practice interviews."),
        _l("About how many hours?"),
    ),
    Kind.MEN: Ask(
        _l("Mentoring"), _l("Somebody from a firm meets one person regularly."), _l("How many people need a mentor?")
    ),
    Kind.PRO: Ask(
        _l("A trade or profession"),
        _l("Building, repairs, IT, law, accounts, design: what a firm does for a living."),
        _l("About how many hours?"),
    ),
    Kind.VOL: Ask(
        _l("Pairs of hands"),
        _l("Work that needs no trade: painting, clearing, serving."),
        _l("About how many hours in all?"),
    ),
    Kind.SPC: Ask(
        _l("A room, land or premises"),
        _l("A meeting room, a yard, an empty shop, storage space."),
        _l("For about how many days?"),
    ),
    Kind.KIT: Ask(_l("Goods, materials, tools or a vehicle"), _l("Given or lent, new or used."), _l("How many items?")),
    Kind.CSH: Ask(_l("Money"), _l("Sponsorship, a donation, or matching what others give."), _l("About how much?")),
    Kind.INV: Ask(
        _l("Opening or keeping a site"),
        _l("A firm opens, keeps or grows premises in the area."),
        _l("About how much investment?"),
    ),
    Kind.BUY: Ask(
        _l("Buying locally"),
        _l("Firms buy from small local suppliers."),
        _l("About how much a year?"),
    ),
    Kind.BRD: Ask(
        _l("A board member, chair or adviser"),
        _l("Somebody from a firm sits on a local board."),
        _l("How many people?"),
    ),
    Kind.SCH: Ask(_l("Links with schools and colleges"), _l("Talks, visits, projects."), _l("How many visits?")),
}


def wanted(answers: Answers) -> list[Kind]:
    """The kinds of help ticked, in the list's order."""
    chosen = set(answers.get("help", {}).get("kinds", ()))
    return [kind for kind in Kind if kind.value in chosen]


def step_of(kind: Kind) -> str:
    """The name of the step that asks how much of one kind."""
    return f"part-{kind.value.lower()}"
