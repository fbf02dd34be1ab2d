"""Before a match starts: what has to be seen, what was, and what is still open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from models import Account, Match, StartCheck, StartCheckRule
from models.vocabulary import CheckKind, Kind, MatchState, Safeguarding

from .clocks import today

#: What a new service begins with. Every line can be changed, retired and added to.
FIRST_LIST: tuple[tuple[CheckKind, str, Kind | None, Safeguarding | None, bool, int | None], ...] = (
    (CheckKind.SAFEGUARDING, "Checks on everybody who will be there (DBS)", None, Safeguarding.CHECKS, True, 36),
    (CheckKind.SAFEGUARDING, "Who supervises throughout, by name", None, Safeguarding.SUPERVISED, True, None),
    (CheckKind.INSURANCE, "Public liability insurance of the business", Kind.PRO, None, True, 12),
    (CheckKind.RISK, "Risk assessment for the work", Kind.PRO, None, True, None),
    (CheckKind.RISK, "Risk assessment for the day", Kind.VOL, None, True, None),
    (CheckKind.INSURANCE, "Employers’ liability insurance of the business", Kind.WEX, None, True, 12),
    (CheckKind.RISK, "Risk assessment for whoever comes on placement", Kind.WEX, None, True, None),
    (CheckKind.INSURANCE, "Public liability insurance of whoever uses the room", Kind.SPC, None, True, 12),
    (CheckKind.PHOTOS, "Whether photographs may be taken, and of whom", None, None, False, None),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line for one match."""

    rule: StartCheckRule
    check: StartCheck | None

    def holds(self, day: date) -> bool:
        """Whether it was seen and has not run out, or is not needed here."""
        return self.check is not None and (self.check.valid_until is None or self.check.valid_until >= day)


def load_first_list(session: Session) -> int:
    """Give a service that has no list yet the first one. Returns how many lines were made."""
    if session.scalar(select(StartCheckRule.id).limit(1)) is not None:
        return 0
    for check, words, kind, safeguarding, required, months in FIRST_LIST:
        session.add(
            StartCheckRule(
                check=check,
                words=words,
                kind=kind,
                safeguarding=safeguarding,
                required=required,
                valid_months=months,
            )
        )
    session.flush()
    return len(FIRST_LIST)


def lines_of(session: Session, match: Match) -> list[Line]:
    """What has to be seen for a match, required lines first: those of the list that fit, and those seen."""
    checks = {
        check.rule_id: check
        for check in session.scalars(
            select(StartCheck)
            .where(StartCheck.match_id == match.id)
            .options(selectinload(StartCheck.seen_by), selectinload(StartCheck.rule))
        )
    }
    kinds = {part.part.kind for part in match.parts}
    fits = (
        StartCheckRule.retired_at.is_(None),
        or_(StartCheckRule.kind.is_(None), StartCheckRule.kind.in_(kinds)),
        or_(StartCheckRule.safeguarding.is_(None), StartCheckRule.safeguarding == match.need.children),
        or_(StartCheckRule.need_id.is_(None), StartCheckRule.need_id == match.need_id),
    )
    rules = {rule.id: rule for rule in session.scalars(select(StartCheckRule).where(*fits))}
    rules.update({rule_id: check.rule for rule_id, check in checks.items()})
    lines = [Line(rule, checks.get(rule.id)) for rule in rules.values()]
    return sorted(lines, key=lambda line: (not line.rule.required, line.rule.id))


def still_open(session: Session, match: Match, day: date | None = None) -> list[StartCheckRule]:
    """The required lines that were not seen, or have run out."""
    on = day or today()
    return [line.rule for line in lines_of(session, match) if line.rule.required and not line.holds(on)]


def nothing_open(session: Session, match: Match) -> str | None:
    """A guard: the sentence that says what is missing before a match can start."""
    missing = still_open(session, match)
    if not missing:
        return None
    return _("Before it can start, somebody must have seen: %(what)s", what="; ".join(rule.words for rule in missing))


def note_seen(
    session: Session,
    match: Match,
    rule: StartCheckRule,
    *,
    by: Account,
    seen_on: date,
    valid_until: date | None = None,
    not_needed: bool = False,
    words: str = "",
) -> StartCheck:
    """Write down that somebody saw it, or why it is not needed here. A newer note replaces the older."""
    check = session.get(StartCheck, (match.id, rule.id))
    if check is None:
        check = StartCheck(match_id=match.id, rule_id=rule.id)
        session.add(check)
    check.seen_by, check.seen_on = by, seen_on
    check.valid_until = None if not_needed else valid_until
    check.not_needed, check.words = not_needed, words
    session.flush()
    return check


def run_out(session: Session, day: date) -> Sequence[tuple[int, int]]:
    """(match id, rule id) of required lines that ran out before a day, of matches under way."""
    statement = (
        select(StartCheck.match_id, StartCheck.rule_id)
        .join(StartCheck.rule)
        .join(StartCheck.match)
        .where(StartCheck.valid_until < day, StartCheckRule.required, Match.state == MatchState.ACTIVE)
        .order_by(StartCheck.match_id, StartCheck.rule_id)
    )
    return [(match_id, rule_id) for match_id, rule_id in session.execute(statement)]
