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
from .entries import EntryKind, EntryState
from .matches import DeclineReason, EndReason, MatchState
from .messages import LinkPurpose, MessageState
from .needs import Beneficiary, Kind, NeedEnd, Safeguarding, Theme, Unit
from .partnerships import PartnershipKind, SeatStatus, StakeholderGroup
from .people import AccountChange, Role
from .suggestions import (
    ConfirmReason,
    ConflictStrength,
    LaterReason,
    RejectReason,
    SuggestionSource,
    SuggestionState,
    Verdict,
)
from .terms import N_, Term

__all__ = [
    "N_",
    "AccountChange",
    "Beneficiary",
    "ConfirmReason",
    "ConflictStrength",
    "ContractStatus",
    "ContributionClass",
    "DeclineReason",
    "EndReason",
    "EntryKind",
    "EntryState",
    "Frequency",
    "Kind",
    "LaterReason",
    "LegalForm",
    "LinkPurpose",
    "MatchState",
    "MessageState",
    "NeedEnd",
    "OfferTerms",
    "PartnershipKind",
    "ReachKind",
    "RejectReason",
    "Role",
    "Safeguarding",
    "SeatStatus",
    "SizeBand",
    "StakeholderGroup",
    "SuggestionSource",
    "SuggestionState",
    "Term",
    "Theme",
    "Unit",
    "Verdict",
    "WorksWithChildren",
]
