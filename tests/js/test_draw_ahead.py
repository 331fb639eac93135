"""Cards are drawn for good when there is time: all of them in the end, a few at once."""

from typing import Any

import pytest

from tests.js.conftest import RunModule

# 50 cards in two columns. `idle()` lets the browser have time once; `drawn()` counts the cards that are drawn.
WORLD = """
async ({ DrawAhead }, { steps }) => {
  const card = (id) => `<li data-matter-id="${id}" id="matter-${id}"></li>`;
  const column = (ids) => `<section data-column="c"><ol data-cards>${ids.map(card).join("")}</ol></section>`;
  const ids = [...Array(50).keys()];
  document.body.innerHTML = `<div id="board">${column(ids.slice(0, 10))}${column(ids.slice(10))}</div>`;
  const board = document.getElementById("board");
  let planned = new Map(), last = 0;
  const clock = { idle: (run) => (planned.set(++last, run), last), cancel: (id) => planned.delete(id) };
  const idle = () => { const runs = [...planned.values()]; planned.clear(); for (const run of runs) run(); };
  const drawn = () => board.querySelectorAll("[data-ui-drawn]").length;
  const shown = () => document.dispatchEvent(new CustomEvent("board:shown", { detail: { matters: [] } }));
  const ahead = new DrawAhead({ board, clock });
  return eval(`(() => { ${steps} })()`);
}
"""


@pytest.fixture
def cards(in_module: RunModule) -> Any:
    return lambda steps: in_module("kanban/draw_ahead.js", WORLD, {"steps": steps})


def test_a_few_at_once_until_all_are_drawn_and_then_it_rests(cards: Any) -> None:
    steps = "ahead.start(); const seen = [drawn()]; while (planned.size) { idle(); seen.push(drawn()); } return seen"
    assert cards(steps) == [0, 20, 40, 50]


def test_what_comes_later_is_drawn_too_and_what_is_filtered_waits(cards: Any) -> None:
    steps = """
      ahead.start();
      while (planned.size) idle();
      const [first, second] = board.querySelectorAll("li");
      for (const each of [first, second]) each.removeAttribute("data-ui-drawn");
      second.setAttribute("data-ui-filtered", "");
      shown();
      shown();
      const plans = planned.size;
      idle();
      const seen = [plans, planned.size, first.hasAttribute("data-ui-drawn"), second.hasAttribute("data-ui-drawn")];
      second.removeAttribute("data-ui-filtered");
      ahead.plan();
      idle();
      return [...seen, second.hasAttribute("data-ui-drawn")];
    """
    assert cards(steps) == [1, 0, True, False, True]


def test_stopped_it_draws_no_more(cards: Any) -> None:
    steps = "ahead.start(); ahead.stop(); shown(); idle(); const left = planned.size; ahead.start(); idle(); return [left, drawn()]"
    assert cards(steps) == [0, 20]


def test_with_the_browser_s_own_idle_time_a_board_is_drawn(in_module: RunModule) -> None:
    drawn = in_module(
        "kanban/draw_ahead.js",
        """async ({ DrawAhead }) => {
          document.body.innerHTML = '<div id="board"><section data-column="c"><ol><li></li><li></li></ol></section></div>';
          new DrawAhead({ board: document.getElementById("board") }).start();
          while (document.querySelectorAll("[data-ui-drawn]").length < 2) await new Promise((done) => setTimeout(done, 20));
          return true;
        }""",
    )
    assert drawn
