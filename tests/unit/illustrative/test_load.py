"""The illustrative programme goes in whole, once, and comes out without a trace."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import create_app
from broker.cases import suggestion_life
from broker.cases.life import OVER, replayed
from broker.extensions import WRITING, db
from broker.illustrative import read
from broker.illustrative.load import AlreadyThere, load_illustrative
from broker.illustrative.remove import remove_illustrative
from broker.settings import Settings
from models import (
    Account,
    Base,
    Broker,
    Business,
    Case,
    Contact,
    Decision,
    EntryEvent,
    Match,
    Need,
    Offer,
    Partnership,
    Result,
    Suggestion,
)
from models.match import DONE
from models.vocabulary import EntryKind, EntryState, Kind, MatchState, Role, SuggestionSource, SuggestionState, Verdict
from tests.conftest import SETTINGS
from tests.factories import BusinessFactory, NeedFactory, PartFactory


def sizes(session: Session) -> dict[str, int]:
    tables = Base.metadata.sorted_tables
    return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


@pytest.fixture(scope="module")
def loaded(template_database: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    """A database with the illustrative programme in it, and its sizes before. Tests copy it."""
    path = tmp_path_factory.mktemp("loaded") / "broker.sqlite3"
    shutil.copy(template_database, path)
    app = create_app(replace(SETTINGS, database_url=f"sqlite:///{path}"))
    with app.app_context():
        WRITING.set(True)
        before = sizes(db.session)
        load_illustrative(db.session)
        db.session.commit()
        db.session.close()
        db.engine.dispose()
    return path, before


@pytest.fixture
def settings(loaded: tuple[Path, dict[str, int]], tmp_path: Path) -> Settings:
    path = tmp_path / "broker.sqlite3"
    shutil.copy(loaded[0], path)
    return replace(SETTINGS, database_url=f"sqlite:///{path}", mail_folder=str(tmp_path / "mail"))


@pytest.fixture
def before(loaded: tuple[Path, dict[str, int]]) -> dict[str, int]:
    return loaded[1]


def some(session: Session, table: type[Business] | type[Need], *, state: EntryState = EntryState.LIVE):
    return session.scalars(select(table).where(table.state == state, table.illustrative).order_by(table.id)).first()


def suggested(session: Session, need: Need, business: Business) -> Suggestion:
    suggestion = Suggestion(
        need=need, business=business, source=SuggestionSource.MODEL, state=SuggestionState.CONFIRMED, version=1
    )
    session.add(suggestion)
    session.flush()
    return suggestion


def test_everything_in_the_files_is_loaded_and_marked(session: Session) -> None:
    files = {Partnership: read.partnerships(), Need: read.needs(), Business: read.firms(), Broker: read.brokers()}
    for table, rows in files.items():
        assert session.scalar(select(func.count()).select_from(table)) == len(rows)
    for table in (Partnership, Need, Business, Broker, Account):
        assert session.scalar(select(func.count()).where(~table.illustrative)) == 0


def test_a_loaded_firm_says_what_its_row_says(session: Session) -> None:
    firm = session.scalars(select(Business).where(Business.name == "Ballard Quoin Developments")).one()
    assert firm.area is not None
    assert firm.area.name == "Manchester"
    assert firm.reach_region == "North West"
    assert firm.award_on is not None
    assert {offer.kind for offer in firm.offers} == {Kind.INV, Kind.APP, Kind.CSH}
    assert firm.contacts[0].account.is_a(Role.BUSINESS)
    assert firm.contacts[0].telephone.startswith("+44161496")


def test_live_entries_have_been_read_and_live_needs_wait_for_suggestions(session: Session) -> None:
    for table in (Partnership, Need, Business, Broker):
        for entry in session.scalars(select(table).where(table.state == EntryState.LIVE)):
            assert entry.read_by is not None
            assert entry.sent_in_at < entry.read_at < datetime.now(UTC)
    assert all(need.suggest_due_at for need in session.scalars(select(Need).where(Need.state == EntryState.LIVE)))


def test_the_past_is_told_as_it_would_have_been_lived(session: Session) -> None:
    matches = session.scalars(select(Match)).all()
    assert {match.state for match in matches} >= {MatchState.PROPOSED, MatchState.ACTIVE, MatchState.VERIFIED}
    for match in matches:
        assert replayed(match.events) is match.state
        assert [event.at for event in match.events] == sorted(event.at for event in match.events)
        assert suggestion_life.replayed(match.suggestion.events) is match.suggestion.state
        waits = session.scalars(select(Case).where(Case.kind == "match", Case.subject_id == match.id)).all()
        assert len(waits) == (match.state not in OVER)
    results = session.scalars(select(Result)).all()
    assert {bool(result.verified_at) for result in results} == {True, False}
    assert all(result.match.state in DONE for result in results)


def test_a_firm_without_mail_has_a_telephone_number_and_no_account(session: Session) -> None:
    silent = session.scalars(select(Contact).where(Contact.email == "")).all()
    assert silent
    assert all(contact.telephone and contact.account is None for contact in silent)


def test_a_second_load_is_refused(session: Session) -> None:
    there = sizes(session)
    with pytest.raises(AlreadyThere):
        load_illustrative(session)
    assert sizes(session) == there


def test_removal_leaves_nothing_behind(session: Session, before: dict[str, int]) -> None:
    remove_illustrative(session)
    session.commit()
    assert sizes(session) == before
    assert remove_illustrative(session) == {}


def test_removal_takes_what_grew_on_the_illustrative_entries_and_leaves_the_real_ones(
    session: Session, before: dict[str, int]
) -> None:
    firm = BusinessFactory(name="A real firm")
    need = NeedFactory(title="A real need", parts=[PartFactory(kind=Kind.KIT, amount=4)])
    firm.lead_broker = session.scalars(select(Broker)).first()
    for pair in ((some(session, Need), firm), (need, some(session, Business))):
        suggestion = suggested(session, *pair)
        by = session.scalars(select(Account).where(Account.illustrative)).first()
        session.add(Decision(suggestion=suggestion, verdict=Verdict.CONFIRM, reason="right_skill", by=by))
    session.commit()
    remove_illustrative(session)
    session.commit()
    # the real firm and the real need, with its partnership, came after the count
    assert {name: size - before[name] for name, size in sizes(session).items() if size != before[name]} == {
        "business": 1, "contact": 2, "need": 1, "need_part": 1, "partnership": 1, "partnership_area": 1,
    }  # fmt: skip
    assert firm.lead_broker is None
    assert firm.offers == list(session.scalars(select(Offer).where(Offer.business_id == firm.id)))


def test_an_account_that_decided_on_real_entries_stays_for_the_record_but_is_closed(session: Session) -> None:
    firm = BusinessFactory(name="A real firm")
    need = NeedFactory(title="A real need", parts=[PartFactory(kind=Kind.KIT, amount=4)])
    coordinator = session.scalars(select(Account).where(Account.email == "coordinator@council.example")).one()
    suggestion = suggested(session, need, firm)
    session.add(Decision(suggestion=suggestion, verdict=Verdict.CONFIRM, reason="right_skill", by=coordinator))
    session.commit()
    counts = remove_illustrative(session)
    session.commit()
    assert counts["accounts kept, closed"] == 1
    kept = session.scalars(select(Account).where(Account.illustrative)).one()
    assert not kept.active
    assert kept.grants == []
    load_illustrative(session)
    assert kept.active


def test_the_log_of_a_removed_entry_goes_with_it(session: Session) -> None:
    firm = BusinessFactory(name="A real firm")
    session.add(EntryEvent(entry_kind=EntryKind.BUSINESS, entry_id=firm.id, what="read"))
    remove_illustrative(session)
    assert [event.entry_id for event in session.scalars(select(EntryEvent))] == [firm.id]


def test_it_goes_in_and_out_of_postgresql_too(postgres_app: Flask) -> None:
    with postgres_app.app_context():
        WRITING.set(True)
        before = sizes(db.session)
        load_illustrative(db.session)
        db.session.commit()
        remove_illustrative(db.session)
        db.session.commit()
        assert sizes(db.session) == before
