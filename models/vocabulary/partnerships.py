"""Kinds of partnership, and who sits on them."""

from .terms import N_, Term


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
