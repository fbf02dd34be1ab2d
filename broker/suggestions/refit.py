"""Fit the model anew on the starter texts, official lists and the programme's own records, and save it.

Nothing is promoted silently: every fit is a version, named in each suggestion it makes.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from flask import current_app
from sqlalchemy.orm import Session

from .. import work
from ..extensions import reading as reading_only
from ..matching import model_file, official
from ..matching.engine import Engine
from ..matching.reading import fit_reading
from ..matching.refitting import compared
from ..matching.starter import shipped, together
from .records import gather
from .refresh import mark_all_due

log = structlog.get_logger()

#: A refit waits until there are so many more examples from records than the last one had ...
WORTH_A_FIT = 50
#: ... but what left the records leaves the model within this time.
AT_LEAST_EVERY = timedelta(days=30)
RECORDS = "records"


def model_folder() -> Path:
    """Where the fitted model and the lists it learned from are kept: beside the database, never in git."""
    return Path(current_app.extensions["settings"].model_folder)


def refit(session: Session) -> model_file.About:
    """Fit and save. The needs are looked at again by the new model. Does not commit.

    Of sectors, themes and kinds each is used only where it reads texts held back at least as well as
    the one that comes with the service; else its examples are left out. Too few to compare are used.
    """
    folder, now = model_folder(), datetime.now(UTC)
    lists, records = official.kept(folder), gather(session)
    pairs: dict[str, list[tuple[str, str]]] = {name: list(found) for name, found in records.items()}
    for which, found in lists.items():
        pairs[official.LISTS[which].teaches] += found
    learned = {which: len(found) for which, found in lists.items()}
    learned[RECORDS] = sum(len(found) for found in records.values())
    starter = shipped()
    known = {name: getattr(starter, name) for name in pairs}
    held = compared(
        Engine.shipped().reading, pairs, known, lambda lessons: fit_reading(starter, together(starter, lessons))
    )
    for name in (name for name, one in held.items() if not one.is_better):
        pairs[name] = []
    about = model_file.About(f"fit-{now:%Y%m%d-%H%M%S}", now.isoformat(timespec="seconds"), learned, held)
    model_file.save(folder / model_file.NAME, fit_reading(starter, together(starter, pairs)), about)
    mark_all_due(session)
    log.info(
        "model_fitted",
        version=about.version,
        **{f"learned_{name}": count for name, count in learned.items()},
        left_out=[name for name, one in held.items() if not one.is_better],
    )
    return about


def is_due(session: Session, now: datetime) -> bool:
    """Whether records changed enough since the last fit to fit again."""
    path = model_folder() / model_file.NAME
    records = sum(len(found) for found in gather(session).values())
    try:
        last = model_file.about(path)
    except model_file.NoModelFile:
        return records >= WORTH_A_FIT or bool(official.kept(path.parent))
    learned = last.learned.get(RECORDS, 0)
    old = now - datetime.fromisoformat(last.made_at) >= AT_LEAST_EVERY
    return records - learned >= WORTH_A_FIT or (old and bool(learned or records))


@work.timetable("0 40 2 * * *")
def refit_by_night(session: Session) -> int:
    """Fit the model anew where there is enough to learn. Returns how often (0 or 1)."""
    with reading_only(session):
        due = is_due(session, datetime.now(UTC))
    if not due:
        return 0
    refit(session)
    session.commit()
    return 1
