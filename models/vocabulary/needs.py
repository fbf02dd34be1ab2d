"""What local groups ask for: themes, kinds of help and their units, who benefits, and how a need ends."""

from .terms import N_, Term


class Theme(Term):
    EMP = "EMP", N_("Jobs and worklessness"), N_("Finding work, staying in work, getting to work.")
    POV = "POV", N_("Money, food and fuel"), N_("Food banks, debt, heating bills, school uniform.")
    EDU = "EDU", N_("Education and skills"), N_("Schools, reading, adult learning, digital skills.")
    HLT = "HLT", N_("Health and wellbeing"), N_("Keeping well, loneliness, mental health, care.")
    CRM = "CRM", N_("Crime and community safety"), N_("Feeling safe, staying out of trouble.")
    HOU = "HOU", N_("Housing"), N_("Repairs, homelessness, moving into a home.")
    ENV = "ENV", N_("Local environment"), N_("Parks, litter, growing, streets, flooding.")
    ENT = "ENT", N_("Enterprise and investment"), N_("New firms, high streets, empty shops.")
    COM = "COM", N_("Community life"), N_("Halls, clubs, sport, arts, heritage, volunteers.")


class Unit(Term):
    """What an amount is counted in: ``label`` for several, ``explanation`` for one."""

    POSTS = "posts", N_("posts"), N_("post")
    PLACES = "places", N_("places"), N_("place")
    HOURS = "hours", N_("hours"), N_("hour")
    PAIRS = "pairs", N_("pairs"), N_("pair")
    DAYS = "days", N_("days"), N_("day")
    ITEMS = "items", N_("items"), N_("item")
    POUNDS = "pounds", N_("pounds"), N_("pound")
    ROLES = "roles", N_("roles"), N_("role")
    VISITS = "visits", N_("visits"), N_("visit")
    NONE = "none"


class Kind(Term):
    """Kinds of help. ``unit`` is what an amount of it is counted in."""

    unit: Unit

    def __new__(cls, code: str, label: str, explanation: str, unit: Unit) -> "Kind":
        member = str.__new__(cls, code)  # the enum machinery hides Term.__new__ from super()
        member._value_ = code
        member.label, member.explanation, member.unit = label, explanation, unit
        return member

    JOB = (
        "JOB",
        N_("Jobs for local people"),
        N_("You keep a vacancy open to people from the area, or guarantee an interview."),
        Unit.POSTS,
    )
    APP = "APP", N_("Apprenticeships and training places"), N_("A paid job with training."), Unit.PLACES
    WEX = (
        "WEX",
        N_("Work experience and placements"),
        N_("Someone spends days or weeks with you to see what the work is like."),
        Unit.PLACES,
    )
    RDY = "RDY", N_("Help to get ready for work"), N_("You look over CVs or hold practice interviews."), Unit.HOURS
    MEN = "MEN", N_("Mentoring"), N_("One of your people meets one person regularly."), Unit.PAIRS
    PRO = (
        "PRO",
        N_("A trade or profession"),
        N_("Building, repairs, IT, law, accounts, design: what you do for a living."),
        Unit.HOURS,
    )
    VOL = "VOL", N_("Pairs of hands"), N_("Staff time that needs no trade: painting, clearing, serving."), Unit.HOURS
    SPC = "SPC", N_("A room, land or premises"), N_("A meeting room, a yard, an empty shop, storage space."), Unit.DAYS
    KIT = "KIT", N_("Goods, materials, tools or a vehicle"), N_("Given or lent."), Unit.ITEMS
    CSH = "CSH", N_("Money"), N_("Sponsorship, a donation, or matching what others give."), Unit.POUNDS
    INV = (
        "INV",
        N_("Opening or keeping a site"),
        N_("You put money into premises in the area."),
        Unit.POUNDS,
    )
    BUY = "BUY", N_("Buying locally"), N_("You buy from small local suppliers."), Unit.POUNDS
    BRD = "BRD", N_("A board member, chair or adviser"), N_("One of your people sits on a local board."), Unit.ROLES
    SCH = "SCH", N_("Links with schools and colleges"), N_("Talks, visits, projects."), Unit.VISITS
    NSY = (
        "NSY",
        N_("Not sure yet: please ring me"),
        N_("One of our people rings you and works it out with you."),
        Unit.NONE,
    )


class Beneficiary(Term):
    CHILDREN = "children", N_("Children under 18")
    YOUNG = "young_people", N_("Young people aged 16 to 24")
    OLDER = "older_people", N_("Older people")
    DISABLED = "disabled_people", N_("Disabled people")
    WORKLESS = "out_of_work", N_("People out of work")
    CARERS = "carers", N_("Carers")
    ETHNIC = "ethnic_minority", N_("Ethnic minority communities")
    REFUGEES = "refugees", N_("Refugees and newcomers")
    PRISON = "leaving_prison", N_("People leaving prison")
    FIRMS = "small_firms", N_("Local small firms and start-ups")
    EVERYONE = "everyone", N_("Everyone nearby")


class Safeguarding(Term):
    """Whether a need puts a firm in contact with children or adults at risk."""

    NONE = "none", N_("No children or adults at risk are involved")
    SUPERVISED = "supervised", N_("Yes, and we supervise throughout")
    CHECKS = "checks_needed", N_("Yes, and checks are needed first")
    UNDECIDED = "undecided", N_("We have not decided yet")


class NeedEnd(Term):
    """How a need ended."""

    MET = "met", N_("Met"), N_("We got what we asked for.")
    PARTLY = "partly_met", N_("Partly met"), N_("We got some of it.")
    NOT_MET = "not_met", N_("Not met"), N_("It did not come about, or is no longer wanted.")
