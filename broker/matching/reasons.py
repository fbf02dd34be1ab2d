"""Parts of a score -> sentences, one object for the coordinator, the business and the partnership.

Every template stands here, so that all of them can be translated together. A guess is worded as
a guess; what is not known is said to be not known.
"""

from collections.abc import Mapping

from broker.matching.facts import NEAR_LINE, Facts, Source

NOT_KNOWN: Mapping[str, str] = {
    "can_do": "We do not know yet whether the firm can do this",
    "kind": "We do not know yet what kind of help the firm could give",
    "words": "There are too few words to compare",
    "theme": "The theme is not known",
    "meaning": "There are too few words to compare",
    "sector": "No line of business was asked for",
    "place": "We do not know how far apart they are",
    "amount": "The amounts are not known",
    "children": "The firm was not asked about children and adults at risk",
    "priority": "The neighbourhood is not known",
    "rotation": "We do not know when the firm was last asked",
}

LATELY = 90
"""Fewer days ago than these is not long ago."""


def _three(coordinator: str, business: str, partnership: str) -> dict[str, str]:
    return {"coordinator": coordinator, "business": business, "partnership": partnership}


def _same(sentence: str) -> dict[str, str]:
    return _three(sentence, sentence, sentence)


def _can_do(value: float, facts: Facts) -> dict[str, str]:
    if value < 0.3:
        return _three(
            "Nothing the firm wrote, and nothing its trade usually does, answers what is asked for",
            "This may not be your line of work",
            "This may not be the firm's line of work",
        )
    if facts.source is Source.NAMED:
        said = f" It wrote: “{facts.quote}”" if facts.quote else ""
        yours = f" You wrote: “{facts.quote}”" if facts.quote else ""
        near = "the" if facts.named else "near to the"
        return _three(
            f"This is {near} kind of firm that was asked for.{said}",
            f"Yours is {near} kind of firm they asked for.{yours}",
            f"This is {near} kind of firm you asked for.{said}",
        )
    if facts.quote and (facts.source is Source.SAID or facts.offered):
        return _three(
            f"The firm wrote: “{facts.quote}”",
            f"You wrote: “{facts.quote}”",
            f"The firm wrote: “{facts.quote}”",
        )
    if facts.source is Source.TRADE and facts.what:
        return _three(
            f"Firms like this can often {facts.what}. This is a guess from their trade",
            f"Firms like yours can often {facts.what}",
            f"Firms like this can often {facts.what}. They have not said so yet",
        )
    if facts.source is Source.SAID:
        return _three(
            "What the firm wrote goes with what is asked for",
            "It goes with what you wrote",
            "What the firm wrote goes with what you ask for",
        )
    if facts.ticked:
        return _three(
            "Any firm that offers this could do it",
            "You could do this whatever your trade is",
            "Any firm that offers this could do it",
        )
    return _same("Almost any firm could do this, if it is willing")


def _kind(value: float, facts: Facts) -> dict[str, str]:
    label = facts.kind.label.lower() if facts.kind else "this"
    if facts.ticked:
        return _three(
            f"The firm offers what is asked for: {label}",
            f"They are asking for something you offer: {label}",
            f"The firm offers what you ask for: {label}",
        )
    if value >= 0.4:
        return _three(
            f"The firm has not ticked this, but may be willing: {label}",
            f"You did not tick this, but it may suit you: {label}",
            f"The firm has not offered this yet, but may be willing: {label}",
        )
    return _three(
        f"The firm has not offered this: {label}",
        f"You did not tick this: {label}",
        f"The firm has not offered this: {label}",
    )


def _words(value: float, facts: Facts) -> dict[str, str]:
    if not facts.shared_words:
        return _same("They use different words")
    listed = ", ".join(f"“{word}”" for word in facts.shared_words)
    return _three(
        f"Both mention {listed}",
        f"You both mention {listed}",
        f"You and the firm both mention {listed}",
    )


def _meaning(value: float, facts: Facts) -> dict[str, str]:
    if value >= 0.5:
        return _three(
            "What both wrote means much the same, if in other words",
            "They write about much the same as you, if in other words",
            "What you both wrote means much the same, if in other words",
        )
    return _same("What the two sides wrote is not near in meaning")


