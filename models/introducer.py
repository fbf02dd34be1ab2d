"""Organisations that put their members forward: a chamber, a business improvement district, a federation."""

import secrets
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import Account
from .base import SPOKEN_ALPHABET, Base, Code, Timestamped, UTCDateTime
from .vocabulary import IntroducerKind

#: No code in the link of an introducer is longer.
CODE_LENGTH = 20


def new_code() -> str:
    """What stands in the link of an introducer. It says nothing of anybody."""
    return "".join(secrets.choice(SPOKEN_ALPHABET) for _ in range(10)).lower()


class Introducer(Timestamped, Base):
    """``code`` stands in the link that members sign up by, ``page_code`` in the link to the page with the
    numbers. Both are drawn by chance, and drawn anew when somebody asks for a new link."""

    __tablename__ = "introducer"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[IntroducerKind] = mapped_column(Code(IntroducerKind))
    code: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True, default=new_code)
    page_code: Mapped[str] = mapped_column(String(43), unique=True, default=lambda: secrets.token_urlsafe(32))
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    by: Mapped[Account] = relationship()

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None
