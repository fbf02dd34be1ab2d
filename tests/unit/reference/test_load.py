"""The loader of the reference facts."""

import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from broker.reference import attribution, lists
from broker.reference.load import load_reference
from models import Area, AreaCode, AreaList, AreaListEntry, Base, Deprivation


@pytest.fixture
def session():
    engine = create_engine("sqlite://")
    Base.metadata.create_all(
        engine, tables=[table.__table__ for table in (Area, AreaCode, AreaList, AreaListEntry, Deprivation)]
    )
    with Session(engine) as session:
        yield session
    engine.dispose()


def count(session, table):
    return session.scalar(select(func.count()).select_from(table))


def test_the_facts_are_loaded(session):
    counts = load_reference(session)
    assert counts["areas"] == count(session, Area) == 296
    assert counts["deprivation"] == count(session, Deprivation) == 296 + 289
    assert counts["codes"] == count(session, AreaCode)
    assert counts["entries"] == count(session, AreaListEntry) == 88 + 89
    assert session.get(AreaCode, "E08000039").area_code == "E08000019"


def test_loading_twice_changes_nothing(session):
    first = load_reference(session)
    session.commit()
    session.expunge_all()
    assert load_reference(session) == first
    assert not session.dirty
    assert not session.new
    assert count(session, AreaListEntry) == 88 + 89


def test_loading_puts_right_what_differs(session):
    load_reference(session)
    session.get(Area, "E06000009").name = "Somewhere"
    session.get(Deprivation, ("E06000009", 2025)).rank = 200
    extra = AreaListEntry(list_code=lists.PROGRAMME, position=89, area_code="E06000009")
    session.add(extra)
    session.commit()
    load_reference(session)
    session.commit()
    assert session.get(Area, "E06000009").name == "Blackpool"
    assert session.get(Deprivation, ("E06000009", 2025)).rank == 1
    assert count(session, AreaListEntry) == 88 + 89


def test_the_programme_is_in_order_of_rank(session):
    load_reference(session)
    entries = session.get(AreaList, lists.PROGRAMME).entries
    assert [entry.rank for entry in entries] == sorted(entry.rank for entry in entries)
    assert entries[0].area.name == "Blackpool"
    assert len(entries) == 88


def test_the_list_of_2001_keeps_its_evidence_and_old_names(session):
    load_reference(session)
    renewal = session.get(AreaList, lists.RENEWAL_2001)
    assert "25" in renewal.explanation
    wansbeck = next(entry for entry in renewal.entries if entry.old_name == "Wansbeck")
    assert wansbeck.area.name == "Northumberland"
    assert wansbeck.evidence == lists.UNVERIFIED


def test_texts_fit_their_columns():
    for text in (lists.PROGRAMME_EXPLANATION, lists.RENEWAL_2001_EXPLANATION):
        assert len(text) <= 1000
    assert all(len(row.source) <= 500 for row in lists.renewal_2001())


def test_every_source_is_named_for_the_page_about_the_data():
    sentences = " ".join(source.sentence for source in attribution.SOURCES)
    for owner in ("Office for National Statistics", "Royal Mail", "Ministry of Housing", "Parliament", "mySociety"):
        assert owner in sentences
