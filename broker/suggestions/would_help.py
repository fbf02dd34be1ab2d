"""After several refusals: what would help, with the numbers behind it.

Each change is tried out by asking the model again with a changed profile: so many more firms, or
requests, would come into reach. Nothing is changed here; the people concerned decide.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from models import Business, Need
from models.vocabulary import DeclineReason, Kind, ReachKind, RejectReason

from ..cases.clocks import settings, today
from ..matching.affinity import AFFINITY, KINDS
from ..matching.engine import Engine
from ..matching.profiles import Barrier, BusinessProfile, NeedProfile, Offer, Part, Place, Reach
from .ask import live_needs
from .barriers import barriers_for
from .catalogue import catalogue_of
from .model import current_engine
from .profiles import as_if_live, business_profile, need_profile
from .refusals_of import Refusals, refusals_of
from .turns import asked_before_of

#: How many other kinds of help are tried out for a need: those that suit its theme best.
KINDS_TRIED = 4
TOO_BIG = (DeclineReason.TOO_BIG.label, RejectReason.SIZE.label)
#: How far a business goes, and what the next step would be.
WIDER: dict[ReachKind, tuple[ReachKind, ...]] = {
    ReachKind.MILES_5: (ReachKind.MILES_10, ReachKind.MILES_25),
    ReachKind.MILES_10: (ReachKind.MILES_25, ReachKind.REGION),
    ReachKind.MILES_25: (ReachKind.REGION, ReachKind.ENGLAND),
    ReachKind.BOROUGHS: (ReachKind.MILES_25, ReachKind.REGION),
    ReachKind.REGION: (ReachKind.ENGLAND,),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One change: ``what`` in words, and how many more it would bring into reach."""

    what: str
    more: int


@dataclass(frozen=True, slots=True)
class WouldHelp:
    """``now``: how many are in reach as things stand. ``changes``: those that bring more, most first.
    ``hint`` says what the reasons alone suggest, where they do."""

    refusals: Refusals
    now: int
    changes: tuple[Change, ...]
    hint: str = ""


def would_help_need(session: Session, need: Need) -> WouldHelp | None:
    """What would help a need that was refused several times; None before that."""
    refusals = refusals_of(session, need)
    if refusals.total < settings().refusals_before_advice or not need.is_live:
        return None
    engine, day = current_engine(session), today()
    catalogue, barriers = catalogue_of(session, engine), barriers_for(session, need=need, today=day)

    def reach(profile: NeedProfile) -> int:
        return len(engine.compare(profile, catalogue, barriers, day).chosen())

    profile = need_profile(need)
    now = reach(profile)
    tried = [Change(what, reach(changed) - now) for what, changed in _changed_needs(profile)]
    hint = ""
    if times := refusals.times(*TOO_BIG):
        hint = ngettext(
            "%(num)d said that it is too big: ask for less, or split it into parts.",
            "%(num)d said that it is too big: ask for less, or split it into parts.",
            times,
        )
    return WouldHelp(refusals, now, _most_first(tried), hint)


def would_help_business(session: Session, business: Business) -> WouldHelp | None:
    """What would open more requests to a business that was refused several times; None before that."""
    refusals = refusals_of(session, business)
    if refusals.total < settings().refusals_before_advice or not business.is_live:
        return None
    day = today()
    needs = [need_profile(need) for need in live_needs(session, day)]
    barriers = barriers_for(session, business=business, today=day)
    profile = as_if_live(business_profile(business, asked_before=asked_before_of(session, business)))
    asked = {part.kind for need in needs for part in need.parts}
    changed = _changed_businesses(profile, asked)
    counts = _in_reach(current_engine(session), [profile, *(one for _what, one in changed)], needs, barriers, day)
    tried = [Change(what, count - counts[0]) for (what, _one), count in zip(changed, counts[1:], strict=True)]
    return WouldHelp(refusals, counts[0], _most_first(tried))


def _changed_needs(need: NeedProfile) -> list[tuple[str, NeedProfile]]:
    """Smaller, elsewhere, at another time, or another kind of help."""
    changed = []
    smaller = tuple(replace(part, amount=_half(part.amount)) for part in need.parts)
    if smaller != need.parts:
        changed.append((_("Ask for half as much"), replace(need, parts=smaller)))
    if need.place != Place() or need.area_districts:
        anywhere = replace(need, place=Place(), area_districts=frozenset())
        changed.append((_("Let it be done at the firm’s own place, or from a distance"), anywhere))
    if need.starts_on or need.ends_on:
        changed.append((_("Leave the dates open"), replace(need, starts_on=None, ends_on=None)))
    for kind in _kinds_for(need):
        more = Part(id=f"also-{kind.value}", kind=kind, places=1)
        what = _("Ask for this as well: %(kind)s", kind=_(kind.label).lower())
        changed.append((what, replace(need, parts=(*need.parts, more))))
    return changed


def _kinds_for(need: NeedProfile) -> list[Kind]:
    """Other kinds of help that suit the theme of a need, best first."""
    suits = AFFINITY.get(need.theme, {}) if need.theme else {}
    asked = {part.kind for part in need.parts}
    others = [kind for kind in KINDS if kind not in asked and suits.get(kind, 0) >= 2]
    return sorted(others, key=lambda kind: -suits[kind])[:KINDS_TRIED]


def _changed_businesses(business: BusinessProfile, asked: set[Kind]) -> list[tuple[str, BusinessProfile]]:
    """A wider reach, open to ideas, or another kind of help that somebody asks for now."""
    changed = []
    for kind_of_reach in WIDER.get(business.reach.kind, ()):
        reach = Reach(kind_of_reach, region=business.place.region)
        what = _("Go further: %(reach)s", reach=_(kind_of_reach.label).lower())
        changed.append((what, replace(business, reach=reach)))
    if business.only_these:
        changed.append((_("Be open to other ideas"), replace(business, only_these=False)))
    offered = {offer.kind for offer in business.offers}
    for kind in (kind for kind in KINDS if kind in asked - offered):
        what = _("Offer this as well: %(kind)s", kind=_(kind.label).lower())
        changed.append((what, replace(business, offers=(*business.offers, Offer(kind)))))
    return changed


def _in_reach(
    engine: Engine,
    profiles: Sequence[BusinessProfile],
    needs: Sequence[NeedProfile],
    barriers: Sequence[Barrier],
    day: date,
) -> list[int]:
    """How many needs each profile could meet. They are all compared at once: each need is read once."""
    catalogue = engine.catalogue(profiles)
    counts = [0] * len(profiles)
    for need in needs:
        found = engine.compare(need, catalogue, barriers, day)
        if found.need_known:
            fits = found.suitable & ~found.ruled_out & (found.sure >= engine.weights.somebody)
            counts = [count + bool(fit) for count, fit in zip(counts, fits, strict=True)]
    return counts


def _half(amount: float | None) -> float | None:
    return amount // 2 if amount and amount >= 2 else amount


def _most_first(tried: list[Change]) -> tuple[Change, ...]:
    return tuple(sorted((change for change in tried if change.more > 0), key=lambda change: -change.more))
