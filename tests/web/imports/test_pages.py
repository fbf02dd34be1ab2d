"""A coordinator brings in a list on the pages: columns, preview, doubles, save, undo."""

import csv
import io
from collections.abc import Callable

import openpyxl
from sqlalchemy import func, select

from broker.extensions import WRITING
from broker.imports import carry_out, forgetting, looking, progress, saving
from models import Business, Case, EntryEvent, ImportedContent, ImportedList, ImportedRow, Message
from models.base import now
from models.vocabulary import CaseStep, EntryState, ListState, RowOutcome
from tests.factories import AdministratorFactory, BusinessFactory, CoordinatorFactory
from tests.pages import Page
from tests.web.casework.conftest import enters

MEMBERS = (
    "Trading name;Nature of business;Post code;Email;Colour of door\n"
    "Bread & Co;We bake;L1 8JQ;ann@bread.example;red\n"
    "Top Roofs;We mend roofs;L24 9HZ;bo@roofs.example;blue\n"
    ";;L1 8JQ;;green\n"
)
Looked = Callable[..., Page]


def firms(session) -> list[Business]:
    return list(session.scalars(select(Business).order_by(Business.id)))


def test_a_list_is_uploaded_matched_looked_through_saved_and_taken_back(office, upload, works, session, coordinator):
    page = office.get("/coordinate").follow("Bring in a list of businesses").follow("Bring in a list")
    assert page.h1 == "Bring in a list"
    page = upload(MEMBERS)
    assert page.h1 == "Which column is which?"
    assert "Read as UTF-8, separated by semicolons. It has 5 columns." in page.text
    assert [tag["value"] for tag in page.select("select option[selected]")] == [
        "name", "what_we_do", "postcode", "contact_email", "",
    ]  # fmt: skip
    page = page.submit(button="See what would come in")
    assert "Reading the rows" in page.text and firms(session) == []
    works()
    page = page.follow("See how far it is")
    assert page.texts("#numbers li") == ["All rows: 3", "New businesses: 2", "To mend: 1"]
    assert page.texts("#rows tbody td:nth-of-type(2)") == ["Comes in", "Comes in", "To mend"]
    assert "Give the name of the firm, or say what it does." in page.texts("#rows tbody td:nth-of-type(3)")[2]
    assert firms(session) == [], "looking changes nothing"
    page = page.submit(button="Save 2 rows")
    works()
    page = page.follow("See how far it is")
    assert [(one.name, one.state, one.given_by) for one in firms(session)] == [
        ("Bread & Co", EntryState.INVITED, "Speke Chamber"),
        ("Top Roofs", EntryState.INVITED, "Speke Chamber"),
    ]
    assert session.scalar(select(func.count(Message.id))) == 0, "saving sends nothing"
    cases = session.scalars(select(Case)).all()
    assert [(case.step, case.owner_account) for case in cases] == [(CaseStep.INVITE, coordinator)] * 2
    page = page.follow("Take this whole list back").submit(button="Take it back")
    works()
    page = page.follow("See how far it is")
    assert "2 businesses were taken out." in page.text
    for table in (Business, Case, EntryEvent):
        assert session.scalar(select(func.count(table.id))) == 0


def test_what_was_touched_since_stays_when_a_list_is_taken_back_and_the_page_says_why(saved, works, session):
    own = BusinessFactory(name="Old Mill", name_key="old mill", postcode="L1 8JQ", source="import", state="invited")
    rows = "name,postcode,what we do\nOld Mill,L1 8JQ,Flour\nBread,L24 9HZ,Loaves\nCakes,L3 9HZ,Buns\nRoofs,,Slates\n"
    page = saved(rows)
    bread, cakes, _roofs = firms(session)[1:]
    bread.spoken_at = now()
    cakes.state = EntryState.WAITING
    page = page.follow("Take this whole list back").submit(button="Take it back")
    works()
    page = page.follow("See how far it is")
    assert "1 business was taken out." in page.text
    assert sorted(page.texts("#stays li")) == [
        "It has signed up, or somebody has made it live: 1",
        "It was with us before this list: 1",
        "Somebody has spoken to them: 1",
    ]
    assert [one.name for one in firms(session)] == ["Old Mill", "Bread", "Cakes"]
    assert own.what_we_do == "Flour"
    page = page.follow("Stayed when the list was taken back: 3")
    assert page.texts("#rows tbody td:nth-of-type(1)") == ["Old Mill", "Bread", "Cakes"]


