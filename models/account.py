"""Who may sign in, with which roles, and for which areas; and the links we send by e-mail."""

import uuid
from datetime import datetime

from flask_security.core import UserMixin
from sqlalchemy import JSON, BigInteger, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, Code, Timestamped, UTCDateTime, now
from .vocabulary import AccountChange, LinkPurpose, Role


class Account(Timestamped, UserMixin, Base):
    """A person who can sign in. Coordinators, readers and administrators have a password and a
    second factor; everyone else signs in by a link sent to their e-mail address."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True, comment="lower case")
    name: Mapped[str] = mapped_column(String(120), default="")
    telephone: Mapped[str] = mapped_column(String(40), default="")
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    illustrative: Mapped[bool] = mapped_column(default=False)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, default=lambda: uuid.uuid4().hex)
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    last_totp_counter: Mapped[int | None] = mapped_column(BigInteger, comment="a code is used once")
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(JSON)
    failed_sign_ins: Mapped[int] = mapped_column(Integer, default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UTCDateTime())
    last_signed_in_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    grants: Mapped[list["RoleGrant"]] = relationship(back_populates="account", cascade="all, delete-orphan")
    areas: Mapped[list["AccountArea"]] = relationship(back_populates="account", cascade="all, delete-orphan")
    events: Mapped[list["AccountEvent"]] = relationship(
        back_populates="account", foreign_keys="AccountEvent.account_id", order_by="AccountEvent.id.desc()"
    )

    @property
    def needs_second_factor(self) -> bool:
        """Whether a password alone is not enough: for those who decide, and for all who chose so."""
        return self.is_a(Role.COORDINATOR, Role.ADMINISTRATOR) or bool(self.tf_totp_secret)

    def is_a(self, *roles: Role) -> bool:
        """Whether the account holds any of these roles."""
        return any(grant.role in roles for grant in self.grants)

    @property
    def area_codes(self) -> frozenset[str] | None:
        """The areas that a coordinator or reader looks after; None for all of them."""
        return frozenset(area.area_code for area in self.areas) or None

    def covers(self, area_code: str | None) -> bool:
        """Whether a coordinator or reader looks after an area; without a list, all of them."""
        return not self.areas or any(area.area_code == area_code for area in self.areas)


class RoleGrant(Base):
    """One role of one account."""

    __tablename__ = "role_grant"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(Code(Role), primary_key=True)

    account: Mapped[Account] = relationship(back_populates="grants")


class AccountArea(Base):
    """An area that a coordinator or reader looks after. No row at all means every area."""

    __tablename__ = "account_area"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"), primary_key=True)

    account: Mapped[Account] = relationship(back_populates="areas")


class AccountEvent(Base):
    """What was done to an account, when and by whom. Append-only."""

    __tablename__ = "account_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, comment="empty: the person, or us")
    what: Mapped[AccountChange] = mapped_column(Code(AccountChange))
    words: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)

    account: Mapped[Account] = relationship(foreign_keys=[account_id], back_populates="events")
    by: Mapped[Account | None] = relationship(foreign_keys=[by_id])


class Contact(Timestamped, Base):
    """A person who speaks for a business, a partnership or a broker. An e-mail address is
    optional where a telephone number is given; with one, the contact has an account."""

    __tablename__ = "contact"
    __table_args__ = (
        UniqueConstraint("account_id", "business_id"),
        UniqueConstraint("account_id", "partnership_id"),
        UniqueConstraint("account_id", "broker_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    business_id: Mapped[int | None] = mapped_column(ForeignKey("business.id"), index=True)
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"), index=True)
    broker_id: Mapped[int | None] = mapped_column(ForeignKey("broker.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    job: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="", index=True, comment="lower case")
    telephone: Mapped[str] = mapped_column(String(40), default="", index=True, comment="E.164 where it could be read")
    best_reached: Mapped[str] = mapped_column(String(200), default="", comment="by e-mail or telephone, and when")
    email_confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    is_main: Mapped[bool] = mapped_column(default=True)
    left_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    account: Mapped[Account | None] = relationship()


class Link(Base):
    """A link sent by e-mail. Only a hash of its token is kept; opening it changes nothing."""

    __tablename__ = "link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, comment="SHA-256, hexadecimal")
    purpose: Mapped[LinkPurpose] = mapped_column(Code(LinkPurpose))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime())
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    account: Mapped[Account | None] = relationship()
    contact: Mapped[Contact | None] = relationship()
