"""When the page asks: told with a clock and dice of the test's own."""

from typing import Any

import pytest

from tests.js.conftest import RunModule

MODULE = "live/scheduler.js"

# A clock whose time the test moves: `clock.pass(ms)` runs what is due. `dice` is what the next random number is.
STORY = """
({ Scheduler }, steps) => {
  let now = 0, timers = new Map(), last = 0;
  const clock = {
    setTimeout: (call, ms) => (timers.set(++last, { call, at: now + ms }), last),
    clearTimeout: (id) => timers.delete(id),
  };
  const asked = [];
  const scheduler = new Scheduler({ ask: () => asked.push(now), interval: 4000, longest: 60000, clock, random: () => dice });
  let dice = 1;
  for (const [name, value] of steps) {
    if (name === "pass") {
      const until = now + value;
      for (;;) {
        const due = [...timers].filter(([, timer]) => timer.at <= until).sort((a, b) => a[1].at - b[1].at)[0];
        if (!due) break;
        timers.delete(due[0]);
        now = due[1].at;
        due[1].call();
      }
      now = until;
    } else if (name === "dice") dice = value;
    else if (name === "online" || name === "hidden") scheduler[name] = value;
    else if (name === "failed") scheduler.failed(value ?? null);
    else scheduler[name]();
  }
  return asked;
}
"""


@pytest.fixture
def story(in_module: RunModule) -> Any:
    """Tell what happens; hear at which ms it asked."""
    return lambda *steps: in_module(
        MODULE, STORY, [[*step, None][:2] if isinstance(step, tuple) else [step, None] for step in steps]
    )


def test_it_asks_one_interval_after_each_answer(story: Any) -> None:
    assert story("start", ("pass", 4000), "answered", ("pass", 4000), "answered", ("pass", 3999)) == [4000, 8000]


def test_it_does_not_ask_again_before_the_answer_is_there(story: Any) -> None:
    assert story("start", ("pass", 60_000)) == [4000]


def test_starting_twice_asks_once_and_stopping_stops(story: Any) -> None:
    assert story("start", "start", ("pass", 4000), "answered", "stop", ("pass", 60_000), "wake", ("pass", 1)) == [4000]


def test_errors_are_waited_out_longer_and_longer_up_to_a_minute(story: Any) -> None:
    failing = [step for _ in range(6) for step in ("failed", ("pass", 60_000))]
    asked = story("start", ("pass", 4000), *failing)
    assert asked[1] - 4000 == 8000
    assert [asked[at] - 4000 - 60_000 * (at - 1) for at in (2, 3, 4, 5, 6)] == [16_000, 32_000, 60_000, 60_000, 60_000]


def test_the_wait_after_an_error_is_any_part_of_it_so_that_not_all_come_at_once(story: Any) -> None:
    assert story(("dice", 0.25), "start", ("pass", 4000), "failed", ("pass", 60_000)) == [4000, 6000]
    assert story(("dice", 0), "start", ("pass", 4000), "failed", ("pass", 60_000)) == [4000, 4250]


def test_an_answer_ends_the_waiting(story: Any) -> None:
    steps = ("start", ("pass", 4000), "failed", "failed", "answered", ("pass", 4000))
    assert story(*steps) == [4000, 8000]


def test_what_the_server_asks_for_is_waited(story: Any) -> None:
    assert story("start", ("pass", 4000), ("failed", 7000), ("pass", 60_000)) == [4000, 11_000]


def test_a_hidden_tab_asks_once_a_minute_and_at_once_when_it_is_looked_at(story: Any) -> None:
    steps = (("hidden", True), "start", ("pass", 59_999), ("hidden", False), ("pass", 0), "answered", ("pass", 4000))
    assert story(*steps) == [59_999, 63_999]
    assert story("start", ("hidden", True), ("pass", 60_000)) == [60_000]


def test_offline_nothing_is_asked_and_back_online_at_once(story: Any) -> None:
    steps = ("start", ("online", False), ("pass", 60_000), "wake", ("pass", 1000), ("online", True), ("pass", 0))
    assert story(*steps) == [61_000]


@pytest.mark.parametrize(
    ("header", "ms"),
    [
        (None, None),
        ("", None),
        ("2", 2000),
        (" 3 ", 3000),
        ("Thu, 01 Jan 1970 00:01:40 GMT", 40_000),
        ("Thu, 01 Jan 1970 00:00:10 GMT", 0),
        ("99999999", 300_000),
        ("soon", None),
        ("-5", None),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_capped(in_module: RunModule, header: str | None, ms: int | None) -> None:
    """T-095. The clock stands at one minute past the epoch."""
    said = in_module(MODULE, "({ retryAfter }, header) => retryAfter(header, 60_000)", header)
    assert said == ms
