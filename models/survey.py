"""The survey: waves, their questions, who was asked, and what they answered. The wave of 2001 is a fact of
`broker/reference/survey_2001.py`, not rows: only its published figures are known."""

from datetime import date, datetime

from sqlalchemy import JSON, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import Account, Contact
from .base import Base, Code, Timestamped, UTCDateTime, new_reference, now
from .vocabulary import AnswerKind, SurveyAudience, WaveState


class SurveyWave(Timestamped, Base):
    """One round of asking. Answers can be given and changed while it is open, and not afterwards."""

    __tablename__ = "survey_wave"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    state: Mapped[WaveState] = mapped_column(Code(WaveState), default=WaveState.DRAFT, index=True)
    closes_on: Mapped[date] = mapped_column(Date, comment="the last day to answer")
    opened_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="who opened it, and reads replies")
    illustrative: Mapped[bool] = mapped_column(default=False)

    by: Mapped[Account | None] = relationship()
    questions: Mapped[list["SurveyQuestion"]] = relationship(
        back_populates="wave", order_by="SurveyQuestion.id", cascade="all, delete-orphan"
    )
    asked: Mapped[list["SurveyAsked"]] = relationship(
        back_populates="wave", order_by="SurveyAsked.id", cascade="all, delete-orphan"
    )


class SurveyQuestion(Base):
    """A question of one wave. ``code`` is that of a standard question, or "own"."""

    __tablename__ = "survey_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("survey_wave.id"), index=True)
    code: Mapped[str] = mapped_column(String(40))
    audience: Mapped[SurveyAudience] = mapped_column(Code(SurveyAudience))
    kind: Mapped[AnswerKind] = mapped_column(Code(AnswerKind))
    words: Mapped[str] = mapped_column(String(300))
    hint: Mapped[str] = mapped_column(String(300), default="")

    wave: Mapped[SurveyWave] = relationship(back_populates="questions")


class SurveyAsked(Timestamped, Base):
    """A council or a partnership that was asked in one wave, with the person who answers for it.

    ``title`` and ``region`` are kept as they were: a district that ends later was still asked.
    Nothing is counted before ``answered_at``.
    """

    __tablename__ = "survey_asked"
    __table_args__ = (UniqueConstraint("wave_id", "area_code"), UniqueConstraint("wave_id", "partnership_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True, default=new_reference("S"))
    wave_id: Mapped[int] = mapped_column(ForeignKey("survey_wave.id"), index=True)
    audience: Mapped[SurveyAudience] = mapped_column(Code(SurveyAudience))
    area_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"), index=True, comment="a council's district")
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    region: Mapped[str] = mapped_column(String(40), comment="empty: in more than one")
    name: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    sent_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id"), index=True, comment="the officer who sent in what was said on the telephone"
    )
    remind_on: Mapped[date | None] = mapped_column(Date, index=True)

    wave: Mapped[SurveyWave] = relationship(back_populates="asked")
    contact: Mapped[Contact | None] = relationship()
    sent_by: Mapped[Account | None] = relationship()
    answers: Mapped[list["SurveyAnswer"]] = relationship(
        back_populates="asked", order_by="SurveyAnswer.id", cascade="all, delete-orphan"
    )


class SurveyAnswer(Base):
    """What was answered to one question, kept as soon as it is given."""

    __tablename__ = "survey_answer"
    __table_args__ = (UniqueConstraint("asked_id", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    asked_id: Mapped[int] = mapped_column(ForeignKey("survey_asked.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("survey_question.id"), index=True)
    codes: Mapped[list[str]] = mapped_column(JSON, default=list, comment="what was chosen; of groups, those involved")
    unknown: Mapped[list[str]] = mapped_column(JSON, default=list, comment="groups of which they do not know")
    words: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now, onupdate=now)
    by_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id"), index=True, comment="the officer to whom it was said on the telephone"
    )

    by: Mapped[Account | None] = relationship()
    asked: Mapped[SurveyAsked] = relationship(back_populates="answers")
    question: Mapped[SurveyQuestion] = relationship()


class CouncilProgramme(Timestamped, Base):
    """A council's programme or strategy for working with business, as it told us. It is public once somebody
    of the office has looked at it."""

    __tablename__ = "council_programme"

    id: Mapped[int] = mapped_column(primary_key=True)
    asked_id: Mapped[int] = mapped_column(ForeignKey("survey_asked.id"), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    dated_on: Mapped[date | None] = mapped_column(Date)
    url: Mapped[str] = mapped_column(String(500), default="")
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)

    asked: Mapped[SurveyAsked] = relationship()
