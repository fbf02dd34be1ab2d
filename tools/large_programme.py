"""A programme of many areas, made up of rows that are like each other, to measure pages with."""

import random
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from broker.cases.clocks import today
from models import (
    Account,
    Area,
    AreaList,
    AreaListEntry,
    BrokerArea,
    CaseNote,
    MatchAnswer,
    MatchPart,
    NeedPart,
    Neighbourhood,
    Offer,
    PartnershipArea,
    Result,
    Seat,
    SurveyAnswer,
    SurveyAsked,
    SurveyWave,
)
from models.base import now
from models.vocabulary import (
    Answer,
    CaseKind,
    EntryState,
    Kind,
    MatchState,
    NoteKind,
    Role,
    SeatStatus,
    Side,
    SizeBand,
    Stage,
    StakeholderGroup,
    SuggestionState,
    SurveyAudience,
    Theme,
    WaveState,
    YesNo,
)
from tests.factories import (
    AccountFactory,
    BrokerFactory,
    BusinessFactory,
    MatchFactory,
    NeedFactory,
    PartFactory,
    PartnershipFactory,
    SuggestionFactory,
)
from tools.bench_pages import cloned

LIST = "measured"
#: Matches for each need and each firm, and how many of a hundred needs are open.
A_NEED, A_FIRM, OPEN = 4, 3, 25
#: How matches stand, of ten.
STATES = (
    *(MatchState.VERIFIED,) * 3,
    MatchState.COMPLETED,
    *(MatchState.ACTIVE,) * 2,
    MatchState.INTRODUCED,
    MatchState.PROPOSED,
    MatchState.DECLINED,
    MatchState.LAPSED,
)
INTRODUCED = {MatchState.VERIFIED, MatchState.COMPLETED, MatchState.ACTIVE, MatchState.INTRODUCED}
SECTORS = ("4120", "4711", "5610", "6920", "62", "4941", "8121", "78", "10", "9602")
DAYS = 730