def test_columns_are_remembered_for_the_next_list_of_a_source(upload, works):
    rows = "Who,Blurb,Town\nBread,We bake,Speke\n"
    page = upload(rows, source="Speke Chamber Ltd")
    page.submit({"column_0": "name", "column_1": "what_we_do"}, button="See what would come in")
    works()
    again = upload("Blurb,Who,Ref\nWe bake,Bread,7\n", source="the speke chamber")
    chosen = {tag["name"]: tag.select_one("option[selected]")["value"] for tag in again.select("select[name]")}
    assert chosen == {"column_0": "what_we_do", "column_1": "name", "column_2": "id"}
    other = upload(rows, source="Leeds Chamber")
    assert [tag["value"] for tag in other.select("select option[selected]")] == ["", "", ""]


def test_two_columns_for_one_thing_and_none_for_the_name_are_refused(upload):
    page = upload("Name,Firm,x\nBread,Bread Ltd,y\n")
    page = page.submit({"column_1": "name"}, button="See what would come in", status=422)
    assert page.errors == ["Two columns are both “Name of the business”. Choose one of them"]
    page = page.submit({"column_0": "", "column_1": ""}, button="See what would come in", status=422)
    assert page.errors == ["Say which column has the name of the business, or what it does"]


def test_a_business_that_may_be_with_us_waits_for_a_decision(looked, works, session):
    sure = BusinessFactory(name="Bread & Co", name_key="bread", postcode="L1 8JQ")
    moved = BusinessFactory(name="Top Roofs", name_key="top roofs", postcode="L24 9HZ", company_number="01234567")
    sure.name_key, moved.name_key = "bread", "top roofs"
    rows = "name,postcode,company number\nBread,L1 8JQ,\nTop Roofing,L3 1AA,1234567\nSlates,L3 1AA,1234567\n"
    page = looked(rows)
    assert page.texts("#rows tbody td:nth-of-type(2)") == ["With us already", "Decide", "Decide"]
    assert f"Perhaps the same as {moved.reference}, Top Roofs." in page.text
    assert "2 rows wait for you. They are left out until you decide." in page.text
    assert not [text for text in page.texts("main button") if text.startswith("Save")]
    page = page.follow("Decide about businesses that may be with us already")
    assert page.texts("main h2") == ["Row 3: Top Roofing", "Row 4: Slates", "Row 2: Bread"]
    second, third = [row.id for row in session.scalars(select(ImportedRow).order_by(ImportedRow.number))][1:]
    page = page.submit({f"row_{second}": "another", f"row_{third}": "same"}, button="Keep what I decided")
    page = page.follow("Back").submit(button="Save 1 row")
    works()
    assert [one.name for one in firms(session)] == ["Bread & Co", "Top Roofs", "Top Roofing"]


def test_red_rows_come_back_as_a_sheet_with_the_reason_and_harmless_cells(looked, office, session):
    rows = 'name,what we do,offers,phone\n=1+1,Roofs,HUG:2:,+44 1632 960001\n"@x",Bread,VOL::,\n'
    page = looked(rows)
    sheet = office.open(page.link("rows to mend (CSV)"))
    lines = list(csv.reader(io.StringIO(sheet.get_data(as_text=True).lstrip("\ufeff"))))
    assert lines[1].pop().startswith("offers: “HUG” is not a kind of help.")
    assert lines == [
        ["name", "what_we_do", "offers", "contact_telephone", "What to mend"],
        ["'=1+1", "Roofs", "HUG:2:", "'+44 1632 960001"],
    ]
    book = openpyxl.load_workbook(io.BytesIO(office.open(page.link("rows to mend (XLSX)")).data))
    assert [cell.data_type for row in book.active for cell in row if cell.value] == ["s"] * 10
    mended = sheet.get_data().replace(b"HUG:2:", b"VOL:2:")
    page = looked(mended, source="Mended")
    assert page.texts("#numbers li") == ["All rows: 1", "New businesses: 1"]
    row = session.scalars(select(ImportedRow).order_by(ImportedRow.id.desc())).first()
    assert (row.name, row.cells["contact_telephone"]) == ("=1+1", "+44 1632 960001"), "the apostrophe was ours"


