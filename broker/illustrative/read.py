"""Read the files of the illustrative programme into plain records. No database, no Flask."""

import csv
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from models.vocabulary import (
    Beneficiary,
    EntryState,
    PartnershipKind,
    Safeguarding,
    SizeBand,
    Theme,
    WorksWithChildren,
)

from . import cells
from .records import BrokerRecord, Firm, NeedRecord, PartnershipRecord, Step

FOLDER = Path(__file__).parent


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of one file, as they stand."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def partnerships() -> tuple[PartnershipRecord, ...]:
    return tuple(
        PartnershipRecord(
            **_some(row, "name", "contact_name", "contact_email", "contact_phone", "purpose", "about"),
            kind=PartnershipKind(row["kind"]),
            districts=cells.listed(row["districts"]),
            seats=tuple(cells.seat(text) for text in cells.listed(row["seats"])),
            state=EntryState(row["state"]),
        )
        for row in rows("partnerships")
    )


@cache
def needs() -> tuple[NeedRecord, ...]:
    copied = ("id", "partnership", "district", "postcode", "title", "words", "done_looks_like", "not_wanted")
    return tuple(
        NeedRecord(
            **_some(row, *copied, "sectors_wanted", "neighbourhood"),
            theme=Theme(row["theme"]),
            second_theme=Theme(row["second_theme"]) if row["second_theme"] else None,
            who_benefits=tuple(Beneficiary(code) for code in cells.listed(row["who_benefits"])),
            children=Safeguarding(cells.code_of(row["children"]) or Safeguarding.UNDECIDED),
            parts=tuple(cells.part(text) for text in cells.listed(row["parts"])),
            until=date.fromisoformat(row["until"]),
            state=EntryState(row["state"]),
        )
        for row in rows("needs")
    )


@cache
def firms() -> tuple[Firm, ...]:
    copied = ("id", "name", "what_we_do", "postcode", "notes", "contact_name", "contact_email", "contact_phone")
    return tuple(
        Firm(
            **_some(row, *copied),
            reach=cells.reach(row["reach"]),
            size=SizeBand(row["size"]),
            legal_form=cells.legal_form(row["legal_form"]),
            offers=tuple(cells.offer(text) for text in cells.listed(row["offers"])),
            only_these={"yes": False, "only these": True}[row["open_to_ideas"]],
            children=WorksWithChildren(cells.code_of(row["children"])),
            sector=row["sector"] or None,
            contracts=cells.contracts(row["contracts"]),
            award_on=cells.award(row["contracts"]),
            state=EntryState(row["state"]),
        )
        for row in rows("businesses")
    )


@cache
def brokers() -> tuple[BrokerRecord, ...]:
    return tuple(
        BrokerRecord(
            **_some(row, "name", "email", "phone", "employer"),
            experience=cells.listed(row["experience"], "|"),
            sectors=cells.listed(row["sectors"]),
            themes=tuple(Theme(code) for code in cells.listed(row["themes"])),
            districts=cells.listed(row["districts"]),
            limit=int(row["limit"]),
            leads=cells.listed(row["lead_for_partnerships"]),
            ties=tuple(cells.tie(text) for text in cells.listed(row["ties"])),
            state=EntryState(row["state"]),
        )
        for row in rows("brokers")
    )


@cache
def story() -> tuple[Step, ...]:
    return tuple(Step.from_row(row) for row in rows("story"))


def _some(row: dict[str, str], *names: str) -> dict[str, str]:
    return {name: row[name] for name in names}
