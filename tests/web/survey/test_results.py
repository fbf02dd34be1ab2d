"""What a wave came to: every share against a count of our own, few answers hidden, two waves side by side."""

import csv
import io

from sqlalchemy import select

from broker.survey import results
from broker.survey.compare import beside_2001, beside_wave
from broker.survey.words import share_words
from models import SurveyAnswer, SurveyAsked
from models.vocabulary import AnswerKind, SurveyAudience
from tests.factories import AreaFactory, PartnershipFactory
from tests.web.casework.test_counts import wrong_counts
from tests.web.survey.conftest import asked_of, closed, question, says, sent

YES, NO = "yes", "no"


def answered(session, wave, councils):
    """Four of five councils answer; one of them leaves a question out."""
    chosen = zip(councils[:4], (YES, YES, NO, YES), ("set_up", "being_set_up", "neither", None), strict=True)
    for area, inclusion, stage in chosen:
        said = {"inclusion": inclusion} | ({"partnership": stage} if stage else {})
        says(session, asked_of(wave, area.name), **said)


def cells(page):
    """The rows of the last table of a page."""
    table = page.select("table")[-1]
    return [[" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")] for row in table.select("tbody tr")]


def test_shares_are_of_all_who_answered_and_what_was_left_out_is_said(client, session, wave, councils):
    answered(session, wave, councils)
    closed(session, wave)
    page = client.get(f"/survey/waves/{wave.id}")
    rows = [[" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")] for row in page.select("tbody tr")]
    assert ["Councils", "5", "4", "80%"] in rows
    assert ["Yes", "75% of the 4 who answered (3)"] in rows
    assert ["Yes, it is set up", "25% of the 4 who answered (1)"] in rows
    assert "1 of those who answered the survey left this question out." in page.text
    stage = next(one for one in results.tallies(session, wave) if one.question.code == "partnership")
    assert share_words(stage.yes) == "50% of the 4 who answered (2)"
    assert "we ask in England only" in page.text
    # every share of every question, counted another way
    for tally in results.tallies(session, wave):
        sent_in = select(SurveyAsked.id).where(
            SurveyAsked.wave_id == wave.id,
            SurveyAsked.answered_at.is_not(None),
            SurveyAsked.audience == tally.question.audience,
        )
        everybody = session.scalars(sent_in).all()
        said = session.scalars(
            select(SurveyAnswer).where(
                SurveyAnswer.question_id == tally.question.id, SurveyAnswer.asked_id.in_(everybody)
            )
        ).all()
        assert tally.of == len(everybody)
        assert tally.left_out == len(everybody) - len(said)
        for code in {code for answer in said for code in answer.codes}:
            assert tally.option(code).count == sum(code in answer.codes for answer in said)


def test_how_many_were_asked_and_answered_leads_the_office_to_them_and_nobody_else(
    client, session, wave, councils, officer
):
    answered(session, wave, councils)
    assert not client.get(f"/survey/waves/{wave.id}").select("[data-count]")
    office = client.signs_in_as(officer)
    page = office.get(f"/coordinate/survey/{wave.id}")
    asked = {tag["href"]: tag["data-number"] for tag in page.select("a[data-count=asked]")}
    assert sorted(asked.values()) == ["4", "5"]
    wrong, held = wrong_counts(office, [f"/coordinate/survey/{wave.id}?which=silent"], ())
    assert not wrong and held["asked"] == 3
    office.get(f"/coordinate/survey/{wave.id}?audience=nobody", status=404)


def test_what_was_not_sent_in_is_not_counted(session, wave, councils):
    says(session, asked_of(wave, "Leeds"), send=False, inclusion=YES)
    (councils_response, _partnerships) = results.responses(session, wave)
    assert (councils_response.asked, councils_response.answered) == (5, 0)
    assert all(tally.of == 0 for tally in results.tallies(session, wave))


def test_one_who_answered_alone_cannot_be_recognised(client, session, wave, councils):
    says(session, asked_of(wave, "Leeds"), inclusion=NO)
    closed(session, wave)
    page = client.get(f"/survey/waves/{wave.id}")
    assert "One has answered: from 3 on it is shown" in page.text
    assert "100%" not in page.text
    assert not page.select("figure")
    inclusion = question(wave, "inclusion")
    regions = client.get(f"/survey/waves/{wave.id}/regions/{inclusion.id}")
    assert "100%" not in regions.text and "not shown" in regions.text
    lines = list(csv.reader(io.StringIO(client.open(f"/survey/waves/{wave.id}.csv").get_data(as_text=True))))
    assert len(lines) == 1


def test_none_of_none_is_said_in_words(client, session, officer, councils):
    wave = closed(session, sent(session, officer, councils))
    page = client.get(f"/survey/waves/{wave.id}")
    assert "nobody was asked" in page.text  # there is no partnership
    assert "Nobody has answered this" in page.text
    assert "0%" in page.text  # none of the five councils that were asked


def test_results_are_shown_only_after_the_close(client, session, wave, councils):
    answered(session, wave, councils)
    page = client.get(f"/survey/waves/{wave.id}")
    assert "Answers are still coming in" in page.text
    assert "who answered (" not in page.text
    client.get(f"/survey/waves/{wave.id}/regions/{question(wave, 'inclusion').id}", status=404)
    assert client.open(f"/survey/waves/{wave.id}.csv").status_code == 404


def test_regions_with_few_answers_are_shown_together_and_none_follows_by_taking_away():
    assert [names for names, _ids in results.together({"A": [1, 2, 3], "B": [4, 5, 6]})] == [("A",), ("B",)]
    alone = results.together({"A": [1, 2, 3], "B": [4, 5, 6, 7], "C": [8]})
    assert [(names, len(ids)) for names, ids in alone] == [(("B",), 4), (("A", "C"), 4)]
    several = results.together({"A": [1, 2, 3], "B": [4, 5], "C": [8]})
    assert [(names, len(ids)) for names, ids in several] == [(("A",), 3), (("B", "C"), 3)]
    assert results.together({"A": [1]}) == [(("A",), [1])]
    assert results.together({}) == []


