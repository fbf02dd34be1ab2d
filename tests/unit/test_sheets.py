"""No text of ours is worked out by somebody's spreadsheet."""

import pytest

from broker.edge.sheets import harmless


@pytest.mark.parametrize("text", ["=1+1", "+44", "-3", "@SUM(A1)", " =1", "\t=1", "\n=1", "\r=1"])
def test_no_cell_is_taken_for_a_formula(text):
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("value, said", [(None, ""), (12.5, "12.5"), ("Ash & Co", "Ash & Co"), ("a=b", "a=b")])
def test_other_cells_stay_as_they_are(value, said):
    assert harmless(value) == said
