"""What stands in a cell of the illustrative files, where the agreed layout of ``matching.layout`` has none."""

from datetime import date

from models.vocabulary import ConflictStrength, ContractStatus, SeatStatus, StakeholderGroup

from .records import SeatRecord, TieRecord


def listed(text: str, mark: str = ";") -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(mark) if part.strip())


def seat(text: str) -> SeatRecord:
    group, status, name = text.split(":", 2)
    return SeatRecord(StakeholderGroup(group), SeatStatus(status), name)


def contracts(text: str) -> tuple[ContractStatus, ...]:
    return tuple(ContractStatus(word) for word in listed(text) if not word.startswith("award:"))


def award(text: str) -> date | None:
    """The day in "bidding;award:2027-03-31"."""
    _, _, day = text.partition("award:")
    return date.fromisoformat(day) if day else None


def tie(text: str) -> TieRecord:
    strength, firm, what = text.split(":", 2)
    return TieRecord(ConflictStrength(strength), firm, what)
