"""Deciding on a suggestion: confirm, reject, later, by one coordinator or two."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from broker.fields import telephone
from broker.suggestions import offer_help
from models import Decision, Match, Message, Suggestion
from models.vocabulary import (
    ConfirmReason,
    EntryState,
    Kind,
    MatchState,
    MessageState,
    RejectReason,
    SuggestionSource,
    SuggestionState,
    Verdict,
)
from tests.factories import BusinessFactory, MatchFactory, PartFactory
from tests.web.casework.conftest import benches, firm, put_forward

TODAY = datetime.now(UTC).date()
RIGHT = {"reasons": ["right_skill"], "words": ""}


def confirm_page(office, suggestion):
    return office.get(f"/coordinate/suggestions/{suggestion.id}").follow("Confirm")


def confirms(office, suggestion, status=200, **answers):
    return confirm_page(office, suggestion).submit({**RIGHT, **answers}, button="Confirm", status=status)


def test_confirming_makes_a_proposal_and_writes_to_all_three(office, speke, session):
    page = confirms(office, speke.suggestions[0], broker=str(speke.broker.id))

    assert page.path.startswith("/coordinate/matches/")
    assert "Confirmed. The messages leave in 15 minutes" in page.messages[0]
    match = session.scalars(select(Match)).one()
    assert match.state is MatchState.PROPOSED
    assert [(part.part.kind, part.amount) for part in match.parts] == [(Kind.KIT, 4)]
    assert match.broker is speke.broker
    assert speke.suggestions[0].state is SuggestionState.CONFIRMED
    messages = session.scalars(select(Message)).all()
    assert {message.to_side for message in messages} == {"business", "partnership", "broker"}
    assert {message.state for message in messages} == {MessageState.WAITING}
    assert all(message.leave_at > datetime.now(UTC) + timedelta(minutes=14) for message in messages)


def test_the_messages_hold_the_ask_and_the_reasons_and_nobodys_contact_details(office, speke, session):
    speke.need.words = "Four benches. Ask Mo on 0151 496 0123 or mo@speke.example."
    confirms(office, speke.suggestions[0], broker=str(speke.broker.id))

    bodies = {message.to_side: message.body for message in session.scalars(select(Message))}
    assert "said to the firm" in bodies["business"]
    assert "said to the partnership" in bodies["partnership"]
    assert "Garden benches" in bodies["business"] and "Garden benches" in bodies["broker"]
    assert "Goods, materials, tools or a vehicle: 4 items" in bodies["business"]
    everybody = [*speke.firms[0].contacts, *speke.partnership.contacts]
    for body in bodies.values():
        assert "If you would rather talk, ring 01632 960" in body
        assert "496 0123" not in body and "mo@speke.example" not in body
        for contact in everybody:
            assert contact.email not in body and telephone(contact.telephone) not in body


def test_without_a_broker_the_coordinator_stands_in(office, speke, session, coordinator):
    confirms(office, speke.suggestions[0], broker="0")

    message = session.scalars(select(Message).where(Message.to_side == "broker")).one()
    assert message.account_id == coordinator.id
    assert "[personal link]" not in message.body
    assert message.link_purpose is None


def test_a_pair_of_which_too_little_is_known_has_no_total_and_says_what_is_missing(office, speke, session):
    silent = firm("Xyq", what_we_do="", offers=[], sectors=[])
    suggestion = offer_help(session, speke.need, silent, "We could help with that.")
    session.commit()

    page = office.get(f"/coordinate/suggestions/{suggestion.id}")
    assert "Not enough information for a score" in page.text
    assert "What the business does, its line of business, and what kind of help it could give." in page.text
    assert "Words in common" in page.text and "Together" not in page.text
    assert "Together" in office.get(f"/coordinate/suggestions/{speke.suggestions[0].id}").text


def test_a_reason_must_be_ticked(office, speke, session):
    page = confirms(office, speke.suggestions[0], status=422, reasons=[])
    assert page.errors == ["Select at least one reason"]
    assert session.scalars(select(Match)).all() == []


def test_two_coordinators_on_one_suggestion_the_second_is_told(office, second_office, speke, session, coordinator):
    hers = confirm_page(second_office, speke.suggestions[0])
    confirms(office, speke.suggestions[0])

    page = hers.submit(RIGHT, button="Confirm", status=409)
    assert page.h1 == "This is already decided"
    assert "Pat Officer decided" in page.text
    assert len(session.scalars(select(Match)).all()) == 1
    assert len(session.scalars(select(Message)).all()) == 3


def test_rejecting_what_somebody_confirmed_meanwhile_changes_nothing(office, second_office, speke, session):
    hers = second_office.get(f"/coordinate/suggestions/{speke.suggestions[0].id}").follow("Reject")
    confirms(office, speke.suggestions[0])
    hers.submit({"reason": "sector"}, button="Reject", status=409)
    assert speke.suggestions[0].state is SuggestionState.CONFIRMED


def test_deciding_on_what_somebody_put_off_meanwhile_is_told(office, second_office, speke):
    hers = confirm_page(second_office, speke.suggestions[0])
    puts_off(office, speke.suggestions[0], TODAY + timedelta(days=9))
    page = hers.submit(RIGHT, button="Confirm", status=409)
    assert "Later" in page.text


def test_a_double_click_confirms_once(office, speke, session):
    page = confirm_page(office, speke.suggestions[0])
    page.submit(RIGHT, button="Confirm")
    again = page.submit(RIGHT, button="Confirm")
    assert again.path.startswith("/coordinate/matches/")
    assert len(session.scalars(select(Match)).all()) == 1
    assert len(session.scalars(select(Message)).all()) == 3


def test_a_new_rank_from_the_model_does_not_stop_a_decision(office, speke, session):
    page = confirm_page(office, speke.suggestions[0])
    speke.suggestions[0].rank = 2
    session.commit()
    assert page.submit(RIGHT, button="Confirm").path.startswith("/coordinate/matches/")


def test_a_business_is_asked_once_at_a_time(office, speke, session):
    other = benches(speke.partnership, "Benches for the square")
    from tests.factories import SuggestionFactory

    also = SuggestionFactory(need=other, business=speke.firms[0])
    confirms(office, speke.suggestions[0])
    page = confirms(office, also, status=422)
    assert page.errors == ["This business already has as many unanswered proposals as it wants at once"]
    assert len(session.scalars(select(Match)).all()) == 1


def test_a_need_may_ask_one_firm_more_than_it_has_places(office, speke, session):
    third = put_forward(speke.need, "Cedar Co")[0]
    confirms(office, speke.suggestions[0])
    confirms(office, speke.suggestions[1])
    page = confirms(office, third, status=422, parts=[str(speke.need.parts[0].id)])
    assert "Enough businesses have been asked for this already" in page.errors[0]
    assert len(session.scalars(select(Match)).all()) == 2


def test_a_place_that_is_taken_asks_nobody_else(office, speke, session, coordinator):
    MatchFactory(suggestion=speke.suggestions[1], coordinator=coordinator, state=MatchState.ACCEPTED)
    page = confirms(office, speke.suggestions[0], status=422, parts=[str(speke.need.parts[0].id)])
    assert "Enough businesses have been asked" in page.errors[0]


def test_both_sides_must_be_live(office, speke):
    speke.firms[0].state = EntryState.WAITING
    page = confirms(office, speke.suggestions[0], status=422)
    assert page.errors == ["The business is not live: read its entry first"]


def test_the_hard_rules_are_tested_again(office, speke, session):
    page = confirm_page(office, speke.suggestions[0])
    speke.need.ends_on = TODAY - timedelta(days=1)
    page = page.submit(RIGHT, button="Confirm", status=422)
    assert page.errors == ["The dates do not fit."]


def test_a_choice_below_the_first_three_needs_words(office, speke):
    speke.suggestions[0].rank = 4
    page = confirms(office, speke.suggestions[0], status=422)
    assert page.errors == ["Say why you chose a business below the first three"]
    page = page.submit({**RIGHT, "words": "They have done this before."}, button="Confirm")
    assert page.path.startswith("/coordinate/matches/")


def test_rejecting_brings_up_a_reserve(office, speke, session):
    third, fourth = put_forward(speke.need, "Cedar Co", "Deal and Daughters")
    for rank, suggestion in enumerate([*speke.suggestions, third, fourth], 1):
        suggestion.rank = rank
    fourth.state = SuggestionState.RESERVE
    page = office.get(f"/coordinate/suggestions/{speke.suggestions[0].id}").follow("Reject")
    page = page.submit({"reason": "too_far"}, button="Reject")
    assert page.path == f"/coordinate/needs/{speke.need.id}"
    assert speke.suggestions[0].state is SuggestionState.REJECTED
    assert fourth.state is SuggestionState.OPEN


def test_a_rejected_pair_is_not_suggested_again(office, speke, session):
    from broker.suggestions import suggest_for_need

    office.get(f"/coordinate/suggestions/{speke.suggestions[0].id}").follow("Reject").submit(
        {"reason": "wrong_kind"}, button="Reject"
    )
    standing = suggest_for_need(session, speke.need)
    assert speke.firms[0].id not in {suggestion.business_id for suggestion in standing}


def test_other_needs_words(office, speke):
    page = office.get(f"/coordinate/suggestions/{speke.suggestions[0].id}").follow("Reject")
    page = page.submit({"reason": "other"}, button="Reject", status=422)
    assert page.errors == ["Say what the other reason is"]


def test_a_business_that_offered_is_answered_even_with_a_no(office, speke, session):
    speke.suggestions[0].source = SuggestionSource.BUSINESS
    office.get(f"/coordinate/suggestions/{speke.suggestions[0].id}").follow("Reject").submit(
        {"reason": RejectReason.SIZE.value}, button="Reject"
    )
    message = session.scalars(select(Message)).one()
    assert message.kind == "answered_no"
    assert message.suggestion_id == speke.suggestions[0].id
    assert message.to_email == speke.firms[0].contacts[0].email


def puts_off(office, suggestion, until, status=200):
    page = office.get(f"/coordinate/suggestions/{suggestion.id}").follow("Put off")
    day = {"until-day": str(until.day), "until-month": str(until.month), "until-year": str(until.year)}
    return page.submit({"reason": "waiting_business", **day}, button="Put off", status=status)


def test_later_wants_a_date_in_the_future(office, speke, session):
    page = puts_off(office, speke.suggestions[0], TODAY, status=422)
    assert page.errors == ["The date must be in the future"]
    puts_off(office, speke.suggestions[0], TODAY + timedelta(days=7))
    assert speke.suggestions[0].state is SuggestionState.LATER
    assert speke.suggestions[0].later_until == TODAY + timedelta(days=7)


def test_every_verdict_is_kept_with_who_and_why(office, speke, session, coordinator):
    confirms(office, speke.suggestions[0], reasons=["right_skill", "known_and_reliable"])
    decision = session.scalars(select(Decision)).one()
    assert (decision.verdict, decision.by_id) == (Verdict.CONFIRM, coordinator.id)
    assert decision.reason == f"{ConfirmReason.RIGHT_SKILL},{ConfirmReason.KNOWN}"
    page = office.get(f"/coordinate/suggestions/{speke.suggestions[0].id}")
    assert "Right skill, Known to us and reliable" in page.text


def test_several_parts_are_asked_for_with_their_amounts(office, speke, session):
    need = benches(
        speke.partnership,
        "Benches, and hands to set them up",
        parts=[PartFactory(kind=Kind.KIT, amount=4), PartFactory(kind=Kind.VOL, amount=20, places=3)],
    )
    suggestion = put_forward(need, "Elm Works")[0]
    kit, hands = need.parts
    confirms(
        office,
        suggestion,
        parts=[str(kit.id), str(hands.id)],
        **{f"amount_{kit.id}": "2", f"amount_{hands.id}": "8"},
    )
    match = session.scalars(select(Match)).one()
    assert {part.part_id: part.amount for part in match.parts} == {kit.id: 2, hands.id: 8}


def test_somebody_elses_part_is_refused(office, speke, session):
    stranger = benches(speke.partnership, "Another").parts[0]
    page = confirm_page(office, speke.suggestions[0])
    office.post(
        page.path, {"parts": [str(stranger.id)], "broker": "0", "reasons": ["right_skill"], "seen": "1"}, status=422
    )
    assert session.scalars(select(Match)).all() == []


def test_a_business_without_a_contact_cannot_be_asked(office, speke, session):
    lonely = BusinessFactory(name="Nobody Ltd", contacts=[], what_we_do="Joiners and bench makers")
    from tests.factories import SuggestionFactory

    suggestion = SuggestionFactory(need=speke.need, business=lonely)
    page = confirms(office, suggestion, status=422)
    assert page.errors == ["There is nobody to write to at Nobody Ltd: add a contact first"]
    assert session.scalars(select(Suggestion).where(Suggestion.id == suggestion.id)).one().state is SuggestionState.OPEN


def test_a_contact_without_an_address_is_rung(office, speke, session):
    speke.firms[0].contacts[0].email = ""
    confirms(office, speke.suggestions[0])
    message = session.scalars(select(Message).where(Message.to_side == "business")).one()
    assert message.state is MessageState.TO_RING
    assert "[personal link]" not in message.body


def test_a_firm_that_is_not_suggested_by_name_is_shown_nowhere(office, speke):
    firm("Unasked Ltd")
    assert "Unasked Ltd" not in office.get(f"/coordinate/needs/{speke.need.id}").text


def test_nobody_decides_for_a_firm_they_speak_for(office, speke, session, coordinator):
    speke.firms[0].contacts[0].account = coordinator
    session.commit()
    page = confirms(office, speke.suggestions[0], status=422)
    assert "You speak for this firm yourself" in page.text
    assert session.query(Match).count() == 0