def fill(session: Session, areas: int, matches: int, rng: random.Random) -> None:
    """So many areas, each with a partnership and two brokers, and so many matches in them."""
    codes = _areas(session, areas)
    officer = AccountFactory(roles=[Role.COORDINATOR])
    boards = _partnerships(session, codes, rng)
    brokers = _brokers(session, codes)
    firms = _firms(session, codes, matches // A_FIRM, rng)
    needs = _needs(session, codes, boards, matches // A_NEED, rng)
    _matches(session, officer, needs, firms, brokers, matches, rng)
    _survey(session, officer, boards, rng)
    session.commit()


def _rows(session: Session, table: type[Any], rows: list[dict[str, Any]]) -> None:
    for at in range(0, len(rows), 5000):
        session.execute(insert(table.__table__), rows[at : at + 5000])


def _areas(session: Session, count: int) -> list[str]:
    """The districts there are, and more beside them; all in a list of their own."""
    known = list(session.scalars(select(Area).order_by(Area.code)))
    for number in range(count - len(known)):
        like = known[number]
        more = Area(code=f"X{number:08d}", name=f"{like.name} {number}", region=like.region, lat=like.lat, lon=like.lon)
        session.add(more)
        known.append(more)
    entries = [AreaListEntry(area=area, position=at) for at, area in enumerate(known[:count], 1)]
    session.add(AreaList(code=LIST, name="Every area", explanation="Made up.", entries=entries))
    session.flush()
    _rows(
        session,
        Neighbourhood,
        [
            {"area_code": area.code, "name": f"{area.name} {part}", "decile": part if part else None, "edition": 2025}
            for area in known[:count]
            for part in range(4)
        ],
    )
    return [area.code for area in known[:count]]


def _partnerships(session: Session, codes: list[str], rng: random.Random) -> dict[str, int]:
    like = PartnershipFactory(name="Board")
    ids = cloned(session, like, [{"name": f"Board of {code}"} for code in codes])
    like.state = EntryState.ENDED
    boards = dict(zip(codes, ids, strict=True))
    _rows(session, PartnershipArea, [{"partnership_id": one, "area_code": code} for code, one in boards.items()])
    groups = list(StakeholderGroup)
    seats = [
        {"partnership_id": one, "stakeholder_group": group, "status": rng.choice(list(SeatStatus))}
        for one in ids
        for group in rng.sample(groups, 10)
    ]
    _rows(session, Seat, seats)
    return boards


def _brokers(session: Session, codes: list[str]) -> dict[str, list[int]]:
    like = BrokerFactory(name="Broker")
    found: dict[str, list[int]] = {}
    ids = cloned(session, like, [{"name": f"Broker {n}"} for n in range(2 * len(codes))])
    for number, one in enumerate(ids):
        found.setdefault(codes[number // 2], []).append(one)
    _rows(session, BrokerArea, [{"broker_id": one, "area_code": code} for code, two in found.items() for one in two])
    return found


def _firms(session: Session, codes: list[str], count: int, rng: random.Random) -> dict[str, list[int]]:
    like = BusinessFactory(name="Firm")
    asked = []
    for number in range(count):
        at = now() - timedelta(days=rng.randrange(DAYS))
        spoken = at + timedelta(days=rng.randrange(12)) if rng.random() < 0.9 else None
        asked.append(
            {
                "name": f"Firm {number}",
                "area_code": codes[number % len(codes)],
                "sectors": [rng.choice(SECTORS)],
                "size": rng.choice(list(SizeBand)),
                "created_at": at,
                "sent_in_at": at,
                "spoken_at": spoken,
            }
        )
    ids = cloned(session, like, asked)
    _rows(session, Offer, [{"business_id": one, "kind": rng.choice(list(Kind))} for one in ids])
    found: dict[str, list[int]] = {}
    for one, said in zip(ids, asked, strict=True):
        found.setdefault(said["area_code"], []).append(one)
    return found


def _needs(
    session: Session, codes: list[str], boards: dict[str, int], count: int, rng: random.Random
) -> list[tuple[int, str, int]]:
    """Need, its area, and its part."""
    like = NeedFactory(
        title="Request", parts=[PartFactory(kind=Kind.KIT)], partnership=PartnershipFactory(name="Other")
    )
    there: dict[str, list[int]] = {}
    for code, one in session.execute(select(Neighbourhood.area_code, Neighbourhood.id)):
        there.setdefault(code, []).append(one)
    asked = []
    for number in range(count):
        code, at = codes[number % len(codes)], now() - timedelta(days=rng.randrange(DAYS))
        ended = rng.randrange(100) >= OPEN
        asked.append(
            {
                "title": f"Request {number}",
                "partnership_id": boards[code],
                "area_code": code,
                "neighbourhood_id": rng.choice([None, *there[code]]),
                "theme": rng.choice(list(Theme)),
                "sectors_text": rng.choice(["", "builders", "roofers or joiners", "caterers, shops"]),
                "created_at": at,
                "sent_in_at": at,
                "state": EntryState.ENDED if ended else EntryState.LIVE,
                "closed_at": at + timedelta(days=90) if ended else None,
            }
        )
    ids = cloned(session, like, asked)
    _rows(session, NeedPart, [{"need_id": one, "kind": rng.choice(list(Kind)), "places": 5} for one in ids])
    parts = {need: part for need, part in session.execute(select(NeedPart.need_id, NeedPart.id))}
    return [(one, said["area_code"], parts[one]) for one, said in zip(ids, asked, strict=True)]


def _matches(
    session: Session,
    officer: Account,
    needs: list[tuple[int, str, int]],
    firms: dict[str, list[int]],
    brokers: dict[str, list[int]],
    count: int,
    rng: random.Random,
) -> None:
    board = PartnershipFactory(name="One more")
    need = NeedFactory(title="One", partnership=board, parts=[PartFactory(kind=Kind.KIT)])
    suggestion = SuggestionFactory(need=need, business=BusinessFactory(name="One"), state=SuggestionState.CONFIRMED)
    match = MatchFactory(suggestion=suggestion, coordinator=officer, state=MatchState.DECLINED)
    pairs = []
    for number in range(count):
        need_id, code, part_id = needs[number % len(needs)]
        at = now() - timedelta(days=rng.randrange(DAYS))
        firm = firms[code][(number // len(needs) + need_id) % len(firms[code])]  # another for each match of a need
        pairs.append((need_id, firm, code, part_id, rng.choice(STATES), at))
    chosen = cloned(session, suggestion, [{"need_id": one[0], "business_id": one[1]} for one in pairs])
    rows = [
        {
            "suggestion_id": suggested,
            "need_id": need_id,
            "business_id": firm,
            "broker_id": rng.choice(brokers[code]),
            "state": state,
            "created_at": at,
            "introduced_at": at + timedelta(days=rng.randrange(1, 20)) if state in INTRODUCED else None,
        }
        for suggested, (need_id, firm, code, _part, state, at) in zip(chosen, pairs, strict=True)
    ]
    ids = cloned(session, match, rows)
    of = list(zip(ids, pairs, strict=True))
    _rows(session, MatchPart, [{"match_id": one, "part_id": pair[3]} for one, pair in of])
    answers = [
        {
            "match_id": one,
            "side": Side.BUSINESS,
            "answer": Answer.YES,
            "asked_on": pair[5].date(),
            "answered_at": pair[5] + timedelta(days=rng.randrange(10)),
        }
        for one, pair in of
        if pair[4] is not MatchState.PROPOSED
    ]
    _rows(session, MatchAnswer, answers)
    results = [
        {
            "reference": f"X-{one:08d}",
            "match_id": one,
            "area_code": pair[2],
            "reported_by_id": officer.id,
            "reported_for": "business",
            "verified_at": pair[5] + timedelta(days=120) if pair[4] is MatchState.VERIFIED else None,
        }
        for one, pair in of
        if pair[4] in (MatchState.VERIFIED, MatchState.COMPLETED)
    ]
    _rows(session, Result, results)
    note = {"kind": CaseKind.MATCH, "how": NoteKind.CALL, "happened_on": today(), "words": "Rang."}
    _rows(session, CaseNote, [{**note, "subject_id": one} for one in ids])


def _survey(session: Session, officer: Account, boards: dict[str, int], rng: random.Random) -> None:
    """A closed wave that every council and every partnership was asked in, and four of five answered."""
    from broker.survey import waves

    wave: SurveyWave = waves.new_wave(session, name="Survey", closes_on=today(), by=officer)
    wave.state, wave.opened_at, wave.closed_at = WaveState.CLOSED, now(), now()
    session.flush()
    regions = {code: region for code, region in session.execute(select(Area.code, Area.region))}
    asked: list[dict[str, Any]] = []
    for code, board in boards.items():
        council = {"audience": SurveyAudience.COUNCIL, "area_code": code, "partnership_id": None}
        partnership = {"audience": SurveyAudience.PARTNERSHIP, "area_code": None, "partnership_id": board}
        for one in (council, partnership):
            done = now() if rng.random() < 0.8 else None
            asked.append({**one, "title": code, "region": regions[code], "answered_at": done})
    rows = [{**one, "wave_id": wave.id, "reference": f"S-{at:08d}"} for at, one in enumerate(asked)]
    _rows(session, SurveyAsked, rows)
    choices = {"yes_no": list(YesNo), "programme": list(YesNo), "stage": list(Stage), "groups": list(StakeholderGroup)}
    answers = [
        {"asked_id": asked_id, "question_id": one.id, "codes": [rng.choice(choices[one.kind.value]).value]}
        for asked_id, audience in session.execute(select(SurveyAsked.id, SurveyAsked.audience))
        for one in wave.questions
        if one.audience is audience and one.kind.value in choices
    ]
    _rows(session, SurveyAnswer, answers)
