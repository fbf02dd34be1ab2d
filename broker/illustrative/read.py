"""Read the files of the illustrative programme into plain records. No database, no Flask."""

import csv
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from models.vocabulary import Beneficiary, EntryState, PartnershipKind, Theme

from ..matching.layout import parse_business_row, parse_need_row
from . import cells
from .records import (
    BrokerRecord,
    Firm,
    NeedRecord,
    OfferRecord,
    Outcome,
    PartnershipRecord,
    PartRecord,
    ReachRecord,
    Step,
)

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
            second_theme=shared.second_theme,
            who_benefits=tuple(Beneficiary(code) for code in shared.who_benefits),
            children=shared.children,
            parts=tuple(PartRecord(each.kind, each.amount, each.places) for each in shared.parts),
            until=date.fromisoformat(row["until"]),
            state=EntryState(row["state"]),
        )
        for row, shared in ((row, parse_need_row(row)) for row in rows("needs"))
    )


@cache
def firms() -> tuple[Firm, ...]:
    copied = ("id", "name", "what_we_do", "postcode", "notes", "contact_name", "contact_email", "contact_phone")
    return tuple(
        Firm(
            **_some(row, *copied),
            reach=ReachRecord(shared.reach, shared.reach_region, shared.reach_places),
            size=shared.size,
            legal_form=shared.legal_form,
            # an empty cell is a form half filled, not the answer "not sure"
            offers=tuple(OfferRecord(each.kind, each.amount, each.words) for each in shared.offers if row["offers"]),
            only_these=bool(shared.only_these),
            children=shared.children,
            sector=row["sector"] or None,
            contracts=cells.contracts(row["contracts"]),
            award_on=cells.award(row["contracts"]),
            state=EntryState(row["state"]),
        )
        for row, shared in ((row, parse_business_row(row)) for row in rows("businesses"))
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


@cache
def outcomes() -> dict[tuple[str, str], Outcome]:
    """(need, firm) -> what came of their match."""
    return {(row["need"], row["business"]): Outcome.from_row(row) for row in rows("results")}


def _some(row: dict[str, str], *names: str) -> dict[str, str]:
    return {name: row[name] for name in names}
