"""The panel and the browser's Back, in a real history: Back closes it, and nothing else does."""

from typing import Any

import pytest

from tests.js.conftest import RunModule

STORY = """
async ({ PanelHistory }, { steps, isStaying, wasOpen }) => {
  const told = [];
  let isOpen = false;
  const wentBack = () => {
    told.push("back");
    if (!isStaying) isOpen = false;
    return !isStaying;
  };
  const entry = new PanelHistory({ wentBack });
  const does = {
    open: () => { isOpen = true; entry.opened(); },
    close: () => { isOpen = false; entry.closed(); },
    back: () => history.back(),
    forward: () => history.forward(),
    settle: () => new Promise((resolve) => setTimeout(resolve, 150)),
    stop: () => entry.stop(),
  };
  if (wasOpen) history.replaceState({ isPanel: true }, "");
  entry.start();
  for (const step of steps) await does[step]();
  await does.settle();
  return { isOpen, told, isEntry: Boolean(history.state?.isPanel) };
}
"""


@pytest.fixture
def story(in_module: RunModule) -> Any:
    def tell(*steps: str, is_staying: bool = False, was_open: bool = False) -> Any:
        given = {"steps": steps, "isStaying": is_staying, "wasOpen": was_open}
        end = in_module("kanban/panel_history.js", STORY, given)
        return {"open": end["isOpen"], "asked": len(end["told"]), "entry": end["isEntry"]}

    return tell


def test_back_closes_what_is_open_and_stays_on_the_page(story: Any) -> None:
    assert story("open", "settle", "back") == {"open": False, "asked": 1, "entry": False}


def test_closed_by_other_means_it_leaves_no_entry_behind(story: Any) -> None:
    assert story("open", "settle", "close") == {"open": False, "asked": 0, "entry": False}


def test_opened_again_before_the_way_back_has_ended_it_stays_open(story: Any) -> None:
    assert story("open", "settle", "close", "open") == {"open": True, "asked": 0, "entry": True}
    assert story("open", "settle", "close", "open", "settle", "back") == {"open": False, "asked": 1, "entry": False}


def test_opened_and_closed_again_before_the_way_back_has_ended_it_leaves_no_entry_behind(story: Any) -> None:
    assert story("open", "settle", "close", "open", "close") == {"open": False, "asked": 0, "entry": False}


def test_who_would_rather_stay_can_go_back_again(story: Any) -> None:
    assert story("open", "settle", "back", is_staying=True) == {"open": True, "asked": 1, "entry": True}
    assert story("open", "settle", "back", "settle", "back", is_staying=True)["asked"] == 2


def test_forward_opens_nothing_and_the_next_opening_is_closed_by_back(story: Any) -> None:
    assert story("open", "settle", "close", "settle", "forward") == {"open": False, "asked": 0, "entry": False}
    steps = ("open", "settle", "close", "settle", "forward", "settle", "open", "settle", "back")
    assert story(*steps) == {"open": False, "asked": 1, "entry": False}


def test_a_page_loaded_anew_while_it_was_open_begins_without_it(story: Any) -> None:
    assert story(was_open=True) == {"open": False, "asked": 0, "entry": False}


def test_stopped_it_hears_nothing_more(story: Any) -> None:
    assert story("open", "settle", "stop", "back")["asked"] == 0
