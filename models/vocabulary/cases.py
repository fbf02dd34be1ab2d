"""What waits for somebody: kinds of case, and the step that is next in each."""

from .terms import N_, Term


class CaseKind(Term):
    """What a case is about."""

    BUSINESS = "business", N_("Business")
    PARTNERSHIP = "partnership", N_("Partnership")
    NEED = "need", N_("Request")
    BROKER = "broker", N_("Broker")
    MATCH = "match", N_("Match")
    CONCERN = "concern", N_("Concern")
    SEAT = "seat", N_("Empty seat")


class WorkGroup(Term):
    """The groups of the work list."""

    ANSWERS = "answers", N_("People waiting for an answer")
    DECISIONS = "decisions", N_("Decisions")
    CHECK_INS = "check_ins", N_("Check-ins")
    RUNNING_OUT = "running_out", N_("Running out")
    SEATS = "seats", N_("Empty seats")


class Strand(Term):
    """A subject has at most one open case in each strand."""

    LIFE = "life", N_("Its own course")
    DECISION = "decision", N_("Firms to look at")
    UPKEEP = "upkeep", N_("Whether it is still right")
    PEOPLE = "people", N_("Who speaks for it")
    CALLS = "calls", N_("What is to be said by telephone")
    STORY = "story", N_("The story about it")


class CaseStep(Term):
    """The step that is next: ``label`` says what its owner does."""

    group: WorkGroup
    strand: Strand

    def __new__(
        cls, code: str, label: str, group: WorkGroup, strand: Strand = Strand.LIFE, explanation: str = ""
    ) -> "CaseStep":
        member = str.__new__(cls, code)  # the enum machinery hides Term.__new__ from super()
        member._value_ = code
        member.label, member.group, member.strand, member.explanation = label, group, strand, explanation
        return member

    READ = "read", N_("Read it, and ring them"), WorkGroup.ANSWERS
    SPEAK = "speak", N_("Ring them: nobody has spoken to them yet"), WorkGroup.ANSWERS
    SENT_BACK = "sent_back", N_("Ring them: we asked for something more"), WorkGroup.ANSWERS
    DECIDE = "decide", N_("Look at the firms suggested"), WorkGroup.DECISIONS, Strand.DECISION
    AWAIT_ANSWER = "await_answer", N_("Wait for their answer: we remind them"), WorkGroup.ANSWERS
    RING_FIRST = "ring_first", N_("Ring them: they want to talk first"), WorkGroup.ANSWERS
    RING_PARTY = "ring_party", N_("Ring them: they have not answered"), WorkGroup.ANSWERS
    ASK_AGAIN = "ask_again", N_("They asked to be asked later: we ask again"), WorkGroup.ANSWERS
    FIRST_CONTACT = (
        "first_contact",
        N_("See that they have met, and that the start checks are done"),
        WorkGroup.CHECK_INS,
    )
    CHECK_IN = "check_in", N_("Ask both sides how it goes"), WorkGroup.CHECK_INS
    ON_HOLD = "on_hold", N_("On hold: see whether it can go on"), WorkGroup.CHECK_INS
    AWAIT_RESULT = "await_result", N_("Wait for those helped to confirm what came of it"), WorkGroup.CHECK_INS
    NOT_CONFIRMED = "not_confirmed", N_("Ring them: what came of it is not confirmed"), WorkGroup.CHECK_INS
    NOTHING_YET = (
        "nothing_yet",
        N_("Ring them: nothing has been found yet. Say what was tried"),
        WorkGroup.RUNNING_OUT,
        Strand.UPKEEP,
    )
    STILL_RIGHT = "still_right", N_("Ask whether it still holds"), WorkGroup.RUNNING_OUT, Strand.UPKEEP
    NEED_ENDS = "need_ends", N_("Close it as met, partly met or not met"), WorkGroup.RUNNING_OUT
    PAUSE_ENDS = "pause_ends", N_("Its pause ends: we bring it back"), WorkGroup.RUNNING_OUT
    ACKNOWLEDGE = "acknowledge", N_("Acknowledge the concern"), WorkGroup.ANSWERS
    LOOK_INTO = "look_into", N_("Look into the concern, and tell the outcome"), WorkGroup.ANSWERS
    CLOSE_CONCERN = "close_concern", N_("Close the concern, if nothing more is said"), WorkGroup.CHECK_INS
    REVIEW_PAUSE = "review_pause", N_("Review whether the firm stays paused"), WorkGroup.CHECK_INS
    INVITE = "invite", N_("Invite them, or ring them: somebody else gave us their details"), WorkGroup.RUNNING_OUT
    INVITED = "invited", N_("Wait for their answer to our invitation"), WorkGroup.RUNNING_OUT
    FILL_SEAT = "fill_seat", N_("Find somebody for the empty seat"), WorkGroup.SEATS
    TAKE_SEAT = "take_seat", N_("They said yes: put them in the seat"), WorkGroup.SEATS
    READ_STORY = "read_story", N_("Read the story: it may name nobody"), WorkGroup.ANSWERS, Strand.STORY
    ASK_STORY = (
        "ask_story",
        N_("Ring who has not said whether the story may be printed"),
        WorkGroup.ANSWERS,
        Strand.STORY,
    )
    FIND_CONTACT = "find_contact", N_("Find out who speaks for them now"), WorkGroup.ANSWERS, Strand.PEOPLE
    READ_OUT = "read_out", N_("Ring them: read out what we could not send"), WorkGroup.ANSWERS, Strand.CALLS


class NoteKind(Term):
    """How somebody of the service was in touch, or that they only noted something."""

    CALL = "call", N_("Telephone call")
    MEETING = "meeting", N_("Meeting")
    EMAIL = "email", N_("Email")
    VISIT = "visit", N_("Visit")
    NOTE = "note", N_("Note"), N_("Nobody was spoken to.")


class AsAgreed(Term):
    """Whether what was agreed is happening."""

    YES = "yes", N_("Yes")
    PARTLY = "partly", N_("Partly")
    NO = "no", N_("No")


class CheckInOutcome(Term):
    ALL_WELL = "all_well", N_("All is well")
    ATTENTION = "attention", N_("Something needs attention")
