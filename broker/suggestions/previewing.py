"""What other weights would change among the needs as they stand now. Nothing is stored."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Business, Need

from ..cases import clocks
from ..matching.effect import Effect, NeedChange, effect
from ..matching.pairing import Comparison
from ..matching.profiles import Barrier
from ..matching.weights import Weights
from .ask import live_needs
from .barriers import barriers_for
from .catalogue import catalogue_of
from .model import current_engine
from .profiles import need_profile

#: Pairs compared for a preview at most: what a person waits for.
PAIRS = 2_000_000
#: Needs compared at most, and at least however many firms there are.
MOST, LEAST = 200, 20
#: Needs told by name.
EXAMPLES = 10


@dataclass(frozen=True, slots=True)
class Example:
    """A need that would be shown other firms, with the names of those it gains and loses."""

    need: Need
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    first: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Preview:
    """What would change. ``of`` is how many needs are live; ``effect.needs`` of them were compared."""

    effect: Effect
    of: int
    firms: int
    examples: tuple[Example, ...]


def preview(session: Session, weights: Weights, *, today: date | None = None) -> Preview:
    """Weigh the live needs by the weights in force and by others. The number of queries is fixed."""
    day = today or clocks.today()
    engine = current_engine(session)
    other = engine.with_weights(weights)
    catalogue = catalogue_of(session, engine)
    needs = live_needs(session, day)
    most = max(LEAST, min(MOST, PAIRS // max(1, len(catalogue))))
    step = max(1, -(-len(needs) // most))
    looked_at = needs[::step]
    barriers: Mapping[int, list[Barrier]] = _by_need(barriers_for(session, today=day))
    profiles = [need_profile(need) for need in looked_at]

    def compare(at: int, by: Weights) -> Comparison:
        chosen = other if by is weights else engine
        return chosen.compare(profiles[at], catalogue, barriers.get(looked_at[at].id, []), day)

    found = effect([need.id for need in looked_at], compare, engine.weights, weights, [one.decile for one in profiles])
    return Preview(found, len(needs), len(catalogue), _examples(session, found, {need.id: need for need in looked_at}))


def _by_need(barriers: list[Barrier]) -> dict[int, list[Barrier]]:
    of: dict[int, list[Barrier]] = defaultdict(list)
    for barrier in barriers:
        of[int(barrier.need_id)].append(barrier)
    return of


def _examples(session: Session, found: Effect, needs: Mapping[int, Need]) -> tuple[Example, ...]:
    """Those that change most, first."""
    changed = sorted(found.changes, key=lambda one: (-len(one.gained) - len(one.lost), int(one.need_id)))[:EXAMPLES]
    ids = {int(firm) for one in changed for firm in (*one.before, *one.after)}
    called = session.execute(select(Business.id, Business.name).where(Business.id.in_(ids)))
    names = {row.id: row.name for row in called}

    def named(firms: tuple[int | str, ...]) -> tuple[str, ...]:
        return tuple(names.get(int(firm), "") for firm in firms)

    def example(one: NeedChange) -> Example:
        first = (*named(one.before[:1]), "")[0], (*named(one.after[:1]), "")[0]
        return Example(needs[int(one.need_id)], named(one.gained), named(one.lost), first)

    return tuple(example(one) for one in changed)
