"""A broker's cases given to others in one step, with a reason; what nobody can take goes to the office."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from models import Account, Broker, Business, Case, Handover, HandoverItem, Match, MatchEvent, Need, Partnership
from models.base import now
from models.vocabulary import CaseKind, EntryState

from .carried import Carried, carried_by
from .clocks import ENGLAND, today
from .following import waits_for_what
from .handover_letters import stop_letters, tell_of_handover
from .load import Load, loads
from .log import record
from .owners import Owner, office_of, owner_of
from .waiting import TABLE_OF, wait_for


class CannotHandOver(Exception):
    """It cannot be handed over so. ``str()`` is a sentence for the page; ``field`` is where it belongs."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


def share_out(carried: Sequence[Carried], receivers: Sequence[Load]) -> dict[str, int | None]:
    """A first proposal: key -> broker id. Each goes to the one with most room of those who work there,
    and to the office (None) where none of them has room."""
    taken: dict[tuple[int, str | None], int] = {}
    shared: dict[str, int | None] = {}
    for one in carried:
        here = [load for load in receivers if _works_in(load, one.area_code)]

        def room(load: Load, area: str | None = one.area_code) -> int:
            given = sum(count for (broker_id, _area), count in taken.items() if broker_id == load.broker.id)
            return min(load.room - given, load.room_in(area) - taken.get((load.broker.id, area), 0))

        if one.counts:
            here = [load for load in here if room(load) > 0]
        best = max(here, key=lambda load: (room(load), -load.broker.id), default=None)
        shared[one.key] = None if best is None else best.broker.id
        if best is not None and one.counts:
            taken[best.broker.id, one.area_code] = taken.get((best.broker.id, one.area_code), 0) + 1
    return shared


def past_limits(session: Session, giving: Sequence[tuple[Carried, Broker | None]]) -> list[str]:
    """A sentence for each limit that a handover would go past."""
    receivers = {broker.id: broker for _one, broker in giving if broker is not None}
    said = []
    for load in loads(session, receivers.values()):
        name = load.broker.name
        gets = [one for one, broker in giving if broker is load.broker and one.counts]
        cases, limit = load.cases + len(gets), load.broker.caseload_limit
        if gets and cases > limit:
            said.append(
                _("%(name)s would carry %(cases)s cases of at most %(limit)s", name=name, cases=cases, limit=limit)
            )
        for here in load.areas:
            more = sum(one.area_code == here.area.code for one in gets)
            if more and here.limit is not None and here.cases + more > here.limit:
                said.append(
                    _(
                        "%(name)s would carry %(cases)s cases of at most %(limit)s in %(area)s",
                        name=name,
                        cases=here.cases + more,
                        limit=here.limit,
                        area=here.area.name,
                    )
                )
    return said


def hand_over(
    session: Session,
    broker: Broker,
    giving: Mapping[str, Broker | None],
    *,
    reason: str,
    past_limit: str = "",
    by: Account,
) -> Handover:
    """Give what is named by key (`Carried.key`) to each receiver; None is the office.

    Raises:
        CannotHandOver: nothing is named, something is not carried any more, a receiver is not in
            post, or a limit would be passed without a word why.
    """
    _lock(session, [broker, *{receiver for receiver in giving.values() if receiver is not None}])
    carried = {one.key: one for one in carried_by(session, broker)}
    if not giving:
        raise CannotHandOver(_("Choose at least one case to hand over"))
    if set(giving) - set(carried):
        raise CannotHandOver(_("Something has changed meanwhile. Look at the list again"))
    for receiver in giving.values():
        if receiver is not None and (receiver is broker or receiver.state is not EntryState.LIVE):
            raise CannotHandOver(_("%(name)s cannot take cases now", name=receiver.name))
    pairs = [(carried[key], receiver) for key, receiver in giving.items()]
    passed = past_limits(session, pairs)
    if passed and not past_limit:
        raise CannotHandOver(
            _("%(limits)s. Say why this is right, or choose somebody else", limits="; ".join(passed)), "past_limit"
        )
    handover = Handover(broker=broker, reason=reason, past_limit=past_limit if passed else "", by=by)
    session.add(handover)
    for one, receiver in pairs:
        handover.items.append(HandoverItem(kind=one.kind, subject_id=one.subject_id, to_broker=receiver))
        _give(session, one, broker, receiver, by)
    record(session, broker, "handed_over", by=by, words=reason)
    session.flush()
    tell_of_handover(session, handover, pairs)
    return handover


def undoable_handovers(session: Session, broker: Broker) -> list[Handover]:
    """Those of today that nobody has taken back."""
    midnight = datetime.combine(today(), datetime.min.time(), ENGLAND).astimezone(UTC)
    statement = select(Handover).where(
        Handover.broker_id == broker.id, Handover.at >= midnight, Handover.undone_at.is_(None)
    )
    return list(session.scalars(statement.order_by(Handover.id.desc())))


