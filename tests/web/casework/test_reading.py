"""The pages of a suggestion, a need and a match."""

import pytest

from broker.suggestions.keep import arrange
from models.vocabulary import MatchState, SuggestionState
from tests.factories import BrokerFactory, MatchFactory, SuggestionFactory, scored
from tests.web.casework.conftest import benches, firm, put_forward


def points(page):
    return [float(cell) for cell in page.texts(".bb-reasons tbody .bb-reasons__number")]


@pytest.mark.parametrize(
    "values",
    [
        (0.9, 0.8, 0.5),
        (0.333333, 0.333333, 0.333333),
        (0.99949, 0.00051, 0.12345),
        (1.0, 1.0, 1.0),
        (0.0, 0.0, 0.0),
        (0.5, 0.77777, 0.11111),
    ],
)
def test_the_reasons_add_up_to_the_score_on_the_page(office, speke, values):
    suggestion = speke.suggestions[0]
    parts = zip(("can_do", "kind", "words"), ("What it does", "Kind", "Words"), (0.36, 0.24, 0.4), values, strict=True)
    suggestion.reasons = scored(speke.need, suggestion.business, *parts)
    suggestion.score = suggestion.reasons["score"]
    page = office.get(f"/coordinate/suggestions/{suggestion.id}")
    total = float(page.texts(".bb-reasons tfoot .bb-reasons__number")[0])
    assert sum(points(page)) == pytest.approx(total)
    assert total == pytest.approx(suggestion.score * 100, abs=0.051)
    assert len(page.select(".bb-reasons .bb-bar")) == 3


def test_reasons_that_the_model_itself_gave_add_up_too(office, speke, session):
    from broker.suggestions import suggest_for_need

    suggestion = suggest_for_need(session, speke.need)[0]
    page = office.get(f"/coordinate/suggestions/{suggestion.id}")
    assert sum(points(page)) == pytest.approx(float(page.texts(".bb-reasons tfoot .bb-reasons__number")[0]))
    assert sum(points(page)) == pytest.approx(suggestion.score * 100, abs=0.051)


def test_the_page_holds_the_ask_the_offer_and_what_the_model_did_not_use(office, speke):
    page = office.get(f"/coordinate/suggestions/{speke.suggestions[0].id}")
    assert "Four wooden benches for the community garden." in page.text
    assert "Goods, materials, tools or a vehicle: 4 items, free" in page.text
    assert "Facts that the score does not use" in page.text


def test_the_next_best_businesses_and_brokers_are_one_click_away(office, speke):
    BrokerFactory(name="Al Also")
    put_forward(speke.need, "Cedar Co", state=SuggestionState.RESERVE)
    page = office.get(f"/coordinate/suggestions/{speke.suggestions[0].id}")
    assert page.texts("#others tbody th") == ["Cedar Co", "Birch Benches"]
    assert "Jo Link" in page.text and "Al Also" in page.text
    page = page.follow("Confirm")
    assert {"Jo Link", "Al Also", "Nobody: I stand in"} <= set(page.texts("label"))


def test_another_broker_can_be_chosen(office, speke, session):
    other = BrokerFactory(name="Al Also")
    page = office.get(f"/coordinate/suggestions/{speke.suggestions[0].id}").follow("Confirm")
    page = page.submit({"reasons": ["right_skill"], "broker": str(other.id)}, button="Confirm")
    assert page.answers()["Link"] == "Al Also"


def test_a_persons_suggestion_without_a_score_can_be_read(office, speke):
    suggestion = speke.suggestions[0]
    suggestion.reasons, suggestion.score, suggestion.rank = {}, None, None
    page = office.get(f"/coordinate/suggestions/{suggestion.id}")
    assert "There is no score" in page.text
    page.follow("Confirm").submit({"reasons": ["right_skill"]}, button="Confirm")


def test_the_page_of_a_need_shows_open_reserves_and_decided(office, speke, coordinator):
    reserve, decided = put_forward(speke.need, "Cedar Co", "Deal Ltd")
    reserve.state, decided.state = SuggestionState.RESERVE, SuggestionState.REJECTED
    MatchFactory(suggestion=speke.suggestions[1], coordinator=coordinator)
    page = office.get(f"/coordinate/needs/{speke.need.id}")
    assert page.texts("#open tbody th") == ["Ash Joinery"]
    assert page.texts("#reserves tbody th") == ["Cedar Co"]
    assert page.texts("#decided tbody th") == ["Birch Benches", "Deal Ltd"]
    assert page.texts("#matches a") == ["Birch Benches"]


