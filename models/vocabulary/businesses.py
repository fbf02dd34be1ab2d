"""What a business says of itself and of what it offers."""

from .terms import N_, Term


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
