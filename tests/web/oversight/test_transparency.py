"""The public record of how suggestions are made: every number on it is counted again here."""

from pathlib import Path

import pytest
from sqlalchemy import select

from broker.matching.rules import SENTENCES
from broker.matching.weights import PARTS, PUBLISHED
from broker.oversight.measured import FIRST_SIGHT, RINGS
from models import Decision
from models.vocabulary import Kind, SuggestionSource, Verdict
from tests.factories import (
    BusinessFactory,
    CoordinatorFactory,
    DecisionFactory,
    NeedFactory,
    PartFactory,
    SuggestionFactory,
)

PAGE = "/how-suggestions-work"
SECTIONS = {
    "tier_1": {"name", "description", "website_url", "contact_email"},
    "owner_and_responsibility": {"organisation", "team", "senior_responsible_owner", "third_party_involvement"},
    "description_and_rationale": {"detailed_description", "benefits", "previous_process", "alternatives_considered"},
    "decision_making_process": {"human_decisions_and_review", "appeals_and_review", "required_training"},
    "tool_specification": {"system_architecture", "system_input", "system_output", "performance", "datasets"},
    "risks_mitigations_and_impact_assessments": {"impact_assessment", "risks_and_mitigations"},
}


@pytest.fixture
def decided(session):
    """Twelve of the model's: seven rejected, of which one was taken back and confirmed; one of a business."""
    officer = CoordinatorFactory()
    need = NeedFactory(title="Benches", parts=[PartFactory(kind=Kind.KIT)])

    def decide(number, verdict, source=SuggestionSource.MODEL):
        suggestion = SuggestionFactory(need=need, business=BusinessFactory(name=f"Firm {number}"), source=source)
        return DecisionFactory(suggestion=suggestion, verdict=verdict, by=officer)

    rows = [decide(number, Verdict.REJECT if number < 7 else Verdict.CONFIRM) for number in range(12)]
    DecisionFactory(suggestion=rows[0].suggestion, verdict=Verdict.UNDO, by=officer, undoes_id=rows[0].id)
    DecisionFactory(suggestion=rows[0].suggestion, verdict=Verdict.CONFIRM, by=officer)
    decide(12, Verdict.REJECT, SuggestionSource.BUSINESS)
    decide(13, Verdict.LATER)


def test_the_share_rejected_stands_with_its_denominator_and_a_share_of_few_is_not_given(client, session, decided):
    page, record = client.get(PAGE), client.open(f"{PAGE}.json").get_json()
    undone = {row.undoes_id for row in session.scalars(select(Decision)) if row.undoes_id}
    stand = [row for row in session.scalars(select(Decision)) if row.id not in undone]
    rejected = sum(row.verdict is Verdict.REJECT and row.suggestion.source == "model" for row in stand)
    confirmed = sum(row.verdict is Verdict.CONFIRM and row.suggestion.source == "model" for row in stand)
    assert (rejected, confirmed) == (6, 6)
    assert "6 of 12 decided were rejected (50%)" in page.text
    assert "1 of 1 decided was rejected" in page.text
    told = {one["source"]: (one["rejected"], one["of"], one["share"]) for one in record["overrides"]}
    assert (told["model"], told["business"], told["broker"]) == ((6, 12, 0.5), (1, 1, None), (0, 0, None))


def test_without_a_decision_no_rate_is_claimed(client):
    assert "Nothing has been decided yet" in client.get(PAGE).text


def test_page_and_file_say_the_weights_in_force_and_what_can_never_be_paired(client):
    page, record = client.get(PAGE).text, client.open(f"{PAGE}.json").get_json()
    assert {one["code"]: one["weight"] for one in record["weights"]["parts"]} == {
        code: PUBLISHED.of(code) for code in PARTS
    }
    assert record["weights"]["version"] == PUBLISHED.version
    for sentence in SENTENCES.values():
        assert sentence in page


def test_both_tiers_have_the_fields_of_the_standard_and_each_says_something(client):
    response = client.open(f"{PAGE}.json")
    record = response.get_json()
    page = client.get(PAGE)
    assert "attachment" in response.headers["Content-Disposition"]
    for section, fields in SECTIONS.items():
        assert fields <= set(record[section])
        assert all(record[section].values())
        for name, said in record[section].items():
            assert page.one(f"#{section}-{name}")
            assert " ".join(said.split()) in page.text


def test_the_figures_are_those_of_the_document_that_measured_them():
    document = (Path(__file__).parents[3] / "docs" / "matching.md").read_text(encoding="utf-8")
    for one in RINGS:
        assert all(f"{figure:.2f}".lstrip("0") in document for figure in (one.found, one.beside, one.absurd))
    for _name, share in FIRST_SIGHT:
        assert f"| {share:.2f} |".replace("0.", ".") in document
