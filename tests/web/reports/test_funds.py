"""The programme's own list of funds, and reports of one of them."""

from datetime import timedelta

import pytest

from broker.reports import funds
from models import FundTagGiven, Match
from models.vocabulary import Role
from tests.factories import AccountFactory, AdministratorFactory, CoordinatorFactory
from tests.web.reports.conftest import IN_Q2, KNOWSLEY, Q2, asks, came, helped, lines


@pytest.fixture
def fund(session):
    return funds.name_fund(session, "Renewal Fund", by=AdministratorFactory())


def test_an_administrator_keeps_the_list(client, session):
    client.signs_in_as(AdministratorFactory())
    page = client.get("/programme/report").follow("The list of funds")
    assert "There is no fund on the list yet." in page.text
    page = page.submit({"name": "Renewal Fund"}, button="Add")
    assert page.submit({"name": "renewal fund"}, button="Add", status=422).errors == [
        "There is a fund with this name already"
    ]
    page = page.follow("change its name Renewal Fund").submit({"name": "Prosperity"}, button="Save")
    assert page.messages == ["Saved. Reports that were frozen keep the name from before."]
    page = page.submit(button="Give it to nothing new Prosperity")
    assert "no longer given" in page.text and "0 requests and matches" in page.text


def test_a_fund_on_a_request_stands_for_all_that_comes_of_it_and_one_on_a_match_for_that(
    client, session, officer, board, fund
):
    paid, half, free = (asks(board, name, IN_Q2) for name in ("Paid", "Half", "Free"))
    for n, need in enumerate((paid, half, free)):
        firm = came(f"Firm {n}", IN_Q2, spoken=IN_Q2 + timedelta(days=1))
        helped(firm, need, officer, introduced=IN_Q2, finished=IN_Q2, confirmed=IN_Q2)
    client.signs_in_as(officer)
    page = client.get(f"/coordinate/needs/{paid.id}").follow("Funds it is paid by")
    page.submit({"tags": [str(fund.id)]}, button="Save")
    match = session.query(Match).filter_by(need_id=half.id).one()
    client.get(f"/coordinate/matches/{match.id}").follow("Funds it is paid by").submit({"tags": [str(fund.id)]})
    page = client.get(f"/programme/report?when={Q2}").submit({"fund": str(fund.id)}, button="Show")
    assert "fund: Renewal Fund" in page.text
    found = lines(page)
    assert found["Confirmed by those helped"] == ("2", "0") and found["Requests put in"] == ("1", "0")
    assert found["Businesses that signed up"] == ("2", "0")  # those of its matches: a firm has no fund


def test_saving_twice_gives_it_once_and_unticking_takes_it_off(session, officer, board, fund):
    need = asks(board, "Paid", IN_Q2)
    for _press in range(2):
        funds.tag(session, need, [fund.id], by=officer)
    assert session.query(FundTagGiven).count() == 1
    funds.tag(session, need, [], by=officer)
    assert not funds.funds_of(session, need)
    funds.tag(session, need, [fund.id], by=officer)  # and once more: each time is a row of its own
    assert session.query(FundTagGiven).count() == 2


def test_a_fund_given_to_nothing_new_stays_where_it_was(client, session, officer, board, fund):
    need = asks(board, "Paid", IN_Q2)
    funds.tag(session, need, [fund.id], by=officer)
    funds.retire_fund(fund)
    page = client.signs_in_as(officer).get(f"/programme/funds/of/need/{need.id}")
    assert "It keeps, though no longer given: Renewal Fund." in page.text
    funds.tag(session, need, [], by=officer)
    assert funds.funds_of(session, need) == [fund]


def test_only_officers_of_the_area_say_which_fund_pays(client, session, board, fund):
    need = asks(board, "Paid", IN_Q2)
    client.signs_in_as(CoordinatorFactory(areas=[KNOWSLEY])).get(f"/programme/funds/of/need/{need.id}", status=404)
    client.signs_in_as(AccountFactory(roles=[Role.READER])).get(f"/programme/funds/of/need/{need.id}", status=403)
    client.signs_in_as(CoordinatorFactory()).get(f"/programme/funds/of/nothing/{need.id}", status=404)
