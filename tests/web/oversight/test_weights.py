"""An administrator changes how much each part of a score counts, and sees first what that would do."""

import pytest

from broker.suggestions.model import current_weights
from models import WeightsVersion
from models.vocabulary import Kind, Theme
from tests.factories import (
    AdministratorFactory,
    CoordinatorFactory,
    OfferFactory,
    PartnershipFactory,
    WeightsVersionFactory,
)
from tests.pages import ServiceClient
from tests.web.casework.conftest import benches, enters, firm

SEE = "See what would change"


@pytest.fixture
def sam(session):
    return AdministratorFactory(name="Sam Whitfield")


@pytest.fixture
def administrator(client: ServiceClient, sam) -> ServiceClient:
    return enters(client, sam)


@pytest.fixture
def need(session):
    """Garden benches in Speke: joiners near by who offer other help, and one far off who offers it."""
    need = benches(PartnershipFactory(name="Speke Neighbourhood Board"), lat=53.35, lon=-2.83)
    firm("Near Joinery", lat=53.35, lon=-2.83)
    firm("Far Joinery", lat=53.55, lon=-2.45)
    return need


def test_each_weight_is_shown_with_its_meaning_and_the_version_in_force(administrator):
    page = administrator.get("/coordinate/weights")
    assert page.one("input#place")["value"] == "16"
    assert "How near the two sides are" in page.text
    assert "In force: version 1, which came with the service." in page.text


def test_nothing_is_saved_before_the_administrator_has_seen_what_would_change(administrator, need, session):
    page = administrator.get("/coordinate/weights")
    page = page.submit({"place": "40"}, button=SEE)
    assert page.h1 == "Before you save"
    assert "Place: from 16 to 32.3" in page.text  # 40 of 124, scaled
    assert "Compared: 1 of 1 live requests with 2 live businesses" in page.text
    assert session.query(WeightsVersion).count() == 0

    page = page.submit({"reason": "Distance matters more in this town"}, button="Put it in force")
    assert page.messages[0].endswith("Version 2 is in force. Suggestions are being made anew with it.")
    assert "Distance matters more in this town" in page.text and "Sam Whitfield" in page.text
    assert "Place from 16 to 32.3" in page.text
    assert current_weights(session).of("place") == pytest.approx(0.4 / 1.24, abs=1e-5)


def test_a_need_that_would_be_shown_another_firm_is_named_with_both(administrator, need, session):
    for number in range(2):
        firm(f"Middling {number}", what_we_do="Joiners. We make benches.", lat=53.45, lon=-2.65)
    firm(
        "Cafe Round The Corner", what_we_do="A cafe.", offers=[OfferFactory.build(kind=Kind.SPC)], lat=53.35, lon=-2.83
    )
    page = administrator.get("/coordinate/weights")
    zero = {code: "0" for code in ("can_do", "kind", "words", "theme", "sector", "amount", "children", "priority")}
    page = page.submit(
        {**zero, "rotation": "0", "place": "100", "threshold": "0", "somebody": "0", "least_can_do": "0"}, button=SEE
    )
    assert "Garden benches, Speke Neighbourhood Board" in page.text
    assert "gains Cafe Round The Corner" in page.text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"place": "NaN"}, "Enter a number from 0 to 100, like 16 or 2.5"),
        ({"place": "-3"}, "Enter a number from 0 to 100, like 16 or 2.5"),
        ({"place": "101"}, "Enter a number from 0 to 100, like 16 or 2.5"),
        ({"place": "1e2"}, "Enter a number from 0 to 100, like 16 or 2.5"),
        ({"place": ""}, "Enter a number from 0 to 100"),
        ({"threshold": "infinity"}, "Enter a number from 0 to 100, like 16 or 2.5"),
    ],
)
def test_a_weight_that_is_no_weight_is_refused_in_plain_words(administrator, typed, says):
    page = administrator.get("/coordinate/weights").submit(typed, button=SEE, status=422)
    assert page.errors == [says]
    (name, value) = next(iter(typed.items()))
    assert page.one(f"input#{name}").get("value", "") == value


