"""Three questions, "what do you do, where, and what could you spare?", and what their answers come to."""

from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from models.vocabulary import Kind, ReachKind

from ..forms import GovForm, checkboxes_field, text_field, words_field
from ..matching.profiles import BusinessProfile, Offer, Reach
from ..reference import places
from ..reference.places import PostcodeProblem
from ..registration.business.kinds import INVOLVES
from ..registration.business.trade import proposals
from ..registration.business.where import is_outside_england, place_of, town_of, what_is_wrong
from ..registration.steps import Answers
from ..registration.words import _l
from ..suggestions import place_at

#: How far we look. Whoever signs up says how far they would go.
REACH = ReachKind.MILES_25
RIGHT = (None, PostcodeProblem.PARTIAL, PostcodeProblem.NOT_ENGLAND)


def _kinds() -> list[SelectChoice]:
    choices = [SelectChoice(kind.value, _(kind.label)) for kind in INVOLVES]
    look = {"divider": _("or"), "behaviour": "exclusive"}
    return [*choices, SelectChoice(Kind.NSY.value, _("Not sure yet"), look)]


class ThreeQuestionsForm(GovForm):
    what_we_do = words_field(
        _l("What does your business do?"),
        thing=_l("what your business does"),
        hint=_l("In your own words. For example: we fix boilers and fit bathrooms."),
        rows=2,
    )
    where = text_field(
        _l("Where are you?"),
        thing=_l("a postcode or a town"),
        hint=_l("A postcode or a town. For example, L1 8JQ or Liverpool."),
        autocomplete="postal-code",
        width=20,
        spellcheck=False,
        limit=80,
    )
    kinds = checkboxes_field(
        _l("What could you spare? (optional)"),
        Kind,
        thing=_l("what you could spare"),
        hint=_l("Tick all that you would think about."),
        choices=_kinds,
        optional=True,
    )

    def validate(self, extra_validators: object = None) -> bool:
        right = super().validate(extra_validators)
        wrong = "" if self.where.errors else place_problem(self.where.data or "")
        if wrong:
            self.where.errors = [*self.where.errors, wrong]
        return right and not wrong


def place_problem(typed: str) -> str:
    """What to do about a place that we do not know; empty where we know it."""
    found = places.find_postcode(typed)
    if found.problem in RIGHT or places.find_district(typed):
        return ""
    near = places.similar_names(typed)
    if near:
        return _("We do not know “%(name)s”. Did you mean %(near)s?", name=typed, near=_(" or ").join(near))
    if any(letter.isdigit() for letter in typed):
        if found.problem is PostcodeProblem.MALFORMED:
            return _("Enter a postcode in the usual form, like L1 8JQ, or the name of your town")
        if found.suggestions:
            return what_is_wrong(found)
    return _("We do not know “%(name)s”. Enter a postcode, or the council area you are in", name=typed)


def answers_of(form: ThreeQuestionsForm) -> Answers:
    """The answers as the sign-up would have kept them, by its steps."""
    answers: Answers = {}
    what = form.what_we_do.data or ""
    answers["what-you-do"] = {"what_we_do": what, **proposals(what)}
    typed = form.where.data or ""
    found = places.find_postcode(typed)
    if found.problem in RIGHT:
        answers["where"] = place_of(found)
    else:
        answers["where"], answers["town"] = {"no_postcode": True}, town_of(typed)
    if form.kinds.data:
        answers["help"] = {"kinds": [str(one.value) for one in form.kinds.data]}
    return answers


def profile_of(answers: Answers) -> BusinessProfile:
    """The firm as the model sees it, though it has no row: what it said, and not more."""
    place = answers.get("town") or answers["where"]
    kinds = answers.get("help", {}).get("kinds", [])
    return BusinessProfile(
        id=0,
        what_we_do=answers["what-you-do"]["what_we_do"],
        place=place_at(places.district(place.get("district") or ""), place.get("lat"), place.get("lon")),
        reach=Reach(ReachKind.REMOTE if is_outside_england(answers) else REACH),
        offers=tuple(Offer(kind) for kind in Kind if kind.value in kinds),
    )
