"""A matter's own page: it shows what its matter became, however often it must ask, and disturbs nobody who reads."""

from typing import Any

import pytest

from tests.js.conftest import RunModule

STORY = """
async ({ MatterPage }, { answers, isSelecting, how }) => {
  const page = (words) => `<main data-stream="board:7" data-cursor="9.bbbbbbbb"><article data-matter="1">${words}</article></main>`;
  document.body.innerHTML = page("Old");
  const root = document.querySelector("main");
  let asked = 0, waited = 0;
  const get = async () => {
    asked += 1;
    const answer = answers.shift();
    if (answer === "cut") throw new TypeError("cut");
    return { status: answer, ok: answer === 200, text: async () => page("New") };
  };
  const later = (again) => { if (++waited === 2) getSelection().removeAllRanges(); setTimeout(again); };
  const view = new MatterPage({ root, fetch: get, setTimeout: later });
  if (isSelecting) getSelection().selectAllChildren(root.querySelector("article"));
  const delta = document.createElement("live-delta");
  delta.innerHTML = `<li data-matter-id="1"></li><li data-removed-matter="2"></li>`;
  const told = how === "refresh" ? await view.refresh() : view.apply(delta);
  await new Promise((resolve) => setTimeout(resolve, 50));
  return [told, asked, waited, root.textContent];
}
"""


@pytest.fixture
def story(in_module: RunModule) -> Any:
    def tell(*answers: Any, is_selecting: bool = False, how: str = "apply") -> Any:
        given = {"answers": list(answers), "isSelecting": is_selecting, "how": how}
        return in_module("kanban/matter_page.js", STORY, given)

    return tell


def test_a_change_of_its_matter_is_fetched_and_shown(story: Any) -> None:
    assert story(200) == [{"matters": ["1"], "removed": ["2"]}, 1, 0, "New"]


def test_what_could_not_be_fetched_is_fetched_again(story: Any) -> None:
    assert story("cut", 503, 429, 200)[1:] == [4, 3, "New"]


def test_nothing_is_replaced_under_a_selection(story: Any) -> None:
    assert story(200, is_selecting=True)[1:] == [1, 2, "New"]


def test_made_anew_it_tells_its_cursor_and_does_not_load_the_page(story: Any) -> None:
    assert story(200, how="refresh") == ["9.bbbbbbbb", 1, 0, "New"]
    assert story(503, how="refresh") == [None, 1, 0, "Old"]


def test_what_is_gone_or_no_longer_theirs_does_not_stay_on_the_screen(story: Any) -> None:
    for status in (404, 410):
        _, asked, _, text = story(status)
        assert (asked, "Old" in text, "not here any more" in text) == (1, False, True)
