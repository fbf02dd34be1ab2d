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


class SeatGapAct(Term):
    """What is done about an empty seat."""

    OPENED = "opened", N_("On the work list")
    GIVEN = "given", N_("Given to somebody")
    DATED = "dated", N_("Another day")
    INVITED = "invited", N_("Invited")
    REMINDED = "reminded", N_("Reminded")
    ASKED_AGAIN = "asked_again", N_("Asked again")
    ANSWERED = "answered", N_("Answered")
    RUNG = "rung", N_("Rung")
    TAKEN_BACK = "taken_back", N_("Invitation taken back")
    LAPSED = "lapsed", N_("No answer in time")
    SEATED = "seated", N_("Put in the seat")
    NOTED = "noted", N_("Noted")
    ENDED = "ended", N_("Off the work list")


class SeatGapEnd(Term):
    """Why an empty seat is on no work list any more. The explanation says so where a person decides it."""

    FILLED = "filled", N_("Somebody sits there now")
    SEAT_GONE = "seat_gone", N_("There is no such seat any more")
    OVER = "over", N_("The partnership takes part no more")
    NOT_WANTED = "not_wanted", N_("The partnership does not want this group"), N_("As its own people said.")
    GROUP_SAID_NO = "group_said_no", N_("The group does not want the seat"), N_("It was asked, and said so.")
    NO_SUCH_GROUP = "no_such_group", N_("There is no such group here"), N_("Nobody could be found who speaks for it.")
    OTHER = "other", N_("Another reason"), N_("Say which in a line.")


class InvitationEnd(Term):
    """How the invitation of a firm to a seat came to its end."""

    SEATED = "seated", N_("Sits there now")
    DECLINED = "declined", N_("Said no")
    LAPSED = "lapsed", N_("No answer in time")
    TAKEN_BACK = "taken_back", N_("Taken back")
    SEAT_GONE = "seat_gone", N_("The seat was filled, or is no longer there")


class SeatNo(Term):
    """How far a no to a seat goes. It is kept to from then on."""

    THIS_GROUP = "this_group", N_("Not this group"), N_("We do not ask you for a seat with them again.")
    NO_BOARD = "no_board", N_("No board at all"), N_("We do not ask you for a seat anywhere again.")
