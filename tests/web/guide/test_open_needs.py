"""What local groups are asking for, as anybody may read it."""

from datetime import timedelta

import pytest

from broker.cases.clocks import today
from models import Need
from models.base import now
from models.vocabulary import EntryState, Kind, Theme
from tests.factories import AreaFactory, ContactFactory, NeedFactory, PartFactory, PartnershipFactory
from tests.web.registration import walking


@pytest.fixture
def board():
    contact = ContactFactory.build(name="Olive Officer", email="olive@board.example", telephone="+441632960555")
    return PartnershipFactory(name="Speke Neighbourhood Board", contacts=[contact])


def asked(board, title, kind=Kind.KIT, **more) -> Need:
    return NeedFactory(title=title, partnership=board, parts=[PartFactory(kind=kind, amount=4)], **more)


def titles(page) -> list[str]:
    return page.texts("[data-row=needs] h2")


def test_open_needs_are_listed_newest_first_and_counted(client, board):
    asked(board, "Garden benches")
    asked(board, "A minibus")
    page = client.get("/needs")
    assert titles(page) == ["A minibus", "Garden benches"]
    assert page.one("[data-count=needs]")["data-number"] == "2"


@pytest.mark.parametrize(
    "hidden",
    [
        {"state": EntryState.WAITING},
        {"state": EntryState.PAUSED},
        {"state": EntryState.ENDED},
        {"ends_on": today() - timedelta(days=1)},
    ],
)
def test_a_need_that_is_not_open_is_neither_listed_nor_opened(client, board, hidden):
    need = asked(board, "Not yet read", **hidden)
    assert "Not yet read" not in client.get("/needs").text
    page = client.get(f"/needs/{need.id}", status=404)
    assert "Not yet read" not in page.text


def test_the_needs_of_a_partnership_that_is_not_live_are_not_public(client):
    board = PartnershipFactory(name="A board", state=EntryState.WAITING)
    need = asked(board, "Garden benches")
    assert titles(client.get("/needs")) == []
    client.get(f"/needs/{need.id}", status=404)
    client.get(f"/local-partnerships/{board.id}", status=404)


def test_a_need_that_was_open_once_says_that_it_is_not_any_more(client, session, board):
    need = asked(board, "Garden benches", read_at=board.updated_at)
    need.state = EntryState.ENDED
    page = client.get(f"/needs/{need.id}", status=410)
    assert page.h1 == "This request is not open any more"
    assert "Garden benches" not in page.text
    assert client.post(f"/needs/{need.id}/we-could-help", status=410).status == 410


def test_needs_are_narrowed_by_area_theme_kind_and_partnership(client, board):
    leeds = AreaFactory(code="E08000035", name="Leeds", region="Yorkshire and The Humber")
    other = PartnershipFactory(name="Leeds Board", areas=[leeds])
    asked(board, "Garden benches", theme=Theme.ENV)
    asked(board, "Mentors for leavers", kind=Kind.MEN, theme=Theme.EMP, second_theme=Theme.EDU)
    asked(other, "A minibus", theme=Theme.COM, area=leeds)
    asked(other, "Somewhere in Leeds", theme=Theme.COM, area=None)
    assert titles(client.get("/needs?area=E08000035")) == ["Somewhere in Leeds", "A minibus"]
    assert titles(client.get("/needs?kind=MEN")) == ["Mentors for leavers"]
    assert titles(client.get("/needs?theme=EDU")) == ["Mentors for leavers"]
    assert titles(client.get(f"/needs?partnership={other.id}&theme=COM")) == ["Somewhere in Leeds", "A minibus"]
    nothing = client.get("/needs?area=E08000035&kind=MEN")
    assert "Nobody is asking for this at the moment" in nothing.text
    assert titles(nothing.follow("Show all requests"))[0] == "Somewhere in Leeds"


@pytest.mark.parametrize("wrong", ["area=Nowhere", "theme=XXX", "kind=XXX", "partnership=99999", "area=%27"])
def test_a_choice_that_does_not_exist_is_not_found(client, wrong):
    client.get(f"/needs?{wrong}", status=404)


def test_without_needs_the_page_says_what_it_would_hold(client):
    page = client.get("/needs")
    assert "Nothing is asked for yet" in page.text
    assert page.one("[data-count=needs]")["data-number"] == "0"


def test_a_long_list_comes_in_pages_that_keep_the_choice(client, session, board):
    for number in range(21):
        session.add(Need(title=f"Request {number}", partnership=board, state=EntryState.LIVE, theme=Theme.ENV))
    asked(board, "Another theme", theme=Theme.HLT)
    page = client.get("/needs?theme=ENV")
    assert (len(titles(page)), page.one("[data-count=needs]")["data-number"]) == (20, "21")
    assert titles(page.follow("Next page")) == ["Request 0"]
    assert titles(client.get("/needs?theme=ENV&page=999")) == ["Request 0"]
    assert titles(page.follow("Next page").follow("Request 0").follow("Back")) == ["Request 0"]


def test_a_page_of_a_need_names_no_person_and_gives_no_number(client, board):
    need = asked(
        board,
        "Garden benches",
        words="Ring Olive on 01632 960555 or write to olive@board.example.",
        done_looks_like="Olive (olive@board.example) has four benches",
        postcode="L24 2SG",
    )
    for path in (f"/needs/{need.id}", "/needs", f"/local-partnerships/{board.id}"):
        html = client.get(path).html
        for private in ("960555", "olive@", "Olive Officer", "L24"):
            assert private not in html, (path, private)


def test_a_page_of_a_need_says_what_it_involves_and_who_answers_by_when(client, board):
    page = client.get(f"/needs/{asked(board, 'Garden benches').id}")
    assert "Goods, materials, tools or a vehicle: 4 items" in page.text
    assert "Things you can spare or lend" in page.text
    assert "even if the answer is no: within 5 working days" in page.text
    assert page.follow("More about Speke Neighbourhood Board").h1 == "Speke Neighbourhood Board"


@pytest.mark.parametrize("path", ["/needs", "/local-partnerships/{board}", "/get-involved"])
def test_the_pages_have_as_many_queries_for_many_needs_as_for_few(client, count_queries, session, board, path):
    path = path.format(board=board.id)

    def grow(to: int) -> int:
        for number in range(to):
            asked(board, f"Request {number}", theme=list(Theme)[number % 9])
        client.get(path)
        with count_queries() as queries:
            client.get(path)
        return len(queries)

    few = grow(2)
    assert grow(8) <= few


def test_a_title_that_holds_a_number_gives_it_away_nowhere_on_the_way_through_the_sign_up(client, board):
    need = asked(board, "Benches, ring 01632 960555", words="Four garden benches", theme=Theme.ENV, read_at=now())
    page = client.get(f"/needs/{need.id}").submit(button="We could help")
    pages = [page, client.get("/needs")]
    pages.append(page := walking.walk(page))
    pages.append(page.submit(button="Send in"))
    pages.append(client.get(f"/needs/{need.id}").submit(button="We could help"))
    assert all("Benches" in page.text and "960555" not in page.html for page in pages)