def test_all_weights_nothing_is_refused(administrator):
    page = administrator.get("/coordinate/weights")
    nothing = {str(tag["name"]): "0" for tag in page.select("main input[type=text]")}
    page = page.submit(nothing, button=SEE, status=422)
    assert page.errors == ["Give at least one part more than 0: with none, every pair would score the same"]


def test_a_version_needs_a_reason(administrator, need, session):
    page = administrator.get("/coordinate/weights").submit({"place": "40"}, button=SEE)
    page = page.submit({"reason": ""}, button="Put it in force", status=422)
    assert page.errors == ["Enter why you change this"]
    assert session.query(WeightsVersion).count() == 0


def test_what_was_posted_past_the_form_is_checked_all_the_same(administrator, session):
    page = administrator.post("/coordinate/weights/save", {"place": "NaN", "reason": "None", "seen": "1"}, status=422)
    assert "Enter a number from 0 to 100, like 16 or 2.5" in page.errors
    assert session.query(WeightsVersion).count() == 0


def test_of_two_administrators_the_second_is_told_and_nothing_of_hers_is_saved(administrator, new_client, session):
    hers = enters(new_client(), AdministratorFactory(name="Alex Second"))
    both = [client.get("/coordinate/weights").submit({"place": "40"}, button=SEE) for client in (administrator, hers)]
    both[0].submit({"reason": "Mine"}, button="Put it in force")
    page = both[1].submit({"reason": "Hers"}, button="Put it in force")
    assert "Somebody else has saved a version since." in page.messages[0]
    assert [row.reason for row in session.query(WeightsVersion)] == ["Mine"]


def test_an_administrator_goes_back_to_an_earlier_version_which_is_then_a_new_one(administrator, need, session):
    page = administrator.get("/coordinate/weights").submit({"place": "40"}, button=SEE)
    page = page.submit({"reason": "Distance"}, button="Put it in force").follow("Version 1")
    assert "Place: from 32.3 to 16" in page.text
    page = page.submit({"reason": "It was better before"}, button="Put it in force again")
    assert "Version 3 is in force." in page.messages[0]
    assert current_weights(session).of("place") == pytest.approx(0.16)


def test_a_version_that_cannot_be_used_is_said_to_be_so(administrator, session):
    WeightsVersionFactory(parts={"a_part_of_a_later_release": 1.0})
    page = administrator.get("/coordinate/weights")
    assert "Version 2 cannot be used by this release of the service." in page.text
    assert "cannot be used" in administrator.get("/coordinate/weights/2").text


def test_the_public_page_shows_the_weights_in_force_and_why(administrator, new_client, need):
    before = new_client().get("/how-suggestions-work")
    assert "They came with the service." in before.text and "0.16" in before.text
    page = administrator.get("/coordinate/weights").submit({"place": "40"}, button=SEE)
    page.submit({"reason": "Distance matters more here"}, button="Put it in force")
    after = new_client().get("/how-suggestions-work")
    assert "version set-2" in after.text and "“Distance matters more here”" in after.text and "0.32" in after.text


def test_how_well_a_kind_suits_a_theme_is_changed_the_same_way(administrator, need, session):
    page = administrator.get("/coordinate/affinity").follow("Change Jobs and worklessness")
    page = page.submit({"JOB": "0"}, button=SEE)
    assert "Jobs for local people for Jobs and worklessness from 3 to 0" in page.text
    page = page.submit({"reason": "No posts here"}, button="Put it in force")
    assert "Version 2 is in force." in page.messages[0]
    assert current_weights(session).affinity[Theme.EMP][Kind.JOB] == 0
    assert current_weights(session).affinity[Theme.EMP][Kind.APP] == 3


def test_a_value_that_is_not_of_the_table_is_refused(administrator):
    page = administrator.get("/coordinate/affinity/EMP/preview?JOB=9", status=422)
    assert page.errors
    administrator.get("/coordinate/affinity/NOTHING", status=404)


def test_a_coordinator_does_not_set_weights(client, session):
    enters(client, CoordinatorFactory(name="Pat Officer")).get("/coordinate/weights", status=403)
