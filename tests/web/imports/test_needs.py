"""`flask broker import needs`: whose they are, where they are, and what is refused."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import EntryEvent, Message, Need, Partnership
from models.vocabulary import Beneficiary, EntryKind, EntryState, Kind, Safeguarding, Theme
from tests.factories import PartnershipFactory

HEAD = (
    "id,partnership,district,postcode,theme,second_theme,title,words,done_looks_like,not_wanted,"
    "who_benefits,children,sectors_wanted,parts,until\n"
)
BENCHES = (
    'N1,Speke Board,Liverpool,L24 9HZ,ENV,COM,Garden benches,"Four benches, please",People sit,No adverts,'
    "older_people;everyone,none,joiners,KIT:4:2;PRO:8:1,2027-03-31\n"
)
ROOF = "N2,Speke Board,Hull,,HOU,,Leaking roof,The hall leaks,,,,supervised,,PRO::1,31/03/2027\n"

Write = Callable[..., Path]
Run = Callable[..., object]


def needs(session: Session) -> list[Need]:
    return list(session.scalars(select(Need).order_by(Need.id)))


def test_a_file_in_our_own_layout_becomes_invited_needs(write: Write, run: Run, session: Session) -> None:
    board = PartnershipFactory(name="The Speke Board").id
    ran = run("import", "needs", write(HEAD + BENCHES + ROOF), "--yes")
    assert "2 rows: 2 new, 0 changed, 0 already here, 0 refused" in ran.said
    benches, roof = needs(session)
    assert benches.partnership_id == board
    assert (benches.theme, benches.second_theme) == (Theme.ENV, Theme.COM)
    assert (benches.title, benches.words) == ("Garden benches", "Four benches, please")
    assert (benches.done_looks_like, benches.not_wanted) == ("People sit", "No adverts")
    assert benches.who_benefits == [Beneficiary.OLDER, Beneficiary.EVERYONE]
    assert (benches.children, benches.sectors_text) == (Safeguarding.NONE, "joiners")
    assert [(part.kind, part.amount, part.places) for part in benches.parts] == [(Kind.KIT, 4.0, 2), (Kind.PRO, 8.0, 1)]
    assert (benches.area.name, benches.postcode, benches.lat is None) == ("Liverpool", "L24 9HZ", False)
    assert (roof.area.name, roof.lat, roof.ends_on) == ("Kingston upon Hull, City of", None, date(2027, 3, 31))
    for need in (benches, roof):
        assert (need.state, need.source, need.suggest_due_at) == (EntryState.INVITED, "import", None)
    events = session.scalars(select(EntryEvent).order_by(EntryEvent.id)).all()
    assert [(event.entry_kind, event.what) for event in events] == [(EntryKind.NEED, "imported")] * 2
    assert session.scalar(select(func.count()).select_from(Message)) == 0


def test_all_rows_can_be_of_one_partnership(write: Write, run: Run, session: Session) -> None:
    PartnershipFactory(name="Speke Board")
    run("import", "needs", write("title,text\nA van,On Sundays\n"), "--partnership", "speke board", "--yes")
    assert [(need.partnership.name, need.title, need.words) for need in needs(session)] == [
        ("Speke Board", "A van", "On Sundays")
    ]


def test_needs_of_a_partnership_that_is_not_with_us_are_refused(write: Write, run: Run, session: Session) -> None:
    ran = run("import", "needs", write("title,partnership\nA van,Nobody’s Board\nA shed,\n"), "--yes")
    assert "There is no partnership called “Nobody’s Board”. Register it first." in ran.said
    assert "It does not say whose need it is. Name the partnership with --partnership." in ran.said
    assert needs(session) == []
    assert session.scalars(select(Partnership)).all() == []


def test_running_it_twice_changes_nothing(write: Write, run: Run, session: Session) -> None:
    PartnershipFactory(name="Speke Board")
    twins = "N3,Speke Board,,,,,A van,One van,,,,,,,\nN4,Speke Board,,,,,A van,One van,,,,,,,\n"
    path = write(HEAD + BENCHES + ROOF + twins)
    run("import", "needs", path, "--yes")
    before = [(need.id, need.updated_at) for need in needs(session)]
    assert len(before) == 4, "two ids are two needs"
    assert "0 new, 0 changed, 4 already here" in run("import", "needs", path, "--yes").said
    assert [(need.id, need.updated_at) for need in needs(session)] == before


def test_a_file_without_ids_can_be_run_twice(write: Write, run: Run, session: Session) -> None:
    PartnershipFactory(name="Speke Board")
    path = write("title,words\nA van,For Sundays\nA van,For Mondays\nA van,For Mondays\n")
    ran = run("import", "needs", path, "--partnership", "Speke Board", "--yes")
    assert "2 new, 0 changed, 1 already here" in ran.said
    ran = run("import", "needs", path, "--partnership", "Speke Board", "--yes")
    assert "0 new, 0 changed, 3 already here" in ran.said


def test_a_corrected_row_changes_its_need_and_keeps_its_parts_apart(write: Write, run: Run, session: Session) -> None:
    PartnershipFactory(name="Speke Board")
    run("import", "needs", write(HEAD + BENCHES), "--yes")
    corrected = BENCHES.replace("KIT:4:2;PRO:8:1", "KIT:6:2;VOL:5:1").replace("Four benches", "Six benches")
    ran = run("import", "needs", write(HEAD + corrected), "--yes")
    need = needs(session)[0]
    assert f"{need.reference}: words, parts." in ran.said
    assert [(part.kind, part.amount) for part in need.parts] == [(Kind.KIT, 6.0), (Kind.VOL, 5.0)]


def test_rows_with_mistakes_are_refused_by_number(write: Write, run: Run, session: Session) -> None:
    PartnershipFactory(name="Speke Board")
    rows = (
        "title,theme,until,parts,words\n"
        "One,WEATHER,,,\nTwo,,soon,,\nThree,,,KIT:4:none,\nFour,,,KIT:4:1;KIT:2:1,\n,,,VOL::,\n"
        "Six,Local environment,,,\n"
    )
    ran = run("import", "needs", write(rows), "--partnership", "Speke Board", "--yes")
    for sentence in (
        "theme: “WEATHER” is not a theme.",
        "until: “soon” is not a date. Write it like 2026-03-31.",
        "parts: “none” is not a number",
        "parts: KIT stands there twice. Put its amounts together.",
        "title: Say in a few words what is asked for.",
    ):
        assert sentence in ran.said
    assert "1 new, 0 changed, 0 already here, 5 refused" in ran.said
    assert [(need.title, need.theme) for need in needs(session)] == [("Six", Theme.ENV)]


def test_without_a_title_a_need_is_called_by_its_first_words(write: Write, run: Run, session: Session) -> None:
    PartnershipFactory(name="Speke Board")
    run("import", "needs", write("words\n" + "many words " * 30 + "\n"), "--partnership", "Speke Board", "--yes")
    assert needs(session)[0].title == "many words " * 8 + "many words…"


def test_a_place_that_is_not_known_is_said_and_never_guessed(write: Write, run: Run, session: Session) -> None:
    PartnershipFactory(name="Speke Board")
    rows = "title,district\nOne,Liverpol\nTwo,E08000012\n"
    ran = run("import", "needs", write(rows), "--partnership", "Speke Board", "--yes")
    assert "“Liverpol” is not a district we know. Did you mean Liverpool?" in ran.said
    assert [need.area_code for need in needs(session)] == [None, "E08000012"]


def test_both_kinds_of_file_are_read_into_postgresql_too(write: Write, postgres_app: Flask) -> None:
    firms = write("name,postcode,email,offers\nBread,L1 8JQ,ann@bread.example,KIT:2:loaves\n" + f"{'N' * 201},,,\n")
    runner = postgres_app.test_cli_runner()
    result = runner.invoke(args=["broker", "import", "businesses", str(firms), "--yes"])
    assert "1 new, 0 changed, 0 already here, 1 refused" in result.output
    with postgres_app.app_context():
        PartnershipFactory(name="Speke Board")
    path = write(HEAD + BENCHES, name="needs.csv")
    for told in ("1 new, 0 changed, 0 already here", "0 new, 0 changed, 1 already here"):
        assert told in runner.invoke(args=["broker", "import", "needs", str(path), "--yes"]).output
