"""What Flask and its extensions are told, from our settings."""

from datetime import timedelta
from typing import Any

from .settings import Settings


def flask_config(settings: Settings) -> dict[str, Any]:
    """The configuration mapping of the application."""
    return {
        "SECRET_KEY": settings.secret_key,
        "TESTING": settings.testing,
        "MAX_CONTENT_LENGTH": settings.upload_megabytes * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 500_000,
        "MAX_FORM_PARTS": 500,
        # How long a cookie counts at most, however long a browser stays open.
        "PERMANENT_SESSION_LIFETIME": timedelta(days=1),
        "SESSION_COOKIE_NAME": "broker_session",
        "SESSION_COOKIE_SECURE": settings.production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PREFERRED_URL_SCHEME": "https" if settings.production else "http",
        # We send no referrer at all, so a check of it can only fail. The token itself is checked.
        "WTF_CSRF_SSL_STRICT": False,
        "WTF_CSRF_TIME_LIMIT": 12 * 3600,
        "BABEL_DEFAULT_LOCALE": "en",
        "RATELIMIT_STORAGE_URI": settings.rate_limit_storage,
        "RATELIMIT_ENABLED": settings.rate_limits_on,
        "RATELIMIT_HEADERS_ENABLED": False,
        **_mail(settings),
        **_security(settings),
    }


def _mail(settings: Settings) -> dict[str, Any]:
    return {
        "MAIL_BACKEND": "locmem" if settings.testing else settings.mail,
        "MAIL_FILE_PATH": settings.mail_folder,
        "MAIL_SERVER": settings.mail_server,
        "MAIL_PORT": settings.mail_port,
        "MAIL_USE_TLS": settings.mail_port == 587,
        "MAIL_USE_SSL": settings.mail_port == 465,
        "MAIL_USERNAME": settings.mail_username or None,
        "MAIL_PASSWORD": settings.mail_password or None,
        "MAIL_DEFAULT_SENDER": settings.mail_from,
        "MAIL_TIMEOUT": settings.mail_timeout_seconds,
    }


def _security(settings: Settings) -> dict[str, Any]:
    return {
        "SECURITY_PASSWORD_SALT": settings.password_salt,
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_TOTP_SECRETS": {"1": settings.totp_secret},
        "SECURITY_TOTP_ISSUER": "Business Broker",
    }
