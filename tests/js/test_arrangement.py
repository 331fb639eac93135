"""Order and lanes of one person's view: where a card's list is, and what the lanes' cells say."""

from typing import Any

import pytest

from tests.js.conftest import RunModule

# A board with columns `todo` and `done`; cards given as [id, column, data]. `place` is what the board's view does when
# the arrangement changes, `drawn` reads the board: by column, each list's lane and cards.
WORLD = """
async ({ Arrangement }, { cards, steps }) => {
  const column = (slug) => `<section data-column="${slug}"><header data-column-head><h2>${slug}</h2></header>
    <ol class="column__cards" data-cards></ol><p class="column__empty">Nothing here.</p></section>`;
  document.body.innerHTML = `<div id="board">${column("todo")}${column("done")}</div>`;
  const board = document.getElementById("board");
  const section = (slug) => board.querySelector(`[data-column="${slug}"]`);
  const card = (id) => board.querySelector(`[data-matter-id="${id}"]`);
  const add = ([id, slug, data]) => {
    const made = document.createElement("li");
    Object.assign(made.dataset, { matterId: id, rank: String(id), priority: "normal", area: "" }, data);
    arrangement.listOf(section(slug), made).append(made);
  };
  const place = () => {
    for (const each of board.children) {
      const all = [...each.querySelectorAll("[data-matter-id]")].sort(arrangement.compare);
      for (const one of all) arrangement.listOf(each, one).append(one);
    }
    arrangement.tidy();
  };
  const drawn = () => [...board.children].map((each) => [...each.querySelectorAll("ol[data-cards]")].map((list) =>
    [list.dataset.lane ?? null, [...list.children].map((one) => Number(one.dataset.matterId))]));
  const headings = (slug) => [...section(slug).querySelectorAll("h3")].filter((each) => !each.parentElement.hidden)
    .map((each) => [...each.querySelectorAll("span")].map((part) => part.textContent).join(" "));
  const arrangement = new Arrangement({ board });
  arrangement.addEventListener("change", place);
  cards.forEach(add);
  return eval(`(async () => { ${steps} })()`);
}
"""
CARDS = [
    [1, "todo", {"responsible": "bob", "responsibleName": "Bob Baker", "due": "2026-12-01"}],
    [2, "todo", {"priority": "urgent", "area": "Tax"}],
    [3, "done", {"responsible": "ann", "responsibleName": "Ann Cole", "due": "2026-11-01"}],
    [4, "todo", {"responsible": "bob", "responsibleName": "Bob Baker", "due": "2026-11-15"}],
]


@pytest.fixture
def board(in_module: RunModule) -> Any:
    """Do things on the board; get what the last one returns."""
    return lambda steps, cards=CARDS: in_module("kanban/arrangement.js", WORLD, {"cards": cards, "steps": steps})


def test_without_lanes_a_column_has_its_one_list_in_manual_order(board: Any) -> None:
    steps = "arrangement.tidy(); return [drawn(), arrangement.isManual, board.hasAttribute('data-ui-lanes')]"
    assert board(steps) == [[[[None, [1, 2, 4]]], [[None, [3]]]], True, False]


def test_by_deadline_the_nearest_comes_first_and_those_without_one_last(board: Any) -> None:
    assert board("arrangement.set({ sort: 'deadline' }); return [drawn(), arrangement.isManual]") == [
        [[[None, [4, 1, 2]]], [[None, [3]]]],
        False,
    ]


def test_cards_of_one_day_and_those_without_a_deadline_are_in_manual_order(board: Any) -> None:
    same = {"due": "2026-12-01"}
    cards = [[2, "todo", same], [4, "todo", {}], [1, "todo", same], [3, "todo", {}]]
    assert board("arrangement.set({ sort: 'deadline' }); return drawn()[0]", cards) == [[None, [1, 2, 3, 4]]]


def test_each_column_has_the_same_lanes_by_name_with_nobody_last(board: Any) -> None:
    steps = "arrangement.set({ lanes: 'responsible' }); return [drawn(), headings('todo'), headings('done')]"
    assert board(steps) == [
        [[["ann", []], ["bob", [1, 4]], ["-", [2]]], [["ann", [3]], ["bob", []], ["-", []]]],
        ["Ann Cole 0", "Bob Baker 2", "Nobody 1"],
        ["Ann Cole 1", "Bob Baker 0", "Nobody 0"],
    ]


def test_lanes_by_priority_go_from_urgent_to_low(board: Any) -> None:
    assert board("arrangement.set({ lanes: 'priority' }); return headings('todo')") == ["Urgent 1", "Normal 2"]


