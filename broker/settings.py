"""Typed, frozen settings, read from the environment once. Nothing reads ``os.environ`` later."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from click import ClickException

DEVELOPMENT_SECRET = "development-only"  # noqa: S105  (refused in production)
MAIL_WAYS = ("console", "file", "smtp")
ROOT = Path(__file__).resolve().parent.parent


class SettingsError(ClickException):
    """A setting is missing or unsafe. The message says which, and what to do.

    A command shows the message alone, without where in the code it was noticed.
    """


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between installations. What ends in ``_days`` are working days."""

    production: bool = False
    testing: bool = False
    database_url: str = field(default=f"sqlite:///{ROOT / 'instance' / 'broker.sqlite3'}", repr=False)
    secret_key: str = field(default=DEVELOPMENT_SECRET, repr=False)
    password_salt: str = field(default=DEVELOPMENT_SECRET, repr=False)
    totp_secret: str = field(default=DEVELOPMENT_SECRET, repr=False)
    suppression_secret: str = field(default=DEVELOPMENT_SECRET, repr=False)
    host: str = "127.0.0.1"
    port: int = 5000
    public_url: str = ""
    trusted_proxies: int = 0
    rate_limit_storage: str = "memory://"
    rate_limits_on: bool = True
    executor_id: str = "web-1"

    mail: str = "console"
    mail_folder: str = str(ROOT / "instance" / "mail")
    mail_server: str = ""
    mail_port: int = 587
    mail_username: str = ""
    mail_password: str = field(default="", repr=False)
    mail_timeout_seconds: int = 20
    mail_from: str = "Business Broker <no-reply@business-broker.example>"
    mail_reply_to: str = "help@business-broker.example"
    service_telephone: str = "01632 960000"
    organisation: str = ""
    responsible_team: str = ""
    responsible_role: str = ""

    model_folder: str = str(ROOT / "instance" / "model")
    encoder_model: str = ""
    encoder_tokenizer: str = ""

    programme_list: str = "most_deprived_2025"
    message_delay_minutes: int = 15
    daily_mail_hour: int = 8
    concern_acknowledge_days: int = 5
    concern_outcome_days: int = 20
    concern_close_days: int = 10
    safeguarding_telephone: str = "01632 960999"
    safeguarding_telephones: str = ""
    answer_working_days: int = 5
    suggestions_per_need: int = 3
    plan_seconds: int = 60
    decisions_a_day: int = 20
    ask_one_more: int = 1
    exploration_percent: int = 0
    refusals_before_advice: int = 3
    call_days: int = 1
    acknowledge_days: int = 2
    speak_days: int = 5
    decide_days: int = 5
    remind_days: int = 3
    ring_days: int = 6
    lapse_days: int = 10
    first_contact_days: int = 10
    first_check_in_calendar_days: int = 30
    second_check_in_calendar_days: int = 90
    check_in_every_calendar_days: int = 91
    confirm_result_days: int = 10
    not_confirmed_days: int = 20
    nothing_yet_days: int = 20
    nothing_yet_again_days: int = 60
    invited_calendar_days: int = 30
    imported_rows_calendar_days: int = 30
    still_right_calendar_days: int = 182
    still_right_remind_days: int = 5
    still_right_ring_days: int = 10
    still_right_pause_days: int = 20
    fill_seat_days: int = 20
    sign_in_link_hours: int = 24
    resume_link_days: int = 30
    upload_megabytes: int = 10

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def base_url(self) -> str:
        """The address people reach the service at, without a slash at the end."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings.

        Raises:
            SettingsError: in production, where a secret, an address or the way of mail is missing or
                unsafe; anywhere, where a value cannot be read.
        """
        environ = os.environ if environ is None else environ
        mode = environ.get("BROKER_ENV", "development").strip().lower()
        if mode not in ("development", "production"):
            raise SettingsError("BROKER_ENV must be development or production.")
        values: dict[str, object] = {"production": mode == "production"}
        for name, spec in cls.__dataclass_fields__.items():
            raw = environ.get(name.upper())
            if raw is None or raw == "" or name in ("production", "testing"):
                continue
            if name == "mail" and raw.startswith("/"):
                continue  # login shells put the path of the person's own mailbox into MAIL
            values[name] = _read(name, raw, spec.type)
        settings = cls(**values)  # type: ignore[arg-type]
        if not 0 <= settings.exploration_percent <= 5:
            raise SettingsError("EXPLORATION_PERCENT must be a whole number from 0 (off) to 5: one in twenty at most.")
        if settings.plan_seconds < 1:
            raise SettingsError("PLAN_SECONDS must be a whole number from 1 up.")
        if settings.mail not in MAIL_WAYS:
            raise SettingsError(f"MAIL must be one of {', '.join(MAIL_WAYS)}, not {settings.mail!r}.")
        if settings.production:
            _refuse_unsafe(settings, environ)
        return settings


def _read(name: str, raw: str, kind: object) -> object:
    if kind in (int, "int"):
        try:
            return int(raw)
        except ValueError:
            raise SettingsError(f"{name.upper()} must be a whole number, not {raw!r}.") from None
    if kind in (bool, "bool"):
        return raw.strip().lower() in ("1", "true", "yes", "on")
    if name == "database_url":
        return raw.replace("postgres://", "postgresql://", 1) if raw.startswith("postgres://") else raw
    return raw


def _refuse_unsafe(settings: Settings, environ: Mapping[str, str]) -> None:
    for name in ("secret_key", "password_salt", "totp_secret", "suppression_secret"):
        value = getattr(settings, name)
        if value == DEVELOPMENT_SECRET or len(value) < 32:
            raise SettingsError(f"{name.upper()} must be set to a secret of at least 32 characters in production.")
    if not environ.get("DATABASE_URL"):
        raise SettingsError("DATABASE_URL must be set in production.")
    if not settings.public_url.startswith("https://"):
        raise SettingsError("PUBLIC_URL must be set to the https address of the service in production.")
    if settings.mail == "console":
        raise SettingsError("MAIL must be smtp or file in production: the console would show personal links.")
    if settings.mail == "smtp" and not settings.mail_server:
        raise SettingsError("MAIL_SERVER must be set where MAIL is smtp.")
    if environ.get("FLASK_DEBUG", "0").strip().lower() not in ("", "0", "false", "no"):
        raise SettingsError("FLASK_DEBUG must be off in production.")
