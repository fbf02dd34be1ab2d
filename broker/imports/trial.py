"""Try real files out: a database of its own that can send nothing and treats every entry as live."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, selectinload

from models import Account, Business, Need, Partnership, Suggestion
from models.vocabulary import EntryState, SuggestionState

from ..config import flask_config
from ..extensions import db, init_extensions
from ..matching.engine import Engine
from ..matching.scored import Scored
from ..reference.load import load_reference
from ..settings import ROOT, Settings
from ..suggestions import suggest_for_need
from ..suggestions.catalogue import catalogue_of

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
    version: str = ""
    seconds: dict[str, float] = field(default_factory=dict)


def suggest_all(session: Session, progress: Callable[[int, int], None] = lambda done, of: None) -> Suggested:
    """Make the suggestions of every live need anew, as the service does. Commits as it goes."""
    result = Suggested()
    at = time.perf_counter()
    engine = Engine.shipped()
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
    result.seconds["suggesting"] = time.perf_counter() - at
    return result


@dataclass(frozen=True, slots=True)
class Shown:
    """One suggestion with its two sides. ``place`` counts from 1."""

    place: int
    suggestion: Suggestion
    need: Need
    business: Business
    scored: Scored


def best(session: Session, limit: int = 10, *, spread: bool = False) -> list[Shown]:
    """The suggestions with the highest scores, one a need. ``spread`` instead takes the first
    suggestion of needs evenly through the list, good and bad alike."""
    statement = (
        select(Suggestion)
        .where(Suggestion.state.in_(TOLD), Suggestion.rank == 1)
        .options(
            selectinload(Suggestion.need).selectinload(Need.partnership).selectinload(Partnership.areas),
            selectinload(Suggestion.business).selectinload(Business.offers),
        )
    )
    if spread:
        count = session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
        step = max(1, count // max(1, limit))
        every = session.scalars(select(Suggestion.id).where(Suggestion.state.in_(TOLD), Suggestion.rank == 1)).all()
        statement = statement.where(Suggestion.id.in_(sorted(every)[step // 2 :: step])).order_by(Suggestion.id)
    else:
        statement = statement.order_by(Suggestion.score.desc(), Suggestion.need_id)
    return [
        Shown(place, each, each.need, each.business, Scored.from_json(each.reasons))
        for place, each in enumerate(session.scalars(statement.limit(limit)), start=1)
    ]
