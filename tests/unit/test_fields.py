"""What people type is read generously, and refused in plain words."""

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from broker import forms as f
from broker.fields import clean, clean_lines, telephone
from broker.forms import GovForm
from models.vocabulary import Kind, LegalForm


@pytest.fixture(autouse=True)
def request_context(app):
    app.config["WTF_CSRF_ENABLED"] = False
    with app.test_request_context("/", method="POST"):
        yield


def asked(field, **typed):
    """The field of a form of one question, after it has been answered."""

    class Form(GovForm):
        answer = field

    form = Form(MultiDict([(k, v) for k, many in typed.items() for v in ([many] if isinstance(many, str) else many)]))
    form.validate()
    return form.answer


def dated(field, day, month, year):
    return asked(field, **{"answer-day": day, "answer-month": month, "answer-year": year})


@pytest.mark.parametrize("typed", ["", "   ", "\x00", "\u202e"])
def test_a_missing_answer_is_asked_for_by_its_name(typed):
    assert asked(f.text_field("Name", thing="the name of your business"), answer=typed).errors == [
        "Enter the name of your business"
    ]
    assert asked(f.radios_field("Form", LegalForm, thing="your legal form")).errors == ["Select your legal form"]
    assert asked(f.tick_field("Yes", message="Tick to agree")).errors == ["Tick to agree"]
    assert asked(f.file_field("File", thing="a file")).errors == ["Select a file"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Bread \t&  Co ", "Bread & Co"),
        ("nul\x00byte\x07", "nulbyte"),
        ("cafe\u0301", "café"),
        ("مرحبا 🙂", "مرحبا 🙂"),
        ("\u202egnirts", "gnirts"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        (None, None),
    ],
)
def test_a_line_is_cleaned_and_nothing_of_it_is_lost(typed, kept):
    assert clean(typed) == kept


def test_lines_stay_lines():
    assert clean_lines(" one\r\n\r\n\r\n\r\n two \x00\n") == "one\n\ntwo"


def test_ten_thousand_characters_are_refused_and_shown_again():
    field = asked(f.words_field("About", thing="what you do", limit=2000), answer="x" * 10_000)
    assert field.errors == ["Use 2,000 characters or fewer: this is 8,000 too many"]
    assert field._value() == "x" * 10_000


@pytest.mark.parametrize("typed", ["l24 1yd", "L241YD", " l 2 4 1 y d ", "L24-1YD"])
def test_a_postcode_is_read_however_it_is_typed(typed):
    assert asked(f.postcode_field("Postcode"), answer=typed).data == "L24 1YD"


@pytest.mark.parametrize("typed", ["L24", "12345", "🙂", "L24 1YDD", "LONDON"])
def test_half_a_postcode_is_refused_and_shown_again(typed):
    field = asked(f.postcode_field("Postcode"), answer=typed)
    assert field.errors == ["Enter a full postcode, like L1 8JQ"]
    assert field._value() == typed
    assert field.data is None


@pytest.mark.parametrize(
    ("typed", "kept", "said"),
    [
        ("0151 496 0123", "+441514960123", "0151 496 0123"),
        ("+44 (0)151 4960123", "+441514960123", "0151 496 0123"),
        ("07700900982", "+447700900982", "07700 900982"),
        ("+353 1 234 5678", "+35312345678", "+353 1 234 5678"),
    ],
)
def test_a_telephone_number_is_read_however_it_is_typed(typed, kept, said):
    assert asked(f.telephone_field("Telephone"), answer=typed).data == kept
    assert telephone(kept) == said


@pytest.mark.parametrize("typed", ["12", "my number", "0151 496 0123 ext 4", "0" * 60])
def test_what_is_no_telephone_number_is_refused(typed):
    assert asked(f.telephone_field("Telephone"), answer=typed).errors[0].startswith("Enter a telephone number")


def test_an_email_address_is_kept_in_lower_case_and_example_is_accepted():
    assert asked(f.email_field("Email"), answer=" Ann@Bread.Example ").data == "ann@bread.example"


@pytest.mark.parametrize("typed", ["ann", "ann@", "a b@c.example", "ann@bread", "ann@bread.example, bob@x.example"])
def test_what_is_no_email_address_is_refused(typed):
    assert asked(f.email_field("Email"), answer=typed).errors == [
        "Enter an email address in the correct format, like name@example.com"
    ]


