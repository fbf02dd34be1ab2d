"""A matching round in a real browser, with and without JavaScript."""

import pytest

from broker import work
from broker.extensions import db
from tests.browser.test_coordinator_decides import BENCHES, benches, coordinator_arrives  # noqa: F401  (fixtures)
from tests.sizes import OFFICE_JAVASCRIPT


@pytest.mark.soak
@pytest.mark.parametrize("javascript", OFFICE_JAVASCRIPT)
def test_a_round_is_run_pinned_run_again_compared_released_and_taken_back(
    app,
    session,
    coordinator_arrives,  # noqa: F811
    benches,  # noqa: F811
    javascript,
):
    def the_worker_looks():
        assert work.run_once(app, "run_plans") == 1
        db.session.rollback()

    coordinator = coordinator_arrives().follows("Match a whole area together").reads_heading("Matching rounds")
    coordinator.page.get_by_label("Where").select_option("Liverpool")
    coordinator.presses("Run").reads("One run is done at a time.")
    the_worker_looks()
    if javascript:
        coordinator.page.get_by_text("Ready", exact=True).first.wait_for(
            timeout=60_000
        )  # the page has noticed by itself
    coordinator.follows("See how far it is") if not javascript else coordinator.arrives()
    coordinator.reads("Pairs placed").follows("See the 2 pairs")
    first = coordinator.page.locator("#pairs tbody td a").first
    first.click()
    coordinator.arrives().reads("Why these two").presses("Must not be in").reads("The next run will not have")
    coordinator.follows("Change this, or run again").follows("Somebody must get at least so many")
    coordinator.follows("Back").presses("Run again").reads("It begins in a few seconds.")
    the_worker_looks()
    coordinator.goes_to(coordinator.page.url.removeprefix(coordinator.address))
    for link in ("See what is not placed, and why", "See what would help"):
        coordinator.follows(link).follows("Back")
    coordinator.follows("Compare two runs").reads("1 request is matched otherwise").reads(BENCHES)
    coordinator.follows("Back").follows("Release to the work list").presses("Release to the work list")
    coordinator.reads("On the work list already: 2.")
    coordinator.follows("Take this run off the work list again").presses("Take it back")
    coordinator.reads("Taken back: 2 pairs are what they were before.")
