"""After several refusals the service says what would help, with numbers from asking the model again."""

from dataclasses import replace

import pytest

from broker.suggestions.refusals_of import refusals_of
from broker.suggestions.would_help import would_help_business, would_help_need
from models import Decision, MatchAnswer
from models.base import now
from models.vocabulary import (
    Answer,
    DeclineReason,
    Kind,
    MatchState,
    ReachKind,
    RejectReason,
    Role,
    Side,
    SuggestionState,
    Verdict,
)
from tests.factories import (
    AreaFactory,
    CoordinatorFactory,
    MatchFactory,
    NeedFactory,
    OfferFactory,
    PartFactory,
    PartnershipFactory,
    SuggestionFactory,
)
from tests.web.casework.conftest import benches, firm
from tests.web.matches.conftest import person

FAR = {"lat": 54.97, "lon": -1.61, "postcode": "NE1 4ST"}  # Newcastle


@pytest.fixture
def officer(session):
    return CoordinatorFactory()


def rejected(officer, need, business, reason):
    suggestion = SuggestionFactory(need=need, business=business, state=SuggestionState.REJECTED)
    suggestion.decisions.append(Decision(verdict=Verdict.REJECT, reason=reason, by=officer))


def declined(officer, need, business, reason, side=Side.BUSINESS):
    match = MatchFactory(
        suggestion=SuggestionFactory(need=need, business=business),
        coordinator=officer,
        state=MatchState.DECLINED,
        ended_at=now(),
    )
    match.suggestion.state = SuggestionState.WITHDRAWN
    match.answers = [MatchAnswer(side=side, asked_on=now().date(), answer=Answer.NO, reason=reason)]


def lapsed(officer, need, business):
    match = MatchFactory(
        suggestion=SuggestionFactory(need=need, business=business), coordinator=officer, state=MatchState.LAPSED
    )
    match.suggestion.state = SuggestionState.WITHDRAWN


@pytest.fixture
def refused_need(session, officer):
    """Benches that three firms were asked for in vain; two more joiners are too far away."""
    bo = person(Role.OFFICER, "Bo Board", "bo@board.example")
    need = benches(PartnershipFactory(name="Speke Board", contacts=[bo]))
    declined(officer, need, firm("Ash"), DeclineReason.TOO_BIG)
    rejected(officer, need, firm("Birch"), RejectReason.TOO_FAR)
    lapsed(officer, need, firm("Cedar"))
    area = AreaFactory(code="E08000021", name="Newcastle upon Tyne", region="North East", lat=54.97, lon=-1.61)
    for name in ("Tyne Joinery", "Wear Woodwork"):
        firm(name, area=area, **FAR)
    session.commit()
    return need, bo.account


def test_refusals_are_counted_by_their_reasons_and_people_are_not_named(session, officer):
    need = benches(PartnershipFactory(name="Board"))
    for number, reason in enumerate((DeclineReason.TOO_FAR, DeclineReason.TOO_FAR, DeclineReason.CONFLICT)):
        declined(officer, need, firm(f"Firm {number}"), reason)
    rejected(officer, need, firm("Firm 9"), RejectReason.TOO_FAR)
    lapsed(officer, need, firm("Firm 10"))
    session.commit()
    found = refusals_of(session, need)
    assert (found.reasons, found.silent, found.unnamed, found.total) == ((("Too far", 3),), 1, 1, 5)


def test_nothing_is_said_before_the_third_refusal(session, officer, app):
    need = benches(PartnershipFactory(name="Board"))
    declined(officer, need, firm("Ash"), DeclineReason.TOO_BIG)
    lapsed(officer, need, firm("Birch"))
    session.commit()
    assert would_help_need(session, need) is None
    app.extensions["settings"] = replace(app.extensions["settings"], refusals_before_advice=2)
    assert would_help_need(session, need).refusals.total == 2


def test_a_wider_place_brings_in_the_firms_that_are_too_far_away(session, refused_need):
    need, _account = refused_need
    advice = would_help_need(session, need)
    assert advice.now == 0  # the three near by were asked
    more = {change.what: change.more for change in advice.changes}
    assert more["Let it be done at the firm’s own place, or from a distance"] == 2
    assert advice.hint == "1 said that it is too big: ask for less, or split it into parts."
    assert [change.more for change in advice.changes] == sorted(more.values(), reverse=True)


def test_the_office_and_the_local_group_read_the_same(session, refused_need, client, officer):
    need, account = refused_need
    for reader, path in ((officer, f"/coordinate/needs/{need.id}"), (account, f"/your-page/needs/{need.id}")):
        page = client.signs_in_as(reader).get(path)
        assert "It did not come about 3 times." in page.text
        assert "Too big: 1" in page.text and "No answer in time: 1" in page.text
        assert "from a distance: 2 businesses more" in page.text


def test_a_business_reads_what_would_open_how_many_requests(session, officer, client):
    ada = person(Role.BUSINESS, "Ada", "ada@ash.example")
    business = firm("Ash", contacts=[ada], reach=ReachKind.MILES_5, only_these=True)
    board = PartnershipFactory(name="Board")
    for number, reason in enumerate((DeclineReason.TOO_FAR, DeclineReason.TOO_FAR, DeclineReason.WRONG_SKILL)):
        declined(officer, benches(board, f"Old benches {number}"), business, reason)
    for number in range(2):
        benches(board, f"Benches eight miles off {number}", lat=53.30, lon=-2.85)
    NeedFactory(
        title="A mentor for a young joiner",
        words="A joiner who meets a young person who wants to learn joinery.",
        parts=[PartFactory(kind=Kind.MEN, amount=1)],
        partnership=board,
        area=AreaFactory(),
        lat=53.4042,
        lon=-2.98,
    )
    session.commit()
    advice = would_help_business(session, business)
    more = {change.what: change.more for change in advice.changes}
    assert more["Go further: up to 10 miles"] == 2
    assert more["Offer this as well: mentoring"] == 1
    own = client.signs_in_as(ada.account).get("/your-page")
    office = client.signs_in_as(officer).get(f"/coordinate/entries/business/{business.id}")
    for page in (own, office):
        assert "Go further: up to 10 miles: 2 requests more" in page.text


def test_when_nothing_would_help_it_says_what_was_tried(session, officer, client):
    need = benches(PartnershipFactory(name="Board"))
    for name in ("Ash", "Birch", "Cedar"):
        declined(officer, need, firm(name, offers=[OfferFactory.build(kind=Kind.KIT)]), DeclineReason.WRONG_TIME)
    session.commit()
    page = client.signs_in_as(officer).get(f"/coordinate/needs/{need.id}")
    assert "none brings more into reach today" in page.text
