"""The forms of the survey: preparing a wave, and one form for each kind of answer."""

from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from models import SurveyAnswer, SurveyQuestion
from models.vocabulary import AnswerKind, Stage, StakeholderGroup, SurveyAudience, YesNo

from ..forms import (
    GovForm,
    checkboxes_field,
    date_field,
    radios_field,
    text_field,
    tick_field,
    words_field,
)


class WaveForm(GovForm):
    name = text_field(_l("Name of this survey"), thing=_l("a name"), limit=120, hint=_l("For example, Survey 2027."))
    closes_on = date_field(
        _l("Last day to answer"), thing=_l("the last day to answer"), hint=_l("For example, 27 3 2027.")
    )


class QuestionForm(GovForm):
    audience = radios_field(_l("Who is asked?"), SurveyAudience, thing=_l("who is asked"))
    words = text_field(_l("The question"), thing=_l("the question"), limit=300)
    kind = radios_field(
        _l("What does an answer look like?"),
        AnswerKind,
        thing=_l("what an answer looks like"),
        only=(AnswerKind.YES_NO, AnswerKind.WORDS),
    )


class AskedForm(GovForm):
    partnerships = tick_field(_l("Ask every live partnership"))
    councils = words_field(
        _l("Councils"),
        thing=_l("councils"),
        hint=_l("One a line: council; name of who answers; email address."),
        optional=True,
        limit=40_000,
        rows=12,
    )


class YesNoForm(GovForm):
    answer = radios_field("", YesNo, thing=_l("an answer"))


class StageForm(GovForm):
    answer = radios_field("", Stage, thing=_l("an answer"))


class WordsForm(GovForm):
    words = words_field("", thing=_l("your answer"), optional=True)


class GroupsForm(GovForm):
    groups = checkboxes_field("", StakeholderGroup, thing=_l("the groups that are involved"), optional=True)
    unknown = checkboxes_field(
        _l("Of which groups do you not know?"),
        StakeholderGroup,
        thing=_l("the groups you do not know about"),
        hint=_l("We do not count these as missing."),
        optional=True,
    )

    def validate(self, extra_validators: Any = None) -> bool:
        right = super().validate(extra_validators)
        chosen: list[StakeholderGroup] = self.groups.data or []
        both = [group for group in chosen if group in (self.unknown.data or [])]
        if both:
            message = _("Tick “%(group)s” in one list only", group=_(both[0].label))
            self.unknown.errors = [*self.unknown.errors, message]
        return right and not both


class ProgrammeForm(GovForm):
    answer = radios_field("", YesNo, thing=_l("an answer"))
    title = text_field(_l("Its title (optional)"), thing=_l("its title"), optional=True)
    dated_on = date_field(
        _l("When was it agreed? (optional)"), thing=_l("a date"), hint=_l("For example, 27 3 2026."), optional=True
    )
    url = text_field(
        _l("Link to it (optional)"),
        thing=_l("a link"),
        hint=_l("It begins with https:// or http://"),
        optional=True,
        limit=500,
        spellcheck=False,
    )

    def validate(self, extra_validators: Any = None) -> bool:
        right = super().validate(extra_validators)
        if self.answer.data == YesNo.YES and self.url.data and not is_web_address(self.url.data):
            self.url.errors = [*self.url.errors, _("Enter a link that begins with https:// or http://")]
            right = False
        more = self.url.data or self.dated_on.data
        if self.answer.data == YesNo.YES and more and not (self.title.data or "").strip():
            self.title.errors = [*self.title.errors, _("Enter its title, so that the date and the link can be kept")]
            right = False
        return right


FORMS: dict[AnswerKind, type[GovForm]] = {
    AnswerKind.YES_NO: YesNoForm,
    AnswerKind.STAGE: StageForm,
    AnswerKind.WORDS: WordsForm,
    AnswerKind.GROUPS: GroupsForm,
    AnswerKind.PROGRAMME: ProgrammeForm,
}


def answer_form(question: SurveyQuestion, answer: SurveyAnswer | None, programme: Any = None) -> GovForm:
    """The form of a question, holding what was answered before. The question itself is its first field's label."""
    code = answer.codes[0] if answer and answer.codes else None
    held: dict[str, Any] = {"answer": code, "words": answer.words if answer else ""}
    if answer is not None and question.kind is AnswerKind.GROUPS:
        held = {"groups": answer.codes, "unknown": answer.unknown}
    if programme is not None:
        held |= {"title": programme.title, "dated_on": programme.dated_on, "url": programme.url}
    form = FORMS[question.kind](data=held)
    first = next(field for field in form if field.name != "csrf_token")
    first.label.text, first.description = _(question.words), _(question.hint) if question.hint else ""
    return form


def is_web_address(url: str) -> bool:
    """Whether it leads to a page of the web, and not to a script or a file."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in url
