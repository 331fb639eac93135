"""Boards: made, changed, put aside and brought back."""

import re

import pytest
from django.contrib.auth.models import User

from kanban.commands import Intent, boards
from kanban.errors import Forbidden, Invalid, NotFound
from kanban.models import Board
from realtime import chain
from realtime.models import Stream
from tests.clients import browser_of, cursor_of, poll

pytestmark = pytest.mark.django_db


def test_a_new_board_has_columns_and_a_manager_and_a_log_that_tells_so(alice: User) -> None:
    board = boards.create({"name": "Trials", "description": "All of them"}, by=alice)
    assert (board.slug, board.description) == ("trials", "All of them")
    assert [column.slug for column in board.columns.all()] == ["intake", "in-progress", "waiting", "done"]
    assert [(m.user.username, m.role) for m in board.memberships.select_related("user")] == [("alice", "manager")]
    assert list(board.stream.events.values_list("kind", flat=True)) == [
        "board.created",
        *["column.added"] * 4,
        "member.added",
    ]
    assert str(board.stream) == f"board:{board.pk}"
    assert chain.verify(board.stream) is None


def test_the_form_names_the_write_so_that_two_clicks_make_one_board(alice: User) -> None:
    client = browser_of(alice)
    key = re.search('name="mutation_id" value="(.+?)"', client.get("/boards/new/").content.decode())
    assert key is not None
    for _ in range(2):
        client.post("/boards/new/", {"name": "Trials", "number_template": "NNN", "mutation_id": key[1]})
    assert Board.objects.count() == 1


def test_boards_of_one_name_have_addresses_of_their_own(alice: User) -> None:
    assert [boards.create({"name": name}, by=alice).slug for name in ("Trials", "Trials", "New", "上訴")] == [
        "trials",
        "trials-2",
        "new-2",
        "board",
    ]


def test_the_console_makes_one_without_members(db: None) -> None:
    assert not boards.create({"name": "Trials"}, by=None).memberships.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"description": "x" * 501}, "description"),
        ({"number_template": "NONE-AT-ALL-N"}, "number_template"),
        ({"number_template": "YYYY"}, "number_template"),
        ({"counter": 7}, "counter"),
        ({"stream": 1}, "stream"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field_and_leaves_nothing(
    alice: User, values: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        boards.create({"name": "Trials", **values}, by=alice)
    assert list(caught.value.extra["fields"]) == [field]
    assert not Board.objects.exists()
    assert not Stream.objects.exists()


def test_a_new_name_is_told_to_whoever_looks(board: Board, alice: User, bob: User) -> None:
    before = cursor_of(board)
    boards.change(Intent(board, alice), {"name": "Appeals", "number_template": "A-NNN"})
    assert "Appeals" in poll(browser_of(bob), board, before).content.decode()
    board.refresh_from_db()
    assert (str(board), board.slug) == ("Appeals", "litigation")


def test_a_change_to_what_stands_there_is_none(board: Board, alice: User) -> None:
    before = cursor_of(board)
    boards.change(Intent(board, alice), {"name": board.name})
    assert cursor_of(board) == before


def test_an_archived_board_is_nobodys_until_an_operator_restores_it(board: Board, alice: User, bob: User) -> None:
    cursor = cursor_of(board)
    boards.archive(Intent(board, alice))
    client = browser_of(alice)
    assert client.get(board.get_absolute_url()).status_code == 404
    assert poll(browser_of(bob), board, cursor).status_code == 403
    assert board.name not in client.get("/").content.decode()
    with pytest.raises(NotFound):
        boards.restore(Intent(board, alice))
    boards.archive(Intent(board))
    boards.restore(Intent(board))
    boards.restore(Intent(board))
    assert client.get(board.get_absolute_url()).status_code == 200
    assert list(board.stream.events.order_by("-version").values_list("kind", flat=True)[:2]) == [
        "board.restored",
        "board.archived",
    ]


def test_editors_do_not_put_a_board_aside(board: Board, bob: User) -> None:
    with pytest.raises(Forbidden):
        boards.archive(Intent(board, bob))
