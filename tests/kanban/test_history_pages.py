"""Who changed what, narrowed by person, field and kind of change, in the address."""

import re

import pytest
from django.contrib.auth.models import User

from kanban.commands import Intent, columns, matters, members, parties
from kanban.models import Board, Matter
from tests.clients import browser_of
from tests.factories import MatterFactory

pytestmark = pytest.mark.django_db


def kinds(person: User, address: str) -> list[str]:
    """The kinds of the events shown there, in order."""
    response = browser_of(person).get(address)
    assert response.status_code == 200
    return [line.event.kind for line in response.context["lines"]]


@pytest.fixture
def matter(board: Board, alice: User, bob: User) -> Matter:
    matter = MatterFactory(board=board)
    matters.edit(Intent(board, alice), matter.pk, {"title": "Roe v. Doe"})
    matters.edit(Intent(board, bob), matter.pk, {"court": "nysd"})
    matters.move(Intent(board, bob), matter.pk, to="done")
    parties.add(Intent(board, alice), matter.pk, {"name": "Wanda"})
    return matter


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["matter.edited", "matter.moved", "matter.edited", "matter.edited", "matter.created"]),
        ("?by=bob", ["matter.moved", "matter.edited"]),
        ("?by=*", ["matter.created"]),
        ("?field=title", ["matter.edited"]),
        ("?field=parties&by=alice", ["matter.edited"]),
        ("?field=column", ["matter.moved"]),
        ("?kind=opened", ["matter.created"]),
        ("?kind=changed&by=alice&field=court", []),
        ("?field=rank", []),
        ("?by=nobody%00", []),
        ("?kind=columns", []),
    ],
)
def test_a_matters_history_shows_what_was_asked_for(matter: Matter, vera: User, asked: str, found: list[str]) -> None:
    assert kinds(vera, f"/matters/{matter.pk}/history/{asked}") == found


def test_the_boards_history_is_narrowed_alike(board: Board, matter: Matter, alice: User) -> None:
    columns.change(Intent(board, alice), "done", {"name": "Closed"})
    history = f"{board.get_absolute_url()}history/"
    assert kinds(alice, history + "?kind=columns")[0] == "column.changed"
    assert kinds(alice, history + "?field=court") == ["matter.edited"]
    assert set(kinds(alice, history + "?kind=members")) == {"member.added"}


def test_nothing_matches_is_said_and_the_way_back_is_there(matter: Matter, bob: User) -> None:
    page = browser_of(bob).get(f"/matters/{matter.pk}/history/?field=judge").content.decode()
    assert "Nothing matches." in page
    assert f'href="/matters/{matter.pk}/history/">Clear' in page
    assert '<option value="judge" selected>' in page


def test_a_person_who_left_the_board_can_still_be_asked_for(
    board: Board, matter: Matter, alice: User, bob: User
) -> None:
    members.remove(Intent(board, alice), "bob")
    assert kinds(alice, f"/matters/{matter.pk}/history/?by=bob") == ["matter.moved", "matter.edited"]


def test_the_pages_of_a_narrowed_history_stay_narrowed(board: Board, alice: User, bob: User) -> None:
    matter = MatterFactory(board=board)
    for number in range(60):
        matters.edit(Intent(board, bob), matter.pk, {"title": f"Title {number}"})
    address = f"/matters/{matter.pk}/history/"
    page = browser_of(alice).get(address + "?by=bob&field=title").content.decode()
    older = re.search(r'rel="next" href="([^"]*)"', page)
    assert older
    assert kinds(alice, address + older[1].replace("&amp;", "&")) == ["matter.edited"] * 10


def test_the_matters_page_leads_to_all_of_its_history(matter: Matter, bob: User) -> None:
    assert f'href="/matters/{matter.pk}/history/"' in browser_of(bob).get(f"/matters/{matter.pk}/").content.decode()


def test_a_walled_matters_history_is_not_there(board: Board, bob: User, alice: User) -> None:
    hidden = MatterFactory(board=board, confidentiality="restricted", title="Canary")
    matters.edit(Intent(board, alice), hidden.pk, {"court": "ca9"})
    assert browser_of(bob).get(f"/matters/{hidden.pk}/history/").status_code == 404
    assert kinds(bob, f"{board.get_absolute_url()}history/?field=court") == []