def test_the_rows_are_counted_for_the_grid(board: Any) -> None:
    steps = "arrangement.set({ lanes: 'area' }); return section('todo').style.gridRowEnd"
    assert board(steps) == "span 4"
    assert board(steps, []) == "span 3"


def test_going_from_lanes_to_lanes_and_back_loses_no_card(board: Any) -> None:
    steps = """
      const before = section("todo").outerHTML;
      arrangement.set({ lanes: "responsible" });
      arrangement.set({ lanes: "area" });
      const areas = drawn()[0];
      arrangement.set({ lanes: "none" });
      return [areas, drawn(), section("todo").outerHTML.replace(' style=""', "") === before]
    """
    assert board(steps) == [[["Tax", [2]], ["-", [1, 4]]], [[[None, [1, 2, 4]]], [[None, [3]]]], True]


def test_a_card_changes_its_lane_and_lanes_come_and_go_with_their_cards(board: Any) -> None:
    steps = """
      arrangement.set({ lanes: "responsible" });
      const kept = section("todo").querySelector("[data-lane=bob]");
      Object.assign(card(2).dataset, { responsible: "cy", responsibleName: "Cy Dahl" });
      arrangement.listOf(section("todo"), card(2)).append(card(2));
      card(3).remove();
      arrangement.tidy();
      return [headings("todo"), headings("done"), kept.isConnected]
    """
    assert board(steps) == [["Bob Baker 2", "Cy Dahl 1"], ["Bob Baker 0", "Cy Dahl 0"], True]


def test_a_lane_with_cards_is_never_removed(board: Any) -> None:
    """Even where a card's data changed and the card was not placed anew yet."""
    steps = """
      arrangement.set({ lanes: "responsible" });
      card(3).dataset.responsible = "bob";
      arrangement.tidy();
      return card(3).isConnected
    """
    assert board(steps)


def test_a_new_column_gets_the_lanes_that_there_are(board: Any) -> None:
    steps = """
      arrangement.set({ lanes: "responsible" });
      const fresh = document.createElement("template");
      fresh.innerHTML = column("new");
      board.prepend(fresh.content);
      arrangement.tidy();
      add([9, "new", { responsible: "bob", responsibleName: "Bob Baker" }]);
      arrangement.tidy();
      return [headings("new"), section("new").querySelectorAll("ol[data-cards]:not([data-lane])").length]
    """
    assert board(steps) == [["Ann Cole 0", "Bob Baker 1", "Nobody 0"], 0]


def test_filtered_cards_are_not_counted_and_a_lane_of_only_such_is_hidden(board: Any) -> None:
    steps = """
      arrangement.set({ lanes: "responsible" });
      for (const id of [1, 3]) card(id).toggleAttribute("data-ui-filtered", true);
      arrangement.tidy();
      const some = headings("todo");
      for (const id of [2, 4]) card(id).toggleAttribute("data-ui-filtered", true);
      arrangement.tidy();
      return [some, headings("todo"), board.hasAttribute("data-ui-laneless")]
    """
    assert board(steps) == [["Bob Baker 1", "Nobody 1"], [], True]


def test_a_lane_is_folded_in_every_column_and_stays_so(board: Any) -> None:
    steps = """
      const folded = () => [...board.querySelectorAll("[data-lane=bob]")].map((list) => list.hidden);
      const press = () => section("done").querySelector("[data-lane=bob]").previousSibling.querySelector("button").click();
      arrangement.set({ lanes: "responsible" });
      press();
      arrangement.set({ sort: "deadline" });
      const after = folded();
      press();
      return [after, folded()]
    """
    assert board(steps) == [[True, True], [False, False]]


def test_setting_what_is_set_already_is_no_change(board: Any) -> None:
    steps = """
      let changes = 0;
      arrangement.addEventListener("change", () => (changes += 1));
      arrangement.set({ lanes: "area" });
      arrangement.set({ lanes: "area", sort: "manual" });
      arrangement.set({});
      return [changes, arrangement.sort, arrangement.lanes]
    """
    assert board(steps) == [1, "manual", "area"]


def test_tidying_a_tidy_board_touches_nothing(board: Any) -> None:
    steps = """
      arrangement.set({ lanes: "responsible" });
      const seen = new MutationObserver(() => {});
      seen.observe(board, { childList: true, subtree: true, characterData: true });
      arrangement.tidy();
      return seen.takeRecords().length
    """
    assert board(steps) == 0


def test_a_hostile_area_is_a_name_and_nothing_else(board: Any) -> None:
    cards = [[1, "todo", {"area": '"]<img src=x>\\'}]]
    steps = (
        "arrangement.set({ lanes: 'area' }); place(); return [headings('todo'), board.querySelector('img') === null]"
    )
    assert board(steps, cards) == [['"]<img src=x>\\ 1'], True]
