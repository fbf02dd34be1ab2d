"""What each kind of help involves for a firm, and how its amount is asked for."""

from dataclasses import dataclass

from models.vocabulary import ContributionClass, Kind

from ..words import _l


@dataclass(frozen=True)
class Involves:
    """``time_and_money`` in a sentence; ``who`` does what; ``example`` of an answer in a firm's own
    words; ``amount`` is the question for how much, in the kind's own unit."""

    time_and_money: str
    who: str
    example: str
    amount: str
    booked_as: ContributionClass
    has_price: bool = False


INVOLVES: dict[Kind, Involves] = {
    Kind.JOB: Involves(
        _l("No extra cost: a job you would fill anyway."),
        _l("You choose and employ. Local groups find people who want the job."),
        _l("A full-time kitchen assistant, no experience needed"),
        _l("How many posts?"),
        ContributionClass.MANAGEMENT,
    ),
    Kind.APP: Involves(
        _l("You pay a wage for a year or more and give time for training. There is public money for the training."),
        _l("You employ and train on the job. A college or training provider does the rest."),
        _l("One electrical apprentice starting in September"),
        _l("How many places?"),
        ContributionClass.MANAGEMENT,
    ),
    Kind.WEX: Involves(
        _l("One to two weeks, with somebody to look after the visitor. You need not pay."),
        _l("One of your people looks after the visitor. The local group finds them and stays in touch."),
        _l("A week in our workshop for someone who wants to see the trade"),
        _l("How many places?"),
        ContributionClass.TIME,
    ),
    Kind.RDY: Involves(
        _l("Often half a day, once or twice a year."),
        _l("One or two of your people talk or look over papers. The local group brings people together."),
        _l("Two of our managers could hold practice interviews"),
        _l("About how many hours?"),
        ContributionClass.TIME,
    ),
    Kind.MEN: Involves(
        _l("An hour every two weeks for about six months."),
        _l("One of your people. The local group finds the other person and looks in on both."),
        _l("Our site manager could mentor a young person who is looking for work"),
        _l("How many people could you mentor?"),
        ContributionClass.TIME,
    ),
    Kind.PRO: Involves(
        _l("From a few hours. You say how many, and whether materials are extra."),
        _l("Your own skilled people, as on any job. The local group shows them in and clears the way."),
        _l("Two days of plastering, or a boiler check for a community centre"),
        _l("About how many hours?"),
        ContributionClass.TIME,
        has_price=True,
    ),
    Kind.VOL: Involves(
        _l("Usually one day for a group of your staff. Tools are found for you."),
        _l("Any of your staff. The local group plans the day and has somebody in charge."),
        _l("Six of us could paint or clear for a day in spring"),
        _l("About how many hours in all?"),
        ContributionClass.TIME,
    ),
    Kind.SPC: Involves(
        _l("A room you already have, when you do not use it. You say who holds the key."),
        _l("You open and close. The local group runs what happens there and leaves it tidy."),
        _l("A meeting room for 12 people on weekday evenings"),
        _l("About how many days?"),
        ContributionClass.IN_KIND,
        has_price=True,
    ),
    Kind.KIT: Involves(
        _l("Things you can spare or lend. You say who collects them."),
        _l("You say what there is. The local group usually collects it."),
        _l("Ten used laptops, or a van on Saturdays"),
        _l("How many items?"),
        ContributionClass.IN_KIND,
        has_price=True,
    ),
    Kind.CSH: Involves(
        _l("Any sum, once or every year. You choose what it is for."),
        _l("You pay, and choose what it is for. The local group does the work and tells you what came of it."),
        _l("We could sponsor a youth football kit"),
        _l("About how much?"),
        ContributionClass.CASH,
    ),
    Kind.INV: Involves(
        _l("A business decision of your own. We put you in touch with those who know the sites."),
        _l("You and your advisers. The council’s own people show you sites and rules."),
        _l("We are looking for a unit of 200 square metres"),
        _l("About how much would you invest?"),
        ContributionClass.CASH,
    ),
    Kind.BUY: Involves(
        _l("No extra cost: things you buy anyway, from firms nearby."),
        _l("Whoever buys for you. Your link names local suppliers; you choose as you always do."),
        _l("Catering, cleaning and printing from local firms"),
        _l("About how much a year could you spend?"),
        ContributionClass.CASH,
    ),
    Kind.BRD: Involves(
        _l("About one evening a month. It is not paid."),
        _l("One of your people, in person. The board sends the papers and explains the rest."),
        _l("Our finance director could be treasurer of a local charity"),
        _l("How many people could do this?"),
        ContributionClass.TIME,
    ),
    Kind.SCH: Involves(
        _l("An hour or a day in a school, or a class that visits you."),
        _l("One or two of your people. A teacher is always in the room."),
        _l("A talk on what an engineer does"),
        _l("How many visits?"),
        ContributionClass.TIME,
    ),
}


def ticked(answers: dict[str, dict]) -> list[Kind]:
    """The kinds of help ticked, in the list's order."""
    chosen = set(answers.get("help", {}).get("kinds", ()))
    return [kind for kind in Kind if kind.value in chosen]


def ring_me_only(answers: dict[str, dict]) -> bool:
    """Whether the firm asked to be rung and ticked nothing else: the short way through."""
    return ticked(answers) == [Kind.NSY]


def step_of(kind: Kind) -> str:
    """The name of the step that asks about one kind of help."""
    return f"offer-{kind.value.lower()}"
