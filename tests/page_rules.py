"""The rules of every page, checked on every HTML answer that a test receives."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import html5lib
from bs4 import BeautifulSoup, Tag
from bs4.builder import HTML5TreeBuilder

TITLE = re.compile(r"^(Error: )?(?P<page>.+) - Business Broker$")
NOT_OURS = (
    "GDS Transport",
    "govuk-footer__copyright-logo",
    "govuk-footer__crown",
    "govuk-header__logotype",
    "govuk-crest",
)


class ReadOnce(HTML5TreeBuilder):
    """Reads a page and keeps what the HTML5 parser found wrong with it: reading is what takes time."""

    faults: list[Any]

    def feed(self, markup: Any) -> None:
        parser = html5lib.HTMLParser(tree=self.create_treebuilder)
        self.underlying_builder.parser = parser
        parser.parse(markup)
        self.faults = parser.errors
        self.underlying_builder.parser = None


def read(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, builder=ReadOnce())


def broken_rules(soup: BeautifulSoup, html: str, headers: Mapping[str, str]) -> list[str]:
    """Every rule this page breaks, in words."""
    assert isinstance(soup.builder, ReadOnce)
    faults = _markup(soup.builder.faults, html)
    return [*faults, *_page(soup), *_ids(soup), *_fields(soup), *_forms(soup), *_safety(soup, html, headers)]


def _markup(faults: list[Any], html: str) -> Iterator[str]:
    for (line, _column), code, details in faults:
        source = html.splitlines()[line - 1 : line]
        yield f"html5: {code} {dict(details)} in line {line}: {''.join(source).strip()[:120]}"


def _page(soup: BeautifulSoup) -> Iterator[str]:
    title = soup.title.get_text().strip() if soup.title else ""
    if not TITLE.match(title) or "GOV.UK" in title:
        yield f"title {title!r} is not '[Error: ]page - Business Broker'"
    if title.startswith("Error: ") != bool(soup.select(".govuk-error-summary")):
        yield f"title {title!r} does not say what the error summary says"
    headings = [tag.get_text().strip() for tag in soup.select("h1")]
    if len(headings) != 1 or not headings[0]:
        yield f"one h1, not {headings}"
    if not soup.select("html[lang]"):
        yield "no lang"
    for tag in soup.select("main :is(p, li, td, dd, h1, h2, h3, strong, span)"):
        if not tag.find(True) and tag.get_text().strip() in ("None", "Undefined"):
            yield f"a bare {tag.get_text().strip()!r} in <{tag.name}>"
    if re.search(r'class="(govuk|bb)-', soup.get_text()):
        yield "markup shown as text"
    if "{{" in soup.get_text() or "{%" in soup.get_text():
        yield "template marks in the text"


def _ids(soup: BeautifulSoup) -> Iterator[str]:
    ids = Counter(str(tag["id"]) for tag in soup.select("[id]"))
    yield from (f"id {name!r} {count} times" for name, count in ids.items() if count > 1)
    for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
        for tag in soup.select(f"[{attribute}]"):
            for name in _words(tag[attribute]):
                if name not in ids:
                    yield f"{attribute}={name!r} leads nowhere"
    for link in soup.select('a[href^="#"]'):
        if str(link["href"])[1:] not in ids:
            yield f"link {link['href']!r} leads nowhere"
    for link in soup.select("a"):
        if not link.get("href"):
            yield f"link without address: {link.get_text().strip()!r}"
        if not (link.get_text().strip() or link.get("aria-label")):
            yield f"link without words: {link.get('href')!r}"


def _fields(soup: BeautifulSoup) -> Iterator[str]:
    labelled = {str(label["for"]) for label in soup.select("label[for]") if label.get_text().strip()}
    for field in soup.select("input, select, textarea"):
        if field.get("type") in ("hidden", "submit", "button"):
            continue
        if not (field.get("id") in labelled or field.get("aria-label") or field.get("aria-labelledby")):
            yield f"field {field.get('name')!r} has no label"
    for fieldset in soup.select("fieldset"):
        if not any(isinstance(child, Tag) and child.name == "legend" for child in fieldset.children):
            yield "fieldset without legend"


def _forms(soup: BeautifulSoup) -> Iterator[str]:
    for form in soup.select("form"):
        name = form.get("action") or "this page"
        posts = str(form.get("method", "")).lower() == "post"
        tokens = len(form.select('input[name="csrf_token"]'))
        if tokens != (1 if posts else 0):
            yield f"form to {name} has {tokens} tokens"
        if posts and not form.has_attr("novalidate"):
            yield f"form to {name} lets the browser refuse answers"
        if posts and not form.select("button:not([type=button]), input[type=submit]"):
            yield f"form to {name} has no button"


def _safety(soup: BeautifulSoup, html: str, headers: Mapping[str, str]) -> Iterator[str]:
    policy = headers.get("Content-Security-Policy", "")
    nonce = re.search(r"'nonce-([^']+)'", policy)
    for script in soup.select("script"):
        if not nonce or script.get("nonce") != nonce[1]:
            yield "a script without the page's nonce"
    if soup.select("[style], style"):
        yield "inline style, which the policy forbids"
    for tag in soup.select("*"):
        for attribute in tag.attrs:
            if attribute.startswith("on"):
                yield f"inline script {attribute} on <{tag.name}>"
    yield from (f"{mark!r} is not ours to show" for mark in NOT_OURS if mark in html)


def _words(value: Any) -> list[str]:
    return str(" ".join(value) if isinstance(value, list) else value).split()
