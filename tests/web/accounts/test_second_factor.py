"""The code from the app, setting the app up, recovery codes, and a lost telephone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import time_machine
from sqlalchemy.orm import Session

from broker.accounts import second_factor
from models.vocabulary import Role
from tests.pages import ServiceClient
from tests.web.accounts.arranging import PASSWORD, code_now, code_of, gives_password, is_signed_in, officer

USED = ["This code is wrong, or was used already. Wait for the next one, then try again."]


def test_password_and_code_sign_in(client: ServiceClient, session: Session) -> None:
    account = officer(session)
    page = gives_password(client, account.email).submit({"code": code_now(account)})
    assert page.path in ("/coordinate", "/your-account")
    assert is_signed_in(client)
    session.refresh(account)
    assert account.last_signed_in_at is not None


def test_a_code_may_be_typed_with_a_space(client: ServiceClient, session: Session) -> None:
    account = officer(session)
    code = code_now(account)
    gives_password(client, account.email).submit({"code": f" {code[:3]} {code[3:]} "})
    assert is_signed_in(client)


def test_a_code_is_used_once(client: ServiceClient, new_client: Callable[[], ServiceClient], session: Session) -> None:
    account = officer(session)
    code = code_now(account)
    gives_password(client, account.email).submit({"code": code})
    second = new_client()
    page = gives_password(second, account.email).submit({"code": code}, status=422)
    assert page.errors == USED
    assert not is_signed_in(second)
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=31)):
        page.submit({"code": code_now(account)})
        assert is_signed_in(second)


def test_a_wrong_code_is_refused_and_not_shown_again(client: ServiceClient, session: Session) -> None:
    page = gives_password(client, officer(session).email).submit({"code": "000000"}, status=422)
    assert page.errors == USED
    assert page.one("#code").get("value", "") == ""


def test_ten_wrong_codes_lock_the_account(client: ServiceClient, session: Session) -> None:
    account = officer(session)
    page = gives_password(client, account.email)
    for _ in range(10):
        page = page.submit({"code": "000000"}, status=422)
    assert page.errors == ["There were too many wrong tries. Wait 15 minutes, then sign in again."]
    page.submit({"code": code_now(account)}, status=422)
    assert not is_signed_in(client)


def test_the_code_page_needs_a_right_password_first(client: ServiceClient) -> None:
    for path in ("/second-factor", "/recovery-code", "/second-factor-setup"):
        assert client.get(path).path == "/sign-in"


def test_a_right_password_waits_ten_minutes_for_its_code(client: ServiceClient, session: Session) -> None:
    account = officer(session)
    gives_password(client, account.email)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=11)):
        assert client.post("/second-factor", {"code": code_now(account)}).path == "/sign-in"
        assert not is_signed_in(client)


def test_a_coordinator_without_an_app_must_set_one_up(client: ServiceClient, session: Session) -> None:
    account = officer(session, app_for_codes=False)
    page = gives_password(client, account.email)
    assert page.h1 == "Set up your phone for codes"
    assert not is_signed_in(client)
    assert page.one(".bb-qr")["src"].startswith("data:image/svg+xml;base64,")
    with client.flask.session_transaction() as visit:
        secret = visit["new_second_factor"]
    assert second_factor.shown(secret, account).key in page.text
    page = page.submit({"code": "000000"}, status=422)
    assert second_factor.shown(secret, account).key in page.text, "the picture stays the same"
    page = page.submit({"code": code_of(secret)})
    assert page.h1 == "Your recovery codes"
    assert len(page.texts("#codes li")) == 8
    assert is_signed_in(client)


def test_somebody_with_an_app_cannot_replace_it_by_the_password_alone(client: ServiceClient, session: Session) -> None:
    gives_password(client, officer(session).email)
    assert client.get("/second-factor-setup").path == "/second-factor"


def test_a_signed_in_person_sets_up_a_new_phone(client: ServiceClient, session: Session) -> None:
    account = officer(session)
    before = account.tf_totp_secret
    page = client.signs_in_as(account).get("/second-factor-setup")
    with client.flask.session_transaction() as visit:
        secret = visit["new_second_factor"]
    page.submit({"code": code_of(secret)})
    session.refresh(account)
    assert account.tf_totp_secret == secret != before


def test_a_recovery_code_lets_in_once(
    client: ServiceClient, new_client: Callable[[], ServiceClient], session: Session
) -> None:
    account = officer(session)
    code = second_factor.recovery_codes(account)[0]
    page = gives_password(client, account.email).follow("I do not have my phone").submit({"code": code.upper()})
    assert page.messages == ["You used a recovery code. You have 7 left."]
    assert is_signed_in(client)
    second = new_client()
    page = gives_password(second, account.email).follow("I do not have my phone").submit({"code": code}, status=422)
    assert page.errors == USED
    assert not is_signed_in(second)


def test_recovery_codes_are_not_kept_in_clear(session: Session) -> None:
    account = officer(session)
    codes = second_factor.recovery_codes(account)
    assert len(codes) == 8
    assert not set(codes) & set(account.mf_recovery_codes or [])


def test_new_recovery_codes_end_the_old_ones(client: ServiceClient, session: Session) -> None:
    account = officer(session)
    page = client.signs_in_as(account).get("/recovery-codes")
    before = page.texts("#codes li")
    after = page.submit(button="Make new codes").texts("#codes li")
    assert len(after) == 8
    assert not set(before) & set(after)


def test_another_administrator_resets_a_lost_phone(
    client: ServiceClient, new_client: Callable[[], ServiceClient], session: Session
) -> None:
    lost = officer(session)
    signed_in = new_client().signs_in_as(lost)
    administrator = officer(session, Role.ADMINISTRATOR, name="Sam Whitfield")
    page = client.signs_in_as(administrator).get(f"/people/{lost.id}")
    page = page.submit(button="Remove their phone for codes")
    assert "Phone for codes removed, by Sam Whitfield" in page.text
    assert not is_signed_in(signed_in)
    assert gives_password(new_client(), lost.email).h1 == "Set up your phone for codes"


def test_an_administrator_cannot_reset_their_own_phone(client: ServiceClient, session: Session) -> None:
    administrator = officer(session, Role.ADMINISTRATOR)
    client.signs_in_as(administrator)
    page = client.get(f"/people/{administrator.id}")
    assert "Remove their phone" not in page.text
    page = client.post(f"/people/{administrator.id}/reset-second-factor")
    assert page.messages[0].startswith("You cannot remove your own phone here.")
    session.refresh(administrator)
    assert administrator.tf_totp_secret


def test_after_a_working_day_the_password_is_asked_again(client: ServiceClient, session: Session) -> None:
    administrator = officer(session, Role.ADMINISTRATOR)
    client.signs_in_as(administrator)
    assert client.get("/people/invite").path == "/people/invite"
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=8, minutes=1)):
        page = client.get("/people/invite")
        assert page.h1 == "Give your password again"
        page = page.submit({"password": "a wrong one"}, status=422)
        assert page.submit({"password": PASSWORD}).path == "/people/invite"


def test_what_was_begun_in_time_may_be_sent_a_little_later(client: ServiceClient, session: Session) -> None:
    administrator, other = officer(session, Role.ADMINISTRATOR), officer(session)
    client.signs_in_as(administrator)
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=8, minutes=30)):
        assert client.post(f"/people/{other.id}/close").messages
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=9, minutes=30)):
        page = client.post(f"/people/{other.id}/open")
        assert page.h1 == "Give your password again"
        assert page.submit({"password": PASSWORD}).path == f"/people/{other.id}"
