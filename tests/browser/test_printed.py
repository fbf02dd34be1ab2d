"""A page on paper: nothing to press, no addresses, nothing cut off, and what could be opened is open."""

from playwright.sync_api import expect

from models.vocabulary import Kind
from tests.factories import NeedFactory, PartFactory, PartnershipFactory

#: An upright sheet of A4 between margins of 15 mm, in pixels of paper.
SHEET = {"width": 680, "height": 1000}


def test_the_areas_of_the_programme_can_be_printed(visitor, session):
    board = PartnershipFactory(name="A neighbourhood board with a rather long name")
    NeedFactory(title="Benches", partnership=board, parts=[PartFactory(kind=Kind.KIT)])
    session.commit()
    page = visitor.goes_to("/programme").page
    page.emulate_media(media="print")
    page.set_viewport_size(SHEET)  # type: ignore[arg-type]
    for hidden in (".govuk-service-navigation", ".govuk-footer", "main form", "main button"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator(".bb-map__picture")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= SHEET["width"]
    shown_after = "[...document.querySelectorAll('main a')].map(a => getComputedStyle(a, '::after').content)"
    assert set(page.evaluate(shown_after)) == {"none"}
