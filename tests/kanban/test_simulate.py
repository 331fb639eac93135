"""manage.py simulate: people who work on a board, through the commands."""

from io import StringIO
from random import Random

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from kanban.commands import Intent, boards, columns
from kanban.management.crowd import Crowd
from kanban.models import Board
from realtime import chain
from tests.factories import MatterFactory


def run(*options: str) -> str:
    out = StringIO()
    call_command("simulate", "litigation", *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def matters_on_it(board: Board) -> None:
    for _ in range(5):
        MatterFactory(board=board)


def test_so_many_people_make_so_many_changes_each_told_in_a_line(board: Board, matters_on_it: None) -> None:
    told = run("--people", "3", "--rate", "40", "--seconds", "0.5", "--seed", "1").splitlines()
    assert told[-1] == "20 changes, 0 refusals."
    assert len(told) == 21
    assert set(board.memberships.filter(user__username__startswith="sim").values_list("user__username", "role")) == {
        ("sim1", "editor"), ("sim2", "editor"), ("sim3", "editor")
    }  # fmt: skip
    board.stream.refresh_from_db()
    assert chain.verify(board.stream) is None
    assert board.stream.events.filter(actor__username__startswith="sim").count() > 10


def test_again_the_same_people_go_on(board: Board, matters_on_it: None) -> None:
    for _ in range(2):
        run("--people", "2", "--rate", "20", "--seconds", "0.1")
    assert User.objects.filter(username__startswith="sim").count() == 2


def test_they_move_edit_open_and_archive_and_the_board_stays_about_as_full(board: Board, matters_on_it: None) -> None:
    crowd = Crowd(board, people=2, random=Random(7))
    for _ in range(300):
        crowd.act()
    kinds = set(board.stream.events.values_list("kind", flat=True))
    assert kinds >= {"matter.created", "matter.moved", "matter.edited", "matter.archived"}
    assert 4 <= board.matters.filter(archived_at=None).count() <= 16


def test_an_empty_board_gets_a_matter_first(board: Board) -> None:
    assert " opened " in Crowd(board, people=1, random=Random(1)).act()


def test_they_never_touch_a_matter_behind_a_wall(board: Board) -> None:
    walled = MatterFactory(board=board, confidentiality="restricted")
    crowd = Crowd(board, people=1, random=Random(1))
    for _ in range(40):
        crowd.act()
    walled.refresh_from_db()
    assert walled.version == 1


def test_a_refusal_is_told_and_they_go_on(board: Board, matters_on_it: None) -> None:
    for slug in ("in-progress", "waiting", "done"):
        columns.change(Intent(board), slug, {"wip_limit": 0, "wip_is_hard": True})
    told = run("--rate", "60", "--seconds", "0.5", "--seed", "1")
    assert "refused: " in told
    assert "is full" in told
    assert "30 changes" not in told


def test_a_board_that_is_not_in_use_is_told(board: Board) -> None:
    boards.archive(Intent(board))
    with pytest.raises(CommandError, match="There is no board litigation"):
        run()


@pytest.mark.parametrize("option", ["--rate=0", "--rate=x", "--rate=nan", "--people=0", "--people=501", "--seconds=-1"])
def test_numbers_that_make_no_sense_are_refused(board: Board, option: str) -> None:
    with pytest.raises(CommandError, match="is needed"):
        run(option)
