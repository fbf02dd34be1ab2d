"""Pausing a firm is a decision: with a reason, a day of review, and the firm's own answer."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from broker.cases.clocks import today
from broker.cases.firm_pause import standing_pause
from broker.cases.waiting import open_case
from models import Message
from models.vocabulary import CaseStep, EntryState


@pytest.fixture
def firm(speke):
    return speke.match.business


def dated(day, name="review_on"):
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def pauses(office, firm, **said):
    page = office.get(f"/coordinate/entries/business/{firm.id}").follow("Pause this firm")
    said = {"reason": "no_show", "words": "The benches did not come.", **dated(today() + timedelta(days=40)), **said}
    return page.submit(said)


def test_the_firm_is_told_why_until_when_and_how_to_answer(session, speke, firm, as_):
    page = pauses(as_(speke.owner), firm)
    assert page.messages == ["Paused. The firm is told why, until when and how to answer."]
    assert firm.state is EntryState.PAUSED and firm.paused_until is None
    told = session.scalars(select(Message).where(Message.kind == "firm_paused")).one()
    assert "The benches did not come." in told.body and "Help that was agreed did not come" in told.body
    assert "You can tell us how you see it." in told.body and told.reply_to.startswith("Olu Owner")
    case = open_case(session, firm)
    assert (case.step, case.owner_account) == (CaseStep.REVIEW_PAUSE, speke.owner)
    assert case.next_on >= today() + timedelta(days=40)


def test_the_firm_answers_and_its_answer_is_kept_and_brings_the_review_forward(session, speke, firm, as_):
    pauses(as_(speke.owner), firm)
    own = as_(speke.firm)
    page = own.get("/your-page")
    assert "The benches did not come." in page.text
    assert "End the pause" not in page.texts("button")
    page = page.follow("Tell us how you see it").submit({"words": "The van broke down."})
    assert "We have your answer" in page.text
    assert open_case(session, firm).next_on <= today() + timedelta(days=14)
    page = as_(speke.owner).get(f"/coordinate/entries/business/{firm.id}")
    assert "the firm has answered" in page.text
    assert "The van broke down." in page.follow("We paused it: look at it again").text


def test_the_firm_cannot_end_what_we_decided(session, speke, firm, as_):
    pauses(as_(speke.owner), firm)
    page = as_(speke.firm).post(f"/your-page/business/{firm.id}/come-back")
    assert "only we can end it" in page.messages[0]
    assert firm.state is EntryState.PAUSED


def test_the_review_ends_the_pause_or_goes_on(session, speke, firm, as_):
    office = as_(speke.owner)
    pauses(office, firm)
    review = f"/coordinate/entries/business/{firm.id}/firm-pause/review"
    later = today() + timedelta(days=90)
    page = office.get(review).submit({"what": "keep", "words": "Not yet."}, status=422)
    assert page.errors == ["Enter a date on which you look at it again"]
    office.get(review).submit({"what": "keep", "words": "Not yet.", **dated(later)})
    assert standing_pause(session, firm).review_on == later
    office.get(review).submit({"what": "end", "words": "All is well again."})
    assert firm.state is EntryState.LIVE and standing_pause(session, firm) is None
    kinds = session.scalars(select(Message.kind).where(Message.kind.like("firm_pau%")).order_by(Message.id)).all()
    assert kinds == ["firm_paused", "firm_paused", "firm_pause_ended"]
    case = open_case(session, firm)
    assert case is None or case.step is not CaseStep.REVIEW_PAUSE
    office.get(review, status=404)


def test_a_pause_has_words_and_a_day_that_is_to_come(session, speke, firm, as_):
    office = as_(speke.owner)
    page = pauses_wrongly(office, firm, **dated(today()))
    assert page.errors == ["Enter a day after today"]
    page = pauses_wrongly(office, firm, words="")
    assert page.errors == ["Enter what you tell the firm"]
    assert firm.state is EntryState.LIVE and standing_pause(session, firm) is None


def pauses_wrongly(office, firm, **said):
    page = office.get(f"/coordinate/entries/business/{firm.id}/firm-pause")
    right = {"reason": "other", "words": "Words.", **dated(today() + timedelta(days=40))}
    return page.submit({**right, **said}, status=422)


def test_a_firm_that_is_paused_by_decision_is_paused_once(session, speke, firm, as_):
    office = as_(speke.owner)
    page = office.get(f"/coordinate/entries/business/{firm.id}/firm-pause")
    said = {"reason": "other", "words": "Words.", **dated(today() + timedelta(days=40))}
    page.submit(said)
    assert page.submit(said).path.endswith("/review")
    assert session.scalars(select(Message).where(Message.kind == "firm_paused")).one()


def test_only_the_office_pauses(speke, firm, as_):
    for who in (speke.firm, speke.board, speke.link):
        as_(who).get(f"/coordinate/entries/business/{firm.id}/firm-pause", status=403)
