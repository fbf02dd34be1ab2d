import json

from broker.matching.bench import bench


def test_a_bench_reports_an_optimal_plan_without_violations():
    result = bench(40, 80, 5, seed=1)
    assert result["violations"] == 0 and result["optimal"]
    assert result["objective"] <= result["bound"] + 1e-6
    assert json.dumps(result).count('"violations"') == 1
    assert all("broken_rules" in one for one in result["baselines"].values())
    assert result["baselines"]["greedy"]["filled"] <= result["baselines"]["bare flow, brokers not asked"]["filled"]


def test_the_same_seed_makes_the_same_plan():
    one, other = bench(20, 30, 3, seed=2), bench(20, 30, 3, seed=2)
    assert one["value"] == other["value"]


def test_no_brokers_and_no_needs_are_answered():
    assert bench(10, 10, 0)["violations"] == 0
    assert bench(0, 5, 1)["placed"] == 0
