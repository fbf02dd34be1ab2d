"""A business presses "we could help"."""

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from models import Account, Business, Need
from models.vocabulary import EntryState

from ...edge.filters import spoken_date, without_contact_details
from ...forms import GovForm, words_field
from ...suggestions import AlreadyOffered, NotOpen, offer_help
from ..words import _l


class FewWordsForm(GovForm):
    words = words_field(_l("Anything they should know? (optional)"), thing=_l("a few words"), optional=True)


def few_words(need_id: int) -> FewWordsForm:
    """The form beside one need, among several on the page."""
    form = FewWordsForm()
    form.words.id = f"words-{need_id}"
    return form


def say_it_could_help(
    session: Session, business: Business, need_id: int, words: str, by: Account | None
) -> tuple[bool, str]:
    """Put the business forward for a need. Whether it was done, and a sentence that says so.

    Raises:
        LookupError: there is no such need, or it was never open to business.
    """
    need = session.get(Need, need_id)
    if need is None or (need.read_at is None and not need.is_live):
        raise LookupError(need_id)
    title = without_contact_details(need.title)
    if business.state in (EntryState.PAUSED, EntryState.EXPIRED, EntryState.ENDED):
        return False, _("%(business)s does not take part at the moment: come back first.", business=business.name)
    try:
        suggestion = offer_help(session, need, business, words=words, by=by)
    except NotOpen:
        return False, _("“%(need)s” has just been closed, so nobody is looking for help with it now.", need=title)
    except AlreadyOffered:
        return True, _("You have already said that you could help with “%(need)s”.", need=title)
    return True, _(
        "Thank you. We have noted that you could help with “%(need)s”. We will answer by %(date)s.",
        need=title,
        date=spoken_date(suggestion.answer_by),
    )
