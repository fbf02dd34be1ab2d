"""Which groups a partnership should have: sets of rules, as a small table of our own."""

from dataclasses import dataclass
from functools import cache

from .fact_files import rows


@dataclass(frozen=True, slots=True)
class RuleSet:
    """``groups`` are codes of stakeholder groups, each of which should have somebody in a seat."""

    code: str
    name: str
    explanation: str
    groups: tuple[str, ...]


@cache
def rule_sets() -> tuple[RuleSet, ...]:
    """Every set of rules; the first is used unless another is chosen."""
    return tuple(
        RuleSet(row["code"], row["name"], row["explanation"], tuple(row["groups"].split()))
        for row in rows("representation_rules")
    )


def rule_set(code: str) -> RuleSet | None:
    """The set with this code; the first for an empty code."""
    return next((one for one in rule_sets() if one.code == code), None) if code else rule_sets()[0]
