"""The words of the programme's pages: what each number is, and what it means exactly."""

import re
from datetime import date

from flask_babel import gettext as _

from models.vocabulary import MatchState, NeedCameTo, Theme, UnmetBecause

from ...edge.filters import label
from .conversion import first_day
from .help_words import firms_name, groups_name
from .quarters import period_of

IS_MONTH = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])")


def step_names(speak_days: int) -> dict[str, str]:
    """What is asked of firms that signed up."""
    return {
        "answered": _("Had an answer from a person within %(days)s working days", days=speak_days),
        "introduced": _("Were introduced within 90 days"),
        "confirmed": _("Gave help within 12 months that was confirmed and would not have happened anyway"),
        "never_answered": _("Never had an answer from a person"),
    }


def step_columns(speak_days: int) -> dict[str, str]:
    """The same as headings of a table."""
    return {
        "answered": _("Answered in %(days)s days", days=speak_days),
        "introduced": _("Introduced in 90 days"),
        "confirmed": _("Confirmed in 12 months"),
        "never_answered": _("Never answered"),
    }


def need_names() -> dict[str, str]:
    """How requests stood at their end."""
    return {f"needs_{end.value}": label(end) for end in NeedCameTo}


def definitions(speak_days: int) -> list[tuple[str, str]]:
    """(word, what it means), as a frozen report keeps it."""
    return [
        (
            _("Signed up"),
            _(
                "A business came in by form, telephone or list, and its own people have answered. "
                "It counts in the month in which it first came in. Two entries made one count once."
            ),
        ),
        (
            _("Answer from a person"),
            _(
                "An officer or broker noted that they had spoken to the business. "
                "Within %(days)s working days after the day it came in, bank holidays left out.",
                days=speak_days,
            ),
        ),
        (
            _("Introduced"),
            _("Both sides said yes and were given each other’s names and numbers. Within 90 days of coming in."),
        ),
        (
            _("Confirmed"),
            _(
                "Those who were helped said what came of it, or said it to an officer who noted it. "
                "In the rate of firms, only where they also said that it would not have happened anyway."
            ),
        ),
        (
            _("Not old enough yet"),
            _("The time to do it in has not passed for every business of a month. It is left out of rates."),
        ),
        (
            _("How a request ended"),
            _(
                "Met, partly met and not met are the words of those who asked. Past its last day: nobody has said. "
                "Open requests are not counted."
            ),
        ),
        (
            _("Share with no answer in time"),
            _("Of proposals on which nobody need answer any more, those that ended because a side did not answer."),
        ),
        (
            _("Area"),
            _(
                "A business is where its postcode is. A request, and what came of it, is where the request is. One "
                "without a place is where its partnership is, unless that covers several areas. It counts once."
            ),
        ),
    ]


def group_names() -> dict[str, str]:
    """The groups of match states in a table of areas."""
    return {
        "asked": _("Asked"),
        "under_way": _("Introduced or under way"),
        "finished": _("Finished, not confirmed"),
        "confirmed": _("Confirmed"),
        "not_to_be": _("Came to nothing"),
    }


def sort_names() -> dict[str, str]:
    return {
        "list": _("As in the list"),
        "deprivation": _("Most deprived first"),
        "brokers": _("Most brokers first"),
        "free_places": _("Most free places first"),
        "open": _("Most open requests first"),
        "unmet": _("Most unmet requests first"),
        "under_way": _("Most under way first"),
        "results": _("Most confirmed results first"),
        "reply": _("Slowest replies first"),
        "lapsed": _("Most proposals without an answer first"),
    }


def coverage_names() -> dict[str, str]:
    return {
        "both": _("A partnership and a broker"),
        "broker": _("A broker, no partnership"),
        "partnership": _("A partnership, no broker"),
        "neither": _("Neither"),
    }


def filling_names() -> dict[str, str]:
    return {
        "first": _("In the most deprived tenth of districts"),
        "second": _("In the second tenth"),
        "other": _("In another tenth, or not known"),
    }


def month_name(month: str) -> str:
    """``March 2026``."""
    return f"{first_day(month):%B %Y}"


def what_name(what: str, keys: tuple[str, ...] = ()) -> str:
    """What the rows of one number are."""
    names = {
        "firms": _("Businesses that signed up"),
        "answered": _("Businesses that had an answer in time"),
        "never_answered": _("Businesses that never had an answer"),
        "introduced": _("Businesses that were introduced within 90 days"),
        "confirmed": _("Businesses whose help was confirmed within 12 months and would not have happened anyway"),
        "offering": _("Businesses that offer something"),
        "needs_in": _("Requests put in"),
        "needs_ended": _("Requests that have ended"),
        **{f"needs_{end.value}": _("Requests: %(how)s", how=label(end)) for end in NeedCameTo},
        "open": _("Open requests"),
        "unmet": _("Open requests with a free place"),
        "unmet_by": _("Open requests with a free place"),
        "proposals": _("Proposals made"),
        "matches": _("Matches"),
        "not_waiting": _("Proposals that wait no more"),
        "reply_days": _("Proposals that were answered"),
        "introductions": _("Introductions"),
        "given": _("Matches that were introduced"),
        "given_by": _("Matches that were introduced"),
        "results": _("Confirmed results"),
        "given_confirmed": _("Confirmed results"),
        "confirmed_by": _("Confirmed results"),
        "given_in": _("Matches that were introduced"),
        "confirmed_in": _("Confirmed results"),
        "brokers": _("Brokers, with the places they have free"),
        "contacts": _("Calls, meetings, visits and emails written down"),
        "check_ins": _("Check-ins"),
        "recruit": _("Open requests that a business would place"),
        "recruit_any": _("Open requests that a business would place"),
        "recruit_broker": _("Open requests for which no broker is free"),
        "say_more": _("Open requests that say too little to be compared"),
    }
    if what in ("given_by", "confirmed_by", "given_in", "confirmed_in"):
        said = groups_name(keys) if what.endswith("_by") else period_of(keys)
        return ": ".join(filter(None, (names[what], said)))
    said = ", ".join(filter(None, (key_name(what, key) for key in keys)))
    return f"{names.get(what, what)}: {said}" if said else names.get(what, what)


def key_name(what: str, key: str) -> str:
    """A key in words; "" for one that says nothing by itself."""
    if not key:
        return ""
    if what == "matches":
        return label(MatchState(key)) if key in set(MatchState) else ""
    if what == "unmet_by":
        theme, _bar, because = key.partition("|")
        return ", ".join(
            (
                label(Theme(theme)) if theme in set(Theme) else _("No theme"),
                label(UnmetBecause(because)) if because in set(UnmetBecause) else "",
            )
        )
    if what == "recruit":
        return firms_name(*key.partition("|")[::2])
    if what == "reply_days":
        return _("%(days)s days", days=key)
    return month_name(key) if IS_MONTH.fullmatch(key) else ""


def period(first: date, last: date) -> str:
    """``1 April 2026 to 30 June 2026``."""
    return _("%(first)s to %(last)s", first=f"{first.day} {first:%B %Y}", last=f"{last.day} {last:%B %Y}")
