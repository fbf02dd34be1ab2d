"""What every table shares: names of constraints, UTC times, coded columns and spoken references."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

#: Letters and digits that are not mixed up on the telephone (no 0/O, 1/I/L, U/V).
SPOKEN_ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UTCDateTime(TypeDecorator[datetime]):
    """An aware time, kept in UTC. SQLite has no time zones, so it is stored there without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time without a time zone cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Code(TypeDecorator[Any]):
    """A code of one closed list, stored as text so that a new code needs no migration."""

    impl = String(32)
    cache_ok = True

    def __init__(self, vocabulary: type[StrEnum]) -> None:
        super().__init__()
        self.vocabulary = vocabulary

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else self.vocabulary(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.vocabulary(value)


class CodeList(TypeDecorator[Any]):
    """Several codes of one closed list, in the order given, stored as JSON."""

    impl = JSON
    cache_ok = True

    def __init__(self, vocabulary: type[StrEnum]) -> None:
        super().__init__()
        self.vocabulary = vocabulary

    def process_bind_param(self, value: Any, dialect: Dialect) -> list[str]:
        return [self.vocabulary(item).value for item in value or ()]

    def process_result_value(self, value: Any, dialect: Dialect) -> list[StrEnum]:
        return [self.vocabulary(item) for item in value or ()]


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def new_reference(letter: str) -> Callable[[], str]:
    """A maker of references such as ``B-7K3M-2QPR``, short enough to say on the telephone."""

    def reference() -> str:
        drawn = "".join(secrets.choice(SPOKEN_ALPHABET) for _ in range(8))
        return f"{letter}-{drawn[:4]}-{drawn[4:]}"

    return reference


class Timestamped:
    """When a row was made and last changed."""

    created_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now, onupdate=now)
