"""A journey is a list of questions, one a page. What comes next follows from the answers alone.

Answers are kept by step, as JSON: ``{"name": {"name": "Bread & Co", "company_number": ""}, ...}``.
A question whose ``when`` is not met is not asked, and an answer given to it earlier does not count.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from models import Account, Draft
from models.vocabulary import EntryKind

from ..forms import GovForm
from .words import _l

#: What was answered: step name -> field name -> value as JSON.
Answers = dict[str, dict[str, Any]]
#: Begins the name of what is known without being asked, as given by ``Journey.begin``.
KNOWN = "@"
#: What was told before the sign-up was begun: these steps are not shown again on the way.
TOLD = "~told"
#: Rows for the check page: (question, answer).
Said = list[tuple[str, Any]]


def _always(_answers: Answers) -> bool:
    return True


@dataclass(frozen=True)
class Step:
    """One question.

    Texts are marked with ``words._l``. ``name`` is the last part of its address. ``title`` may stay
    empty where the form has one field (its label is the title). ``prepare(form, walk)`` fills in
    what depends on earlier answers or on the database, such as choices; it runs before the form is
    read and before it is shown. ``judge(form, walk) -> bool`` refuses what only the database can
    tell, by adding to a field's ``errors``. ``keep(form, walk)`` says what is stored, where it is
    more than the fields. ``context(walk)`` gives the template more values. ``said(answer, walk)``
    gives the rows of the check page, where the fields' own labels will not do. ``clears`` names the
    steps whose answers no longer hold when this answer changes.
    """

    name: str
    form: type[GovForm]
    title: str = ""
    template: str = "registration/step.html"
    when: Callable[[Answers], bool] = _always
    intro: str = ""
    prepare: Callable[[Any, "Walk"], None] | None = None
    judge: Callable[[Any, "Walk"], bool] | None = None
    keep: Callable[[Any, "Walk"], dict[str, Any]] | None = None
    context: Callable[["Walk"], Mapping[str, Any]] | None = None
    said: Callable[[dict[str, Any], "Walk"], Said] | None = None
    clears: tuple[str, ...] = ()


@dataclass(frozen=True)
class Journey:
    """All there is to say about one sign-up.

    ``url`` is the address of its start page, ``name`` begins the names of its endpoints
    (``business_start``, ``business_step`` ...) and of its templates (``registration/business_start.html``).
    ``finish(session, walk)`` makes the entry from ``walk.counting`` and gives its kind and number.
    ``done(session, draft, walk)`` gives ``registration/<name>_done.html`` its values.
    ``begin(walk)`` gives answers that are known before the first question; ``arrive(walk, code)`` notes the
    code of the link that somebody came by. ``signed_in`` journeys belong to the account that began them.
    """

    name: str
    url: str
    title: str
    steps: tuple[Step, ...]
    finish: Callable[[Session, "Walk"], tuple[EntryKind, int]]
    done: Callable[[Session, Draft, "Walk"], Mapping[str, Any]]
    start: Callable[[Session, "Walk"], Mapping[str, Any]] | None = None
    begin: Callable[["Walk"], Answers] | None = None
    check: Callable[["Walk"], Mapping[str, Any]] | None = None
    arrive: Callable[["Walk", str], None] | None = None
    send_in: str = _l("Send in")
    signed_in: bool = False

    def step(self, name: str) -> Step | None:
        return next((step for step in self.steps if step.name == name), None)


@dataclass
class Walk:
    """One person's way through a journey: where they are and what they have answered.

    ``by`` is who is signed in; ``on_behalf`` is True where that is an officer who enters what
    somebody says on the telephone. ``step_url`` gives the address of a step by its name.
    ``entry`` is the entry whose answers are being changed; None in a sign-up.
    """

    journey: Journey
    session: Session
    answers: Answers = field(default_factory=dict)
    draft: Draft | None = None
    by: Account | None = None
    on_behalf: bool = False
    step_url: Callable[[str], str] = str
    entry: Any = None

    @property
    def steps(self) -> list[Step]:
        """The steps that are asked, in their order."""
        return [step for step, _ in self._walked()]

    @property
    def counting(self) -> Answers:
        """The answers to the steps that are asked: all that a verb should read."""
        return {step.name: answer for step, answer in self._walked() if answer is not None}

    def answered(self) -> list[tuple[Step, dict[str, Any]]]:
        """The steps that are asked and answered, with their answers."""
        return [(step, answer) for step, answer in self._walked() if answer is not None]

    def unanswered(self) -> list[Step]:
        """The steps that are asked and still open."""
        return [step for step, answer in self._walked() if answer is None]

    def next_unanswered(self) -> Step | None:
        return next(iter(self.unanswered()), None)

    def before_or_at(self, step: Step, other: Step) -> bool:
        """Whether a step is not asked later than another."""
        order = self.journey.steps
        return order.index(step) <= order.index(other)

    def may_open(self, step: Step) -> bool:
        """A step can be opened when all before it are answered."""
        unanswered = self.next_unanswered()
        steps = self.steps
        return step in steps and (unanswered is None or steps.index(step) <= steps.index(unanswered))

    def before(self, step: Step) -> Step | None:
        steps = self.steps
        place = steps.index(step)
        return steps[place - 1] if place else None

    def after(self, step: Step) -> Step | None:
        """The step that follows, leaving out those that were told beforehand."""
        steps = self.steps
        if step not in steps:  # its own answer has made it needless
            return self.next_unanswered()
        told = self.answers.get(TOLD, {}).get("steps", ())
        rest = steps[steps.index(step) + 1 :]
        return next((one for one in rest if one.name not in told or one.name not in self.answers), None)

    def put(self, step: Step, answer: dict[str, Any]) -> None:
        """Answer a step. Answers that hung on the old one are dropped."""
        if self.answers.get(step.name) != answer:
            for name in step.clears:
                self.answers.pop(name, None)
        self.answers[step.name] = answer
        self.answers.pop(unfinished(step), None)

    def _walked(self) -> list[tuple[Step, dict[str, Any] | None]]:
        walked: list[tuple[Step, dict[str, Any] | None]] = []
        counted: Answers = {name: answer for name, answer in self.answers.items() if name.startswith(KNOWN)}
        for step in self.journey.steps:
            if not step.when(counted):
                continue
            answer = self.answers.get(step.name)
            if answer is not None:
                counted[step.name] = answer
            walked.append((step, answer))
        return walked


def unfinished(step: Step) -> str:
    """Where what was typed is kept when somebody leaves in the middle of a question."""
    return f"~{step.name}"


def next_unanswered(journey: Journey, answers: Answers) -> Step | None:
    """The first question still open, or None where all are answered."""
    return Walk(journey, session=None, answers=answers).next_unanswered()  # type: ignore[arg-type]
