"""What a business has given, on one page, for its own report on social value."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Account, Business, Match, Need, Partnership, Result, ResultLine
from models.vocabulary import ContributionClass, Kind, Role, Unit

from ..cases.clocks import day_of


@dataclass(slots=True)
class Given:
    """One match of the statement: what, for whom, where, and who confirmed it: in what capacity and for
    which organisation, without a name."""

    result: Result
    title: str
    partnership: str
    place: str
    lines: list[ResultLine]
    confirmed_by: str

    @property
    def verified(self) -> bool:
        return self.result.verified_at is not None


@dataclass(slots=True)
class Statement:
    """A business's statement for a time. Only what was confirmed is added up."""

    business: Business
    begins: date
    ends: date
    verified: list[Given] = field(default_factory=list)
    reported: list[Given] = field(default_factory=list)
    totals: dict[tuple[ContributionClass, Unit], float] = field(default_factory=dict)
    kinds: list[Kind] = field(default_factory=list)
    places: list[str] = field(default_factory=list)


def statement_of(session: Session, business: Business, begins: date, ends: date) -> Statement:
    """What a business gave in a time, both days (in England) included, by the day it was reported."""
    results = session.scalars(
        select(Result)
        .join(Result.match)
        .where(Match.business_id == business.id)
        .options(
            selectinload(Result.lines).selectinload(ResultLine.part),
            selectinload(Result.verified_by).selectinload(Account.grants),
            selectinload(Result.match)
            .selectinload(Match.need)
            .selectinload(Need.partnership)
            .selectinload(Partnership.contacts),
            selectinload(Result.match).selectinload(Match.need).selectinload(Need.area),
        )
        .order_by(Result.reported_at, Result.id)
    )
    given = [_given(result) for result in results if begins <= day_of(result.reported_at) <= ends]
    statement = Statement(business, begins, ends)
    statement.verified = [one for one in given if one.verified]
    statement.reported = [one for one in given if not one.verified]
    statement.totals = _totals(statement.verified)
    parts = [line.part for one in statement.verified for line in one.lines if line.part is not None]
    statement.kinds = list(dict.fromkeys(part.kind for part in parts))
    statement.places = sorted({one.place for one in statement.verified if one.place})
    return statement


def _given(result: Result) -> Given:
    need = result.match.need
    lines = [line for line in result.lines if line.part is not None]
    place = need.area.name if need.area else ""
    return Given(result, need.title, need.partnership.name, place, lines, _confirmed_by(result, need.partnership))


def _confirmed_by(result: Result, partnership: Partnership) -> str:
    """ "Treasurer, Speke Board": who of the receiver said so; or to whom of the service it was said."""
    account = result.verified_by
    if account is None:
        return ""
    if result.verified_on_behalf:
        heard = Role.BROKER if account.is_a(Role.BROKER) and not account.is_a(Role.COORDINATOR) else Role.COORDINATOR
        said = {"name": partnership.name, "role": _(heard.label).lower()}
        return _("%(name)s, who said so to the %(role)s", **said)
    jobs = (one.job for one in partnership.contacts if one.account_id == account.id)
    return f"{next(filter(None, jobs), _(Role.OFFICER.label))}, {partnership.name}"


def _totals(verified: Iterable[Given]) -> dict[tuple[ContributionClass, Unit], float]:
    totals: dict[tuple[ContributionClass, Unit], float] = defaultdict(float)
    for one in verified:
        for line in one.lines:
            assert line.part is not None
            if line.verified_value is not None and line.contribution is not None:
                unit = line.part.kind.unit
                totals[line.contribution, Unit.HOURS if unit is Unit.NONE else unit] += line.verified_value
    return dict(totals)
