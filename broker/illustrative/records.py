"""What the files of the illustrative programme hold, one record a row."""

from dataclasses import dataclass
from datetime import date

from models.vocabulary import (
    Anyway,
    Beneficiary,
    ConfirmReason,
    ConflictStrength,
    ContractStatus,
    DeclineReason,
    EndReason,
    EntryState,
    Kind,
    LaterReason,
    LegalForm,
    MatchState,
    PartnershipKind,
    ReachKind,
    RejectReason,
    Safeguarding,
    SeatStatus,
    SizeBand,
    StakeholderGroup,
    SuggestionSource,
    Theme,
    Verdict,
    WorksWithChildren,
)

#: Which list a decision's reason is from.
REASONS: dict[Verdict, type[ConfirmReason] | type[RejectReason] | type[LaterReason]] = {
    Verdict.CONFIRM: ConfirmReason,
    Verdict.REJECT: RejectReason,
    Verdict.LATER: LaterReason,
}


@dataclass(frozen=True, slots=True)
class SeatRecord:
    group: StakeholderGroup
    status: SeatStatus
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnershipRecord:
    name: str
    kind: PartnershipKind
    districts: tuple[str, ...]
    contact_name: str
    contact_email: str
    contact_phone: str
    purpose: str
    seats: tuple[SeatRecord, ...]
    about: str
    state: EntryState


@dataclass(frozen=True, slots=True)
class PartRecord:
    kind: Kind
    amount: float | None
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRecord:
    id: str
    partnership: str
    district: str
    neighbourhood: str
    postcode: str
    theme: Theme
    second_theme: Theme | None
    title: str
    words: str
    done_looks_like: str
    not_wanted: str
    who_benefits: tuple[Beneficiary, ...]
    children: Safeguarding
    sectors_wanted: str
    parts: tuple[PartRecord, ...]
    until: date
    state: EntryState


@dataclass(frozen=True, slots=True)
class OfferRecord:
    kind: Kind
    amount: float | None
    words: str


@dataclass(frozen=True, slots=True)
class ReachRecord:
    kind: ReachKind
    region: str | None = None
    districts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    id: str
    name: str
    what_we_do: str
    sector: str | None
    postcode: str
    reach: ReachRecord
    size: SizeBand
    legal_form: LegalForm
    offers: tuple[OfferRecord, ...]
    only_these: bool
    children: WorksWithChildren
    notes: str
    contact_name: str
    contact_email: str
    contact_phone: str
    contracts: tuple[ContractStatus, ...]
    award_on: date | None
    state: EntryState


@dataclass(frozen=True, slots=True)
class TieRecord:
    """What ties a broker to a firm."""

    strength: ConflictStrength
    firm: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerRecord:
    name: str
    email: str
    phone: str
    employer: str
    experience: tuple[str, ...]
    sectors: tuple[str, ...]
    themes: tuple[Theme, ...]
    districts: tuple[str, ...]
    limit: int
    leads: tuple[str, ...]
    ties: tuple[TieRecord, ...]
    state: EntryState


@dataclass(frozen=True, slots=True)
class Step:
    """One decision of the past, and what became of it."""

    need: str
    business: str
    source: SuggestionSource
    verdict: Verdict
    reason: ConfirmReason | RejectReason | LaterReason
    days_ago: int
    later_days: int | None
    match_state: MatchState | None
    end_reason: DeclineReason | EndReason | None
    words: str

    @classmethod
    def from_row(cls, row: dict[str, str]) -> "Step":
        verdict = Verdict(row["verdict"])
        state = MatchState(row["match_state"]) if row["match_state"] else None
        why = DeclineReason if state is MatchState.DECLINED else EndReason
        return cls(
            need=row["need"],
            business=row["business"],
            source=SuggestionSource(row["source"]),
            verdict=verdict,
            reason=REASONS[verdict](row["reason"]),
            days_ago=int(row["days_ago"]),
            later_days=int(row["later_days"]) if row["later_days"] else None,
            match_state=state,
            end_reason=why(row["end_reason"]) if row["end_reason"] else None,
            words=row["words"],
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one match of the past. Without ``difference`` it is reported and not confirmed."""

    figures: dict[str, float]
    difference: int | None
    anyway: Anyway | None
    words: str
    receiver_words: str

    @classmethod
    def from_row(cls, row: dict[str, str]) -> "Outcome":
        pairs = (figure.split(":") for figure in row["figures"].split(";"))
        return cls(
            figures={key: float(value) for key, value in pairs},
            difference=int(row["difference"]) if row["difference"] else None,
            anyway=Anyway(row["anyway"]) if row["anyway"] else None,
            words=row["words"],
            receiver_words=row["receiver_words"],
        )
