import json

import numpy as np
import pytest

from broker.matching.bench import bench
from broker.matching.bench_instance import made_up
from broker.matching.bench_measure import account
from broker.matching.plan.instance import Solution


@pytest.fixture(scope="module")
def result():
    return bench(25, 120, 5, seed=1, rivals=True)


def test_a_bench_reports_an_optimal_plan_without_violations(result):
    assert result["violations"] == 0 and result["plan"]["optimal"]
    assert json.dumps(result).count('"violations"') == 1
    assert result["plan"]["proof"] == result["plan, few brokers"]["proof"] == "the proven optimum"
    assert result["plan"]["objective"] == pytest.approx(result["plan"]["bound"])
    assert result["plan, few brokers"]["placed"] <= result["plan"]["placed"]


def test_a_plan_that_is_not_proved_is_said_to_be_so_with_what_it_may_lack():
    nobody = np.zeros(0, dtype=bool)
    solution = Solution(nobody, None, 1.0, 0, 99.0, 100.0, False, "pairs that have a broker")
    assert account(solution, 60)["proof"] == "not proved in 60 seconds: no plan can be more than 1.0000% better"


def test_every_baseline_runs_on_the_same_graph_and_none_is_worth_more(result):
    ours, bare = result["plan"], result["baselines"]["bare flow"]
    assert (bare["value"], bare["filled"]) == pytest.approx((ours["value"], ours["filled"]), abs=1e-3)
    greedy = result["baselines"]["greedy"]
    assert (greedy["filled"], greedy["value"]) <= (ours["filled"], ours["value"] + 1e-6)
    assert all("broken_rules" in one for one in result["baselines"].values())


def test_a_new_need_has_the_same_first_ten_as_in_the_whole_run(result):
    assert result["one_new"]["same_first_ten"]


def test_a_rival_that_is_not_there_is_said_to_be_missing(result):
    assert result["rivals"]["mentor-match"].startswith("not run")
    assert "broken_rules" in result["rivals"]["SciPy linear_sum_assignment"]


def test_the_same_seed_makes_the_same_programme():
    assert made_up(20, 30, 3, seed=2).businesses == made_up(20, 30, 3, seed=2).businesses
    assert made_up(20, 30, 3, seed=2).needs != made_up(20, 30, 3, seed=3).needs


def test_no_brokers_are_answered():
    assert bench(3, 10, 0)["violations"] == 0
