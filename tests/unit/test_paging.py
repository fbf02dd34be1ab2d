"""Which page of a long list is shown."""

import pytest

from broker.edge.paging import page_within, paged


@pytest.mark.parametrize(
    ("total", "page", "shown"),
    [
        (0, 1, (1, 1)),
        (0, 9, (1, 1)),
        (20, 1, (1, 1)),
        (20, 2, (1, 1)),
        (21, 2, (2, 2)),
        (41, 3, (3, 3)),
        (41, 99, (3, 3)),
        (41, 0, (1, 3)),
        (41, -4, (1, 3)),
    ],
)
def test_a_page_beyond_the_last_is_the_last_and_one_before_the_first_is_the_first(total, page, shown):
    assert page_within(total, page, 20) == shown


def test_every_row_stands_on_exactly_one_page():
    rows = list(range(45))
    pages = [paged(rows, number, 20) for number in (1, 2, 3)]
    assert [row for page in pages for row in page.rows] == rows
    assert {(page.total, page.pages) for page in pages} == {(45, 3)}
