"""The same match as in the tests of results."""

from tests.web.results.conftest import browser_of, working  # noqa: F401
