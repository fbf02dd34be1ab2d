"""What every page must be: free of faults that axe knows, and no wider than a small telephone."""

import re
from functools import cache

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

WIDTHS = (1280, 320)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}


@cache
def axe() -> Axe:
    return Axe()


def assert_accessible(page: Page) -> None:
    """No violation of WCAG 2.2 AA, nor of axe's own good practice, at either width; nothing scrolls sideways."""
    if page.evaluate("document.body.classList.contains('js-enabled')"):
        before = page.viewport_size
        check_both_widths(page, page.url)
        if before:
            page.set_viewport_size(before)
        return
    # axe is a script and cannot run where scripts may not: look at the same markup in another window.
    markup = re.sub(r"<script\b.*?</script>", "", page.content(), flags=re.DOTALL)
    markup = markup.replace("<head>", f'<head><base href="{page.url}">', 1)
    assert page.context.browser
    copy = window_for_copies(page.context.browser)
    copy.set_content(markup, wait_until="load")
    check_both_widths(copy, f"{page.url} without JavaScript")


@cache
def window_for_copies(browser: Browser) -> Page:
    """A window that stays open for all copies; the browser closes it when it ends."""
    return browser.new_context().new_page()


def check_both_widths(page: Page, name: str) -> None:
    """Look at a page wide and narrow. Reading axe in takes longer than looking: it is read in once a page."""
    page.evaluate(axe().axe_script)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        violations = page.evaluate("options => axe.run(document, options).then(found => found.violations)", OPTIONS)
        report = [
            f"{fault['id']}: {fault['help']}: {', '.join(str(node['target']) for node in fault['nodes'][:5])}"
            for fault in violations
        ]
        assert not report, f"{name} at {width} pixels:\n  " + "\n  ".join(report)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name} is {wide} pixels wide at {width}: {too_wide(page, width)}"


def too_wide(page: Page, width: int) -> list[str]:
    """The elements that stick out."""
    return page.evaluate(
        """width => [...document.querySelectorAll("body *")]
            .filter(e => e.getBoundingClientRect().right > width + 1)
            .slice(0, 5).map(e => e.tagName + "." + e.className)""",
        width,
    )
