"""A board's columns: added, changed, put in order, limited, and removed without losing a matter."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from kanban.commands import Intent, boards, columns, matters
from kanban.errors import Forbidden, Invalid, NotFound
from kanban.models import Board, Column, Matter
from realtime.models import Event
from tests.clients import browser_of, cursor_of, poll
from tests.factories import MatterFactory

pytestmark = pytest.mark.django_db


def slugs(board: Board) -> list[str]:
    return list(board.columns.values_list("slug", flat=True))


def last_event(board: Board) -> Event:
    return board.stream.events.latest("version")


def test_a_new_column_stands_at_the_right_end_under_a_slug_of_its_own(board: Board, alice: User) -> None:
    for _ in range(2):
        columns.add(Intent(board, alice), {"name": "On Appeal", "colour": "red", "category": "active", "wip_limit": 4})
    columns.add(Intent(board, alice), {"name": "上訴"})
    assert slugs(board)[4:] == ["on-appeal", "on-appeal-2", "column"]
    assert board.columns.get(slug="on-appeal").wip_limit == 4


def test_a_column_keeps_its_slug_when_it_is_renamed(board: Board, alice: User, bob: User) -> None:
    before = cursor_of(board)
    columns.change(Intent(board, alice), "done", {"name": "Finished", "colour": "teal", "category": "waiting"})
    column = board.columns.get(slug="done")
    assert (column.name, column.colour, column.category) == ("Finished", "teal", "waiting")
    assert last_event(board).changes == {
        "name": ["Done", "Finished"],
        "colour": ["green", "teal"],
        "category": ["done", "waiting"],
    }
    body = poll(browser_of(bob), board, before).content.decode()
    assert 'data-column="done"' in body
    assert "Finished" in body


def test_a_change_to_what_stands_there_is_none(board: Board, alice: User) -> None:
    before = cursor_of(board)
    columns.change(Intent(board, alice), "done", {"name": "Done"})
    columns.reorder(Intent(board, alice), "done", after="waiting")
    assert cursor_of(board) == before


@pytest.mark.parametrize(
    ("slug", "after", "order"),
    [
        ("done", None, ["done", "intake", "in-progress", "waiting"]),
        ("intake", "waiting", ["in-progress", "waiting", "intake", "done"]),
        ("intake", "gone", ["in-progress", "waiting", "done", "intake"]),
        ("waiting", "intake", ["intake", "waiting", "in-progress", "done"]),
        ("waiting", "waiting", ["intake", "in-progress", "waiting", "done"]),
    ],
)
def test_columns_go_where_they_are_put(
    board: Board, alice: User, slug: str, after: str | None, order: list[str]
) -> None:
    columns.reorder(Intent(board, alice), slug, after=after)
    assert slugs(board) == order


def test_a_place_used_too_often_is_refused_before_a_rank_is_cut_off(board: Board, alice: User) -> None:
    def wear_out() -> None:
        for turn in range(1_000):
            columns.reorder(Intent(board, alice), ["done", "waiting"][turn % 2], after="intake")

    with pytest.raises(Invalid):
        wear_out()
    assert sorted(slugs(board)) == ["done", "in-progress", "intake", "waiting"]
    assert all(len(column.rank) <= 64 for column in board.columns.all())


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"colour": "beige"}, "colour"),
        ({"category": "lost"}, "category"),
        ({"wip_limit": -1}, "wip_limit"),
        ({"wip_limit": 40_000}, "wip_limit"),
        ({"wip_limit": "many"}, "wip_limit"),
        ({"rank": "0"}, "rank"),
        ({"slug": "other"}, "slug"),
    ],
)
def test_settings_that_cannot_be_are_refused_by_their_field(
    board: Board, alice: User, values: dict[str, Any], field: str
) -> None:
    before = cursor_of(board)
    for write in (
        lambda: columns.add(Intent(board, alice), {"name": "New", **values}),
        lambda: columns.change(Intent(board, alice), "done", values),
    ):
        with pytest.raises(Invalid) as caught:
            write()
        assert list(caught.value.extra["fields"]) == [field]
    assert cursor_of(board) == before


def test_a_board_has_at_most_fifty_columns(board: Board, alice: User) -> None:
    for number in range(46):
        columns.add(Intent(board, alice), {"name": f"Column {number}"})
    with pytest.raises(Invalid, match="at most 50"):
        columns.add(Intent(board, alice), {"name": "One more"})


class TestRemoving:
    def test_an_empty_one_just_goes(self, board: Board, alice: User, bob: User) -> None:
        before = cursor_of(board)
        columns.remove(Intent(board, alice), "waiting")
        assert slugs(board) == ["intake", "in-progress", "done"]
        assert 'data-removed-column="waiting"' in poll(browser_of(bob), board, before).content.decode()

    @pytest.mark.parametrize("is_archived", [False, True])
    def test_one_that_holds_a_matter_stays_unless_it_is_said_where_they_go(
        self, board: Board, alice: User, is_archived: bool
    ) -> None:
        matter = MatterFactory(board=board)
        if is_archived:
            matters.archive(Intent(board), matter.pk)
        with pytest.raises(Invalid) as caught:
            columns.remove(Intent(board, alice), "intake")
        assert list(caught.value.extra["fields"]) == ["move_to"]
        assert "intake" in slugs(board)

    def test_its_matters_move_in_order_the_archived_and_the_deleted_too(self, board: Board, alice: User) -> None:
        standing = MatterFactory(board=board, column="done")
        moved = [MatterFactory(board=board) for _ in range(3)]
        matters.archive(Intent(board), moved[1].pk)
        deleted = MatterFactory(board=board)
        matters.delete(Intent(board), deleted.pk)
        columns.remove(Intent(board, alice), "intake", move_to="done")
        there = board.matters.filter(column__slug="done", deleted_at=None).order_by("rank").values_list("pk", flat=True)
        assert list(there) == [standing.pk, *[matter.pk for matter in moved]]
        deleted.refresh_from_db()
        assert deleted.column.slug == "done"
        assert {m.version for m in Matter.objects.filter(pk__in=[moved[0].pk, moved[2].pk])} == {2}

    def test_it_is_all_or_nothing(self, board: Board, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
        """T-048: whichever statement fails."""
        held = [MatterFactory(board=board) for _ in range(3)]
        before, fresh = cursor_of(board), list(board.matters.values_list("column__slug", "rank", "version"))
        for target, name in ((Column, "delete"), (Event.objects, "bulk_create")):
            with monkeypatch.context() as patched:
                patched.setattr(target, name, fail)
                with pytest.raises(RuntimeError):
                    columns.remove(Intent(board, alice), "intake", move_to="done")
        assert list(board.matters.values_list("column__slug", "rank", "version")) == fresh
        assert cursor_of(board) == before
        assert len(held) == 3

    def test_the_last_one_stays(self, board: Board, alice: User) -> None:
        for slug in ("in-progress", "waiting", "done"):
            columns.remove(Intent(board, alice), slug)
        with pytest.raises(Invalid, match="at least one"):
            columns.remove(Intent(board, alice), "intake")
        with pytest.raises(Invalid):
            columns.remove(Intent(board, alice), "intake", move_to="intake")
        assert slugs(board) == ["intake"]

    def test_the_one_they_go_to_must_have_room_where_its_limit_is_hard(self, board: Board, alice: User) -> None:
        MatterFactory.create_batch(3, board=board)
        columns.change(Intent(board, alice), "done", {"wip_limit": 2, "wip_is_hard": True})
        with pytest.raises(Invalid, match="no room for 3"):
            columns.remove(Intent(board, alice), "intake", move_to="done")
        columns.change(Intent(board, alice), "done", {"wip_is_hard": False})
        columns.remove(Intent(board, alice), "intake", move_to="done")
        assert board.matters.filter(column__slug="done").count() == 3

    @pytest.mark.parametrize("column", ["gone", "nul\0"])
    def test_one_that_is_gone_is_not_found_and_nothing_goes_there(self, board: Board, alice: User, column: str) -> None:
        """T-041"""
        for write in (
            lambda: columns.remove(Intent(board, alice), column),
            lambda: columns.change(Intent(board, alice), column, {}),
        ):
            with pytest.raises(NotFound):
                write()
        with pytest.raises(Invalid):
            columns.remove(Intent(board, alice), "done", move_to=column)
        with pytest.raises(Invalid):
            matters.create(Intent(board, alice), {"title": "Doe"}, column=column)


@pytest.mark.parametrize("write", [
    lambda intent: columns.add(intent, {"name": "New"}),
    lambda intent: columns.change(intent, "done", {"name": "New"}),
    lambda intent: columns.reorder(intent, "done", after=None),
    lambda intent: columns.remove(intent, "done"),
    lambda intent: boards.change(intent, {"name": "New"}),
])  # fmt: skip
def test_only_managers_do_this(
    board: Board, bob: User, vera: User, mallory: User, write: Callable[[Intent], object]
) -> None:
    before = cursor_of(board)
    for person, refusal in ((bob, Forbidden), (vera, Forbidden), (mallory, NotFound)):
        with pytest.raises(refusal):
            write(Intent(board, person))
    assert cursor_of(board) == before


def fail(*args: object, **kwargs: object) -> None:
    raise RuntimeError("away")