def undo_handover(session: Session, handover: Handover, *, by: Account) -> int:
    """Give back what is still with its receiver. Returns how many things came back.

    Raises:
        CannotHandOver: it was not today, was taken back already, or the broker has left.
    """
    broker = handover.broker
    _lock(session, [broker], [item.subject_id for item in handover.items if item.kind is CaseKind.MATCH])
    session.refresh(handover, with_for_update=True)
    if handover not in undoable_handovers(session, broker) or broker.state is EntryState.ENDED:
        raise CannotHandOver(_("This handover can no longer be undone"))
    back = []
    for item, one in _still_with_receivers(session, handover):
        _give(session, one, item.to_broker, broker, by)
        back.append((one, broker))
    handover.undone_at = now()
    record(session, broker, "handover_undone", by=by)
    session.flush()
    stop_letters(session, handover, back)
    return len(back)


def _works_in(load: Load, area_code: str | None) -> bool:
    return not load.areas or area_code is None or any(one.area.code == area_code for one in load.areas)


def _lock(session: Session, brokers: Sequence[Broker], match_ids: Sequence[int] = ()) -> None:
    """Hold what these brokers carry, in the order of the house: needs, businesses, matches; then the brokers."""
    ids = [broker.id for broker in brokers]
    matches = select(Match.id).where(or_(Match.broker_id.in_(ids), Match.id.in_(match_ids)))
    needs = select(Match.need_id).where(Match.id.in_(matches))
    firms = select(Business.id).where(Business.lead_broker_id.in_(ids))
    for table, wanted in ((Need, needs), (Business, firms), (Match, matches)):
        session.execute(select(table.id).where(table.id.in_(wanted)).order_by(table.id).with_for_update())
    for broker in sorted(brokers, key=lambda one: one.id):
        session.refresh(broker, with_for_update=True)


def _give(session: Session, one: Carried, giver: Broker | None, receiver: Broker | None, by: Account) -> None:
    subject = one.subject
    if isinstance(subject, Match):
        subject.broker = receiver
        words = _("Handed over from %(giver)s to %(receiver)s", giver=_name(giver), receiver=_name(receiver))
        subject.events.append(MatchEvent(from_state=subject.state, to_state=subject.state, words=words, by=by))
    elif isinstance(subject, Business | Partnership):
        subject.lead_broker = receiver
    owner = Owner(receiver) if receiver is not None else _of_the_office(session, one)
    for case in one.cases:
        case.owner_broker, case.owner_account = owner.broker, owner.account
    session.flush()
    if isinstance(subject, Match):
        wait = waits_for_what(subject)  # a clock that waited for one broker does not wait for another
        wait_for(session, subject, wait.step, next_on=wait.next_on, acts_on=wait.acts_on, since=wait.since)


def _of_the_office(session: Session, one: Carried) -> Owner:
    table = TABLE_OF.get(one.kind)
    subject: Any = one.subject or (session.get(table, one.subject_id) if table is not None else None)
    if subject is None:
        return Owner()
    return owner_of(subject) if isinstance(subject, Match) else office_of(subject)


def _name(broker: Broker | None) -> str:
    return broker.name if broker is not None else _("the office")


def _still_with_receivers(session: Session, handover: Handover) -> list[tuple[HandoverItem, Carried]]:
    """What was handed over and is still with whoever got it."""
    found = []
    for receiver in dict.fromkeys(item.to_broker for item in handover.items):
        items = [item for item in handover.items if item.to_broker is receiver]
        held = carried_by(session, receiver) if receiver else [_with_the_office(session, item) for item in items]
        by_place = {(one.kind, one.subject_id): one for one in held if one is not None}
        found += [(item, by_place[place]) for item in items if (place := (item.kind, item.subject_id)) in by_place]
    return found


def _with_the_office(session: Session, item: HandoverItem) -> Carried | None:
    subject: Match | Business | Partnership | None = None
    if item.kind is CaseKind.MATCH:
        subject = session.get_one(Match, item.subject_id)
    elif item.kind is CaseKind.BUSINESS:
        subject = session.get_one(Business, item.subject_id)
    elif item.kind is CaseKind.PARTNERSHIP:
        subject = session.get_one(Partnership, item.subject_id)
    holder = subject.broker_id if isinstance(subject, Match) else subject.lead_broker_id if subject else None
    if holder is not None:
        return None
    of_it = and_(Case.kind == item.kind, Case.subject_id == item.subject_id)
    if isinstance(subject, Partnership):
        needs = select(Need.id).where(Need.partnership_id == subject.id)
        of_it = or_(of_it, and_(Case.kind == CaseKind.NEED, Case.subject_id.in_(needs)))
    cases = session.scalars(select(Case).where(of_it, Case.closed_at.is_(None), Case.owner_broker_id.is_(None)))
    return Carried(item.kind, item.subject_id, subject, list(cases))
