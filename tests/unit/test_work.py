"""Timed work: each timetable one at a time."""

import pytest

from broker import work


def test_a_run_that_is_not_over_is_not_begun_again_and_the_next_one_is(app, monkeypatch):
    inner = []

    def slow(session):
        inner.append(work.run_alone(app, "slow"))
        return 1

    monkeypatch.setitem(work._TIMETABLES, "slow", work.Timetable("slow", "* * * * * *", slow))
    assert [work.run_alone(app, "slow"), work.run_alone(app, "slow")] == [1, 1]
    assert inner == [0, 0]


def test_a_run_that_fails_keeps_nobody_out(app, monkeypatch):
    def fails(session):
        raise RuntimeError

    monkeypatch.setitem(work._TIMETABLES, "fails", work.Timetable("fails", "* * * * * *", fails))
    for _ in range(2):
        with pytest.raises(RuntimeError):
            work.run_alone(app, "fails")