def test_a_need_that_asked_enough_firms_leaves_the_work_list(office, speke, coordinator, session):
    third = put_forward(speke.need, "Cedar Co")[0]
    for suggestion in speke.suggestions:
        MatchFactory(suggestion=suggestion, coordinator=coordinator)
    assert third.state is SuggestionState.OPEN
    assert "Enough businesses have been asked" in office.get(f"/coordinate/needs/{speke.need.id}").text
    arrange(session, speke.need)
    assert third.state is SuggestionState.RESERVE
    assert "Decisions: 0" in office.get("/coordinate").text


def test_looking_again_finds_a_new_firm(office, speke):
    firm("Fir Furniture")
    page = office.get(f"/coordinate/needs/{speke.need.id}").submit(button="Look again for firms")
    assert "Fir Furniture" in page.text
    assert "We looked again" in page.messages[0]


def test_looking_again_for_all_marks_every_live_need_of_ones_areas(office, speke, session):
    page = office.get("/coordinate").submit(button="Look again for all requests")
    assert "We are looking again for 1 request." in page.messages[0]
    assert speke.need.suggest_due_at is not None


def test_a_match_shows_its_history_and_messages(office, speke, coordinator):
    match = MatchFactory(suggestion=speke.suggestions[0], coordinator=coordinator, state=MatchState.ACTIVE)
    page = office.get(f"/coordinate/matches/{match.id}")
    assert "Under way" in page.text
    assert "No message has been written." in page.text
    assert "Withdraw" not in page.text


def test_each_part_is_a_bar_in_its_frame_and_what_is_not_known_looks_otherwise(office, speke, session):
    reasons = speke.suggestions[0].reasons
    unknown = {**reasons["parts"][2], "value": None, "sentences": {"coordinator": "There are too few words to compare"}}
    speke.suggestions[0].reasons = {**reasons, "parts": [*reasons["parts"][:2], unknown]}
    page = office.get(f"/coordinate/suggestions/{speke.suggestions[0].id}")
    words = page.one(".bb-reasons tbody tr:nth-child(3)")
    assert "There are too few words to compare: counts half." in words.get_text()
    assert "Not known" in words.get_text()
    assert len(page.select(".bb-bar__fill--unknown")) == 1
    frames = [float(one["width"]) for one in page.select(".bb-reasons .bb-bar__frame")]
    assert frames == [100.0, 50.0, 16.7]  # weights .6, .3 and .1, the largest in full


def test_beside_a_suggestion_stand_the_nearest_alternatives_of_both_sides(office, speke, session):
    first, second = speke.suggestions
    first.score, second.score = 0.83, 0.79
    elsewhere = SuggestionFactory(
        need=benches(speke.partnership, title="Benches for the school"), business=first.business, score=0.9
    )
    page = office.get(f"/coordinate/suggestions/{first.id}")
    assert "Birch Benches : 79.0 points, 4.0 less" in page.text
    assert f"{elsewhere.need.title}, {speke.partnership.name} : 90.0 points, 7.0 more" in page.text
    assert "What would change the order" in page.text


def test_what_would_change_the_order_is_said_in_miles(office, speke, session):
    first, second = speke.suggestions
    first.score, second.score = 0.84, 0.83  # of its 24 points for place it may lose one
    page = office.get(f"/coordinate/suggestions/{first.id}")
    assert "this would be second." not in page.text  # in the same district distance takes nothing away
    nearer = [dict(part, value=0.5, contribution=0.15) for part in first.reasons["parts"] if part["code"] == "place"]
    rest = [part for part in second.reasons["parts"] if part["code"] != "place"]
    second.reasons = {**second.reasons, "parts": [*rest, *nearer], "score": 0.74}
    second.score = 0.74
    page = office.get(f"/coordinate/suggestions/{second.id}")
    assert "miles apart, this would be first." in page.text
