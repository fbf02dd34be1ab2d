"""Each rule of every page is broken once, so that we know it is looked at."""

import pytest

from tests.page_rules import broken_rules, read

HEADERS = {"Content-Security-Policy": "script-src 'self' 'nonce-abc'"}
GOOD = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Your name - Business Broker</title></head><body>
<main id="main"><h1>Your name</h1><p>Hello.</p><a href="#main">Up</a>
<form method="post" novalidate><input type="hidden" name="csrf_token" value="x">
<label for="name">Name</label><input id="name" name="name" aria-describedby="main"><button>Continue</button></form>
<script nonce="abc">1</script></main></body></html>"""


def broken(html: str) -> list[str]:
    return broken_rules(read(html), html, HEADERS)


def test_a_good_page_breaks_nothing():
    assert broken(GOOD) == []


@pytest.mark.parametrize(
    ("instead_of", "is_written", "rule"),
    [
        ("<p>Hello.</p>", "<p>Hello.</span></p>", "html5"),
        ("Your name - Business Broker", "Your name", "title"),
        ("<title>Your", "<title>Error: Your", "error summary"),
        ("<h1>Your name</h1>", "<h1>Your name</h1><h1>Again</h1>", "one h1"),
        (' lang="en"', "", "no lang"),
        ("<p>Hello.</p>", "<p>None</p>", "bare 'None'"),
        ("<p>Hello.</p>", "<p>{{ name }}</p>", "template marks"),
        ("<p>Hello.</p>", '<p>&lt;b class="govuk-body"&gt;</p>', "markup shown"),
        ("<p>Hello.</p>", '<p id="name">Hello.</p>', "2 times"),
        ('aria-describedby="main"', 'aria-describedby="none"', "leads nowhere"),
        ('href="#main"', 'href="#nowhere"', "leads nowhere"),
        ('href="#main"', "", "without address"),
        (">Up<", "><", "without words"),
        ('<label for="name">Name</label>', "", "no label"),
        ('<input type="hidden" name="csrf_token" value="x">', "", "0 tokens"),
        (" novalidate", "", "refuse answers"),
        ("<button>Continue</button>", "", "no button"),
        ('nonce="abc"', 'nonce="old"', "nonce"),
        ("<p>Hello.</p>", '<p style="color:red">Hello.</p>', "inline style"),
        ("<p>Hello.</p>", '<p onclick="x()">Hello.</p>', "inline script"),
        ("<p>Hello.</p>", "<p>GDS Transport</p>", "not ours"),
    ],
)
def test_a_broken_rule_is_said(instead_of, is_written, rule):
    assert instead_of in GOOD
    said = broken(GOOD.replace(instead_of, is_written, 1))
    assert len(said) == 1
    assert rule in said[0]