def test_the_template_has_our_headings_and_is_understood_again(office, looked):
    book = openpyxl.load_workbook(io.BytesIO(office.open("/coordinate/imports/template.xlsx").data))
    headings = [cell.value for cell in book.worksheets[0][1]]
    assert [row[0].value for row in book.worksheets[1].iter_rows(min_row=2)] == headings
    text = office.open("/coordinate/imports/template.csv").get_data(as_text=True)
    assert text.lstrip("\ufeff").strip().split(",") == headings
    page = looked(text + "7,Bread,We bake" + "," * (len(headings) - 3) + "\n")
    assert page.texts("#numbers li") == ["All rows: 1", "New businesses: 1"]


def test_a_list_is_seen_by_who_brought_it_in_and_by_administrators_only(looked, office, new_client):
    page = looked("name\nBread\n")
    stranger = enters(new_client(), CoordinatorFactory())
    assert stranger.get("/coordinate/imports").texts("#lists li") == []
    stranger.get(page.path, status=404)
    assert enters(new_client(), AdministratorFactory()).get(page.path).h1.startswith("List from Speke Chamber")


def test_a_list_of_which_nothing_was_saved_can_be_thrown_away(looked, session):
    page = looked("name\nBread\n").submit(button="Throw this list away")
    assert page.messages == ["Thrown away. Nothing of it is kept."]
    for table in (ImportedList, ImportedRow, ImportedContent):
        assert session.scalars(select(table)).all() == []


def test_a_list_can_be_stopped_before_it_begins_and_pages_say_how_far_it_is(upload, office, session):
    page = upload("name\nBread\n").submit(button="See what would come in")
    told = office.open(page.path + "/progress").get_json()
    assert told == {"over": False, "state": "waiting", "words": "Waiting its turn", "done": 0, "of": 0}
    page = page.submit(button="Stop")
    assert page.h1 == "Which column is which?"


def test_the_words_of_old_lists_are_forgotten_and_what_became_of_them_stays(saved, session, app):
    page = saved("name\nBread\n")
    one = session.scalars(select(ImportedList)).one()
    one.created_at = now().replace(year=2020)
    session.commit()
    assert forgetting.forget_lists(session) == 1
    WRITING.set(True)
    row = session.scalars(select(ImportedRow)).one()
    assert (row.name, row.cells, row.outcome, row.business.name) == ("", {}, RowOutcome.NEW, "Bread")
    assert "What the rows said was deleted" in page.client.get(page.path).text


def test_a_sign_up_between_the_look_and_the_save_is_seen(looked, works, session):
    page = looked("name,postcode\nBread,L1 8JQ\n")
    own = BusinessFactory(name="Bread", postcode="L1 8JQ")
    own.name_key = "bread"
    page.submit(button="Save 1 row")
    works()
    row = session.scalars(select(ImportedRow)).one()
    assert (row.outcome, row.twin, row.business) == (RowOutcome.HERE, own, None)
    assert firms(session) == [own]


def test_a_save_that_died_goes_on_and_makes_nothing_twice(looked, works, session, monkeypatch):
    monkeypatch.setattr(saving, "CHUNK", 4)
    page = looked("name\n" + "".join(f"Firm {number}\n" for number in range(11)))
    page.submit(button="Save 11 rows")
    list_id, mark = progress.claim(session)
    said = progress.Progress.say

    def dies(self, done, of):
        said(self, done, of)
        if done > 4:
            raise KeyboardInterrupt

    monkeypatch.setattr(progress.Progress, "say", dies)
    try:
        carry_out.carry_out(session, list_id, mark)
    except KeyboardInterrupt:
        session.rollback()
    assert len(firms(session)) == 4 and progress.claim(session) is None, "its worker is taken for alive"
    monkeypatch.setattr(progress.Progress, "say", said)
    WRITING.set(True)
    session.scalars(select(ImportedList)).one().alive_until = now()
    works()
    assert [one.name for one in firms(session)] == [f"Firm {number}" for number in range(11)]
    assert session.scalars(select(ImportedList.state)).one() is ListState.SAVED
    assert session.scalar(select(func.count(Case.id))) == 11


def test_a_worker_that_was_taken_for_dead_writes_nothing_more(looked, session, works):
    page = looked("name\nBread\nRoofs\n")
    page.submit(button="Save 2 rows")
    list_id, _mark = progress.claim(session)
    carry_out.carry_out(session, list_id, "another mark")
    assert firms(session) == []


def test_a_list_that_is_too_long_is_told_to_be_cut(looked, monkeypatch):
    monkeypatch.setattr(looking, "MOST_ROWS", 3)
    monkeypatch.setattr(looking, "CHUNK", 2)
    page = looked("name\n" + "Bread\n" * 5)
    assert "The file has more than 3 rows. Cut it into smaller files." in page.text
