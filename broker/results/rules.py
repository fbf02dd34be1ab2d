"""The list of what is looked at before a match starts, and changing it."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Account, Need, StartCheckRule
from models.base import now
from models.vocabulary import CheckKind, Kind, Safeguarding


def rules(session: Session) -> Sequence[StartCheckRule]:
    """Every line that counts now, in the order in which it was added."""
    statement = (
        select(StartCheckRule).where(StartCheckRule.retired_at.is_(None)).options(selectinload(StartCheckRule.need))
    )
    return session.scalars(statement.order_by(StartCheckRule.id)).all()


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
    need: Need | None = None,
    instead_of: StartCheckRule | None = None,
) -> StartCheckRule:
    """Add a line, for one need only where it is named. It counts at once for every match that has not
    started. A line that is changed is taken off the list: what was seen by its words stays as it was."""
    if instead_of is not None:
        instead_of.retired_at = now()
    rule = StartCheckRule(
        need=need,
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
    if rule.need is not None:
        said.append(f"{rule.need.title}, {rule.need.reference}")
    return "; ".join(said) or _("Every match")


def need_by_reference(session: Session, reference: str) -> Need | None:
    """The request of a reference, however it was typed."""
    letters = "".join(one for one in reference.upper() if one.isalnum())
    spoken = f"{letters[:1]}-{letters[1:5]}-{letters[5:]}"
    return session.scalar(select(Need).where(Need.reference == spoken))
