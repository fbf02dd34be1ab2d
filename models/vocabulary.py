"""Every closed list of the service, once: a code, a plain-English label and, where the public
needs one, a sentence of explanation.

Labels are marked for translation with ``N_`` and translated where they are shown.
"""

from enum import StrEnum


def N_(text: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return text


class Term(StrEnum):
    """A closed list. Each member is its code (a ``str``) with a label and an explanation."""

    label: str
    explanation: str

    def __new__(cls, code: str, label: str = "", explanation: str = "") -> "Term":
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        member.explanation = explanation
        return member


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


class WorksWithChildren(Term):
    """What a business says about working with children or adults at risk."""

    YES = "yes", N_("Yes")
    NO = "no", N_("No")
    NOT_ASKED = "not_asked", N_("Not asked yet")


class LegalForm(Term):
    SOLE_TRADER = "sole_trader", N_("Sole trader")
    PARTNERSHIP = "partnership", N_("Ordinary partnership"), N_("Two or more people in business together.")
    LIMITED = "limited_company", N_("Limited company")
    LLP = "llp", N_("Limited liability partnership (LLP)")
    CHARITY = "charity", N_("Charity or social enterprise")
    PUBLIC = "public_body", N_("Public body")
    NOT_SURE = "not_sure", N_("Not sure")


class SizeBand(Term):
    ONE = "1", N_("Just me")
    MICRO = "2-9", N_("2 to 9 people")
    SMALL = "10-49", N_("10 to 49 people")
    MEDIUM = "50-249", N_("50 to 249 people")
    LARGE = "250+", N_("250 people or more")
    UNKNOWN = "unknown", N_("Not known")


class ReachKind(Term):
    MILES_5 = "5_miles", N_("Up to 5 miles")
    MILES_10 = "10_miles", N_("Up to 10 miles")
    MILES_25 = "25_miles", N_("Up to 25 miles")
    BOROUGHS = "boroughs", N_("Only places I name")
    REGION = "region", N_("Anywhere in my region")
    ENGLAND = "england", N_("Anywhere in England")
    REMOTE = "remote", N_("From where I am: by phone, post or online")
    UNKNOWN = "unknown", N_("Not known")


class OfferTerms(Term):
    FREE = "free", N_("Free")
    AT_COST = "at_cost", N_("Materials at cost, time free")
    REDUCED = "reduced_price", N_("At a reduced price"), N_("The buyer's own purchasing rules then apply.")


class Frequency(Term):
    ONCE = "once", N_("Once")
    MONTHLY = "monthly", N_("Every month")
    YEARLY = "yearly", N_("Every year")


class ContributionClass(Term):
    """How a firm can book what it gives in its own reporting."""

    CASH = "cash", N_("Cash")
    TIME = "time", N_("Time")
    IN_KIND = "in_kind", N_("In kind")
    MANAGEMENT = "management", N_("Management cost")


class ContractStatus(Term):
    """Where a business stands with council contracts. It never affects a tender."""

    NONE = "none", N_("No")
    BIDDING = "bidding", N_("We are bidding for one now")
    HOLDS = "holds", N_("We hold one")
    PROMISED = "promised", N_("We promised this help in a contract")


class PartnershipKind(Term):
    LSP = "lsp", N_("Local strategic partnership (LSP)")
    NEIGHBOURHOOD_BOARD = "neighbourhood_board", N_("Neighbourhood board")
    TOWN_BOARD = "town_board", N_("Town board")
    OTHER = "other", N_("Another kind of local partnership")


class StakeholderGroup(Term):
    """A stakeholder group: ``label`` is the present-day name, ``explanation`` the name of 2001."""

    COUNCIL = "council", N_("Local council"), N_("Local council")
    GOVERNMENT_OFFICE = (
        "government_office",
        N_("Government department in the region"),
        N_("Government office for the region"),
    )
    BENEFITS_AGENCY = "benefits_agency", N_("Jobcentre Plus (benefits)"), N_("Benefits agency")
    EMPLOYMENT_SERVICE = "employment_service", N_("Jobcentre Plus (work)"), N_("Employment service")
    RDA = "regional_development_agency", N_("Combined authority or growth body"), N_("Regional development agency")
    VOLUNTARY = "voluntary", N_("Voluntary sector"), N_("Voluntary sector")
    COMMUNITY = "community", N_("Community and residents"), N_("Community and residents")
    BUSINESS = "business", N_("Local business"), N_("Local business")
    POLICE = "police", N_("Police"), N_("Police")
    PROBATION = "probation", N_("Probation"), N_("Probation")
    HEALTH = "health", N_("Health (NHS and public health)"), N_("Health")
    EDUCATION = "education", N_("Schools, colleges, universities"), N_("Schools, colleges, universities")
    HOUSING = "housing", N_("Housing providers"), N_("Housing providers")
    FIRE = "fire", N_("Fire and rescue"), N_("Fire and rescue")
    SOCIAL_SERVICES = "social_services", N_("Adult and children's services"), N_("Social services")
    FAITH = "faith", N_("Faith groups"), N_("Faith groups")
    CULTURE = "culture", N_("Culture and sport"), N_("Culture and sport")
    UNIONS = "trade_unions", N_("Trade unions"), N_("Trade unions")
    MP = "mp", N_("Member of Parliament"), N_("Member of Parliament")


class SeatStatus(Term):
    PRESENT = "present", N_("Someone sits here")
    VACANT = "vacant", N_("Empty")
    LAPSED = "lapsed", N_("Lapsed by absence")


class EntryState(Term):
    """The life of a business, partnership, broker or need."""

    DRAFT = "draft", N_("Not finished")
    INVITED = "invited", N_("Invited")
    WAITING = "waiting", N_("Waiting to be read")
    LIVE = "live", N_("Live")
    PAUSED = "paused", N_("Paused")
    EXPIRED = "expired", N_("Expired")
    ENDED = "ended", N_("Ended")


class SuggestionState(Term):
    OPEN = "open", N_("To decide")
    RESERVE = "reserve", N_("In reserve")
    LATER = "later", N_("Put off")
    CONFIRMED = "confirmed", N_("Confirmed")
    REJECTED = "rejected", N_("Rejected")
    WITHDRAWN = "withdrawn", N_("No longer possible")


class SuggestionSource(Term):
    """Who put a pairing forward."""

    MODEL = "model", N_("Suggested by the service")
    BUSINESS = "business", N_("The business said it could help")
    PARTNERSHIP = "partnership", N_("The partnership named this firm")
    BROKER = "broker", N_("A broker put them together")
    COORDINATOR = "coordinator", N_("A coordinator put them together")


class MatchState(Term):
    PROPOSED = "proposed", N_("Proposed")
    ACCEPTED = "accepted", N_("Accepted by both sides")
    INTRODUCED = "introduced", N_("Introduced")
    ACTIVE = "active", N_("Under way")
    ON_HOLD = "on_hold", N_("On hold")
    COMPLETED = "completed", N_("Finished")
    VERIFIED = "verified", N_("Confirmed by those helped")
    DECLINED = "declined", N_("Declined")
    LAPSED = "lapsed", N_("No answer in time")
    WITHDRAWN = "withdrawn", N_("Withdrawn")
    ENDED_EARLY = "ended_early", N_("Ended early")


class Verdict(Term):
    CONFIRM = "confirm", N_("Confirm")
    REJECT = "reject", N_("Reject")
    LATER = "later", N_("Later")
    UNDO = "undo", N_("Undo")
    AGREE = "agree", N_("Agree, as the second person")


class ConfirmReason(Term):
    RIGHT_SKILL = "right_skill", N_("Right skill")
    RIGHT_PLACE = "right_place_and_time", N_("Right place and time")
    KNOWN = "known_and_reliable", N_("Known to us and reliable")
    WANTS_THIS = "wants_exactly_this", N_("Wants exactly this")
    NOBODY_BETTER = "nobody_better", N_("Nobody better")
    OTHER = "other", N_("Other")


class RejectReason(Term):
    WRONG_KIND = "wrong_kind", N_("Wrong kind of help")
    SECTOR = "sector", N_("Sector does not fit")
    TOO_FAR = "too_far", N_("Too far")
    SIZE = "size", N_("Too small or too big")
    CONFLICT = "conflict", N_("Conflict of interest")
    HELPED_ENOUGH = "helped_enough", N_("Already helped enough")
    ALREADY_MET = "already_met", N_("Need already met")
    NOT_READY = "not_ready", N_("Not ready")
    OTHER = "other", N_("Other")


class LaterReason(Term):
    BUSINESS = "waiting_business", N_("Waiting for the business")
    PARTNERSHIP = "waiting_partnership", N_("Waiting for the partnership")
    REWORDING = "rewording", N_("Need being reworded")
    CHECK = "check_outstanding", N_("Check outstanding")


class DeclineReason(Term):
    WRONG_TIME = "wrong_time", N_("Wrong time")
    WRONG_SKILL = "wrong_skill", N_("Wrong skill")
    TOO_FAR = "too_far", N_("Too far")
    TOO_BIG = "too_big", N_("Too big")
    CONFLICT = "conflict", N_("Conflict of interest")
    UNCLEAR = "unclear", N_("Unclear what is asked")
    HELPING_ELSEWHERE = "helping_elsewhere", N_("Already helping elsewhere")
    OTHER = "other", N_("Other")


class EndReason(Term):
    """Why a match was ended early or withdrawn."""

    NO_SHOW = "no_show", N_("Did not turn up")
    NOT_AGREED = "not_as_agreed", N_("Not what was agreed")
    PERSON_LEFT = "person_left", N_("Person left")
    FIRM_GONE = "firm_closed_or_sold", N_("Firm closed or sold")
    SAFETY = "safety_or_conduct", N_("Safety or conduct concern")
    NOT_NEEDED = "no_longer_needed", N_("No longer needed")
    COSTS = "costs", N_("Costs")
    MISTAKE = "confirmed_by_mistake", N_("Confirmed by mistake")
    OTHER = "other", N_("Other")


class NeedEnd(Term):
    """How a need ended."""

    MET = "met", N_("Met"), N_("We got what we asked for.")
    PARTLY = "partly_met", N_("Partly met"), N_("We got some of it.")
    NOT_MET = "not_met", N_("Not met"), N_("It did not come about, or is no longer wanted.")


class ConflictStrength(Term):
    BAR = "bar", N_("Not allowed")
    SECOND_PERSON = "second_person", N_("A second person must agree")
    SHOW = "show", N_("To be aware of")


class Role(Term):
    BUSINESS = "business", N_("Business contact")
    OFFICER = "officer", N_("Partnership officer")
    BROKER = "broker", N_("Broker")
    COORDINATOR = "coordinator", N_("Coordinator")
    READER = "reader", N_("Reader")
    ADMINISTRATOR = "administrator", N_("Administrator")


class MessageState(Term):
    WAITING = "waiting", N_("Waiting to leave")
    TO_RING = "to_ring", N_("To be said by telephone")
    SENDING = "sending", N_("Being handed over")
    SENT = "sent", N_("Sent")
    FAILED = "failed", N_("Not delivered")
    STOPPED = "stopped", N_("Stopped before it left")


class LinkPurpose(Term):
    SIGN_IN = "sign_in", N_("Sign in")
    RESUME = "resume", N_("Go on with your sign-up")
    CONFIRM_EMAIL = "confirm_email", N_("Confirm your e-mail address")
    OWN_PAGE = "own_page", N_("Your own page")
    INVITATION = "invitation", N_("Set up your account")
    PASSWORD = "password", N_("Set a new password")


class AccountChange(Term):
    """What was done to an account."""

    INVITED = "invited", N_("Invited")
    INVITED_AGAIN = "invited_again", N_("Invitation sent again")
    ROLES = "roles", N_("Roles or areas changed")
    CLOSED = "closed", N_("Account closed")
    OPENED = "opened", N_("Account opened again")
    PASSWORD_SET = "password_set", N_("Password set")
    SECOND_FACTOR_SET = "second_factor_set", N_("Phone for codes set up")
    SECOND_FACTOR_RESET = "second_factor_reset", N_("Phone for codes removed")
    NEW_RECOVERY_CODES = "new_recovery_codes", N_("New recovery codes made")
    RECOVERY_CODE_USED = "recovery_code_used", N_("Recovery code used")
    LOCKED = "locked", N_("Locked for a while after wrong tries")


class EntryKind(Term):
    """What kind of entry a row of the register is about."""

    BUSINESS = "business", N_("Business")
    PARTNERSHIP = "partnership", N_("Partnership")
    NEED = "need", N_("Need")
    BROKER = "broker", N_("Broker")
