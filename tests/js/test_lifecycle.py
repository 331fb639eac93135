"""The page's own signs: who is told what, and when."""

from typing import Any

import pytest

from tests.js.conftest import RunModule
from tests.js.fake_clock import FAKE_CLOCK

MODULE = "live/lifecycle.js"

STORY = f"""
({{ Lifecycle }}, steps) => {{
  {FAKE_CLOCK}
  const clock = fakeClock(100_000), told = [];
  const view = Object.assign(new EventTarget(), {{
    document: Object.assign(new EventTarget(), {{ hidden: false }}),
    navigator: {{ onLine: true }},
  }});
  const target = {{
    wake: () => told.push("wake"),
    touched: () => told.push("touched"),
    set hidden(value) {{ told.push(value ? "hidden" : "shown"); }},
    set online(value) {{ told.push(value ? "online" : "offline"); }},
  }};
  const lifecycle = new Lifecycle({{ target, window: view, clock }});
  for (const [name, value] of steps) {{
    if (name === "pass" || name === "jump") clock[name](value);
    else if (name === "look") {{
      view.document.hidden = !value;
      view.document.dispatchEvent(new Event("visibilitychange"));
    }} else if (name === "line") {{
      view.navigator.onLine = value;
      view.dispatchEvent(new Event(value ? "online" : "offline"));
    }} else if (name === "hear") told.length = 0;
    else if (name === "left") told.push(clock.left());
    else if (name in lifecycle) lifecycle[name]();
    else view.dispatchEvent(Object.assign(new Event(name), value));
  }}
  return told;
}}
"""


@pytest.fixture
def story(in_module: RunModule) -> Any:
    """What it tells after it was started."""

    def tell(*steps: Any) -> Any:
        given = [[*step, None][:2] if isinstance(step, tuple) else [step, None] for step in steps]
        return in_module(MODULE, STORY, given)

    return tell


STARTED = ("start", "hear")


def test_starting_tells_how_things_are(story: Any) -> None:
    assert story("start") == ["online", "shown"]
    assert story(("look", False), ("line", False), "start", "start") == ["offline", "hidden"]


def test_looked_at_again_somebody_is_there(story: Any) -> None:
    assert story(*STARTED, ("look", False), ("look", True)) == ["online", "hidden", "online", "shown", "touched"]


def test_the_focus_wakes(story: Any) -> None:
    assert story(*STARTED, "focus") == ["touched", "wake"]


def test_the_network_is_passed_on(story: Any) -> None:
    assert story(*STARTED, ("line", False), ("line", True)) == ["offline", "online"]


def test_back_from_the_cache_it_wakes_and_after_a_load_it_does_not(story: Any) -> None:
    assert story(*STARTED, ("pageshow", {"persisted": False})) == []
    assert story(*STARTED, ("pageshow", {"persisted": True})) == ["online", "shown", "touched", "wake"]


@pytest.mark.parametrize("event", ["pointerdown", "keydown", "wheel", "touchstart"])
def test_input_is_told_at_most_once_a_second(story: Any, event: str) -> None:
    assert story(*STARTED, event, event, ("pass", 999), event) == ["touched"]
    assert story(*STARTED, event, ("pass", 1000), event) == ["touched", "touched"]


def test_a_timer_that_comes_far_too_late_says_that_the_machine_slept(story: Any) -> None:
    assert story(*STARTED, ("pass", 60_000)) == []
    assert story(*STARTED, ("jump", 20_000), ("pass", 0), ("pass", 60_000)) == ["wake"]
    assert story(*STARTED, ("jump", 19_999), ("pass", 0)) == []


def test_the_late_timers_of_a_hidden_tab_are_no_sleep(story: Any) -> None:
    hidden = ("start", ("look", False), "hear")
    assert story(*hidden, ("jump", 60_000), ("pass", 0), "left") == [0]
    assert story(*hidden, ("jump", 60_000), ("look", True), "hear", ("pass", 60_000)) == []


def test_stopped_it_tells_nothing_and_leaves_nothing(story: Any) -> None:
    events = ("focus", "keydown", ("pageshow", {"persisted": True}), ("look", False), ("look", True), ("line", False))
    assert story("start", "stop", "hear", *events, ("jump", 60_000), ("pass", 60_000), "left") == [0]
    assert story("stop", "left") == [0]


def test_it_listens_to_the_page_it_is_on(in_module: RunModule) -> None:
    press = """({ Lifecycle }) => {
      let touched = 0;
      const lifecycle = new Lifecycle({ target: { touched: () => (touched += 1), wake: () => {} } });
      lifecycle.start();
      document.body.dispatchEvent(new Event("keydown"));
      lifecycle.stop();
      return touched;
    }"""
    assert in_module(MODULE, press) == 1
