"""Where the marks of charts stand, and what their macros write."""

import pytest
from flask import Flask, render_template_string

from broker.edge.charts import BARS_END, WIDTH, bars, calibration, diverging, lines, paired, stacked, ticks
from tests.page_rules import read

IMPORTED = '{% from "macros/charts.html" import bars, stacked, paired, diverging, lines, calibration with context %}'


def test_the_longest_bar_is_full_and_the_others_in_proportion() -> None:
    drawn = bars([("One", 5, "5"), ("Two", 10, "10"), ("None", 0, "0")])
    assert [row.pieces[0].width for row in drawn.rows] == [BARS_END / 2, BARS_END, 0]


def test_what_is_not_known_has_no_bar_of_no_length() -> None:
    one, other = bars([("Known", 0, "0"), ("Not", None, "not known")]).rows
    assert one.known and one.pieces
    assert not other.known and not other.pieces


def test_a_long_label_takes_more_lines_and_pushes_its_bar_down() -> None:
    short, long = bars([("Short", 1, "1"), ("A label of very many words that no single line could hold", 1, "1")]).rows
    assert len(short.lines) == 1 and len(long.lines) == 2
    assert long.y - long.lines[0][1] > short.y - short.lines[0][1]
    assert bars([("A", 1, "1")]).height < bars([("A", 1, "1"), ("B", 1, "1")]).height


def test_pieces_of_a_bar_stand_end_to_end() -> None:
    (row,) = stacked([("All", [1, 3], "4")], most=8).rows
    first, second = row.pieces
    assert first.x == 0 and second.x == first.x + first.width
    assert second.x + second.width == BARS_END / 2
    assert [first.series, second.series] == [0, 1]


def test_what_is_no_part_of_another_has_a_bar_of_its_own_under_the_same_label() -> None:
    first, second, other = paired([("All", [8, 2], ["8", "2"]), ("Next", [4], ["4"])]).rows
    assert first.lines and not second.lines and other.lines
    assert second.y - first.y < other.y - second.y
    assert [row.pieces[0].width for row in (first, second, other)] == [BARS_END, BARS_END / 4, BARS_END / 2]
    assert [row.pieces[0].series for row in (first, second)] == [0, 1]


def test_less_than_nothing_goes_to_the_left_of_the_middle() -> None:
    drawn = diverging([("Up", 2, "+2"), ("Down", -1, "-1")])
    up, down = (row.pieces[0] for row in drawn.rows)
    assert up.x == drawn.zero and up.x + up.width == drawn.end
    assert down.x + down.width == drawn.zero and down.width == up.width / 2
    assert (up.series, down.series) == (0, 1)


def test_a_line_breaks_where_a_value_is_not_known() -> None:
    plot = lines(["1", "2", "3", "4", "5"], [("Share", [1, 2, None, 2, 1])])
    (line,) = plot.series
    assert len(line.paths) == 2 and len(line.marks) == 4
    assert all(plot.left <= x <= plot.right and plot.top <= y <= plot.bottom for x, y in line.marks)


def test_higher_values_stand_higher_and_the_last_point_is_named() -> None:
    plot = lines([str(year) for year in range(2000, 2023)], [("Share", list(range(23)))])
    heights = [y for _, y in plot.series[0].marks]
    assert heights == sorted(heights, reverse=True)
    assert plot.x[0].text == "2000" and plot.x[-1].text == "2022" and len(plot.x) <= 6


def test_long_names_of_points_do_not_run_into_each_other() -> None:
    plot = lines([f"{day} November 2026" for day in range(10, 30)], [("Share", list(range(20)))])
    assert [tick.text for tick in plot.x] == ["10 November 2026", "29 November 2026"]
    assert plot.x[1].at - plot.x[0].at > 2 * 16 * 8


