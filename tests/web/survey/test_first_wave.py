"""The figures of the report, as the first wave of the survey gives them: share, base and group, in its own terms."""

import pytest

from broker.reference.survey_2001 import stated_figures

ANSWERED = ("councils in England and Wales that answered the survey", 295)
PARTNERSHIPS = ("local strategic partnerships; their number is not given", None)
FIGURES = [
    ("inclusion", "three quarters", *ANSWERED, ()),
    ("partnership", "71%", *ANSWERED, ()),
    ("groups", "93%", *PARTNERSHIPS, ("community", "voluntary")),
    ("groups", "two thirds", *PARTNERSHIPS, ("business",)),
    (
        "groups",
        "only four out of ten",
        *PARTNERSHIPS,
        ("government_office", "benefits_agency", "regional_development_agency"),
    ),
    ("business_programme", "almost two-fifths", "local authorities; their number is not repeated", None, ()),
]


def test_the_first_wave_holds_every_figure_of_the_report_with_its_base_and_no_other_share():
    found = [(one.code, one.stated, one.base, one.base_count, one.groups) for one in stated_figures() if one.is_share]
    assert found == FIGURES


def test_no_figure_is_sharper_than_the_words_of_the_report():
    """A bar of a figure in words ends at the fraction that is named, and nowhere else."""
    named = {"three quarters": 3 / 4, "two thirds": 2 / 3, "only four out of ten": 4 / 10, "almost two-fifths": 2 / 5}
    for one in stated_figures():
        if one.is_share:
            exact = named.get(one.stated) or int(one.stated.rstrip("%")) / 100
            assert one.drawn == pytest.approx(exact, abs=0.0001), one.stated


def test_the_page_states_each_figure_with_its_base(client):
    page = client.get("/survey")
    assert "three quarters of the 295 councils in England and Wales that answered the survey" in page.text
    assert "71% of the 295 councils in England and Wales that answered the survey" in page.text
    assert "93% (of: local strategic partnerships; their number is not given)" in page.text
    assert "two thirds (of: local strategic partnerships; their number is not given)" in page.text
    assert "only four out of ten (of: local strategic partnerships; their number is not given)" in page.text
    assert "almost two-fifths (of: local authorities; their number is not repeated)" in page.text
    assert "One figure for both groups together." in page.text
    assert "One phrase for the three groups, without separate figures." in page.text
    assert "shares of partnerships, not of seats" in page.text


def test_the_88_areas_are_a_plan_and_not_an_answer(client):
    (plan,) = (one for one in stated_figures() if not one.is_share)
    assert plan.stated == "88"
    assert "set up in April 2001; not an answer to the survey" in client.get("/survey").text


def test_without_a_survey_of_our_own_the_page_says_so(client):
    page = client.get("/survey")
    assert "We have not asked yet." in page.text
    assert "No council has named one yet." in client.get("/survey/programmes").text
