"""No page issues more queries when there are more rows."""

import pytest

from broker.cases.concerns import Said, raise_concern
from broker.cases.log import record
from broker.introducers.keeping import add as add_introducer
from broker.matching.weights import PARTS
from broker.messages.suppression import suppress
from models import Account, Contact, ImportedList, ImportedRow
from models.base import now
from models.vocabulary import ConcernKind, EntryState, IntroducerKind, MatchState, Role, SuppressionReason
from tests.factories import (
    AccountFactory,
    BrokerFactory,
    ContactFactory,
    MatchFactory,
    MessageFactory,
    NeighbourhoodFactory,
    SuggestionFactory,
)
from tests.factories import PartnershipFactory as Board
from tests.web.casework.conftest import benches, firm


def a_list(by: Account) -> ImportedList:
    """A list from outside that is looked through."""
    said = {"name": "members.csv", "source": "A Chamber", "source_key": "chamber", "checked_at": now()}
    return ImportedList(by=by, state="ready", **said)


class Programme:
    """A programme that grows: each round adds one of everything, all of it in one area."""

    def __init__(self, session) -> None:
        self.session = session
        self.person: Account = AccountFactory(roles=[Role.BUSINESS, Role.OFFICER, Role.BROKER])
        self.office: Account = AccountFactory(roles=[Role.COORDINATOR, Role.ADMINISTRATOR])
        self.board = Board(name="Speke Neighbourhood Board")
        self.need = benches(self.board)
        self.rounds = 0
        self.suggestion = None
        self.list = a_list(self.office)
        session.add(self.list)

    def contact(self) -> Contact:
        built: Contact = ContactFactory.build(account=self.person, email=self.person.email)
        return built

    def grow(self, rounds: int) -> None:
        for _ in range(rounds):
            self.rounds += 1
            number = self.rounds
            business = firm(f"Firm {number}", contacts=[self.contact()])
            waiting = firm(f"Waiting {number}", state=EntryState.WAITING)
            broker = BrokerFactory(name=f"Broker {number}", contacts=[self.contact()])
            board = Board(name=f"Board {number}", contacts=[self.contact()])
            need = benches(board, title=f"Benches {number}")
            need.neighbourhood = NeighbourhoodFactory(name=f"Estate {number}", area=need.area)
            suggestion = SuggestionFactory(need=self.need, business=business, broker=broker, rank=number)
            self.suggestion = self.suggestion or suggestion
            SuggestionFactory(need=need, business=business, rank=1)
            match = MatchFactory(
                suggestion=SuggestionFactory(need=need, business=firm(f"Matched {number}"), state="confirmed", rank=2),
                coordinator=self.office,
                broker=broker,
                state=MatchState.PROPOSED,
            )
            self.session.add(a_list(self.office))
            self.session.add(
                ImportedRow(list_id=self.list.id, number=number, name="x", outcome="perhaps", twin_id=business.id)
            )
            add_introducer(self.session, name=f"Chamber {number}", kind=IntroducerKind.CHAMBER, by=self.office)
            suppress(self.session, f"gone{number}@firm.example", SuppressionReason.BOUNCED)
            raise_concern(self.session, Said(ConcernKind.US, "Words", about=match.reference))
            MessageFactory(match=match, kind="proposed_business", subject=f"A request {number}", body="Words")
            for entry in (business, waiting, broker, board, need):
                record(self.session, entry, "sent_in", by=self.office)
        self.session.commit()


@pytest.fixture
def programme(session):
    programme = Programme(session)
    programme.grow(2)
    return programme


WEIGHTS = "&".join(f"{code}=10" for code in (*PARTS, "threshold", "somebody", "least_can_do"))
OFFICE = [
    "/coordinate",
    "/coordinate/addresses",
    "/coordinate/concerns",
    "/coordinate/entries",
    "/coordinate/brokers",
    "/coordinate/messages",
    "/coordinate/needs/{need}",
    "/coordinate/suggestions/{suggestion}",
    "/people",
    "/coordinate/weights",
    "/coordinate/weights/preview?{weights}",
    "/coordinate/learning",
    "/programme/figures",
    "/programme/report",
    "/programme/report/rows/signed_up",
    "/programme/reports",
    "/programme/areas?region=North+West",
    "/programme/rows/matches",
    "/coordinate/fairness",
    "/coordinate/fairness/hard-to-place",
    "/coordinate/survey",
    "/coordinate/representation",
    "/coordinate/imports",
    "/coordinate/imports/{list}",
    "/coordinate/imports/{list}/doubles",
    "/coordinate/introducers",
]


def counted(client, count_queries, path):
    client.get(path)  # what is read once per process is not counted
    with count_queries() as queries:
        client.get(path)
    return queries.statements


PUBLIC = ["/", "/programme", "/survey"]


def test_pages_have_as_many_queries_for_many_rows_as_for_few(client, new_client, count_queries, programme):
    """Every page is looked at before the programme grows and after: growing takes longer than looking."""
    ids = {"need": programme.need.id, "suggestion": programme.suggestion.id, "list": programme.list.id}
    office = client.signs_in_as(programme.office)
    pages = [(office, path.format(**ids, weights=WEIGHTS)) for path in OFFICE] + [
        (new_client(), path) for path in PUBLIC
    ]
    few = {path: counted(visitor, count_queries, path) for visitor, path in pages}
    programme.grow(10)
    more = []
    for visitor, path in pages:
        many = counted(visitor, count_queries, path)
        if len(many) > len(few[path]):
            more += [f"{path}: {each}" for each in sorted(set(many)) if many.count(each) > few[path].count(each)]
    assert not more, "\n".join(more)


def test_somebodys_own_page_has_as_many_queries_for_many_rows_as_for_few(client, count_queries, programme, session):
    """A firm's own page; somebody who speaks for twelve firms has twelve sections, each with its own."""
    client.signs_in_as(programme.person)
    few = counted(client, count_queries, "/your-page")
    for number in range(10):
        SuggestionFactory(need=benches(programme.board, title=f"More {number}"), business=programme.suggestion.business)
    session.commit()
    many = counted(client, count_queries, "/your-page")
    assert len(many) <= len(few), "\n".join(sorted({each for each in many if many.count(each) > few.count(each)}))


def test_what_somebody_is_sent_has_as_many_queries_for_many_entries_as_for_few(client, count_queries, programme):
    client.signs_in_as(programme.person)
    few = counted(client, count_queries, "/your-page/messages")
    programme.grow(5)
    many = counted(client, count_queries, "/your-page/messages")
    assert len(many) <= len(few), "\n".join(sorted({each for each in many if many.count(each) > few.count(each)}))
