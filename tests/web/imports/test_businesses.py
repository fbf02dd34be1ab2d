"""`flask broker import businesses`: what is read, what is refused, and that nothing is half done."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from models import Account, Business, Contact, EntryEvent, Message, Offer
from models.vocabulary import EntryKind, EntryState, Kind, LegalForm, ReachKind, SizeBand, WorksWithChildren
from tests.factories import BusinessFactory

HEAD = "id,name,what_we_do,postcode,reach,size,legal_form,offers,open_to_ideas,children,notes\n"
BREAD = 'B1,Bread & Co,We bake bread,L1 8JQ,5 miles,2-9,limited company,"KIT:20:loaves;VOL::",yes,yes,\n'
ROOFS = "B2,Top Roofs,We mend roofs,L24 9HZ,region: North West,12,Ltd,PRO:8:a day on a roof,only these,no,\n"

Write = Callable[..., Path]
Run = Callable[..., object]


def firms(session: Session) -> list[Business]:
    return list(session.scalars(select(Business).order_by(Business.id)))


def test_a_file_in_our_own_layout_becomes_invited_businesses(write: Write, run: Run, session: Session) -> None:
    ran = run("import", "businesses", write(HEAD + BREAD + ROOFS), "--yes")
    assert ran.code == 0, ran.said
    assert "2 rows: 2 new, 0 changed, 0 already here, 0 refused" in ran.said
    bread, roofs = firms(session)
    assert (bread.name, bread.what_we_do, bread.postcode) == ("Bread & Co", "We bake bread", "L1 8JQ")
    assert bread.area.name == "Liverpool"
    assert (bread.reach, bread.size, bread.legal_form) == (ReachKind.MILES_5, SizeBand.MICRO, LegalForm.LIMITED)
    assert [(offer.kind, offer.amount, offer.words) for offer in bread.offers] == [
        (Kind.KIT, 20.0, "loaves"),
        (Kind.VOL, None, ""),
    ]
    assert (bread.only_these, bread.children) == (False, WorksWithChildren.YES)
    assert (roofs.reach, roofs.reach_region) == (ReachKind.REGION, "North West")
    assert (roofs.size, roofs.legal_form, roofs.only_these) == (SizeBand.SMALL, LegalForm.LIMITED, True)
    for firm in (bread, roofs):
        assert (firm.state, firm.source) == (EntryState.INVITED, "import")
        assert firm.suggest_due_at is None, "nobody has read it, so nobody is suggested it"


def test_each_entry_has_its_row_in_its_log(write: Write, run: Run, session: Session) -> None:
    run("import", "businesses", write(HEAD + BREAD + ROOFS), "--yes")
    events = session.scalars(select(EntryEvent).order_by(EntryEvent.id)).all()
    assert [(event.entry_kind, event.what, event.to_state) for event in events] == [
        (EntryKind.BUSINESS, "imported", EntryState.INVITED)
    ] * 2
    assert [event.words for event in events] == ["Row 2 of a file.", "Row 3 of a file."]
    assert [event.entry_id for event in events] == [firm.id for firm in firms(session)]


def test_nothing_is_sent_to_anybody(write: Write, run: Run, session: Session) -> None:
    rows = "name,email,telephone,contact person\nBread,Ann@Bread.example,01632 960001,Ann\nRoofs,,,\n"
    ran = run("import", "businesses", write(rows), "--yes")
    assert ran.code == 0, ran.said
    assert session.scalar(select(func.count()).select_from(Message)) == 0
    contact = session.scalars(select(Contact)).one()
    assert (contact.name, contact.email, contact.telephone) == ("Ann", "ann@bread.example", "+441632960001")
    assert session.scalars(select(Account)).all() == [], "nobody has an account before they said yes"
    assert firms(session)[1].contacts == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_usual_encoding_is_read(encoding: str, write: Write, run: Run, session: Session) -> None:
    ran = run("import", "businesses", write("name,what we do\nCafé Zoë,Teas – £2\n", encoding), "--yes")
    assert ran.code == 0, ran.said
    assert [(firm.name, firm.what_we_do) for firm in firms(session)] == [("Café Zoë", "Teas – £2")]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_every_usual_separator_is_read(separator: str, write: Write, run: Run, session: Session) -> None:
    rows = [["Name", "What we do", "Postcode"], ["Bread", '"Rolls; loaves, cakes\tand | pies"', "L1 8JQ"]]
    run("import", "businesses", write("\n".join(separator.join(row) for row in rows)), "--yes")
    assert [(firm.what_we_do, firm.postcode) for firm in firms(session)] == [
        ("Rolls; loaves, cakes\tand | pies", "L1 8JQ")
    ]


def test_headings_in_other_words_and_letters_are_understood(write: Write, run: Run, session: Session) -> None:
    head = " COMPANY NAME ,Nature of business,Post-Code,Number of Employees,Legal status,Colour of door\n"
    ran = run("import", "businesses", write(head + 'Bread,We bake,l18jq,"1,200",plc,red\n'), "--yes")
    firm = firms(session)[0]
    assert (firm.name, firm.what_we_do, firm.postcode) == ("Bread", "We bake", "L1 8JQ")
    assert (firm.size, firm.legal_form) == (SizeBand.LARGE, LegalForm.LIMITED)
    assert "Columns not used: Colour of door." in ran.said


def test_columns_can_be_named_filled_and_left_out(write: Write, run: Run, session: Session) -> None:
    rows = "Organisation,Number,Notes,Blurb,reach\nBread,1234567,secret,We bake,\nRoofs,,secret,We mend,5 miles\n"
    words = ["--map", "blurb=what_we_do", "--map", "Number=company_number", "--map", "Notes="]
    run("import", "businesses", write(rows), *words, "--set", "reach=England", "--yes")
    bread, roofs = firms(session)
    assert (bread.what_we_do, bread.company_number, bread.notes) == ("We bake", "01234567", "")
    assert (bread.reach, roofs.reach) == (ReachKind.ENGLAND, ReachKind.MILES_5)


def test_only_the_rows_asked_for_are_read(write: Write, run: Run, session: Session) -> None:
    rows = "name,licence\nBread,OGL v3\nRoofs,CC BY 4.0\nCakes,ogl V3\n"
    ran = run("import", "businesses", write(rows), "--where", "Licence=OGL v3", "--yes")
    assert [firm.name for firm in firms(session)] == ["Bread", "Cakes"]
    assert "Rows passed over by --where: 1." in ran.said


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--map", "nmae=name"], "The file has no column “nmae”. Did you mean “name”?"),
        (["--map", "name=nom"], "“nom” is not one of our columns."),
        (["--set", "colour=red"], "“colour” is not one of our columns."),
        (["--where", "licence=OGL"], "The file has no column “licence”."),
        (["--map", "name"], "is not of the form THEIRS=OURS"),
        (["--where", "name=Nobody"], "has no rows to import that fit --where"),
    ],
)
def test_a_mistyped_option_is_told_and_nothing_is_kept(
    words: list[str], sentence: str, write: Write, run: Run, session: Session
) -> None:
    ran = run("import", "businesses", write("name\nBread\n"), *words, "--yes")
    assert ran.code != 0
    assert sentence in ran.said
    assert firms(session) == []


def test_two_columns_for_one_thing_are_asked_about(write: Write, run: Run) -> None:
    ran = run("import", "businesses", write("business,company\nBread,Bread Ltd\n"), "--yes")
    assert "Both “business” and “company” could be “name”. Say which with --map THEIRS=name." in ran.said


def test_a_line_break_within_quotation_marks_is_part_of_the_cell(write: Write, run: Run, session: Session) -> None:
    rows = 'name,what we do,size\n"Bread","Loaves\r\nand rolls",5\nBad,x,y,z\n'
    ran = run("import", "businesses", write(rows), "--yes")
    assert firms(session)[0].what_we_do == "Loaves\nand rolls"
    assert "      3  refused" in ran.said, "rows are counted as a spreadsheet does"


def test_rows_with_mistakes_are_refused_by_number_and_the_others_kept(write: Write, run: Run, session: Session) -> None:
    rows = HEAD + BREAD + "B3,,,,,,,,,,\nB4,Paint,,,,,,HUG:2:,,,\nB5,Glass,,,,,,VOL:many:,,,\n" + ROOFS
    ran = run("import", "businesses", write(rows), "--yes")
    assert [firm.name for firm in firms(session)] == ["Bread & Co", "Top Roofs"]
    refused = [line.split(maxsplit=2) for line in ran.said.splitlines() if "refused  " in line]
    assert [row[0] for row in refused] == ["3", "4", "5"]
    assert "Give the name of the firm, or say what it does." in ran.said
    assert "offers: “HUG” is not a kind of help." in ran.said
    assert "offers: “many” is not a number." in ran.said


def test_what_is_not_understood_is_not_known_and_said_so(write: Write, run: Run, session: Session) -> None:
    rows = HEAD + 'B1,Bread,,ZZ9 9ZZ,a stone\'s throw,big,guild,,,,\nB2,Cakes,,L1 OAA,"boroughs: Speek, Leeds",,,,,,\n'
    ran = run("import", "businesses", write(rows), "--yes")
    bread, cakes = firms(session)
    assert (bread.postcode, bread.area_code, bread.reach) == (None, None, ReachKind.UNKNOWN)
    assert (bread.size, bread.legal_form, bread.offers) == (SizeBand.UNKNOWN, LegalForm.NOT_SURE, [])
    assert "“ZZ9 9ZZ” is not known" in ran.said
    assert "“a stone's throw” does not say how far the firm goes" in ran.said
    assert "“Speek” is not a place we know." in ran.said
    assert (cakes.reach, cakes.reach_areas) == (ReachKind.BOROUGHS, ["E08000035"])


def test_a_mistyped_postcode_is_told_with_a_suggestion_and_never_guessed(
    write: Write, run: Run, session: Session
) -> None:
    ran = run("import", "businesses", write("name,postcode\nBread,L1 BJQ\n"), "--yes")
    assert "The postcode “L1 BJQ” is not known. Did you mean L1 8JQ?" in ran.said
    assert firms(session)[0].postcode is None
    event = session.scalars(select(EntryEvent)).one()
    assert "Did you mean L1 8JQ?" in event.words, "the coordinator who reads the entry sees it"


def test_a_firm_outside_england_helps_from_where_it_is(write: Write, run: Run, session: Session) -> None:
    ran = run("import", "businesses", write("name,postcode,reach\nTartans,EH1 1YZ,5 miles\n"), "--yes")
    assert "EH1 1YZ is not in England (Scotland)" in ran.said
    assert (firms(session)[0].postcode, firms(session)[0].reach) == ("EH1 1YZ", ReachKind.REMOTE)


def test_formulas_are_text(write: Write, run: Run, session: Session) -> None:
    formulas = ['=HYPERLINK("http://bad.example")', "+441632960000", "@SUM(A1)", "-2+3"]
    rows = "".join(f'"{formula.replace(chr(34), chr(34) * 2)}",x\n' for formula in formulas)
    run("import", "businesses", write("name,what we do\n" + rows), "--yes")
    assert [firm.name for firm in firms(session)] == formulas


def test_what_cannot_be_seen_is_taken_out_of_cells(write: Write, run: Run, session: Session) -> None:
    ran = run("import", "businesses", write("name,what we do\nBr\x1b[31mead\x07,\u202eback\u00a0wards\n"), "--yes")
    assert [(firm.name, firm.what_we_do) for firm in firms(session)] == [("Br[31mead", "back wards")]
    assert "\x1b" not in ran.said


def test_running_it_twice_changes_nothing(write: Write, run: Run, session: Session) -> None:
    rows = (
        HEAD + BREAD + ROOFS + "B3,No Place,We wander,,,,,,,,\nB4,No Place,We sit,,,,,,,,\n,Nameless,,L1 BJQ,,,,,,,\n"
    )
    path = write(rows)
    run("import", "businesses", path, "--yes")
    before = [(firm.id, firm.updated_at) for firm in firms(session)]
    events = session.scalar(select(func.count()).select_from(EntryEvent))
    assert len(before) == 5
    ran = run("import", "businesses", path, "--yes")
    assert "0 new, 0 changed, 5 already here, 0 refused" in ran.said
    assert [(firm.id, firm.updated_at) for firm in firms(session)] == before
    assert session.scalar(select(func.count()).select_from(EntryEvent)) == events


def test_a_corrected_file_changes_what_was_imported(write: Write, run: Run, session: Session) -> None:
    run("import", "businesses", write(HEAD + BREAD + ROOFS), "--yes")
    corrected = BREAD.replace("KIT:20:loaves", "KIT:30:loaves").replace("5 miles", "10 miles")
    ran = run("import", "businesses", write(HEAD + corrected + ROOFS), "--yes")
    assert "0 new, 1 changed, 1 already here" in ran.said
    bread = firms(session)[0]
    assert f"{bread.reference}: reach, offers." in ran.said
    assert (bread.reach, bread.offers[0].amount) == (ReachKind.MILES_10, 30.0)
    assert session.scalar(select(func.count()).select_from(Offer)) == 3
    changed = session.scalars(select(EntryEvent).where(EntryEvent.what == "changed")).one()
    assert changed.entry_id == bread.id


def test_a_shorter_file_takes_nothing_away(write: Write, run: Run, session: Session) -> None:
    run("import", "businesses", write(HEAD + BREAD), "--yes")
    ran = run("import", "businesses", write("name,postcode\nBread & Co,L1 8JQ\n"), "--yes")
    assert "0 changed, 1 already here" in ran.said
    assert firms(session)[0].what_we_do == "We bake bread"


def test_an_entry_that_its_own_people_made_is_left_as_it_is(write: Write, run: Run, session: Session) -> None:
    own = BusinessFactory(name="Bread & Co", name_key="bread", postcode="L1 8JQ", what_we_do="Our own words")
    own.name_key = "bread"
    ran = run("import", "businesses", write(HEAD + BREAD), "--yes")
    assert f"With us as {own.reference}. Its own entry is left as it is." in ran.said
    assert [firm.what_we_do for firm in firms(session)] == ["Our own words"]


def test_two_rows_of_one_firm_are_one_entry(write: Write, run: Run, session: Session) -> None:
    rows = "name,postcode,what we do\nSpeke Plumbers Ltd,L24 9HZ,Pipes\nThe Speke Plumber,l249hz,Taps\n"
    ran = run("import", "businesses", write(rows), "--yes")
    assert "The same as row 2, and left out." in ran.said
    assert [firm.what_we_do for firm in firms(session)] == ["Pipes"]
    assert "0 changed, 2 already here" in run("import", "businesses", write(rows), "--yes").said


def test_it_asks_first_and_no_means_no(write: Write, run: Run, session: Session) -> None:
    path = write(HEAD + BREAD + "B3,,,,,,,,,,\n")
    ran = run("import", "businesses", path, answer="n\n")
    assert ran.code != 0
    assert "Import 1 rows? 1 refused would be left out." in ran.said
    assert firms(session) == []
    assert run("import", "businesses", path, answer="y\n").code == 0
    assert len(firms(session)) == 1


def test_a_dry_run_keeps_nothing(write: Write, run: Run, session: Session) -> None:
    ran = run("import", "businesses", write(HEAD + BREAD), "--dry-run", "--yes")
    assert "1 rows: 1 new" in ran.said
    assert "Nothing was kept." in ran.said
    assert firms(session) == []


def test_nothing_is_half_imported_when_the_database_refuses_a_row(write: Write, run: Run, session: Session) -> None:
    session.execute(
        text(
            "CREATE TRIGGER refuse BEFORE INSERT ON business WHEN NEW.name = 'Roofs' "
            "BEGIN SELECT RAISE(ABORT, 'no roofs today'); END"
        )
    )
    rows = "name\n" + "".join(f"Firm number {n}\n" for n in range(600)) + "Roofs\nCakes\n"
    ran = run("import", "businesses", write(rows), "--yes")
    assert ran.code == 1
    assert "The database refused row 602 (no roofs today). Nothing was imported." in ran.said
    assert firms(session) == []
    assert session.scalar(select(func.count()).select_from(EntryEvent)) == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "is empty"),
        (b"name,postcode\n", "has no rows to import"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "This is a PDF, not a CSV file."),
        (b"PK\x03\x04\x14\x00\x06\x00", "This is a spreadsheet (Excel or the like)"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "This is a web page"),
        (bytes(range(256)) * 8, "is not text"),
        (b"apples,pears\n1,2\n", "None of the headings is one we know: apples, pears."),
        (b'name\n"Bread\n' + b"more " * 250_000, "Perhaps a quotation mark was opened and never closed."),
    ],
)
def test_a_file_that_is_no_list_of_firms_is_refused_in_a_sentence(
    content: bytes, sentence: str, write: Write, run: Run, session: Session
) -> None:
    ran = run("import", "businesses", write(content), "--yes")
    assert ran.code == 1
    assert sentence in ran.said
    assert firms(session) == []


def test_a_huge_cell_is_refused_and_the_rest_kept(write: Write, run: Run, session: Session) -> None:
    rows = f"name,what we do\nBread,{'crumbs ' * 20_000}\n{'N' * 300},x\nRoofs,slates\n"
    ran = run("import", "businesses", write(rows), "--yes")
    assert [firm.name for firm in firms(session)] == ["Roofs"]
    assert "what_we_do: It is 139,999 characters long. The most is 10,000." in ran.said
    assert "name: It is 300 characters long. The most is 200." in ran.said


def test_two_hundred_columns_are_no_trouble(write: Write, run: Run, session: Session) -> None:
    more = [f"column {n}" for n in range(199)]
    rows = ",".join([*more, "name"]) + "\n" + ",".join([*("x" for _ in more), "Bread"]) + "\n"
    ran = run("import", "businesses", write(rows), "--yes")
    assert [firm.name for firm in firms(session)] == ["Bread"]
    assert "and 179 more." in ran.said


def test_a_row_with_too_many_cells_is_refused_and_one_with_too_few_is_read(
    write: Write, run: Run, session: Session
) -> None:
    rows = "name,what we do,postcode\nBread,loaves, rolls,L1 8JQ\nRoofs\nCakes,buns,,,,\n"
    ran = run("import", "businesses", write(rows), "--yes")
    assert "It has 4 cells and there are 3 headings." in ran.said
    assert [firm.name for firm in firms(session)] == ["Roofs", "Cakes"]
