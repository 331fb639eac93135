"""Where a card would land, measured on lists of plain boxes."""

from typing import Any

import pytest

from tests.js.conftest import RunModule

ASK = """
(rules, [name, ...given]) => {
  document.body.innerHTML = `<div id="board" style="display: flex; height: 300px">${["one", "two", "none"].map((slug, at) => `
    <section data-column="${slug}" style="width: 200px"><h2 style="height: 20px; margin: 0">${slug}</h2>
    <ol data-cards style="height: 200px; margin: 0; padding: 0; overflow: auto">${slug === "none" ? "" : [1, 2, 3].map((number) => `
      <li data-matter-id="${at * 10 + number}" data-rank="${9 - number}" style="height: 50px"></li>`).join("")}</ol></section>`).join("")}</div>`;
  document.body.style.margin = 0;
  const board = document.getElementById("board");
  const card = (id) => id && board.querySelector(`[data-matter-id="${id}"]`);
  const list = (slug) => board.querySelector(`[data-column="${slug}"] ol`);
  const idOf = (element) => element?.dataset.matterId ?? null;
  const slugOf = (found) => found?.closest("section").dataset.column ?? null;
  const ask = {
    listAt: (x, y) => slugOf(rules.listAt(board, x, y, card(1))),
    placeAt: (slug, y, filtered = []) => {
      for (const id of filtered) card(id).setAttribute("data-ui-filtered", "");
      return idOf(rules.placeAt(list(slug), y, card(1)).above);
    },
    lineOf: (slug, above) => rules.lineOf({ list: list(slug), above: card(above) }, card(1)),
    lastOf: (slug) => idOf(rules.lastOf(list(slug), card(1))),
    beside: (slug, step) => slugOf(rules.listBeside(board, list(slug), step, card(1))),
    isWhereItIs: (slug, above) => rules.isWhereItIs({ list: list(slug), above: card(above) }, card(2)),
    number: (slug, above) => rules.numberOf({ list: list(slug), above: card(above) }, card(1)),
  };
  return ask[name](...given);
}
"""


@pytest.fixture
def ask(in_module: RunModule) -> Any:
    return lambda *question: in_module("kanban/drop_place.js", ASK, list(question))


@pytest.mark.parametrize(
    ("x", "y", "slug"),
    [
        (100, 5, "one"),
        (100, 100, "one"),
        (300, 290, "two"),
        (500, 100, "none"),
        (605, 100, "none"),
        (700, 100, None),
        (100, 500, None),
    ],
)
def test_a_point_anywhere_in_a_column_or_just_beside_it_is_its_list(ask: Any, x: int, y: int, slug: str | None) -> None:
    assert ask("listAt", x, y) == slug


@pytest.mark.parametrize(
    ("slug", "y", "above"),
    [
        ("two", 0, None),
        ("two", 44, None),
        ("two", 46, "11"),
        ("two", 100, "12"),
        ("two", 999, "13"),
        ("one", 0, None),
        ("one", 80, None),
        ("none", 99, None),
    ],
)
def test_it_lands_before_the_first_card_whose_middle_is_lower(ask: Any, slug: str, y: int, above: str | None) -> None:
    """The lifted card, the first of its list, is not counted."""
    assert ask("placeAt", slug, y) == above


def test_filtered_cards_are_passed_over(ask: Any) -> None:
    assert ask("placeAt", "two", 999, [13, 12]) == "11"


@pytest.mark.parametrize(
    ("slug", "above", "top"), [("two", None, 21), ("two", 11, 70), ("two", 13, 174), ("none", None, 24)]
)
def test_the_line_lies_between_the_cards_and_inside_the_list(ask: Any, slug: str, above: int | None, top: int) -> None:
    assert ask("lineOf", slug, above)["top"] == top


def test_the_last_of_a_column_is_so_by_rank(ask: Any) -> None:
    assert [ask("lastOf", slug) for slug in ("one", "two", "none")] == ["2", "11", None]


def test_beside_a_column_is_the_next_and_beside_the_last_none(ask: Any) -> None:
    asked = [("one", 1), ("two", -1), ("none", 1), ("one", -1)]
    assert [ask("beside", *each) for each in asked] == ["two", "one", None, None]


def test_a_place_after_the_card_above_it_is_its_own(ask: Any) -> None:
    asked = [("one", 1), ("one", None), ("one", 3), ("two", 11)]
    assert [ask("isWhereItIs", *each) for each in asked] == [True, False, False, False]


def test_places_are_counted_from_one_and_with_the_card_itself(ask: Any) -> None:
    assert ask("number", "two", 12) == {"number": 3, "of": 4}
    assert ask("number", "one", None) == {"number": 1, "of": 3}
