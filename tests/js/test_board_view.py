"""The board in the page: what becomes of it when it is fetched anew."""

from typing import Any

import pytest

from tests.js.conftest import RunModule

REFRESH = """
async ({ BoardView }, { text, ok }) => {
  document.body.innerHTML = `<h1 data-board-name>Trials</h1><div id="board" data-stream="board:7" data-cursor="50.aaaaaaaa">
    <section data-column="done" data-rank="5"><header data-column-head></header><ol data-cards>
    <li data-matter-id="1" data-column="done" data-rank="5" data-version="9">Old</li></ol></section></div>`;
  const page = document.body.innerHTML.replace("50.aaaaaaaa", "40.bbbbbbbb").replace('version="9"', 'version="3"').replace("Old", "New");
  let signal;
  const get = async (_, options) => ({ signal } = options) && { ok, text: async () => { if (!text) throw new TypeError("cut"); return page; } };
  const cursor = await new BoardView({ board: document.getElementById("board"), fetch: get }).refresh();
  return [cursor, document.querySelector("li").textContent, signal instanceof AbortSignal];
}
"""


@pytest.fixture
def refreshed(in_module: RunModule) -> Any:
    return lambda **given: in_module("kanban/board_view.js", REFRESH, {"text": True, "ok": True, **given})


def test_it_becomes_what_is_there_even_where_versions_went_back(refreshed: Any) -> None:
    """After a restored backup the older version is the true one."""
    assert refreshed() == ["40.bbbbbbbb", "New", True]


def test_what_cannot_be_had_changes_nothing_and_is_waited_for_no_longer_than_a_poll(refreshed: Any) -> None:
    assert refreshed(ok=False) == [None, "Old", True]
    assert refreshed(text=False) == [None, "Old", True]
