"""Which card is next in a direction: told by where cards stand on the screen."""

from typing import Any

import pytest

from tests.js.conftest import RunModule

# Columns of cards as [name, top, bottom]; the keys pressed one after the other; the names that were reached.
STEP = """
({ step }, { columns, at, keys }) => {
  columns = columns.map((column) => column.map(([card, top, bottom]) => ({ card, top, bottom })));
  return keys.map((key) => (at = step(columns, at, key)?.card ?? at));
}
"""
COLUMNS = [
    [["a1", 0, 100], ["a2", 110, 150], ["a3", 160, 300]],
    [["b1", 0, 40], ["b2", 50, 120], ["b3", 130, 200]],
    [["c1", 20, 60]],
]

# Real boxes: heights come from the style, one card is filtered away, one column has none.
WALK = """
({ nextCard, isWalk }, steps) => {
  document.body.innerHTML = `<div id="board" style="display: flex; align-items: flex-start">
    <section data-column="a"><ol style="display: flex; flex-direction: column">
      <li data-matter-id="1" style="height: 50px">1</li><li data-matter-id="2" hidden>2</li>
      <li data-matter-id="3" style="height: 50px; order: 2">3</li><li data-matter-id="4" style="height: 50px; order: 1">4</li></ol></section>
    <section data-column="b"><ol></ol></section>
    <section data-column="c"><ol hidden><li data-matter-id="5">5</li></ol><ol><li data-matter-id="6" style="height: 50px">6</li></ol></section></div>`;
  const board = document.getElementById("board");
  let card = null;
  return steps.map((key) => (card = nextCard(board, card, key) ?? card).dataset.matterId).concat(isWalk("Home"), isWalk("Enter"));
}
"""


@pytest.fixture
def walk(in_module: RunModule) -> Any:
    return lambda at, *keys: in_module("kanban/card_walk.js", STEP, {"columns": COLUMNS, "at": at, "keys": keys})


def test_up_and_down_stay_in_the_column_and_end_at_its_ends(walk: Any) -> None:
    assert walk("a1", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp") == ["a2", "a3", "a3", "a2"]
    assert walk("a1", "ArrowUp") == ["a1"]


def test_home_and_end_are_the_first_and_the_last_of_the_column(walk: Any) -> None:
    assert walk("b2", "End", "Home") == ["b3", "b1"]


def test_left_and_right_go_to_about_the_same_height(walk: Any) -> None:
    assert walk("a2", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft") == ["b3", "c1", "c1", "b1"]
    assert walk("a1", "ArrowRight", "ArrowLeft", "ArrowLeft") == ["b1", "a1", "a1"]


def test_from_nowhere_any_key_leads_to_the_first(walk: Any) -> None:
    assert walk(None, "ArrowUp") == ["a1"]
    assert walk("gone", "End") == ["a1"]


def test_what_is_not_shown_is_passed_over_and_order_is_what_the_eye_sees(in_module: RunModule) -> None:
    keys = ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowLeft"]
    reached = in_module("kanban/card_walk.js", WALK, keys)
    assert reached == ["1", "4", "3", "3", "6", "1", True, False]


def test_a_board_without_cards_has_no_next(in_module: RunModule) -> None:
    script = '({ nextCard }) => nextCard(document.createElement("div"), null, "ArrowDown")'
    assert in_module("kanban/card_walk.js", script) is None
