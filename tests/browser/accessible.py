"""What every page must be: free of faults that axe knows, and no wider than a small telephone."""

import re
from functools import cache

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

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
    context = page.context.browser.new_context()
    try:
        copy = context.new_page()
        copy.set_content(markup, wait_until="load")
        check_both_widths(copy, f"{page.url} without JavaScript")
    finally:
        context.close()


def check_both_widths(page: Page, name: str) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found = axe().run(page, options=OPTIONS)
        report = [
            f"{fault['id']}: {fault['help']}: {', '.join(str(node['target']) for node in fault['nodes'][:5])}"
            for fault in found.response["violations"]
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
