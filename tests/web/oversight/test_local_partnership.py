"""A local partnership as anybody may see it: every number is counted again here, and none below five is told."""

from collections import Counter
from itertools import product

import pytest
from sqlalchemy import select

from broker.oversight.small_numbers import LEAST, at_least, told_together, told_within
from models import Match, Need, Result
from models.base import now
from models.vocabulary import EntryState, Kind, MatchState, SeatStatus, StakeholderGroup, Theme
from tests.factories import (
    BusinessFactory,
    CoordinatorFactory,
    MatchFactory,
    MemberFactory,
    NeedFactory,
    PartFactory,
    PartnershipFactory,
    SeatFactory,
    SuggestionFactory,
)
from tests.web.casework.test_counts import wrong_counts


@pytest.fixture
def board():
    return PartnershipFactory(name="Speke Neighbourhood Board")


@pytest.fixture
def confirms(session, board):
    """``confirms(6, Theme.ENV, Kind.KIT)``: so many confirmed results of one need."""
    officer = CoordinatorFactory()
    firms = [BusinessFactory(name=f"Firm {number}") for number in range(7)]

    def give(count, theme, kind, *, verified=True, who=board):
        need = NeedFactory(
            title=f"{theme} {kind}",
            theme=theme,
            partnership=who,
            parts=[PartFactory(kind=kind)],
            state=EntryState.ENDED,
        )
        for firm in firms[:count]:
            suggestion = SuggestionFactory(need=need, business=firm)
            match = MatchFactory(suggestion=suggestion, coordinator=officer, state=MatchState.VERIFIED)
            at = now() if verified else None
            session.add(Result(match=match, reported_by=officer, reported_for="business", verified_at=at))
        session.commit()

    return give


def shown(page):
    return {row["data-code"]: int(row.select_one("td").get_text()) for row in page.select("tbody [data-code]")}


def test_confirmed_results_are_counted_by_theme_and_kind_and_none_below_five_is_told(client, session, board, confirms):
    confirms(6, Theme.ENV, Kind.KIT)
    confirms(4, Theme.EDU, Kind.MEN)
    confirms(5, Theme.EMP, Kind.MEN, verified=False)
    confirms(7, Theme.EMP, Kind.JOB, who=PartnershipFactory(name="Another board"))
    page = client.get(f"/local-partnerships/{board.id}")
    rows = session.scalars(select(Result).join(Match).join(Need).where(Need.partnership_id == board.id)).all()
    verified = [row.match for row in rows if row.verified_at]
    themes = Counter(match.need.theme.value for match in verified)
    kinds = Counter(part.part.kind.value for match in verified for part in match.parts)
    assert shown(page) == {code: n for code, n in (themes + kinds).items() if n >= LEAST} == {"ENV": 6, "KIT": 6}
    assert "fewer than 5" in page.text
    assert "10" not in page.texts("table")[0]


def test_open_needs_are_counted_and_lead_to_their_rows(client, board):
    for number, theme in enumerate((Theme.ENV, Theme.ENV, Theme.EDU, None)):
        NeedFactory(title=f"Request {number}", partnership=board, theme=theme, parts=[PartFactory(kind=Kind.KIT)])
    second = {"theme": Theme.EDU, "second_theme": Theme.ENV, "parts": [PartFactory(kind=Kind.KIT)]}
    NeedFactory(title="Both", partnership=board, **second)
    NeedFactory(title="Not read", partnership=board, state=EntryState.WAITING, parts=[PartFactory(kind=Kind.KIT)])
    page = client.get(f"/local-partnerships/{board.id}")
    assert {"Local environment: 3", "Education and skills: 2", "No theme given: 1"} <= set(page.texts("main li"))
    listed = page.follow("See all 5 open requests")
    assert len(listed.select("[data-row=needs]")) == 5
    wrong, held = wrong_counts(client, [f"/local-partnerships/{board.id}"], ())
    assert not wrong and held["needs"] == 4


def test_groups_with_a_seat_are_named_and_persons_never(client, board):
    MemberFactory(seat=SeatFactory(partnership=board, group=StakeholderGroup.POLICE), name="Pat Constable")
    SeatFactory(partnership=board, group=StakeholderGroup.BUSINESS, status=SeatStatus.VACANT)
    page = client.get(f"/local-partnerships/{board.id}")
    assert page.answers() == {"Local business": "Empty", "Police": "Someone sits here"}
    assert "Pat Constable" not in page.html
    assert "may sit there all the same" in page.text


def test_an_empty_partnership_says_what_is_not_there_yet(client, board):
    text = client.get(f"/local-partnerships/{board.id}").text
    for said in ("Nothing is asked for at the moment", "Nothing has been confirmed yet", "Nobody has recorded yet"):
        assert said in text


def test_a_partnership_that_has_ended_leads_to_the_one_that_goes_on(client, session, board):
    ended = PartnershipFactory(name="The old board", state=EntryState.ENDED, successor=board)
    assert client.get(f"/local-partnerships/{ended.id}").h1 == board.name
    board.state = EntryState.ENDED
    client.get(f"/local-partnerships/{ended.id}", status=404)


@pytest.mark.parametrize(("themes", "kinds", "most"), [(2, 2, 8), (3, 2, 5)])
def test_no_count_below_five_follows_from_what_is_told(themes, kinds, most):
    """Every way in which results can fall into small tables: whoever sees what is told of one way always
    has another that looks the same and differs in every number from one to four."""
    could_be: dict[object, list[int]] = {}
    for cells in product(range(most), repeat=themes * kinds):
        by_theme = [sum(cells[at * kinds : (at + 1) * kinds]) for at in range(themes)]
        by_kind = [sum(cells[at::kinds]) for at in range(kinds)]
        one, other = told_together(dict(enumerate(by_theme)), dict(enumerate(by_kind)))
        looks = (one.nothing, one.counts, other and other.counts)
        seen = could_be.setdefault(looks, [0] * (themes + kinds))
        for at, count in enumerate((*by_theme, *by_kind)):
            seen[at] |= 1 << count
    given_away = [looks for looks, seen in could_be.items() if {1 << n for n in range(1, LEAST)} & set(seen)]
    assert not given_away


@pytest.mark.parametrize(("parts", "most"), [(2, 11), (3, 9), (5, 6)])
def test_no_part_below_five_follows_from_the_other_parts_and_their_whole(parts, most):
    could_be: dict[object, list[int]] = {}
    for counts in product(range(most), repeat=parts):
        told = told_within(dict(enumerate(counts)))
        seen = could_be.setdefault((sum(counts), *sorted(told.counts)), [0] * parts)
        for at, count in enumerate(counts):
            seen[at] |= 1 << count
    given_away = [looks for looks, seen in could_be.items() if {1 << n for n in range(1, LEAST)} & set(seen)]
    assert not given_away
    assert dict(told_within({"met": 9, "not met": 0, "partly met": 6}).counts) == {
        "met": 9,
        "partly met": 6,
        "not met": 0,
    }


def test_a_count_in_steps_says_the_step_it_reaches():
    assert [at_least(count) for count in (0, 4, 5, 9, 10, 99, 20_000)] == [0, 0, 5, 5, 10, 50, 10_000]
