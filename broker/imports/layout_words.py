"""What each column of our layout is for, as the template says it."""

from collections.abc import Iterator

from flask_babel import gettext as _

from models.vocabulary import Kind, LegalForm

from .columns import BUSINESS
from .lists import COLUMN_WORDS


def explained() -> Iterator[list[str]]:
    """Rows of (column, what it is, how it is written), with a header."""
    kinds = ", ".join(f"{kind.value} ({_(kind.label)})" for kind in Kind)
    forms = ", ".join(_(form.label) for form in LegalForm)
    how = {
        "id": _("What your own list calls it. It lets the same list come again without doubles."),
        "name": _("Needed, unless you say what it does."),
        "what_we_do": _("A sentence in plain words."),
        "postcode": _("For example, L1 8JQ. The first half is enough."),
        "reach": _("5 miles, 10 miles, 25 miles, region: North West, boroughs: Leeds, Hull, England, or remote."),
        "size": _("A number of people, or 2-9, 10-49, 50-249, 250+."),
        "legal_form": _("One of: %(forms)s.", forms=forms),
        "offers": _("KIND:amount:words, with a semicolon between two. Kinds: %(kinds)s.", kinds=kinds),
        "open_to_ideas": _("yes, or “only these”."),
        "children": _("yes or no."),
        "notes": _("For the office. The business can read it, so keep it kind."),
        "company_number": _("Eight letters or digits, from Companies House."),
        "contact_name": _("Whom to talk to."),
        "contact_email": _("Without one, nobody can be invited by email."),
        "contact_telephone": _("With or without spaces."),
    }
    yield [_("Column"), _("What it is"), _("How it is written")]
    for column in BUSINESS:
        yield [column, _(COLUMN_WORDS[column]), how[column]]
