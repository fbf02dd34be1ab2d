"""What is served is ours: no typeface, crest or crown of GOV.UK, and nothing from elsewhere."""

import json
import re

import pytest

from broker.settings import ROOT

BUILT = ["build/service.css", "build/service.js", "build/govuk-frontend.min.js", "favicon.svg"]


@pytest.mark.parametrize("name", BUILT)
def test_assets_are_built_and_served(client, name):
    response = client.open(f"/static/{name}")
    assert response.status_code == 200
    assert len(response.data) > 50


def test_the_stylesheet_shows_nothing_of_gov_uk(client):
    css = client.open("/static/build/service.css").text
    assert "GDS Transport" not in css
    assert "@font-face" not in css
    assert not re.search(r"url\((?!['\"]?data:)", css)
    assert not re.search(r"(crest|crown)[^{}]*\.(png|svg)", css)


def test_the_stylesheet_asks_nothing_of_another_host(client):
    assert not re.search(r"(https?:)?//[a-z0-9-]+\.[a-z]", client.open("/static/build/service.css").text)


def test_a_page_loads_only_our_own_files(client):
    page = client.get("/")
    loaded = [tag.get("src") or tag.get("href") for tag in page.select("script[src], link[href], img[src]")]
    assert loaded
    assert all(address.startswith("/static/") for address in loaded)


def test_the_lock_names_exact_versions_and_no_registry():
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages["node_modules/govuk-frontend"]["version"] == "6.3.0"
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())
    assert not [name for name, entry in packages.items() if "resolved" in entry]


def test_nothing_built_is_committed():
    ignored = (ROOT / ".gitignore").read_text().split()
    assert {"static/build/", "node_modules/"} <= set(ignored)