def test_a_perfect_forecast_lies_on_the_diagonal_and_more_cases_are_larger() -> None:
    drawn = calibration([(0.0, 0.0, 10), (0.5, 0.5, 40), (1.0, 1.0, 20)])
    plot = drawn.plot
    for dot in drawn.dots:
        share = (dot.x - plot.left) / (plot.right - plot.left)
        assert (plot.bottom - dot.y) / (plot.bottom - plot.top) == pytest.approx(share, abs=0.01)
    assert drawn.dots[0].r < drawn.dots[2].r < drawn.dots[1].r
    assert plot.right <= WIDTH


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [
        (0, 10, [0, 5, 10]),
        (0.70, 0.78, [0.7, 0.72, 0.74, 0.76, 0.78]),
        (3, 3, [2.5, 3.0, 3.5]),
        (0, 0, [0, 0.5, 1]),
        (-7, 12, [-10, -5, 0, 5, 10, 15]),
    ],
)
def test_marks_of_an_axis_are_round_and_span_the_values(low: float, high: float, marks: list[float]) -> None:
    found = ticks(low, high)
    assert found[0] <= low and found[-1] >= high
    assert set(marks) <= set(found)


CHARTS = {
    "bars": """{{ bars("c", "Size", [("Ten", 3, "3 of 12"), ("Not said", none, "not known")], ("Size", "Firms")) }}""",
    "stacked": """{{ stacked("c", "By size", ["Met", "Open"], [("1 person", [3, 1], "4")], ("Size", "All")) }}""",
    "paired": """{{ paired("c", "By size", ["In", "Out"], [("1 person", [3, 1], ["3", "1"])], "Size") }}""",
    "diverging": """{{ diverging("c", "Change", [("Place", -0.2, "-0.20")], ("Part", "Change")) }}""",
    "lines": """{{ lines("c", "Over time", ["May", "June"], [("Old", [1, none]), ("New", [2, 3])], "Month") }}""",
    "calibration": """{{ calibration("c", "How far forecasts come true", [(0.2, 0.3, 40)]) }}""",
}
TABLES = {
    "bars": [["Ten", "3 of 12"], ["Not said", "not known"]],
    "stacked": [["1 person", "3", "1", "4"]],
    "paired": [["1 person", "3", "1"]],
    "diverging": [["Place", "-0.20"]],
    "lines": [["May", "1", "2"], ["June", "not known", "3"]],
    "calibration": [["20%", "30%", "40"]],
}


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_named_by_its_caption_and_says_the_same_as_a_table(name: str, app: Flask) -> None:
    with app.test_request_context():
        html = render_template_string(IMPORTED + CHARTS[name])
    soup = read(f"<!doctype html><title>x</title>{html}")
    picture, caption = soup.select_one("figure svg[role=img]"), soup.select_one("figcaption")
    assert picture and caption and picture["aria-labelledby"] == caption["id"]
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in soup.select("tbody tr")]
    assert rows == TABLES[name]
    assert not soup.builder.faults  # type: ignore[union-attr]
    assert not soup.select("[style]")


def test_series_differ_in_more_than_colour(app: Flask) -> None:
    with app.test_request_context():
        html = render_template_string(IMPORTED + CHARTS["stacked"])
    soup = read(f"<!doctype html><title>x</title>{html}")
    fills = [piece.get("fill") for piece in soup.select("figure > svg .bb-chart__piece")]
    assert fills == [None, "url(#c-1)"]
    assert soup.select_one("pattern[id=c-1]") and len(soup.select(".bb-chart__legend li")) == 2


def test_an_empty_chart_says_so_instead_of_drawing_nothing(app: Flask) -> None:
    with app.test_request_context():
        html = render_template_string(IMPORTED + '{{ bars("c", "By size", [], ("Size", "Firms")) }}')
    assert "There is nothing to show yet." in html and "<svg" not in html


def test_bars_end_earlier_where_their_words_are_long():
    drawn = bars([("Not many", 0.4, "only four out of ten"), ("All", 1.0, "all")], 1.0)
    assert drawn.end + 8 + 8 * len("only four out of ten") <= WIDTH
    assert [row.pieces[0].width for row in drawn.rows] == [round(drawn.end * 0.4, 1), drawn.end]
    assert bars([("All", 1.0, "all")]).end == BARS_END
