"""The illustrative programme with something of everything: pairings decided each way, messages, offers."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from flask import Flask
from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from broker import work
from broker.accounts.illustrative import illustrative_administrator, illustrative_coordinator
from broker.cases.clocks import today
from broker.cases.concerns import Said, raise_concern
from broker.cases.firm_pause import answer_pause, pause_firm
from broker.casework import decide
from broker.casework.changes.firm_gone import is_bought
from broker.casework.changes.merging import merge
from broker.casework.refusals import Refused
from broker.cli.database import prepare_database
from broker.extensions import WRITING, db
from broker.imports import lists
from broker.imports.looking import on_disk
from broker.introducers.keeping import add as add_introducer
from broker.matching.weights import PUBLISHED, scaled
from broker.messages.suppression import suppress
from broker.neighbourhoods import keeping
from broker.neighbourhoods import lists as neighbourhood_lists
from broker.neighbourhoods.official import load_small_areas
from broker.reports import funds
from broker.reports.counting import count_report
from broker.reports.freezing import freeze
from broker.reports.periods import quarter_of
from broker.reports.places import Place, PlaceKind
from broker.representation import inviting
from broker.representation.members import who_could_sit
from broker.results import stories
from broker.suggestions import correcting, offer_help, planning
from broker.suggestions.weights import save
from broker.survey import waves
from broker.survey.lines import read_councils
from models import (
    Account,
    Business,
    Contact,
    GuessCorrection,
    ImportedList,
    Match,
    Need,
    Partnership,
    PlanPair,
    PlanRun,
    Retraining,
    SeatGap,
    Story,
    Suggestion,
)
from models.base import now
from models.vocabulary import (
    Answer,
    AnswerKind,
    ConcernKind,
    ConfirmReason,
    EntryState,
    GuessState,
    GuessVerdict,
    IntroducerKind,
    Kind,
    LaterReason,
    MatchState,
    PauseReason,
    RejectReason,
    Role,
    Side,
    StakeholderGroup,
    SuggestionState,
    SuppressionReason,
    SurveyAudience,
)
from tests.web.neighbourhoods.conftest import DECILES, LIVERPOOL, official


def fill(app: Flask) -> None:
    """Load the programme, let the model look, and decide on some of it."""
    with app.app_context():
        WRITING.set(True)
        prepare_database(empty=False)
    while work.run_once(app, "refresh_suggestions"):
        pass
    with app.app_context():
        WRITING.set(True)
        decide_on_some(db.session)
        offer_by_somebody_unread(db.session)
        learn_a_little(db.session)
        change_lives(db.session)
        go_wrong(db.session)
        say_better(db.session)
        ask_councils(db.session)
        invite_to_seats(db.session)
        report_on_it(db.session)
        suppress(db.session, "gone@firm.example", SuppressionReason.BOUNCED, words="The mail server answered 550")
        db.session.commit()
        plan_together(db.session)
        bring_in_lists(db.session)
        name_places(db.session)
        db.session.commit()
    work.run_once(app, "run_plans")
    work.run_once(app, "run_plans")
    while work.run_once(app, "work_on_lists"):
        pass
    with app.app_context():
        WRITING.set(True)
        release_one(db.session)
        save_a_list(db.session)
        db.session.commit()
    while work.run_once(app, "work_on_lists"):
        pass
    work.run_once(app, "run_plans")
    work.run_once(app, "send_messages")


def invite_to_seats(session: Session) -> None:
    """Firms invited to empty seats: one says yes, one asks for a call, one has not answered."""
    coordinator = illustrative_coordinator(session)
    gaps = session.scalars(select(SeatGap).where(SeatGap.group == StakeholderGroup.BUSINESS).order_by(SeatGap.id))
    answers = [Answer.YES, Answer.RING_FIRST, Answer.WAITING]
    for gap in gaps:
        could = who_could_sit(session, gap.partnership, today())
        if could and answers:
            asked = inviting.invite(session, gap, could[0].business, by=coordinator)
            given = answers.pop(0)
            if given is not Answer.WAITING:
                inviting.answer(session, asked, given, by=coordinator, on_behalf=True)
    assert len(answers) < 2, "no firm could be asked for a seat"


def plan_together(session: Session) -> None:
    """Two matching rounds, each of one small area."""
    coordinator = illustrative_coordinator(session)
    for area in session.scalars(select(Partnership).order_by(Partnership.id)).all()[:2]:
        planning.begin(session, areas=[area.areas[0].code], by=coordinator)


def release_one(session: Session) -> None:
    """One round is released; of the other a pair is kept out, and it is run again."""
    coordinator = illustrative_coordinator(session)
    released, again = session.scalars(select(PlanRun).order_by(PlanRun.id)).all()
    planning.release(session, released, by=coordinator)
    pair = session.scalars(select(PlanPair).where(PlanPair.run_id == again.id)).first()
    assert pair is not None, "nothing was placed"
    planning.exclude(session, again.plan, pair.need_id, pair.business_id, by=coordinator)
    planning.ask_for_run(session, again.plan, by=coordinator)


def bring_in_lists(session: Session) -> None:
    """Two lists from outside, looked through: one row to mend, one that is with us already."""
    there = session.scalars(select(Business).where(Business.postcode.like("% %"))).first()
    assert there is not None, "no firm has a whole postcode"
    known = f"{there.name},{there.postcode},"
    rows = f"name,postcode,offers\nA Firm of a List,L1 8JQ,\nNothing to Give,,HUG:2:\n{known}\n"
    coordinator = illustrative_coordinator(session)
    add_introducer(session, name="A Chamber", kind=IntroducerKind.CHAMBER, by=coordinator)
    for source in ("A Chamber", "Another Chamber"):
        said = {"name": "members.csv", "data": rows.encode(), "source": source, "agreed": True}
        one = lists.begin(session, by=coordinator, **said)
        lists.choose_columns(session, one, one.columns)


def name_places(session: Session) -> None:
    """Small areas of one district, a neighbourhood made of some, and a list of neighbourhoods to look at."""
    coordinator = illustrative_coordinator(session)
    with on_disk(official().encode(), "small_areas.csv") as path:
        load_small_areas(session, path, 2025)
    keeping.add(
        session, keeping.Said("A place of three small areas", LIVERPOOL, small_areas=tuple(DECILES)), coordinator
    )
    with on_disk(b"name,district\nA place of a list,Liverpool\nNowhere,Liverpol\n", "places.csv") as path:
        neighbourhood_lists.begin(session, path, "places.csv", coordinator)


def save_a_list(session: Session) -> None:
    """One of them is saved, so that it can be taken back."""
    lists.ask_to_save(session, session.scalars(select(ImportedList).order_by(ImportedList.id)).first())


def decide_on_some(session: Session) -> None:
    coordinator = illustrative_coordinator(session)
    illustrative_administrator(session)
    rings = undecided(session).join(Business).where(Business.contacts.any(Contact.email == ""))
    for query in (undecided(session), rings):
        assert confirms_one_of(session, query, coordinator), "nothing could be confirmed"
    no, later = session.scalars(undecided(session).limit(2))
    decide.reject(session, no, by=coordinator, reason=RejectReason.TOO_FAR, words="Far.", seen_version=no.version)
    day, reason = now().date() + timedelta(days=30), LaterReason.BUSINESS
    decide.later(session, later, by=coordinator, reason=reason, until=day, seen_version=later.version)
    session.commit()


def say_better(session: Session) -> None:
    """The service proposes a guess of its own, and a coordinator puts one right."""
    match = session.scalars(select(Match).order_by(Match.id)).first()
    assert match is not None
    rows = {"sector": "43910", "kind": Kind.PRO, "verdict": GuessVerdict.CAN}
    session.add(
        GuessCorrection(**rows, state=GuessState.PROPOSED, what="mend a leaking roof", words=["leak"], match=match)
    )
    coordinator = illustrative_coordinator(session)
    said = {"what": "lend a scaffold tower", "words": ["a tower"], "reason": "They told us."}
    correcting.add(session, "43910", kind=Kind.KIT, by=coordinator, **said)


def change_lives(session: Session) -> None:
    """Two firms are made one, and another has a new owner who has not answered yet."""
    coordinator = illustrative_coordinator(session)
    free = select(Business).where(Business.state == EntryState.LIVE, ~exists().where(Match.business_id == Business.id))
    kept, gone = session.scalars(free.order_by(Business.id.desc()).limit(2))
    merge(session, kept, gone, by=coordinator, words="One till")
    sold = session.scalars(select(Match).where(Match.state == MatchState.ACTIVE).order_by(Match.id)).first()
    assert sold is not None
    owner = {"name": "Olive Owner", "email": "owner@sold.example", "telephone": ""}
    is_bought(session, sold.business, by=coordinator, words="Sign over the door", **owner)
    session.commit()


def go_wrong(session: Session) -> None:
    """Somebody raises a concern about a match, and a firm that is in none is paused by decision."""
    match = session.scalars(select(Match).order_by(Match.id)).first()
    words = "Nobody came on Tuesday."
    raise_concern(session, Said(ConcernKind.WORKING_TOGETHER, words, about=match.reference, email="sam@home.example"))
    firm = session.scalars(
        select(Business)
        .where(
            Business.state == EntryState.LIVE,
            Business.contacts.any(Contact.account_id.is_not(None)),
            Business.id.not_in(select(Match.business_id)),
        )
        .order_by(Business.id.desc())
    ).first()
    by, review_on = illustrative_coordinator(session), now().date() + timedelta(days=40)
    said = {"reason": PauseReason.DETAILS, "words": "The address is not yours.", "review_on": review_on}
    answer_pause(session, pause_firm(session, firm, by=by, **said), "It is: we moved.", by=firm.contacts[0].account)


def report_on_it(session: Session) -> None:
    """A report that was frozen and revised since, a fund, and a story that waits for one side."""
    administrator = illustrative_administrator(session)
    fund = funds.name_fund(session, "Neighbourhood fund", by=administrator)
    last = quarter_of(today()).before
    report = count_report(session, Place(PlaceKind.PROGRAMME, None, "The whole programme"), last)
    freeze(session, report, by=administrator, once="swept")
    story = session.scalars(select(Story).order_by(Story.id)).first()
    assert story is not None
    match = story.match
    funds.tag(session, match.need, [fund.id], by=administrator)
    said = {"title": "A morning at school", "words": "Ninety pupils met a vet.", "by": administrator}
    story = stories.tell(session, match, **said, role=Role.COORDINATOR, seen=story.version)
    stories.agree(session, story, side=Side.BUSINESS, seen=story.version, by=administrator, on_behalf=True)


def ask_councils(session: Session) -> None:
    """A survey that is open, with a question of its own, and one that is being prepared."""
    coordinator = illustrative_coordinator(session)
    day = now().date() + timedelta(days=30)
    waves.new_wave(session, name="The next survey", closes_on=day, by=coordinator)
    wave = waves.new_wave(session, name="An open survey", closes_on=day, by=coordinator)
    for audience in SurveyAudience:
        waves.add_question(session, wave, audience=audience, kind=AnswerKind.WORDS, words="What would help you?")
    lines = read_councils(session, "Liverpool; Policy officer; policy@liverpool.example")
    waves.choose_asked(session, wave, partnerships=True, councils=lines.lines)
    waves.open_wave(session, wave, by=coordinator)


def undecided(session: Session) -> Select[Suggestion]:
    """The suggestions to be decided, oldest need first; each query sees what was decided before."""
    return select(Suggestion).where(Suggestion.state == SuggestionState.OPEN).order_by(Suggestion.id)


def confirms_one_of(session: Session, query: Select[Suggestion], by: Account) -> bool:
    """Confirm the first of these that nothing stands in the way of."""
    for suggestion in session.scalars(query).all():
        need = suggestion.need
        try:
            decide.confirm(
                session,
                suggestion,
                by=by,
                reasons=[ConfirmReason.RIGHT_SKILL],
                amounts={need.parts[0].id: need.parts[0].amount},
                seen_version=suggestion.version,
            )
        except Refused:
            session.rollback()
            continue
        session.commit()
        return True
    return False


def offer_by_somebody_unread(session: Session) -> None:
    """A firm whose entry still waits says that it could help."""
    business = session.scalars(select(Business).where(Business.state == EntryState.WAITING).limit(1)).one()
    need = session.scalars(select(Need).where(Need.state == EntryState.LIVE).limit(1)).one()
    offer_help(session, need, business, words="We could come on a Tuesday.")


def learn_a_little(session: Session) -> None:
    """Weights that were set by a person, and two looks at what was decided."""
    parts = scaled({**PUBLISHED.parts, "place": 0.18})
    administrator = illustrative_administrator(session)
    save(session, replace(PUBLISHED, parts=parts), reason="Buses are few here.", by=administrator, seen=1)
    for days, gain in ((2, -0.001), (1, 0.004)):
        kept = {"decisions": 320, "usable": 260, "people": 3, "gain": gain, "uncertainty": 0.003, "promoted": False}
        calibration = [[0.1, 0.15, 65], [0.4, 0.35, 65], [0.6, 0.66, 65], [0.9, 0.8, 65]]
        at = now() - timedelta(days=days)
        row = Retraining(at=at, outcome="not_sure", against="set-2", parts=parts, calibration=calibration, **kept)
        session.add(row)


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of the application while it is served."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()
