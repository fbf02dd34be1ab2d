"""The start page and the error pages, in a real browser."""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("javascript", [True, False])
def test_the_start_page_says_what_this_is_and_shows_four_doors(visitor):
    visitor.goes_to("/").reads("Businesses offer what they can")
    expect(visitor.page.locator(".bb-door")).to_have_count(4)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_page_that_is_not_there_leads_back_to_the_start(visitor):
    visitor.goes_to("/nowhere").reads_heading("Page not found").follows("Go to the start page").reads("How it works")


def test_the_keyboard_can_skip_to_the_main_part(visitor):
    visitor.goes_to("/")
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.get_by_role("link", name="Skip to main content")).to_be_focused()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("main")).to_be_focused()
