"""The edge: headers on every answer, errors in plain words, one commit a request."""

import socket
import sqlite3
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from broker.edge.logs import masked
from broker.extensions import WRITING, db
from models import AreaList
from tests.factories import AdministratorFactory, CoordinatorFactory


def test_every_answer_carries_the_security_headers(client):
    headers = client.get("/").response.headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"


def test_a_nonce_is_used_once(client):
    first, second = (client.get("/").response.headers["Content-Security-Policy"] for _ in range(2))
    assert first != second


def test_a_page_that_does_not_exist_says_so_in_plain_words(client):
    assert client.get("/nothing-here", status=404).h1 == "Page not found"


@pytest.mark.parametrize("number", ["0", "2147483648", "9" * 30])
def test_a_number_that_no_row_can_have_is_a_page_that_does_not_exist(client, number):
    client.signs_in_as(CoordinatorFactory())
    assert client.get(f"/coordinate/needs/{number}", status=404).h1 == "Page not found"


@pytest.mark.parametrize("page", ["due", "learning", "weights", "what-firms-can-give"])
def test_a_page_of_a_list_that_no_list_can_have_is_no_error(client, page):
    client.signs_in_as(AdministratorFactory())
    client.get(f"/coordinate/{page}?page={'9' * 30}")


@pytest.mark.parametrize("address", ["/concern?about=%00", "/programme?region=a%00b", "/nothing%00here"])
def test_an_address_with_a_zero_byte_is_a_page_that_does_not_exist(client, address):
    assert client.get(address, status=404).h1 == "Page not found"


def test_a_wrong_method_is_answered_with_a_page(client):
    assert client.post("/programme", {}, status=405).h1


def test_a_form_without_its_token_is_told_to_try_again_and_changes_nothing(client):
    page = client.open("/sign-up/business/what", method="POST", data={"what_we_do": "Roofs"})
    assert page.status_code == 400
    assert b"Traceback" not in page.data


def test_an_upload_that_is_far_too_large_is_refused_in_plain_words(client, app):
    app.config["MAX_CONTENT_LENGTH"] = 1000
    response = client.open("/sign-in", method="POST", data={"email": "a" * 5000})
    assert response.status_code == 413
    assert b"too large" in response.data or b"too big" in response.data


def test_a_port_that_is_taken_is_said_in_a_sentence(app, settings):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        app.extensions["settings"] = replace(settings, port=taken.getsockname()[1])
        result = app.test_cli_runner().invoke(args=["broker", "serve"])
    assert result.exit_code == 1
    assert result.output.startswith("Error: Cannot serve on 127.0.0.1, port")


def test_health_says_when_the_schema_is_old(client, session):
    session.connection().exec_driver_sql("DELETE FROM alembic_version")
    session.commit()
    answer = client.open("/healthz")
    assert (answer.status_code, answer.json["database"]) == (503, "needs migration")


def test_health_says_when_all_is_well(client):
    answer = client.open("/healthz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok", "database": "ok"})


def test_a_reader_is_served_while_somebody_else_writes(client, app):
    path = db.engine.url.database
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE area_list SET name = name")
    assert client.get("/programme").status == 200
    writer.execute("ROLLBACK")
    writer.close()


def test_a_database_that_is_locked_for_too_long_answers_try_again(client, app, session, impatient):
    path = db.engine.url.database
    form = client.get("/sign-in")
    session.rollback()
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    impatient()
    page = form.submit({"email": "ada@bread.example"}, button="Email me a link", status=503)
    writer.execute("ROLLBACK")
    writer.close()
    assert page.h1 == "Sorry, the service is busy"
    assert "not saved yet" in page.text and "send it again" in page.text
    assert not WRITING.get(), "the page of the error would wait for the lock once more"


@pytest.mark.parametrize(
    ("path", "shown"),
    [("/link/VA1yVZXxY97UiLIMNjXxSbuAq-e4QfFPvnjKPkRZCB8", "/link/[token]"), ("/programme", "/programme")],
)
def test_tokens_are_masked_in_the_log(path, shown):
    assert masked(path) == shown


def test_nothing_asynchronous_runs_after_a_request(app):
    import inspect

    assert not [each for each in app.teardown_appcontext_funcs if inspect.iscoroutinefunction(each)]


def test_no_page_has_more_queries_when_there_are_more_rows(client, session, count_queries):
    with count_queries() as many:
        client.get("/programme")
    for entry in session.get(AreaList, "most_deprived_2025").entries[5:]:
        session.delete(entry)
    session.commit()
    with count_queries() as few:
        client.get("/programme")
    assert len(many) == len(few)


def test_the_error_of_a_statement_does_not_say_what_somebody_answered(app):
    with app.app_context(), pytest.raises(StatementError) as refused:
        db.session.execute(text("insert into no_such_table values (:name)"), {"name": "ada@bread.example"})
    assert "ada@bread.example" not in str(refused.value)
