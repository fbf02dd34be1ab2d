"""The survey: how a wave stands, who is asked what, and what can be answered."""

from .terms import N_, Term


class WaveState(Term):
    DRAFT = "draft", N_("Being prepared")
    OPEN = "open", N_("Open")
    CLOSED = "closed", N_("Closed")


class SurveyAudience(Term):
    COUNCIL = "council", N_("Councils")
    PARTNERSHIP = "partnership", N_("Partnerships")


class AnswerKind(Term):
    """What an answer looks like."""

    YES_NO = "yes_no", N_("Yes or no")
    WORDS = "words", N_("In their own words"), N_("Read by the office only: words may name people.")
    STAGE = "stage", N_("How far it has come")
    GROUPS = "groups", N_("Which groups take part")
    PROGRAMME = "programme", N_("Yes or no, with title, date and link")


class YesNo(Term):
    YES = "yes", N_("Yes")
    NO = "no", N_("No")
    DONT_KNOW = "dont_know", N_("We do not know")


class Stage(Term):
    SET_UP = "set_up", N_("Yes, it is set up")
    BEING_SET_UP = "being_set_up", N_("It is being set up")
    NEITHER = "neither", N_("No")
    DONT_KNOW = "dont_know", N_("We do not know")


class StandardQuestion(Term):
    """The questions behind the figures of 2001. ``explanation`` says what counts."""

    kind: AnswerKind
    audience: SurveyAudience

    def __new__(
        cls, code: str, label: str, explanation: str, kind: AnswerKind, audience: SurveyAudience
    ) -> "StandardQuestion":
        member = str.__new__(cls, code)  # the enum machinery hides Term.__new__ from super()
        member._value_ = code
        member.label, member.explanation, member.kind, member.audience = label, explanation, kind, audience
        return member

    INCLUSION = (
        "inclusion",
        N_("Has your council agreed that social inclusion is a responsibility of the whole council?"),
        N_("A decision of the council or its cabinet, not of one department."),
        AnswerKind.YES_NO,
        SurveyAudience.COUNCIL,
    )
    PARTNERSHIP = (
        "partnership",
        N_("Is there a local partnership of public, voluntary and business bodies for your area?"),
        N_("A local strategic partnership, or what took its place: a neighbourhood board or a town board."),
        AnswerKind.STAGE,
        SurveyAudience.COUNCIL,
    )
    PROGRAMME = (
        "business_programme",
        N_("Does your council have a programme or strategy for working with business on social exclusion?"),
        N_("If so, its title, date and link help others to find it."),
        AnswerKind.PROGRAMME,
        SurveyAudience.COUNCIL,
    )
    COUNCIL_BROKERS = (
        "council_brokers",
        N_("Has a business broker been named for your area?"),
        N_("A person who links local businesses with local groups."),
        AnswerKind.YES_NO,
        SurveyAudience.COUNCIL,
    )
    GROUPS = (
        "groups",
        N_("Which groups are involved in your partnership?"),
        N_("A group is involved if somebody of it takes part now."),
        AnswerKind.GROUPS,
        SurveyAudience.PARTNERSHIP,
    )
    PARTNERSHIP_BROKERS = (
        "partnership_brokers",
        N_("Has your partnership named a business broker?"),
        N_("A person who links local businesses with local groups."),
        AnswerKind.YES_NO,
        SurveyAudience.PARTNERSHIP,
    )
