"""A wave of the survey from its first question to its close: who is asked, answers by link, and what is refused."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from broker.cases.clocks import as_if_on, today
from broker.cases.refusals import NotPossible
from broker.messages.send import send_messages
from broker.survey import answering, waves
from broker.survey.lines import read_councils
from broker.survey.tasks import keep_surveys
from models import AreaCode, CouncilProgramme, Message, SurveyAsked, SurveyWave
from models.vocabulary import AnswerKind, SurveyAudience, WaveState
from tests.factories import PartnershipFactory
from tests.web.survey.conftest import asked_of, closed, question, says, sent


def link_in(app, session, email):
    """The address of the personal link in the mail to somebody."""
    box = app.extensions["mailman"]
    box.outbox = []
    send_messages(session)
    (mail,) = (one for one in box.outbox if one.to == [email])
    return re.findall(r"/link/[\w-]+", mail.body)[0]


def test_an_officer_prepares_a_survey_and_sends_it(client, session, officer, councils):
    PartnershipFactory(name="Speke Board", areas=[councils[0]])
    page = client.signs_in_as(officer).get("/coordinate/survey").follow("Begin a new survey")
    day = today() + timedelta(days=30)
    dates = {"closes_on-day": str(day.day), "closes_on-month": str(day.month), "closes_on-year": str(day.year)}
    page = page.submit({"name": "=Survey", **dates}, button="Go on")
    page = page.follow("Add a question of your own")
    page = page.submit({"audience": "council", "words": "Do you pay the living wage?", "kind": "yes_no"})
    page = page.follow("Say who is asked")
    page = page.submit({"partnerships": "y", "councils": "Liverpool City Council; A. Officer; a@liverpool.example"})
    page = page.submit(button="Send the survey")
    assert page.messages == ["Sent: 2 are asked."]
    assert {one.to_email for one in session.scalars(select(Message))} >= {"a@liverpool.example"}
    wave = session.scalars(select(SurveyWave)).one()
    assert wave.state is WaveState.OPEN and len(wave.questions) == 7


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Liverpool; only two", "Line 1: write council; name; email"),
        ("Atlantis; N; n@council.example", "Line 1: we know no council called “Atlantis”"),
        ("Liverpool; N; not-an-address", "Line 1: “not-an-address” is no email address"),
        ("Liverpool; N; n@c.example\nLIVERPOOL; M; m@c.example", "Line 2: Liverpool is asked already"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(session, councils, line, said):
    assert read_councils(session, line).faults[0].startswith(said)


def test_a_council_that_was_abolished_is_asked_through_the_district_it_is_part_of_now(session, councils):
    session.merge(AreaCode(old_code="E07999999", area_code="E08000012", name="Old Borough"))
    session.flush()
    read = read_councils(session, "Old Borough; N; n@council.example")
    assert [one.area.name for one in read.lines] == ["Liverpool"]


def test_a_partnership_over_several_districts_is_asked_once_and_stands_in_no_single_region(session, officer, councils):
    PartnershipFactory(name="Across", areas=[councils[0], councils[3], councils[4]])
    PartnershipFactory(name="Within", areas=councils[:3])
    wave = sent(session, officer, councils)
    assert asked_of(wave, "Across").region == ""
    assert asked_of(wave, "Within").region == "North West"
    assert sum(one.audience is SurveyAudience.PARTNERSHIP for one in wave.asked) == 2


def test_a_survey_asks_nobody_nothing_and_is_sent_once(session, officer, councils):
    wave = waves.new_wave(session, name="Empty", closes_on=today() + timedelta(days=9), by=officer)
    with pytest.raises(NotPossible, match="who is asked"):
        waves.open_wave(session, wave, by=officer)
    wave = sent(session, officer, councils)
    with pytest.raises(NotPossible, match="sent already"):
        waves.open_wave(session, wave, by=officer)
    with pytest.raises(NotPossible, match="only before"):
        waves.add_question(session, wave, audience=SurveyAudience.COUNCIL, kind=AnswerKind.YES_NO, words="One more?")


def test_a_wave_that_another_window_has_sent_is_not_prepared_any_more(client, officer, wave):
    office = client.signs_in_as(officer)
    for page in ("asked", "question", "dates"):
        page = office.get(f"/coordinate/survey/{wave.id}/{page}")
        assert page.path == f"/coordinate/survey/{wave.id}" and "was sent already" in page.text


def test_opening_the_link_changes_nothing_and_answers_are_kept_until_they_are_sent(app, client, session, wave):
    where = link_in(app, session, "officer0@council0.example")
    page = client.get(where)
    assert session.scalars(select(SurveyAsked.answered_at).where(SurveyAsked.title == "Liverpool")).one() is None
    page = page.submit(button="Go to the questions")
    assert page.h1 == "Questions for Liverpool"
    assert len(page.select(".govuk-task-list__item")) == 4  # its own questions, and not those of partnerships
    page = page.follow("Has your council agreed that social inclusion is a responsibility of the whole council?")
    page = page.submit({"answer": "yes"}, button="Save and go on")
    assert page.h1.startswith("Is there a local partnership")
    client.signs_out()
    page = client.get(where).submit(button="Go to the questions")
    assert "Answered" in page.text and asked_of(wave, "Liverpool").answered_at is None
    page = page.submit(button="Send our answers")
    session.expire_all()
    assert asked_of(wave, "Liverpool").answered_at is not None


def test_nothing_at_all_cannot_be_sent(app, client, session, wave):
    page = client.get(link_in(app, session, "officer0@council0.example")).submit(button="Go to the questions")
    page = page.submit(button="Send our answers", status=422)
    assert page.errors == ["Answer at least one question before you send"]


def test_an_answer_changed_after_the_close_is_refused_kindly_and_what_was_sent_stands(app, client, session, wave):
    page = client.get(link_in(app, session, "officer0@council0.example")).submit(button="Go to the questions")
    page = page.follow("Has your council agreed that social inclusion is a responsibility of the whole council?")
    says(session, asked_of(wave, "Liverpool"), inclusion="yes")
    closed(session, wave)
    page = page.submit({"answer": "no"}, button="Save and go on", status=409)
    assert "Your answers are counted as you sent them and cannot be changed any more" in page.text
    session.expire_all()
    assert answering.answer_to(asked_of(wave, "Liverpool"), question(wave, "inclusion")).codes == ["yes"]


def test_an_officer_writes_down_what_a_council_says_on_the_telephone_with_the_same_checks(
    client, session, officer, wave
):
    client.signs_in_as(officer)
    page = client.get(f"/coordinate/survey/{wave.id}").follow("Answer for them, on the telephone (Liverpool)")
    assert "You answer for Liverpool, on the telephone." in page.text
    assert page.submit(button="Send their answers", status=422).errors == [
        "Answer at least one question before you send"
    ]
    page = page.follow("Has your council agreed that social inclusion is a responsibility of the whole council?")
    page.submit(button="Save and go on", status=422)
    page = page.submit({"answer": "yes"}, button="Save and go on").follow("All questions")
    assert f"Said on the telephone to {officer.name}" in page.text
    page = page.submit(button="Send their answers")
    assert "Their answers are sent in, as said to you on the telephone." in page.text
    session.expire_all()
    asked = asked_of(wave, "Liverpool")
    assert (asked.sent_by_id, asked.answers[0].by_id) == (officer.id, officer.id)
    assert f"said on the telephone to {officer.name}" in client.get(f"/coordinate/survey/{wave.id}").text
    says(session, asked, inclusion="no")  # by its own link
    assert asked.answers[0].by_id is None
    page = page.follow("Has your council agreed that social inclusion is a responsibility of the whole council?")
    closed(session, wave)
    page = page.submit({"answer": "yes"}, button="Save and go on", status=409)
    assert "This survey is closed: nothing can be changed any more." in page.text
    assert asked.answers[0].codes == ["no"]


def test_without_a_link_there_are_no_questions(client, wave):
    assert client.get("/survey/answer", status=404).h1 == "Open the link in your email"


def test_a_programme_is_kept_with_title_date_and_link_and_is_public_once_looked_at(
    app, client, new_client, session, officer, wave
):
    page = client.get(link_in(app, session, "officer0@council0.example")).submit(button="Go to the questions")
    page = page.follow("Does your council have a programme or strategy for working with business")
    said = {"answer": "yes", "title": "=Business and people", "dated_on-day": "1", "dated_on-month": "4"}
    said |= {"dated_on-year": "2026", "url": "javascript:alert(1)"}
    page = page.submit(said, button="Save and go on", status=422)
    assert page.errors == ["Enter a link that begins with https:// or http://"]
    page = page.submit({**said, "title": " ", "url": "https://council.example/plan"}, status=422)
    assert page.errors == ["Enter its title, so that the date and the link can be kept"]
    page = page.submit({**said, "url": "https://council.example/plan"}, button="Save and go on")
    page = client.get("/survey/answer").submit(button="Send our answers")
    assert "No council has named one yet" in client.get("/survey/programmes").text
    office = new_client().signs_in_as(officer).get("/coordinate/survey/programmes")
    office.submit(button="Make it public Liverpool")
    page = client.get("/survey/programmes")
    assert "Liverpool =Business and people agreed 1 April 2026" in page.text
    assert page.link("=Business and people") == "https://council.example/plan"
    kept = session.scalars(select(CouncilProgramme)).one()
    answering.save_programme(
        session,
        kept.asked,
        question(wave, "business_programme"),
        code="yes",
        title="Other words",
        dated_on=None,
        url="",
    )
    assert kept.published_at is None


def test_those_who_have_not_answered_are_reminded_twice_and_others_never(session, wave):
    says(session, asked_of(wave, "Leeds"), inclusion="yes")
    session.execute(Message.__table__.delete().where(Message.kind == "survey_asked"))
    session.commit()
    for left in range(30, -1, -1):
        with as_if_on(wave.closes_on - timedelta(days=left)):
            keep_surveys(session)
    reminders = session.scalars(select(Message).where(Message.kind == "survey_reminder")).all()
    times = {title: sum(one.asked.title == title for one in reminders) for title in ("Liverpool", "Leeds")}
    assert times["Leeds"] == 0
    assert times["Liverpool"] == 2


def test_a_survey_closes_by_itself_after_its_last_day(session, wave):
    with as_if_on(wave.closes_on):
        keep_surveys(session)
    assert wave.state is WaveState.OPEN
    with as_if_on(wave.closes_on + timedelta(days=1)):
        keep_surveys(session)
    session.expire_all()
    assert wave.state is WaveState.CLOSED
