"""What stands in one cell of the illustrative files, and in the layout the import commands read."""

from datetime import date

from models.vocabulary import ConflictStrength, ContractStatus, Kind, LegalForm, ReachKind, SeatStatus, StakeholderGroup

from .records import OfferRecord, PartRecord, ReachRecord, SeatRecord, TieRecord


def listed(text: str, mark: str = ";") -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(mark) if part.strip())


def code_of(words: str) -> str:
    return words.lower().replace(" ", "_")


def legal_form(words: str) -> LegalForm:
    short = {"ordinary_partnership": LegalForm.PARTNERSHIP, "charity_or_social_enterprise": LegalForm.CHARITY}
    return short.get(code_of(words)) or LegalForm(code_of(words))


def reach(text: str) -> ReachRecord:
    """Read "5 miles", "region: North West", "boroughs: Leeds, York", "England" or "remote"."""
    head, _, named = text.partition(":")
    if head == "region":
        return ReachRecord(ReachKind.REGION, region=named.strip())
    return ReachRecord(ReachKind(code_of(head)), districts=listed(named, ","))


def seat(text: str) -> SeatRecord:
    group, status, name = text.split(":", 2)
    return SeatRecord(StakeholderGroup(group), SeatStatus(status), name)


def part(text: str) -> PartRecord:
    kind, amount, places = text.split(":")
    return PartRecord(Kind[kind], float(amount) if amount else None, int(places))


def offer(text: str) -> OfferRecord:
    kind, amount, words = text.split(":", 2)
    return OfferRecord(Kind[kind], float(amount) if amount else None, words)


def contracts(text: str) -> tuple[ContractStatus, ...]:
    return tuple(ContractStatus(word) for word in listed(text) if not word.startswith("award:"))


def award(text: str) -> date | None:
    """The day in "bidding;award:2027-03-31"."""
    _, _, day = text.partition("award:")
    return date.fromisoformat(day) if day else None


def tie(text: str) -> TieRecord:
    strength, firm, what = text.split(":", 2)
    return TieRecord(ConflictStrength(strength), firm, what)
