"""Files that are not what they should be: each is refused in a sentence that says what to do, or read all the same."""

import io
import zipfile

import openpyxl
import pytest
from sqlalchemy import event, func, select

from broker import work
from broker.extensions import db
from broker.imports import businesses, known, saving, workbook
from models import Business, ImportedList, ImportedRow
from models.vocabulary import ListState, RowOutcome


def sheet(*rows, merged=(), sheets=()) -> bytes:
    """A workbook with these rows on its first sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for area in merged:
        book.active.merge_cells(area)
    for title, more in sheets:
        other = book.create_sheet(title)
        for row in more:
            other.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(data: bytes, name: str, content: bytes) -> bytes:
    """The same workbook with one of its parts replaced, or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return out.getvalue()


def archive(name: str) -> bytes:
    """An archive with one part."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(name, "name\n")
    return out.getvalue()


ENTITIES = b"<!DOCTYPE x [<!ENTITY a 'b'>]><sst/>"
GOOD = sheet(["Name", "What we do", "Postcode"], ["Bread", "We bake", "L1 8JQ"])


def names(session) -> list[str]:
    return list(session.scalars(select(ImportedRow.name).order_by(ImportedRow.number)))


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [";", "\t"])
def test_every_usual_encoding_and_separator_is_read_on_the_page(encoding, separator, looked, session):
    rows = [["Name", "What we do"], ["Café Zoë", '"Teas – £2;\nand\tbuns"']]
    looked("\r\n".join(separator.join(row) for row in rows), encoding=encoding)
    row = session.scalars(select(ImportedRow)).one()
    assert row.cells == {"name": "Café Zoë", "what_we_do": "Teas – £2;\nand\tbuns"}


def test_a_workbook_is_read_numbers_days_and_empty_rows_and_all(looked, session):
    data = sheet(["Name", "Company number", "Employees"], ["Bread", 1234567, 12.0], [], ["Roofs", "SC123456", None])
    page = looked(data, name="members.xlsx")
    assert page.texts("#rows tbody th") == ["2", "4"], "rows are counted as the spreadsheet does"
    rows = session.scalars(select(ImportedRow).order_by(ImportedRow.number)).all()
    assert rows[0].cells == {"name": "Bread", "company_number": "1234567", "size": "12"}


@pytest.mark.parametrize(("name", "data"), [("members.csv", GOOD), ("members.xlsx", b"name\nBread\n"), ("../x", GOOD)])
def test_the_name_of_a_file_is_not_believed(name, data, looked, session):
    looked(data, name=name)
    assert names(session) == ["Bread"]
    assert "/" not in session.scalars(select(ImportedList.name)).one()


def test_formulas_are_never_worked_out_and_never_leave_as_formulas(looked, session, office):
    data = sheet(
        ["Name", "Notes", "Offers"], ['=HYPERLINK("http://bad.example")', "x", "VOL::"], ["Bread", "=1+1", "HUG::"]
    )
    page = looked(data, name="members.xlsx")
    assert names(session)[1] == "Bread" and session.scalars(select(ImportedRow.cells)).all()[1].get("notes") is None
    page = looked("name,notes,offers\n=1+1,=cmd|' /C calc'!A0,HUG::\n")
    assert "=1+1" in names(session), "text, as it stands"
    text = office.open(page.link("rows to mend (CSV)")).get_data(as_text=True)
    assert "\n'=1+1,HUG::,'=cmd|' /C calc'!A0," in text.replace("\r", "")


def test_cells_that_are_merged_over_rows_are_read_for_each_of_them(looked, session):
    rows = (["Name", "What we do", "Town"], ["Bread", "We bake", "x"], ["Rolls", None, None], ["Roofs", "Slates", None])
    looked(sheet(*rows, merged=["B2:B3", "C2:C4"]), name="members.xlsx")
    cells = session.scalars(select(ImportedRow.cells).order_by(ImportedRow.number)).all()
    assert [one["what_we_do"] for one in cells] == ["We bake", "We bake", "Slates"]


def test_two_hundred_columns_are_no_trouble_and_more_than_three_hundred_are_too_many(looked, upload, session):
    more = [f"column {n}" for n in range(199)]
    looked(",".join([*more, "name"]) + "\n" + ",".join([*("x" for _ in more), "Bread"]) + "\n")
    assert names(session) == ["Bread"]
    for data in (",".join(f"c{n}" for n in range(400)) + "\nx\n", sheet([f"c{n}" for n in range(400)])):
        page = upload(data, status=422)
        assert "The most is 300. Take out those that are not needed." in page.errors[0]


def test_changed_headings_are_proposed_as_far_as_they_are_known(upload):
    page = upload(
        "Firm,Nature of business,E-Mail address,Ref,Tel.,Odd one\nBread,We bake,a@b.example,7,01632 960001,x\n"
    )
    chosen = [tag["value"] for tag in page.select("select option[selected]")]
    assert chosen == ["name", "what_we_do", "contact_email", "id", "contact_telephone", ""]


def test_a_workbook_that_would_fill_the_machine_is_refused_before_it_is_unpacked(upload, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_UNPACKED", 3_000_000)
    opened = []
    monkeypatch.setattr("openpyxl.load_workbook", lambda *args, **kwargs: opened.append(args))
    bomb = changed(GOOD, "xl/media/picture.bin", b"\0" * (workbook.MOST_UNPACKED + 1))
    assert len(bomb) < 20_000
    page = upload(bomb, name="members.xlsx", status=422)
    assert "unpacks to far more than a list of businesses needs" in page.errors[0]
    assert opened == []


def test_a_workbook_whose_directory_lies_is_never_unpacked_beyond_what_it_says(upload, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_UNPACKED", 3_000_000)
    rows = b"<row><c t='inlineStr'><is><t>x</t></is></c></row>" * 100_000
    sheet_xml = b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"
    data = changed(GOOD, "xl/worksheets/sheet1.xml", sheet_xml)
    data = data.replace(len(sheet_xml).to_bytes(4, "little"), (2_000).to_bytes(4, "little"))
    page = upload(data, name="members.xlsx", status=422)
    assert "This is a spreadsheet (Excel or the like) that" in page.errors[0]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\r\n \r\n", "is empty"),
        (sheet(), "is empty"),
        (b"%PDF-1.7\n", "This is a PDF, not a CSV file. Ask for the table it was made from."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "This is an old or locked Excel file"),
        (b"<!DOCTYPE html><html></html>", "This is a web page, not a CSV file."),
        (bytes(range(256)) * 8, "is not text"),
        (GOOD[:-200], "damaged or locked"),
        (changed(GOOD, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>"), "that we cannot read"),
        (changed(GOOD, "xl/sharedStrings.xml", ENTITIES), "holds something that no list needs"),
        (archive("word/document.xml"), "This is a text document (Word or the like), not a list."),
        (archive("members.csv"), "This is an archive (ZIP), not a list."),
        (b'name,what we do\nBread,"' + b"x" * 9_990_000 + b'"\n', "one cell holds more than 1,000,000 characters"),
    ],
    ids=[
        "nothing", "only spaces", "an empty workbook", "a PDF", "an old workbook", "a web page", "no text", "cut off",
        "not closed", "with entities", "a text document", "an archive", "ten megabytes of one cell",
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_a_list_is_refused_in_a_sentence(data, sentence, upload, session):
    page = upload(data, status=422)
    assert sentence in page.errors[0]
    assert session.scalars(select(ImportedList)).all() == []


def test_no_file_at_all_is_asked_for(office):
    page = office.get("/coordinate/imports/new").submit({"source": "x", "agreed": "yes"}, button="Upload", status=422)
    assert page.errors == ["Select a file"]


def test_a_file_with_headings_and_no_rows_says_so(looked):
    assert "The file has headings, but no rows below them." in looked("name,postcode\n").text


def test_two_lists_at_once_are_done_one_after_the_other_and_a_firm_in_both_comes_in_once(upload, works, session, app):
    pages = [upload(f"name,postcode\nBread,L1 8JQ\nFirm {n},\n", source=f"Chamber {n}") for n in (1, 2)]
    pages = [page.submit(button="See what would come in") for page in pages]
    assert "1 other list is done before this one." in pages[1].text
    works()
    for page in pages:
        page.follow("See how far it is").submit(button="Save 2 rows")
    works()
    assert sorted(session.scalars(select(Business.name))) == ["Bread", "Firm 1", "Firm 2"]
    last = session.scalars(
        select(ImportedRow).where(ImportedRow.name == "Bread").order_by(ImportedRow.id.desc())
    ).first()
    assert last.outcome is RowOutcome.HERE and "Nothing has changed." in last.words


def test_a_full_disk_stops_a_save_and_when_there_is_room_it_goes_on_and_doubles_nothing(
    looked, works, session, app, monkeypatch
):
    monkeypatch.setattr(saving, "CHUNK", 20)
    rows = "name,what we do\n" + "".join(f"Firm {n},{'We bake. ' * 300}\n" for n in range(120))
    page = looked(rows)
    page.submit(button="Save 120 rows")
    session.commit()
    session.close()
    engine = db.engine
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    def smaller(connection, _record, *_more):
        connection.execute(f"PRAGMA max_page_count={pages + 60}")

    engine.dispose()
    event.listen(engine, "connect", smaller)
    try:
        work.run_once(app, "work_on_lists")
    finally:
        event.remove(engine, "connect", smaller)
        engine.dispose()
    one = session.scalars(select(ImportedList)).one()
    there = session.scalar(select(func.count(Business.id)))
    assert 0 < there < 120
    assert one.state is ListState.READY and one.trouble.startswith("There is no room left on the disk")
    page = page.client.get(page.path)
    page.submit(button=f"Save {120 - there} rows")
    works()
    assert session.scalar(select(func.count(Business.name.distinct()))) == 120
    assert session.scalar(select(func.count(Business.id))) == 120


def test_one_postcode_filled_in_for_all_is_compared_by_the_very_same_name_alone(looked, monkeypatch):
    for module in (known, businesses):
        monkeypatch.setattr(module, "CROWDED", 2)
    rows = (f"{name},L1 8JQ\n" for name in ("Ash", "Bread", "Cakes", "Bread", "Cake", "Cakes"))
    page = looked("name,postcode\n" + "".join(rows))
    assert page.texts("#rows tbody td:nth-of-type(3)")[3:] == [
        "The same as row 3, and left out.", "All is understood.", "The same as row 4, and left out.",
    ]  # fmt: skip