def _theme(value: float, facts: Facts) -> dict[str, str]:
    label = facts.theme.label.lower() if facts.theme else ""
    if label and value >= 0.5:
        return _three(
            f"Both are about {label}",
            f"This is about {label}, like what you wrote",
            f"Both are about {label}",
        )
    # a roofer seldom writes of community life: that is no reason against the pair
    return _three(
        "What the firm wrote is not about one theme, or about another",
        "The theme is not one you wrote about",
        "What the firm wrote is not about one theme, or about another",
    )


def _sector(value: float, facts: Facts) -> dict[str, str]:
    if facts.named:
        return _three(
            "The firm is in a line of business that was asked for",
            "They asked for your line of business",
            "The firm is in a line of business you asked for",
        )
    if value >= NEAR_LINE:
        return _three(
            "The firm's line of business is near to one that was asked for",
            "They asked for a line of business near to yours",
            "The firm's line of business is near to one you asked for",
        )
    return _three(
        "Other kinds of firm were named in the request",
        "They named other kinds of firm, but may be glad of you",
        "You named other kinds of firm",
    )


def _place(value: float, facts: Facts) -> dict[str, str]:
    if facts.miles is not None and facts.miles < 0.75:
        far = "less than a mile"
    elif facts.miles is not None:
        rounded = round(facts.miles)
        far = "1 mile" if rounded == 1 else f"{rounded} miles"
    else:
        far = ""
    where = f" in {facts.same_district}" if facts.same_district else ""
    if far:
        also = f", both{where}" if where else ""
        you = f", and you are both{where}" if where else ""
        return _three(
            f"They are {far} apart{also}",
            f"They are {far} from you{you}",
            f"The firm is {far} from you{you}",
        )
    if where:
        return _three(f"Both are{where}", f"You are both{where}", f"You are both{where}")
    return _three("The firm says it will come", "You said you would go there", "The firm says it will come")


def _amount(value: float, facts: Facts) -> dict[str, str]:
    if value >= 0.999:
        return _three(
            "The firm offers as much as is asked for",
            "You offer as much as they ask for",
            "The firm offers as much as you ask for",
        )
    part = "most" if value >= 0.7 else "about half" if value >= 0.4 else "some"
    return _three(
        f"The firm offers {part} of what is asked for",
        f"You offer {part} of what they ask for",
        f"The firm offers {part} of what you ask for",
    )


def _children(value: float, facts: Facts) -> dict[str, str]:
    if not facts.children:
        return _same("No children or adults at risk are involved")
    if value >= 0.5:
        return _three(
            "The firm is happy to work with children and adults at risk",
            "You said you would work with children and adults at risk",
            "The firm is happy to work with children and adults at risk",
        )
    return _same("The firm does not work with children or adults at risk")


def _priority(value: float, facts: Facts) -> dict[str, str]:
    if facts.decile is not None and facts.decile <= 3:
        tenths = ("tenth", "two tenths", "three tenths")[facts.decile - 1]
        # a neighbourhood goes by its middle small area, so this much is sure, and no more
        plainly = "The neighbourhood is among the most deprived in England"
        return _three(
            f"At least half of the neighbourhood is in the most deprived {tenths} of England", plainly, plainly
        )
    return _same("The neighbourhood is not among the most deprived in England")


def _rotation(value: float, facts: Facts) -> dict[str, str]:
    lately = facts.rested is not None and facts.rested < LATELY
    if facts.helped:
        return _three(
            "The firm has helped before" + (", but was asked not long ago" if lately else ""),
            "You have helped before" + (", but were asked not long ago" if lately else ""),
            "The firm has helped before" + (", but was asked not long ago" if lately else ""),
        )
    if lately:
        return _three(
            "The firm was asked about something not long ago",
            "You were asked about something not long ago",
            "The firm was asked about something not long ago",
        )
    ever = "about anything yet" if facts.rested is None else "lately"
    return _three(
        f"The firm has not been asked {ever}", f"You have not been asked {ever}", f"The firm has not been asked {ever}"
    )


_SAY = {
    "can_do": _can_do,
    "kind": _kind,
    "words": _words,
    "theme": _theme,
    "meaning": _meaning,
    "sector": _sector,
    "place": _place,
    "amount": _amount,
    "children": _children,
    "priority": _priority,
    "rotation": _rotation,
}


def sentences(code: str, value: float | None, facts: Facts) -> dict[str, str]:
    """The sentence of one part for each audience. ``value`` None: not known."""
    return _same(NOT_KNOWN[code]) if value is None else _SAY[code](value, facts)
