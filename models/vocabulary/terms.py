"""What every closed list is made of: a code, a plain-English label and, where the public needs one, an
explanation. Labels are marked for translation with ``N_`` and translated where they are shown.
"""

from enum import StrEnum


def N_(text: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return text


class Term(StrEnum):
    """A closed list. Each member is its code (a ``str``) with a label and an explanation."""

    label: str
    explanation: str

    def __new__(cls, code: str, label: str = "", explanation: str = "") -> "Term":
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        member.explanation = explanation
        return member
