"""The list of what is looked at before a match starts, and changing it."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, StartCheckRule
from models.vocabulary import CheckKind, Kind, Safeguarding


def rules(session: Session) -> Sequence[StartCheckRule]:
    """Every line that counts now, in the order in which it was added."""
    statement = select(StartCheckRule).where(StartCheckRule.retired_at.is_(None)).order_by(StartCheckRule.id)
    return session.scalars(statement).all()


def standing_rule(session: Session, rule_id: int) -> StartCheckRule | None:
    """A line that was not taken off the list."""
    rule = session.get(StartCheckRule, rule_id)
    return rule if rule is not None and rule.retired_at is None else None


def add_rule(
    session: Session,
    *,
    check: CheckKind,
    words: str,
    kind: Kind | None,
    safeguarding: Safeguarding | None,
    required: bool,
    valid_months: int | None,
    by: Account,
) -> StartCheckRule:
    """Add a line. It counts at once for every match that has not started."""
    rule = StartCheckRule(
        check=check,
        words=words,
        kind=kind,
        safeguarding=safeguarding,
        required=required,
        valid_months=valid_months,
        by_id=by.id,
    )
    session.add(rule)
    session.flush()
    return rule


def whens(rule: StartCheckRule) -> str:
    """When a line counts, in words."""
    said = [_(term.label) for term in (rule.kind, rule.safeguarding) if term is not None]
    return "; ".join(said) or _("Every match")
