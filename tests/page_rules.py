"""The rules of every page, checked on every HTML answer that a test receives."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import html5lib
from bs4 import BeautifulSoup, Tag
from bs4.builder import HTML5TreeBuilder, HTMLParserTreeBuilder

TITLE = re.compile(r"^(Error: )?(?P<page>.+) - Business Broker$")
BARE = ["p", "li", "td", "dd", "h1", "h2", "h3", "strong", "span"]
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


class WellFormed(HTMLParserTreeBuilder):
    """Reads a page whose like was read before without a fault, in a third of the time."""

    faults: tuple[Any, ...] = ()


#: Pages that were read without a fault, but for the marks that are new in each answer.
READ: set[int] = set()
NEW_EACH_TIME = re.compile(r'(?<=name="csrf_token" value=")[^"]*|(?<= nonce=")[^"]*')


def read(html: str) -> BeautifulSoup:
    like = hash(NEW_EACH_TIME.sub("", html))
    if like in READ:
        return BeautifulSoup(html, builder=WellFormed())
    builder = ReadOnce()
    soup = BeautifulSoup(html, builder=builder)
    if not builder.faults:
        READ.add(like)
    return soup


class Tags:
    """The tags of a page by name, gathered in one walk: asking for them one by one takes longer than the page."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self.all: list[Tag] = soup.find_all(True)
        self.text = soup.get_text()
        self._named: dict[str, list[Tag]] = {}
        for tag in self.all:
            self._named.setdefault(tag.name, []).append(tag)

    def __getitem__(self, name: str) -> list[Tag]:
        return self._named.get(name, [])

    def having(self, attribute: str) -> list[Tag]:
        return [tag for tag in self.all if attribute in tag.attrs]


def broken_rules(soup: BeautifulSoup, html: str, headers: Mapping[str, str]) -> list[str]:
    """Every rule this page breaks, in words."""
    assert isinstance(soup.builder, ReadOnce | WellFormed)
    faults = _markup(soup.builder.faults, html)
    tags = Tags(soup)
    return [*faults, *_page(tags), *_ids(tags), *_fields(tags), *_forms(tags), *_safety(tags, html, headers)]


def _markup(faults: Sequence[Any], html: str) -> Iterator[str]:
    for (line, _column), code, details in faults:
        source = html.splitlines()[line - 1 : line]
        yield f"html5: {code} {dict(details)} in line {line}: {''.join(source).strip()[:120]}"


def _page(tags: Tags) -> Iterator[str]:
    title = tags["title"][0].get_text().strip() if tags["title"] else ""
    if not TITLE.match(title) or "GOV.UK" in title:
        yield f"title {title!r} is not '[Error: ]page - Business Broker'"
    if title.startswith("Error: ") != any(
        "govuk-error-summary" in _words(tag["class"]) for tag in tags.having("class")
    ):
        yield f"title {title!r} does not say what the error summary says"
    headings = [tag.get_text().strip() for tag in tags["h1"]]
    if len(headings) != 1 or not headings[0]:
        yield f"one h1, not {headings}"
    if not any("lang" in tag.attrs for tag in tags["html"]):
        yield "no lang"
    for main in tags["main"]:
        for tag in main.find_all(BARE):
            if tag.string is not None and tag.string.strip() in ("None", "Undefined"):
                yield f"a bare {tag.string.strip()!r} in <{tag.name}>"
    if re.search(r'class="(govuk|bb)-', tags.text):
        yield "markup shown as text"
    if "{{" in tags.text or "{%" in tags.text:
        yield "template marks in the text"


def _ids(tags: Tags) -> Iterator[str]:
    ids = Counter(str(tag["id"]) for tag in tags.having("id"))
    yield from (f"id {name!r} {count} times" for name, count in ids.items() if count > 1)
    for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
        for tag in tags.having(attribute):
            for name in _words(tag[attribute]):
                if name not in ids:
                    yield f"{attribute}={name!r} leads nowhere"
    for link in tags["a"]:
        address = str(link.get("href") or "")
        if not address:
            yield f"link without address: {link.get_text().strip()!r}"
        elif address.startswith("#") and address[1:] not in ids:
            yield f"link {address!r} leads nowhere"
        if not (link.get_text().strip() or link.get("aria-label")):
            yield f"link without words: {link.get('href')!r}"


def _fields(tags: Tags) -> Iterator[str]:
    labelled = {str(label["for"]) for label in tags["label"] if "for" in label.attrs and label.get_text().strip()}
    for field in (*tags["input"], *tags["select"], *tags["textarea"]):
        if field.get("type") in ("hidden", "submit", "button"):
            continue
        if not (field.get("id") in labelled or field.get("aria-label") or field.get("aria-labelledby")):
            yield f"field {field.get('name')!r} has no label"
    for fieldset in tags["fieldset"]:
        if not any(isinstance(child, Tag) and child.name == "legend" for child in fieldset.children):
            yield "fieldset without legend"


def _forms(tags: Tags) -> Iterator[str]:
    for form in tags["form"]:
        name = form.get("action") or "this page"
        posts = str(form.get("method", "")).lower() == "post"
        inputs, buttons = form.find_all("input"), form.find_all("button")
        tokens = sum(field.get("name") == "csrf_token" for field in inputs)
        if tokens != (1 if posts else 0):
            yield f"form to {name} has {tokens} tokens"
        if posts and not form.has_attr("novalidate"):
            yield f"form to {name} lets the browser refuse answers"
        sends = any(button.get("type") != "button" for button in buttons)
        if posts and not (sends or any(field.get("type") == "submit" for field in inputs)):
            yield f"form to {name} has no button"


def _safety(tags: Tags, html: str, headers: Mapping[str, str]) -> Iterator[str]:
    policy = headers.get("Content-Security-Policy", "")
    nonce = re.search(r"'nonce-([^']+)'", policy)
    for script in tags["script"]:
        if not nonce or script.get("nonce") != nonce[1]:
            yield "a script without the page's nonce"
    if tags["style"] or tags.having("style"):
        yield "inline style, which the policy forbids"
    for tag in tags.all:
        for attribute in tag.attrs:
            if attribute.startswith("on"):
                yield f"inline script {attribute} on <{tag.name}>"
    yield from (f"{mark!r} is not ours to show" for mark in NOT_OURS if mark in html)


def _words(value: Any) -> list[str]:
    return str(" ".join(value) if isinstance(value, list) else value).split()
