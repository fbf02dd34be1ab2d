"""Plans: sets of pairs chosen together. A plan is a working copy of the office until a run is released."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import Account
from .area import Area
from .base import Base, Code, CodeList, Timestamped, UTCDateTime, new_reference, now
from .broker import Broker
from .business import Business
from .partnership import Need, NeedPart
from .vocabulary import PlanEffect, PlanFairness, PlanLimit, PlanRuleKind, PlanStage, PlanState

#: States in which a run is still to be done, or being done.
UNFINISHED = (PlanState.WAITING, PlanState.RUNNING)
#: States in which a run has a result to look at.
FINISHED = (PlanState.DONE, PlanState.RELEASED, PlanState.UNDONE)


class Plan(Timestamped, Base):
    """What is planned together: some areas, or with none the whole programme. Options and rules
    hold for its next run; each run keeps those it was made with."""

    __tablename__ = "plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True, default=new_reference("R"))
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    priority_on: Mapped[bool] = mapped_column(default=True, comment="most deprived neighbourhoods first")
    fairness: Mapped[list[PlanFairness]] = mapped_column(CodeList(PlanFairness), default=list)
    stand_in: Mapped[bool] = mapped_column(default=True, comment="the coordinator, where no broker is free")
    weights_number: Mapped[int | None] = mapped_column(Integer, comment="a saved version; empty: those in use")

    by: Mapped[Account] = relationship()
    areas: Mapped[list[Area]] = relationship(secondary="plan_area", order_by=Area.name)
    rules: Mapped[list["PlanRule"]] = relationship(back_populates="plan", order_by="PlanRule.id")
    runs: Mapped[list["PlanRun"]] = relationship(back_populates="plan", order_by="PlanRun.number.desc()")


class PlanArea(Base):
    """An area of a plan."""

    __tablename__ = "plan_area"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"), primary_key=True)


class PlanRule(Base):
    """What a person asks of the runs of a plan: a pair in, a pair out, or a bound."""

    __tablename__ = "plan_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    kind: Mapped[PlanRuleKind] = mapped_column(Code(PlanRuleKind))
    need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"), index=True)
    part_id: Mapped[int | None] = mapped_column(ForeignKey("need_part.id"))
    business_id: Mapped[int | None] = mapped_column(ForeignKey("business.id"), index=True)
    broker_id: Mapped[int | None] = mapped_column(ForeignKey("broker.id"), index=True)
    least: Mapped[int | None] = mapped_column(Integer, comment="of a bound")
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    plan: Mapped[Plan] = relationship(back_populates="rules")
    need: Mapped[Need | None] = relationship()
    part: Mapped[NeedPart | None] = relationship()
    business: Mapped[Business | None] = relationship()
    broker: Mapped[Broker | None] = relationship()
    by: Mapped[Account] = relationship()


class PlanRun(Base):
    """One run of a plan: asked for by a person, done by a worker, looked at, perhaps released."""

    __tablename__ = "plan_run"
    __table_args__ = (
        UniqueConstraint("plan_id", "number"),
        # The database is the judge: one run is worked on at a time, and a plan has one run to come.
        Index(
            "uq_plan_run_at_work",
            "state",
            unique=True,
            sqlite_where=text("state = 'running'"),
            postgresql_where=text("state = 'running'"),
        ),
        Index(
            "uq_plan_run_to_come",
            "plan_id",
            unique=True,
            sqlite_where=text("state IN ('waiting', 'running')"),
            postgresql_where=text("state IN ('waiting', 'running')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    number: Mapped[int] = mapped_column(Integer, comment="1 is the first run of its plan")
    state: Mapped[PlanState] = mapped_column(Code(PlanState), default=PlanState.WAITING)
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    worker: Mapped[str | None] = mapped_column(String(36), comment="drawn anew by whoever takes the run up")
    alive_until: Mapped[datetime | None] = mapped_column(UTCDateTime(), comment="taken for dead when silent for longer")
    cancel_asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    stage: Mapped[PlanStage | None] = mapped_column(Code(PlanStage))
    done: Mapped[int] = mapped_column(Integer, default=0, comment="steps of the stage")
    of: Mapped[int] = mapped_column(Integer, default=0)
    trouble: Mapped[str] = mapped_column(String(500), default="", comment="why it stopped, in a sentence")

    priority_on: Mapped[bool]
    fairness: Mapped[list[PlanFairness]] = mapped_column(CodeList(PlanFairness), default=list)
    stand_in: Mapped[bool]
    weights_number: Mapped[int | None] = mapped_column(Integer, comment="a saved version; empty: those in use")
    model_version: Mapped[str] = mapped_column(String(80), default="")
    weights: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, comment="part of the score -> weight")
    rules: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, comment="the rules it was made with")
    figures: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, comment="what it came to, in numbers")
    helps: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, comment="what one more place would bring")

    released_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    plan: Mapped[Plan] = relationship(back_populates="runs")
    by: Mapped[Account] = relationship(foreign_keys=[by_id])
    released_by: Mapped[Account | None] = relationship(foreign_keys=[released_by_id])
    undone_by: Mapped[Account | None] = relationship(foreign_keys=[undone_by_id])

    @property
    def is_over(self) -> bool:
        return self.state not in UNFINISHED

    @property
    def has_result(self) -> bool:
        return self.state in FINISHED


class PlanPair(Base):
    """One pair of a run: a business for a part of a need. Without a broker the coordinator stands in.
    What a release did with it stands here too, so that it can be taken back."""

    __tablename__ = "plan_pair"
    __table_args__ = (UniqueConstraint("run_id", "part_id", "business_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("plan_run.id"), index=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), index=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("need_part.id"), index=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("business.id"), index=True)
    broker_id: Mapped[int | None] = mapped_column(ForeignKey("broker.id"), index=True)
    score: Mapped[float] = mapped_column(Float, comment="0 to 1")
    rank: Mapped[int] = mapped_column(Integer, comment="of all businesses for this part; 1 is the best")
    pinned: Mapped[bool] = mapped_column(default=False)
    reasons: Mapped[dict[str, Any]] = mapped_column(JSON, comment="matching.Scored as JSON")
    suggestion_id: Mapped[int | None] = mapped_column(ForeignKey("suggestion.id"), index=True)
    effect: Mapped[PlanEffect | None] = mapped_column(Code(PlanEffect))
    broker_before_id: Mapped[int | None] = mapped_column(Integer, comment="the suggestion's broker before a release")
    taken_back: Mapped[bool | None] = mapped_column(comment="whether an undo put it back; no: it was decided")

    run: Mapped[PlanRun] = relationship()
    need: Mapped[Need] = relationship()
    part: Mapped[NeedPart] = relationship()
    business: Mapped[Business] = relationship()
    broker: Mapped[Broker | None] = relationship()


class PlanGap(Base):
    """Places of a part that a run leaves empty, and the limit that binds."""

    __tablename__ = "plan_gap"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("plan_run.id"), index=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), index=True)
    part_id: Mapped[int | None] = mapped_column(ForeignKey("need_part.id"), index=True)
    places: Mapped[int] = mapped_column(Integer)
    has_partner: Mapped[bool] = mapped_column(default=False, comment="filled in part")
    limit: Mapped[PlanLimit] = mapped_column(Code(PlanLimit))
    words: Mapped[str] = mapped_column(
        String(500), default="", comment="what rules the others out, or what to look for"
    )

    run: Mapped[PlanRun] = relationship()
    need: Mapped[Need] = relationship()
    part: Mapped[NeedPart | None] = relationship()
