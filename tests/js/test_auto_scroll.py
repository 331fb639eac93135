"""Near an edge a carried card scrolls what is under it."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.js.conftest import RunModule
from tests.js.drag_board import DragBoard

MANY = {f"column-{number}": list(range(number * 100, number * 100 + 30)) for number in range(1, 9)}
LIST = "document.querySelector('[data-column=\"column-1\"] [data-cards]')"


@pytest.mark.parametrize(
    ("at", "pulled"),
    [(500, 0), (72, 0), (36, -0.25), (0, -1), (-50, -1), (928, 0), (964, 0.25), (1000, 1), (1200, 1)],
)
def test_an_edge_pulls_the_more_the_nearer_it_is(in_module: RunModule, at: int, pulled: float) -> None:
    assert in_module("kanban/auto_scroll.js", "({ pull }, at) => pull(at, 0, 1000)", at) == pytest.approx(pulled)


def test_in_a_small_list_most_of_it_is_at_rest(in_module: RunModule) -> None:
    at_rest = "({ pull }) => [26, 50, 74].map((at) => pull(at, 0, 100))"
    assert in_module("kanban/auto_scroll.js", at_rest) == [0, 0, 0]


@pytest.fixture
def board(unit_page: Page, in_module: RunModule) -> DragBoard:
    return DragBoard(unit_page, in_module, cards=MANY)


def test_the_list_scrolls_at_its_ends_and_stops_with_the_drop(board: DragBoard) -> None:
    page = board.page
    box = page.locator('[data-column="column-1"] [data-cards]').bounding_box()
    assert box
    board.lift(101)
    page.mouse.move(box["x"] + 100, box["y"] + box["height"] - 4)
    page.wait_for_function(f"() => {LIST}.scrollTop > 150")
    page.mouse.move(box["x"] + 100, box["y"] + 4)
    page.wait_for_function(f"() => {LIST}.scrollTop === 0")
    page.mouse.move(box["x"] + 100, box["y"] + box["height"] - 4)
    page.wait_for_function(f"() => {LIST}.scrollTop > 50")
    page.mouse.up()
    before: Any = page.evaluate(f"() => {LIST}.scrollTop")
    page.wait_for_timeout(100)
    assert page.evaluate(f"() => {LIST}.scrollTop") == before


def test_the_board_scrolls_at_its_sides_and_columns_out_of_sight_can_be_hit(board: DragBoard) -> None:
    page = board.page
    board.lift(101)
    page.mouse.move(1275, 300)
    page.wait_for_function(
        "() => document.querySelector('[data-column=\"column-8\"]').getBoundingClientRect().right < innerWidth"
    )
    page.mouse.move(*board.column("column-8"))
    page.mouse.up()
    assert [move[1] for move in board.moved] == ["column-8"]


def test_off_the_board_nothing_scrolls(board: DragBoard) -> None:
    page = board.page
    board.lift(101)
    page.mouse.move(1275, 5)
    page.wait_for_timeout(200)
    assert page.evaluate("() => document.getElementById('board').scrollLeft") == 0
    page.mouse.up()


def test_lanes_scroll_as_one(unit_page: Page, in_module: RunModule) -> None:
    board = DragBoard(unit_page, in_module, cards={"a": list(range(1, 31)), "b": list(range(31, 61))}, lanes=5)
    page = board.page
    board.lift(1)
    page.mouse.move(300, 700)
    page.wait_for_function("() => document.getElementById('board').scrollTop > 100")
    page.mouse.up()


def test_a_wide_column_turns_the_board_at_once_where_things_are_to_stay_still(in_module: RunModule) -> None:
    """One column a turn, a rest between two, none past the last."""
    turns = in_module(
        "kanban/auto_scroll.js",
        """({ AutoScroll }) => {
          document.body.innerHTML = `<div id="board" style="display: flex; width: 300px; overflow: auto; height: 99px">
            ${'<section data-column="x" style="flex: none; width: 300px"></section>'.repeat(3)}</div>`;
          const board = document.getElementById("board");
          window.matchMedia = () => ({ matches: true });
          const scroll = new AutoScroll({ board });
          const seen = [];
          for (const now of [0, 300, 360, 1000, 1300, 2300]) {
            scroll.step({ x: 300, y: 50 }, null, now);
            seen.push(board.scrollLeft);
          }
          scroll.step({ x: 150, y: 50 }, null, 2400);
          for (const now of [2500, 2900]) {
            scroll.step({ x: 9, y: 50 }, null, now);
            seen.push(board.scrollLeft);
          }
          return seen;
        }""",
    )
    assert turns == [0, 0, 300, 300, 600, 600, 600, 300]
