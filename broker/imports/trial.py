"""Try real files out: a database of its own that can send nothing and treats every entry as live."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from models import Account, Business, Need, Suggestion
from models.vocabulary import EntryState, SuggestionState

from ..cases import clocks
from ..config import flask_config
from ..extensions import db, init_extensions
from ..matching.scored import Scored
from ..reference.load import load_reference
from ..settings import ROOT, Settings
from ..suggestions import suggest_for_need
from ..suggestions.catalogue import catalogue_of
from ..suggestions.model import current_engine
from ..suggestions.profiles import need_profile

FILE = ROOT / "instance" / "trial.sqlite3"
#: Suggestions a coordinator would see or could ask for.
TOLD = (SuggestionState.OPEN, SuggestionState.RESERVE)
#: Needs looked at between two commits.
A_STEP = 25


class NoTrial(Exception):
    """This database is not one to try things out in. ``str()`` is a sentence."""


def trial_settings(settings: Settings, database: str | None) -> Settings:
    """The service's settings for a trial: another database, and mail that goes nowhere.

    ``database`` is a URL or the path of an SQLite file.

    Raises:
        NoTrial: it is the service's own database.
    """
    wanted = database or f"sqlite:///{FILE}"
    url = wanted if "://" in wanted else f"sqlite:///{wanted}"
    if make_url(url) == make_url(settings.database_url):
        raise NoTrial("A trial needs a database of its own, and this one is the service's. Name another one.")
    return replace(settings, database_url=url, mail="dummy", mail_server="")


def trial_app(settings: Settings) -> Flask:
    """An application with a database and no pages: it serves nobody, sends nothing and keeps no timetable."""
    app = Flask("trial", root_path=str(ROOT), instance_path=str(ROOT / "instance"))
    app.config.from_mapping(flask_config(settings))
    app.config["MAIL_BACKEND"] = settings.mail
    app.extensions["settings"] = settings
    init_extensions(app, settings)
    return app


def prepare_trial() -> None:
    """Bring the trial's database, which may be new, to the newest schema, with the reference facts.

    Raises:
        NoTrial: people have accounts in it, so it is somebody's service.
    """
    upgrade()
    if db.session.scalar(select(Account.id).limit(1)) is not None:
        raise NoTrial("People have accounts in that database: it is a service, not a trial. Name another one.")
    load_reference(db.session)
    db.session.commit()


@dataclass(slots=True)
class Suggested:
    """What a run over all needs came to."""

    needs: int = 0
    businesses: int = 0
    suggestions: int = 0
    needs_without: int = 0
    firms_suggested: int = 0
    #: The firm that is the first suggestion of most needs, and of how many.
    most: tuple[str, int] = ("", 0)
    version: str = ""
    seconds: dict[str, float] = field(default_factory=dict)


def suggest_all(session: Session, progress: Callable[[int, int], None] = lambda done, of: None) -> Suggested:
    """Make the suggestions of every live need anew, as the service does. Commits as it goes."""
    result = Suggested()
    at = time.perf_counter()
    engine = current_engine(session)
    result.version = engine.version
    result.seconds["reading the model in"] = time.perf_counter() - at
    at = time.perf_counter()
    catalogue = catalogue_of(session, engine)
    result.businesses = len(catalogue)
    result.seconds["reading the firms"] = time.perf_counter() - at
    at = time.perf_counter()
    ids = session.scalars(select(Need.id).where(Need.state == EntryState.LIVE).order_by(Need.id)).all()
    for done, need_id in enumerate(ids, start=1):
        standing = suggest_for_need(session, session.get_one(Need, need_id))
        result.needs += 1
        result.suggestions += len(standing)
        result.needs_without += not standing
        if done % A_STEP == 0:
            session.commit()
            session.expunge_all()
            progress(done, len(ids))
    session.commit()
    progress(len(ids), len(ids))
    told = select(func.count(Suggestion.business_id.distinct())).where(Suggestion.state.in_(TOLD))
    result.firms_suggested = session.scalar(told) or 0
    firsts = (
        select(Business.name, func.count())
        .join(Suggestion, Suggestion.business_id == Business.id)
        .where(Suggestion.state.in_(TOLD), Suggestion.rank == 1)
        .group_by(Business.id, Business.name)
        .order_by(func.count().desc(), Business.id)
    )
    if row := session.execute(firsts.limit(1)).first():
        result.most = (row[0], row[1])
    result.seconds["suggesting"] = time.perf_counter() - at
    return result


@dataclass(frozen=True, slots=True)
class Shown:
    """One pair and why. ``suggested`` is False for one that the model came nearest to suggesting."""

    need: Need
    business: Business
    scored: Scored
    suggested: bool


def best(session: Session, limit: int = 10, *, spread: bool = False) -> list[Shown]:
    """The suggestions with the highest scores, best first, each need and each firm once.

    ``spread`` takes the first suggestion of needs evenly through the list instead, good and bad alike.
    """
    statement = select(Suggestion.need_id, Suggestion.business_id, Suggestion.id).where(Suggestion.state.in_(TOLD))
    if spread:
        rows = session.execute(statement.where(Suggestion.rank == 1).order_by(Suggestion.need_id)).all()
        chosen = _evenly(rows, limit)
    else:
        rows = session.execute(statement.order_by(Suggestion.score.desc(), Suggestion.need_id)).all()
        chosen = _each_once(rows, limit)
    found = (session.get_one(Suggestion, row[2]) for row in chosen)
    return [Shown(each.need, each.business, Scored.from_json(each.reasons), True) for each in found]


def nearest(session: Session, limit: int = 10, *, spread: bool = False, today: date | None = None) -> list[Shown]:
    """For needs without any suggestion: the firms that no hard rule forbids and that score highest
    all the same, ordered as in ``best``. Nothing is stored."""
    day = today or clocks.today()
    shipped = current_engine(session)
    engine = shipped.with_weights(replace(shipped.weights, threshold=0.0, somebody=0.0, least_can_do=0.0))
    catalogue = catalogue_of(session, shipped)
    with_some = select(Suggestion.need_id).where(Suggestion.state.in_(TOLD))
    needs = session.scalars(select(Need).where(Need.state == EntryState.LIVE, Need.id.not_in(with_some)))
    rows: list[tuple[int, int, Scored]] = []
    for need in needs.all():
        ranking = engine.rank_businesses(need_profile(need), catalogue, today=day, top=1 if spread else limit)
        rows += [(need.id, int(each.business_id), each) for each in ranking.suggested]
    if not spread:
        rows.sort(key=lambda row: (-row[2].score, row[0]))
    chosen = _evenly(rows, limit) if spread else _each_once(rows, limit)
    return [
        Shown(session.get_one(Need, need), session.get_one(Business, firm), scored, False)
        for need, firm, scored in chosen
    ]


def _evenly(rows: Sequence[Any], limit: int) -> list[Any]:
    """At most ``limit`` rows, the same number of others between any two."""
    step = max(1, len(rows) // max(1, limit))
    return list(rows[step // 2 :: step])[:limit]


def _each_once(rows: Sequence[Any], limit: int) -> list[Any]:
    """The first rows in which neither the need nor the firm stood before."""
    chosen: list[Any] = []
    for row in rows:
        if len(chosen) < limit and not any(row[0] == other[0] or row[1] == other[1] for other in chosen):
            chosen.append(row)
    return chosen
