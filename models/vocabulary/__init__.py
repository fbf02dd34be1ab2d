"""Every closed list of the service, once: codes with their labels, in a file per subject."""

from .businesses import (
    ContractStatus,
    ContributionClass,
    Frequency,
    LegalForm,
    OfferTerms,
    ReachKind,
    SizeBand,
    WorksWithChildren,
)
from .cases import CaseKind, CaseStep, Strand, WorkGroup
from .entries import EntryKind, EntryState
from .matches import Answer, DeclineReason, EndReason, HoldReason, MatchAct, MatchState, Side
from .messages import (
    LinkPurpose,
    MailChoice,
    MessageClass,
    MessageState,
    NotSent,
    SuppressionReason,
    SuppressionScope,
)
from .needs import Beneficiary, Kind, NeedEnd, Safeguarding, Theme, Unit
from .partnerships import PartnershipKind, SeatStatus, StakeholderGroup
from .people import AccountChange, Role
from .plans import PlanEffect, PlanFairness, PlanLimit, PlanRuleKind, PlanStage, PlanState
from .results import Anyway, CheckKind, Difference, Measure, Missing
from .suggestions import (
    ConfirmReason,
    ConflictStrength,
    GuessState,
    GuessVerdict,
    LaterReason,
    RejectReason,
    SuggestionAct,
    SuggestionSource,
    SuggestionState,
    Verdict,
)
from .terms import N_, Term
from .weights import WeightsSource

__all__ = [
    "N_",
    "AccountChange",
    "Answer",
    "Anyway",
    "Beneficiary",
    "CaseKind",
    "CaseStep",
    "CheckKind",
    "ConfirmReason",
    "ConflictStrength",
    "ContractStatus",
    "ContributionClass",
    "DeclineReason",
    "Difference",
    "EndReason",
    "EntryKind",
    "EntryState",
    "Frequency",
    "GuessState",
    "GuessVerdict",
    "HoldReason",
    "Kind",
    "LaterReason",
    "LegalForm",
    "LinkPurpose",
    "MailChoice",
    "MatchAct",
    "MatchState",
    "Measure",
    "MessageClass",
    "MessageState",
    "Missing",
    "NeedEnd",
    "NotSent",
    "OfferTerms",
    "PartnershipKind",
    "PlanEffect",
    "PlanFairness",
    "PlanLimit",
    "PlanRuleKind",
    "PlanStage",
    "PlanState",
    "ReachKind",
    "RejectReason",
    "Role",
    "Safeguarding",
    "SeatStatus",
    "Side",
    "SizeBand",
    "StakeholderGroup",
    "Strand",
    "SuggestionAct",
    "SuggestionSource",
    "SuggestionState",
    "SuppressionReason",
    "SuppressionScope",
    "Term",
    "Theme",
    "Unit",
    "Verdict",
    "WeightsSource",
    "WorkGroup",
    "WorksWithChildren",
]