def test_by_region_too_few_who_know_of_a_group_are_shown_with_others(client, session, officer, councils):
    """Four of one region answered and two of them know: beside the whole, another region alone would tell of them."""
    places = [councils[0]] * 4 + [councils[3]] * 3
    for number, area in enumerate(places):
        PartnershipFactory(name=f"P{number}", areas=[area])
    wave = sent(session, officer, councils)
    for number in range(len(places)):
        says(session, asked_of(wave, f"P{number}"), groups=["business"] if number in (0, 1, 4) else ["council"])
    for name in ("P2", "P3"):
        asked_of(wave, name).answers[0].unknown = ["business"]
    session.flush()
    closed(session, wave)
    page = client.get(f"/survey/waves/{wave.id}/regions/{question(wave, 'groups').id}?group=business")
    assert [row[-1] for row in cells(page)] == ["60% of the 5 who answered (3)"]
    page = client.get(f"/survey/waves/{wave.id}/regions/{question(wave, 'groups').id}?group=council")
    assert len(cells(page)) == 2


def test_a_bar_and_its_table_say_the_same_percentage(client, session, officer):
    eight = [AreaFactory(code=f"E0800010{n}", name=f"Council {n}") for n in range(8)]
    wave = sent(session, officer, eight)
    for number, area in enumerate(eight):
        says(session, asked_of(wave, area.name), inclusion=NO if number else YES)
    closed(session, wave)
    page = client.get(f"/survey/waves/{wave.id}")
    assert "13% of the 8 who answered (1)" in page.text
    assert page.texts(".bb-chart__value")[:2] == ["13% (1 of 8)", "88% (7 of 8)"]


def test_a_group_that_nobody_knows_of_is_not_counted_as_missing(session, officer, councils):
    for name in ("One", "Two", "Three", "Four"):
        PartnershipFactory(name=name, areas=[councils[0]])
    wave = sent(session, officer, councils)
    says(session, asked_of(wave, "One"), groups=["business", "voluntary"])
    says(session, asked_of(wave, "Two"), groups=["business", "community", "voluntary"])
    says(session, asked_of(wave, "Three"), groups=[])
    says(session, asked_of(wave, "Four"), groups=["council"])
    answer = asked_of(wave, "Four").answers[0]
    answer.unknown = ["business"]
    session.flush()
    tally = next(one for one in results.tallies(session, wave) if one.question.kind is AnswerKind.GROUPS)
    assert (tally.any_of(["business"]).count, tally.any_of(["business"]).of) == (2, 3)
    both = ["community", "voluntary"]
    assert (tally.any_of(both).count, tally.all_of(both).count, tally.all_of(both).of) == (2, 1, 4)
    beside = beside_2001([tally])
    assert [row.stated.stated for row in beside] == ["93%", "two thirds", "only four out of ten"]


def test_two_waves_compare_only_what_both_asked(client, session, officer, councils):
    own = SurveyAudience.COUNCIL, AnswerKind.YES_NO
    first = sent(session, officer, councils, "First", [(*own, "Do you pay the living wage?"), (*own, "Only then?")])
    answered(session, first, councils)
    closed(session, first)
    second = sent(session, officer, councils, "Second", [(*own, "do you pay  the living wage"), (*own, "=Only now?")])
    answered(session, second, councils)
    closed(session, second)
    compared = beside_wave(session, results.tallies(session, second), first)
    asked = [row.question.words for row in compared.rows]
    assert "do you pay  the living wage" in asked and "=Only now?" not in asked
    assert (compared.only_here, compared.only_there) == (1, 1)
    page = client.get(f"/survey/waves/{second.id}?with={first.id}")
    only = "Only what both asked, in the same words, is compared. Asked in this survey only: 1; in the other only: 1."
    assert only in page.text
    sheet = client.open(f"/survey/waves/{second.id}.csv").get_data(as_text=True)
    assert "'=Only now?" in sheet


def test_groups_of_two_waves_are_compared_by_group_and_a_question_in_other_words_is_not(
    client, session, officer, councils
):
    for name in ("One", "Two", "Three"):
        PartnershipFactory(name=name, areas=[councils[0]])
    waves_of = []
    for name, groups in (("First", ["council"]), ("Second", ["council", "business"])):
        one = sent(session, officer, councils, name)
        for board in ("One", "Two", "Three"):
            says(session, asked_of(one, board), groups=groups, partnership_brokers="yes")
        waves_of.append(closed(session, one))
    first, second = waves_of
    question(first, "partnership_brokers").words = "Is there a broker?"
    session.flush()
    compared = beside_wave(session, results.tallies(session, second), first)
    business = next(row for row in compared.groups[0].rows if row[0] == "business")
    assert [(share.count, share.of) for share in business[1:]] == [(3, 3), (0, 3)]
    assert [one.code for one in compared.reworded] == ["partnership_brokers"]
    assert "partnership_brokers" not in [row.question.code for row in compared.rows]
    page = client.get(f"/survey/waves/{second.id}?with={first.id}")
    shown = next(table for table in page.select("table") if "Which groups" in table.get_text())
    row = next(row for row in shown.select("tr") if "Local business" in row.get_text())
    assert [" ".join(cell.get_text().split()) for cell in row.select("td")] == [
        "0% of the 3 who answered (0)",
        "100% of the 3 who answered (3)",
    ]
    assert "Asked in other words in the other survey, and so not compared:" in page.text