@pytest.mark.parametrize("typed", ["£1,000", "1000", "1 000", " £ 1000.00 ", "1000.0"])
def test_a_thousand_pounds_is_read_however_it_is_typed(typed):
    assert asked(f.money_field("Amount"), answer=typed).data == 1000


@pytest.mark.parametrize("typed", ["ten", "-5", "1e9", "10.50", "10,5", "1,0000", "٣", "9" * 400])
def test_what_is_no_amount_is_refused(typed):
    assert asked(f.money_field("Amount"), answer=typed).errors == [
        "Enter an amount in whole pounds, like 500 or £1,000"
    ]


def test_a_number_is_held_to_its_bounds():
    field = f.number_field("Days", thing="how many days", least=1, most=1000)
    assert asked(field, answer="0").errors == ["Enter 1 or more"]
    assert asked(field, answer="2000").errors == ["Enter 1,000 or less"]


@pytest.mark.parametrize(
    ("day", "month", "year", "error", "wrong"),
    [
        ("31", "2", "2027", "There is no such date: check the day and the month", ["day", "month", "year"]),
        ("1", "", "2027", "The date must have a day, a month and a year", ["month"]),
        ("1", "March", "2027", "Enter the date in numbers, like 27 3 2027", ["month"]),
        ("1", "3", "27", "Enter the year in four numbers, like 2027", ["year"]),
        ("", "", "", "Enter the date it ends", []),
    ],
)
def test_a_date_that_is_none_is_refused_in_words(day, month, year, error, wrong):
    field = dated(f.date_field("Until", thing="the date it ends"), day, month, year)
    assert (field.errors, field.wrong_parts) == ([error], wrong)
    assert [part.value for part in field.parts()] == [day, month, year]


def test_a_date_is_read_from_its_three_boxes():
    assert dated(f.date_field("Until"), "29", "02", "2028").data == date(2028, 2, 29)
    assert dated(f.date_field("Until", optional=True), "", "", "").data is None
    early = dated(f.date_field("Until", least=date(2027, 1, 1)), "1", "1", "2026")
    assert early.errors == ["Enter a date from 1 January 2027 on"]


def test_choices_are_members_of_their_list():
    kinds = f.checkboxes_field("Give", Kind, thing="what you could give", only=(Kind.JOB, Kind.CSH, "or", Kind.NSY))
    field = asked(kinds, answer=["JOB", "NSY", "JOB"])
    assert field.data == [Kind.JOB, Kind.NSY]
    assert [choice.render_kw.get("divider") for choice in field.iter_choices()] == [None, None, "or"]
    assert asked(kinds, answer="APP").errors == ["Select from the choices on the page"]
    assert asked(f.radios_field("Form", LegalForm, thing="it"), answer="llp").data is LegalForm.LLP


@pytest.mark.parametrize(
    "field",
    [
        f.radios_field("Form", LegalForm, thing="it"),
        f.select_field("Form", LegalForm, thing="it"),
        f.yes_no_field("Form", thing="it"),
    ],
)
def test_a_choice_that_was_not_offered_is_refused(field):
    assert asked(field, answer="nonsense").errors == ["Select one of the choices on the page"]


@pytest.mark.parametrize(("typed", "kept"), [("yes", True), ("no", False)])
def test_no_is_an_answer(typed, kept):
    field = asked(f.yes_no_field("Are you bidding?", thing="yes if you are bidding"), answer=typed)
    assert field.data is kept
    assert not field.errors
    assert [choice.selected for choice in field.iter_choices()] == [kept, not kept]


def test_what_is_already_known_is_shown():
    class Form(GovForm):
        name = f.text_field("Name", thing="it")
        phone = f.telephone_field("Telephone")
        until = f.date_field("Until")
        bidding = f.yes_no_field("Bidding?", thing="it")

    form = Form(formdata=None, name="Bread", phone="+441514960123", until=date(2027, 3, 1), bidding=False)
    assert form.name._value() == "Bread"
    assert form.phone._value() == "0151 496 0123"
    assert [part.value for part in form.until.parts()] == ["1", "3", "2027"]
    assert [choice.selected for choice in form.bidding.iter_choices()] == [False, True]
