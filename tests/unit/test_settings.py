"""Settings: safe by default, and production refuses what is not."""

import pytest
from click.testing import CliRunner
from flask.cli import cli

from app import create_app
from broker import work
from broker.settings import DEVELOPMENT_SECRET, ROOT, Settings, SettingsError

SAFE = {
    "BROKER_ENV": "production",
    "DATABASE_URL": "postgresql://broker@localhost/broker",
    "SECRET_KEY": "k" * 40,
    "PASSWORD_SALT": "s" * 40,
    "TOTP_SECRET": "t" * 40,
    "SUPPRESSION_SECRET": "a" * 40,
    "PUBLIC_URL": "https://broker.council.example",
    "MAIL": "smtp",
    "MAIL_SERVER": "mail.council.example",
}


def test_development_is_the_default_and_needs_nothing():
    settings = Settings.from_environment({})
    assert not settings.production
    assert settings.is_sqlite


def test_production_starts_with_everything_set():
    settings = Settings.from_environment(SAFE)
    assert settings.production
    assert settings.base_url == "https://broker.council.example"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", DEVELOPMENT_SECRET),
        ("SECRET_KEY", "short"),
        ("PASSWORD_SALT", ""),
        ("TOTP_SECRET", ""),
        ("SUPPRESSION_SECRET", ""),
        ("DATABASE_URL", ""),
        ("PUBLIC_URL", ""),
        ("PUBLIC_URL", "http://broker.council.example"),
        ("FLASK_DEBUG", "1"),
        ("MAIL", ""),
        ("MAIL", "console"),
        ("MAIL", "pigeon"),
        ("MAIL_SERVER", ""),
    ],
)
def test_production_refuses_what_is_missing_or_unsafe_and_names_it(name, value):
    with pytest.raises(SettingsError, match=name):
        Settings.from_environment({**SAFE, name: value})


def test_a_command_says_what_is_missing_in_one_sentence():
    said = CliRunner().invoke(cli, ["--app", "app", "broker", "tick"], env={"BROKER_ENV": "production"})
    assert said.exit_code == 1
    assert said.output == "Error: SECRET_KEY must be set to a secret of at least 32 characters in production.\n"


def test_a_number_that_is_not_one_is_named():
    with pytest.raises(SettingsError, match="PORT must be a whole number"):
        Settings.from_environment({"PORT": "five"})


def test_the_mailbox_of_a_login_shell_is_not_taken_for_a_way_of_sending():
    assert Settings.from_environment({"MAIL": "/var/mail/root"}).mail == "console"


def test_a_mode_that_does_not_exist_is_refused():
    with pytest.raises(SettingsError, match="development or production"):
        Settings.from_environment({"BROKER_ENV": "prod"})


def test_an_old_address_of_a_database_still_works():
    assert Settings.from_environment({"DATABASE_URL": "postgres://h/b"}).database_url == "postgresql://h/b"


def test_secrets_are_not_shown_when_settings_are_printed():
    assert "k" * 40 not in repr(Settings.from_environment(SAFE))


def test_making_the_application_opens_no_database_and_starts_no_engine(tmp_path):
    path = tmp_path / "never.sqlite3"
    create_app(Settings(database_url=f"sqlite:///{path}"))
    assert not path.exists()


def test_cookies_are_for_https_only_in_production():
    assert create_app(Settings.from_environment(SAFE)).config["SESSION_COOKIE_SECURE"]


@pytest.mark.parametrize("names", [set(Settings.__dataclass_fields__), {table.name for table in work.timetables()}])
def test_operators_read_of_every_setting_and_every_timetable(names):
    text = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8").lower()
    told_otherwise = {"production", "testing"}  # BROKER_ENV, and the tests' own
    assert names
    assert sorted(name for name in names - told_otherwise if f"`{name.lower()}`" not in text) == []
