"""Who goes round the pages, with what in their cookie, and where they begin.

A page that a link leads to is found by itself. A page that nothing leads to (the end of a sign-up, a
link out of an e-mail) stands here as a beginning; the sweep fails and names it until it does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from broker.matching.affinity import KINDS
from broker.matching.weights import PUBLISHED
from broker.messages import choices, links
from broker.registration.business.kinds import INVOLVES
from models import (
    Account,
    Broker,
    Business,
    Case,
    Concern,
    Contact,
    Draft,
    EntryMerge,
    FirmPause,
    ImportedList,
    Introducer,
    Link,
    Match,
    Message,
    Need,
    NeighbourhoodList,
    Partnership,
    PlanRun,
    RoleGrant,
    SeatGap,
    SeatInvitation,
    Story,
    Suggestion,
    SurveyAsked,
    SurveyWave,
)
from models.base import now
from models.vocabulary import (
    Answer,
    CaseKind,
    EntryState,
    LinkPurpose,
    MailChoice,
    MatchState,
    MessageClass,
    MessageState,
    PlanState,
    Role,
    StakeholderGroup,
    Strand,
    SuggestionSource,
    SuggestionState,
    SurveyAudience,
    WaveState,
)
from tests.pages import Page, ServiceClient, signed_in
from tests.web.accounts.arranging import officer
from tests.web.registration import asking, test_broker, test_partnership, walking

COOKIE = "broker_session"


@dataclass(frozen=True)
class Person:
    """``cookie`` is what the browser holds; ``begins`` are the addresses to start from."""

    name: str
    cookie: str
    begins: tuple[str, ...]


def visiting(app: Flask, session: Session) -> Iterator[Person]:
    """Visitors, and those on their way in."""
    wrong = ("/concern", "/concern/harm/first", "/concern/harm", "/concern/us")
    yield Person("a visitor", "", ("/", "/link-sent", "/sign-in", "/password", *wrong, *emailed(session)))
    concern = session.scalars(select(Concern.id)).first()
    yield Person("somebody who raised a concern", visit(app, concern=concern), ("/concern/sent",))
    closed = session.scalars(select(SurveyWave).where(SurveyWave.state == WaveState.CLOSED)).first()
    by_region = f"/survey/waves/{closed.id}/regions/{closed.questions[0].id}"
    member = session.scalars(select(Introducer)).one()
    yield Person("an introducer", "", (f"/introducers/{member.page_code}", f"/sign-up/business?from={member.code}"))
    yield Person("a reader of the survey", "", (f"/survey/waves/{closed.id}", by_region))
    open_now = SurveyAsked.wave.has(SurveyWave.state == WaveState.OPEN)
    for audience in SurveyAudience:
        asked = session.scalars(select(SurveyAsked).where(open_now, SurveyAsked.audience == audience)).first()
        every = (f"/survey/answer/{one.id}" for one in asked.wave.questions if one.audience is audience)
        yield Person("somebody asked in the survey", visit(app, survey=asked.id), ("/survey/answer", *every))
    yield from signing_in(app, session)


def of_the_office(app: Flask, session: Session) -> Iterator[Person]:
    coordinator = account_of(session, Role.COORDINATOR)
    yield Person("a coordinator", visit(app, **signed_in(coordinator)), ("/coordinate", *casework(session)))
    administrator = account_of(session, Role.ADMINISTRATOR)
    colleague = f"/people/{coordinator.id}"
    listed = session.scalars(select(Business.id).where(Business.state == EntryState.INVITED)).first()
    said_no = f"/coordinate/imports/invited/{listed}/said-no"
    begins = ("/people", colleague, "/coordinate/concerns", "/programme/funds", said_no, *previews())
    yield Person("an administrator", visit(app, **signed_in(administrator)), begins)
    reader = officer(session, Role.READER, email="councillor@council.example")
    yield Person("a reader", visit(app, **signed_in(reader)), ("/coordinate/fairness", "/coordinate/concerns/figures"))


def signing_up(app: Flask, session: Session) -> Iterator[Person]:
    """At the check page of each sign-up, and past its end."""
    everything = {f"offer-{kind.value.lower()}": offer(involved.has_price) for kind, involved in INVOLVES.items()}
    kinds = {"help": {"kinds": [kind.value for kind in INVOLVES]}}
    nowhere = {"where": {"no_postcode": "y"}, "town": {"town": "Liverpool"}}
    scottish = {"where": {"postcode": "EH1 1YZ"}, "outside": {"outside": "remote"}}
    for name, changes in (("all to give", {**kinds, **everything}), ("no postcode", nowhere), ("Edinburgh", scottish)):
        page = walking.walk(walking.begin(ServiceClient(app)), **changes)
        yield somebody_at(page, f"a business with {name}", "/sign-up/business", "/sign-up/business/save")
    invited = an_invited_firm(session)
    begins = ("/sign-up/business/invited", "/sign-up/business/invited/said-no")
    yield Person("an invited firm", visit(app, invited=invited.id), begins)
    page = walking.begin(ServiceClient(app))
    page = page.submit({**walking.FIRM["what-you-do"]}, button="Save and come back later")
    page = page.submit({"email": "half@way.example"})
    yield somebody_at(page, "a business that comes back later")
    yield somebody_at(walking.sign_up(ServiceClient(app)), "a business that signed up", "/sign-up/business")
    for name, walks, sends_in in (
        ("partnership", test_partnership.walks, test_partnership.sends_in),
        ("broker", test_broker.walks, test_broker.sends_in),
    ):
        start, save = f"/sign-up/{name}", f"/sign-up/{name}/save"
        yield somebody_at(walks(ServiceClient(app)), f"a {name} at the check page", start, save, f"{start}/saved")
        yield somebody_at(sends_in(ServiceClient(app)), f"a {name} that registered", start)


def an_invited_firm(session: Session) -> Link:
    """The link of a firm that somebody else named."""
    contact = Contact(name="Ann Example", email="ann@invited.example")
    business = Business(name="An Invited Firm", name_key="invited firm", state=EntryState.INVITED, source="import")
    business.given_by, business.contacts = "A Chamber", [contact]
    session.add(business)
    session.flush()
    links.mint(session, LinkPurpose.FIRM_INVITED, contact=contact)
    session.commit()
    return session.scalars(select(Link).where(Link.contact_id == contact.id)).one()


def holding_entries(app: Flask, session: Session) -> Iterator[Person]:
    """Those who look after an entry, in each of its states."""
    for state in (EntryState.LIVE, EntryState.WAITING, EntryState.PAUSED):
        business = session.scalars(
            select(Business).where(Business.state == state, Business.contacts.any()).order_by(Business.id)
        )
        account = next(contact.account for one in business for contact in one.contacts if contact.account)
        yield Person(f"a business that is {state.value}", visit(app, **signed_in(account)), ("/your-page",))
    paused = session.scalars(select(FirmPause)).one().business
    yield Person("a firm that we paused", visit(app, **signed_in(paused.contacts[0].account)), ("/your-page",))
    matched = select(Suggestion).where(Suggestion.state == SuggestionState.CONFIRMED)
    account = session.scalars(matched).first().business.contacts[0].account
    yield Person("a business that is asked", visit(app, **signed_in(account)), ("/your-page",))
    asks = select(Partnership).join(Need).where(Partnership.state == EntryState.LIVE, Need.state == EntryState.LIVE)
    live = session.scalars(asks.order_by(Partnership.id)).first()
    client = ServiceClient(app).signs_in_as(live.contacts[0].account)
    needs = "/your-page/needs/new"
    page = asking.walk(asking.begin(client))
    asked = next(need.id for need in live.needs if need.is_live)
    begins = ("/your-page", f"{needs}/save", f"{needs}/saved", f"/your-page/needs/{asked}")
    yield somebody_at(page, "an officer", *begins)
    client = ServiceClient(app).signs_in_as(live.contacts[0].account)
    yield somebody_at(asking.writes(client), "an officer who wrote a need")
    owner = session.scalars(select(Account).where(Account.email == "owner@sold.example")).one()
    yield Person("a new owner", visit(app, **signed_in(owner)), ("/your-page",))
    verified = session.scalars(select(Match).where(Match.state == MatchState.VERIFIED).order_by(Match.id)).first()
    completed = session.scalars(select(Match).where(Match.state == MatchState.COMPLETED).order_by(Match.id)).first()
    statement = f"/businesses/{verified.business_id}/statement"
    for contacts, match, more in (
        (verified.business.contacts, verified, (statement,)),
        (verified.need.partnership.contacts, verified, ()),
        (completed.need.partnership.contacts, completed, ()),
    ):
        account = next(contact.account for contact in contacts if contact.account)
        begins = (f"/matches/{match.id}/result", f"/matches/{match.id}/story", *more)
        yield Person("somebody with a result", visit(app, **signed_in(account)), begins)
    linked = session.scalars(
        select(Match).where(Match.state == MatchState.INTRODUCED, Match.broker_id.is_not(None))
    ).first()
    account = next(contact.account for contact in linked.broker.contacts if contact.account)
    yield Person("a broker before the start", visit(app, **signed_in(account)), (f"/matches/{linked.id}/start-checks",))
    active = select(Match).where(Match.state == MatchState.ACTIVE, Match.broker_id.is_not(None))
    under_way = session.scalars(active.order_by(Match.id)).first()
    broker = next(contact.account for contact in under_way.broker.contacts if contact.account)
    begins = ("/your-page", f"/cases/match/{under_way.id}")
    yield Person("a broker", visit(app, **signed_in(broker)), begins)
    yield from answering(app, session)


def answering(app: Flask, session: Session) -> Iterator[Person]:
    """Both sides of a proposal, with the questions behind each answer, and who carries matches in each state."""
    asked = session.scalars(select(Match).where(Match.state == MatchState.PROPOSED).order_by(Match.id)).first()
    there = f"/your-page/matches/{asked.id}"
    for contacts in (asked.business.contacts, asked.need.partnership.contacts):
        account = next(contact.account for contact in contacts if contact.account)
        begins = (there, f"{there}/ring-first", f"{there}/not-now", f"{there}/no")
        yield Person("somebody who is asked", visit(app, **signed_in(account)), begins)
    invited = session.scalars(select(SeatInvitation).order_by(SeatInvitation.id)).all()
    for one in invited:
        account = next((contact.account for contact in one.business.contacts if contact.account), None)
        if account is not None:
            seat = (f"/your-page/seats/{one.id}",)
            yield Person("a firm invited to a seat", visit(app, **signed_in(account)), seat)
    firsts = select(func.min(Match.id)).group_by(Match.state)
    called = select(func.min(Case.subject_id)).where(Case.kind == CaseKind.MATCH, Case.strand == Strand.CALLS)
    rung = session.scalars(called)
    cases = tuple(f"/cases/match/{one}" for one in sorted({*rung, *session.scalars(firsts)}))
    coordinator = account_of(session, Role.COORDINATOR)
    told = session.scalars(select(Story).order_by(Story.id)).first()
    begins = (*cases, f"/matches/{told.match_id}/story")
    yield Person("who carries matches in every state", visit(app, **signed_in(coordinator)), begins)
    yield Person("who fills empty seats", visit(app, **signed_in(coordinator)), tuple(empty_seats(session)))


def signing_in(app: Flask, session: Session) -> Iterator[Person]:
    """Those who gave a right password, and those who were invited."""
    for account, path in (
        (officer(session, email="with@council.example"), ("/second-factor", "/recovery-code")),
        (officer(session, email="without@council.example", app_for_codes=False), ("/second-factor-setup",)),
    ):
        half = {"who": account.fs_uniquifier, "at": now().timestamp()}
        yield Person("somebody on the way to a code", visit(app, signing_in=half), path)
        old = {**signed_in(account), "fs_paa": 0}
        begins = ("/confirm-password", "/change-password", "/recovery-codes", "/your-account", "/sign-out")
        yield Person("somebody signed in long ago", visit(app, **old), begins)
    new = Account(email="new@council.example", name="", grants=[RoleGrant(role=Role.COORDINATOR)])
    session.add(new)
    session.flush()
    links.mint(session, LinkPurpose.INVITATION, account=new)
    session.commit()
    invitation = session.scalars(select(Link.id).where(Link.account_id == new.id)).one()
    yield Person("somebody invited", visit(app, invitation=invitation), ("/invitation",))


def emailed(session: Session) -> list[str]:
    """A link in each state it can be in."""
    business = account_of(session, Role.BUSINESS)
    reader = officer(session, Role.READER, email="reader@council.example")
    sent_in = Draft(journey="business", finished_at=now())
    session.add(sent_in)
    session.flush()
    tokens = [
        links.mint(session, LinkPurpose.OWN_PAGE, account=business),
        links.mint(session, LinkPurpose.SIGN_IN, account=reader),
        used := links.mint(session, LinkPurpose.SIGN_IN, account=business),
        late := links.mint(session, LinkPurpose.CONFIRM_EMAIL, account=business),
        links.mint(session, LinkPurpose.RESUME, draft=sent_in),
        "nobody-sent-this",
    ]
    session.flush()
    links.find(session, used).used_at = now()
    links.find(session, late).expires_at = now() - timedelta(days=1)
    contact = business_contact(session, business)
    stops = [choices.stop_token(contact, one) for one in (MessageClass.REMINDER, MessageClass.ASKS)]
    choices.choose(session, contact, MessageClass.ASKS, MailChoice.NONE, how="link")
    session.commit()
    return [*(f"/link/{token}" for token in tokens), *(f"/stop-messages/{token}" for token in stops)]


def business_contact(session: Session, account: Account) -> Contact:
    """Somebody of a business, as an account writes for them."""
    return session.scalars(select(Contact).where(Contact.account_id == account.id)).first()


def casework(session: Session) -> list[str]:
    """Suggestions in every state and of every source, messages, and lists that are narrowed down."""
    samples = [
        *(select(Suggestion.id).where(Suggestion.state == state) for state in SuggestionState),
        *(select(Suggestion.id).where(Suggestion.source == source) for source in SuggestionSource),
    ]
    found = [session.scalars(sample.limit(1)).first() for sample in samples]
    messages = [
        session.scalars(select(Message.id).where(Message.state == one).limit(1)).first() for one in MessageState
    ]
    opened = session.scalars(select(Suggestion.id).where(Suggestion.state == SuggestionState.OPEN)).first()
    merged = session.scalars(select(EntryMerge)).one()
    paused = session.scalars(select(FirmPause.business_id)).first()
    surveys = session.scalars(select(func.min(SurveyWave.id)).group_by(SurveyWave.state))
    released = select(PlanRun.id).where(PlanRun.state == PlanState.RELEASED)
    may_be_released = select(PlanRun.plan_id).where(PlanRun.state == PlanState.DONE)
    live = session.scalars(select(Business.id).where(Business.state == EntryState.LIVE).order_by(Business.id)).first()
    return [
        f"/coordinate/merges/{merged.id}",
        f"/coordinate/entries/business/{merged.kept_id}/merge/{merged.gone_id}",
        f"/coordinate/entries/business/{merged.kept_id}/bought",
        f"/coordinate/entries/business/{paused}/firm-pause/review",
        *(f"/coordinate/suggestions/{one}" for one in dict.fromkeys(found) if one),
        *(f"/coordinate/messages/{one}" for one in messages if one),
        f"/coordinate/suggestions/{opened}/agree",
        f"/coordinate/matches/{session.scalars(select(Match.id)).first()}/withdraw",
        "/coordinate?what=overdue",
        *(f"/coordinate/survey/{one}" for one in surveys),
        f"/coordinate/brokers/{session.scalars(select(Broker.id)).first()}/hand-over/who-gets-what",
        *(f"/coordinate/plan/runs/{one}/undo" for one in session.scalars(released)),
        *(f"/coordinate/plan/{one}" for one in session.scalars(may_be_released)),
        f"/coordinate/entries/business/{live}",
        "/coordinate/what-firms-can-give?words=roofers",
        "/coordinate/messages?state=failed",
        *(f"/coordinate/imports/{one}" for one in session.scalars(select(ImportedList.id))),
        f"/coordinate/neighbourhoods/lists/{session.scalars(select(NeighbourhoodList.id)).first()}",
    ]


def empty_seats(session: Session) -> list[str]:
    """An empty seat in each of its states, and a firm that said yes to one."""
    gaps = session.scalars(select(SeatGap.id).where(SeatGap.group == StakeholderGroup.BUSINESS).order_by(SeatGap.id))
    yes = session.scalars(select(SeatInvitation.id).where(SeatInvitation.answer == Answer.YES)).first()
    steps = [f"/empty-seats/invitations/{yes}/{step}" for step in ("fill", "take-back")]
    return [*(f"/empty-seats/{one}" for one in gaps), *steps]


def previews() -> list[str]:
    """What other weights would change, as the forms ask for it."""
    points = {**{code: weight * 100 for code, weight in PUBLISHED.parts.items()}, "place": 40}
    limits = {"threshold": 54, "somebody": 62, "least_can_do": 30}
    row = {kind.value: 3 for kind in KINDS}
    return [
        f"/coordinate/weights/preview?{urlencode(points | limits)}",
        f"/coordinate/affinity/EMP/preview?{urlencode(row)}",
    ]


def account_of(session: Session, role: Role) -> Account:
    """The first account of the illustrative programme with this role."""
    held = select(Account).join(RoleGrant).where(RoleGrant.role == role, Account.illustrative)
    return session.scalars(held.order_by(Account.id).limit(1)).one()


def offer(has_price: bool) -> dict[str, Any]:
    said = {"words": "Two days of it", "amount": "2", "frequency": "once"}
    return {**said, "terms": "free"} if has_price else said


def visit(app: Flask, **holds: Any) -> str:
    """The cookie of a browser that holds this."""
    client = app.test_client()
    with client.session_transaction() as kept:
        kept.update(holds)
    return client.get_cookie(COOKIE).value


def somebody_at(page: Page, name: str, *more: str) -> Person:
    """Whoever came to this page."""
    return Person(name, page.client.flask.get_cookie(COOKIE).value, (page.path, *more))
