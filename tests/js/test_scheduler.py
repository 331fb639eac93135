"""When the page asks: told with a clock and dice of the test's own."""

from typing import Any

import pytest

from tests.js.conftest import RunModule
from tests.js.fake_clock import FAKE_CLOCK

MODULE = "live/scheduler.js"

STORY = f"""
({{ Scheduler }}, [parts, steps]) => {{
  {FAKE_CLOCK}
  const clock = fakeClock(), asked = [], plans = [];
  let dice = 1;
  const scheduler = new Scheduler({{
    ask: () => asked.push(clock.now()),
    interval: 4000,
    onPlan: (at) => plans.push(at),
    clock,
    random: () => dice,
    ...parts,
  }});
  for (const [name, value] of steps) {{
    if (name === "pass") clock.pass(value);
    else if (name === "dice") dice = value;
    else if (name === "online" || name === "hidden") scheduler[name] = value;
    else scheduler[name](...(value === null ? [] : [value]));
  }}
  return {{ asked, plans, at: scheduler.at, left: clock.left() }};
}}
"""
CHANGED = ("answered", {"changed": True})
FORCED = ("wake", {"force": True})


@pytest.fixture
def told(in_module: RunModule) -> Any:
    """Tell what happens; hear at which ms it asked, what it planned, what is left."""

    def tell(*steps: Any, **parts: int) -> Any:
        given = [[*step, None][:2] if isinstance(step, tuple) else [step, None] for step in steps]
        return in_module(MODULE, STORY, [parts, given])

    return tell


@pytest.fixture
def story(told: Any) -> Any:
    """The same, only at which ms it asked."""
    return lambda *steps, **parts: told(*steps, **parts)["asked"]


def test_it_asks_one_interval_after_each_answer(story: Any) -> None:
    assert story("start", ("pass", 4000), "answered", ("pass", 4000), "answered", ("pass", 3999)) == [4000, 8000]


def test_it_does_not_ask_again_before_the_answer_is_there(story: Any) -> None:
    steps = ("start", ("pass", 4000), "wake", FORCED, "touched", "active", ("hidden", True), ("hidden", False))
    assert story(*steps, ("online", False), ("online", True), ("pass", 60_000)) == [4000]


def test_starting_twice_asks_once_and_stopping_stops(told: Any) -> None:
    heard = told("start", "start", ("pass", 4000), "answered", "stop", ("pass", 60_000), "wake", "hint", ("pass", 1))
    assert (heard["asked"], heard["at"], heard["left"]) == ([4000], None, 0)


def test_after_a_stop_it_starts_anew_whatever_was_under_way(story: Any) -> None:
    assert story("start", ("pass", 4000), "hint", "stop", "answered", "start", ("pass", 4000)) == [4000, 8000]


def test_errors_are_waited_out_longer_and_longer_up_to_a_minute(story: Any) -> None:
    failing = [step for _ in range(6) for step in ("failed", ("pass", 60_000))]
    asked = story("start", ("pass", 4000), *failing)
    assert asked[1] - 4000 == 8000
    assert [asked[at] - 4000 - 60_000 * (at - 1) for at in (2, 3, 4, 5, 6)] == [16_000, 32_000, 60_000, 60_000, 60_000]


def test_the_wait_after_an_error_is_any_part_of_it_so_that_not_all_come_at_once(story: Any) -> None:
    assert story(("dice", 0.25), "start", ("pass", 4000), "failed", ("pass", 60_000)) == [4000, 6000]
    assert story(("dice", 0), "start", ("pass", 4000), "failed", ("pass", 60_000)) == [4000, 5000]


def test_an_answer_ends_the_waiting(story: Any) -> None:
    steps = ("start", ("pass", 4000), "failed", "failed", "answered", ("pass", 4000))
    assert story(*steps) == [4000, 8000]


def test_what_the_server_asks_for_is_waited_whoever_wakes_it(story: Any) -> None:
    failed = ("start", ("pass", 4000), ("failed", 7000))
    assert story(*failed, ("pass", 60_000)) == [4000, 11_000]
    woken = (
        "wake",
        "hint",
        "touched",
        "active",
        ("online", False),
        ("online", True),
        ("hidden", True),
        ("hidden", False),
    )
    assert story(*failed, ("pass", 1000), *woken, ("pass", 60_000)) == [4000, 11_000]


def test_a_person_who_wants_it_now_need_not_wait_as_the_server_asked(story: Any) -> None:
    steps = ("start", ("pass", 4000), ("failed", 7000), ("pass", 1000), FORCED, ("pass", 0), "failed", ("pass", 60_000))
    assert story(*steps) == [4000, 5000, 21_000]


def test_a_retry_after_of_no_time_is_none(story: Any) -> None:
    assert story("start", ("pass", 4000), ("failed", 0), ("pass", 60_000)) == [4000, 12_000]


def test_a_hidden_tab_asks_once_a_minute_and_at_once_when_it_is_looked_at(story: Any) -> None:
    steps = (("hidden", True), "start", ("pass", 59_999), ("hidden", False), ("pass", 0), "answered", ("pass", 4000))
    assert story(*steps) == [59_999, 63_999]
    assert story("start", ("hidden", True), ("pass", 60_000)) == [60_000]


def test_a_hidden_tab_asks_no_sooner_for_activity_or_errors(story: Any) -> None:
    hidden = (("hidden", True), "start", ("pass", 60_000))
    assert story(*hidden, CHANGED, "touched", "active", ("pass", 60_000)) == [60_000, 120_000]
    assert story(("dice", 0), *hidden, "failed", ("pass", 60_000)) == [60_000, 120_000]


def test_offline_nothing_is_asked_and_back_online_at_once(told: Any) -> None:
    steps = ("start", ("online", False), ("pass", 60_000), "wake", FORCED, "hint", ("pass", 1000))
    heard = told(*steps)
    assert (heard["asked"], heard["at"], heard["left"]) == ([], None, 0)
    assert told(*steps, ("online", True), ("pass", 0))["asked"] == [61_000]


def test_several_reasons_to_ask_in_the_same_moment_make_one_question(story: Any) -> None:
    coming_back = (("hidden", False), "touched", "wake", ("online", True), "wake", "touched", "hint")
    away = (("hidden", True), ("online", False), "start", ("pass", 90_000))
    assert story(*away, *coming_back, ("pass", 0), "answered", ("pass", 3999)) == [90_000]


def test_what_is_as_it_was_wakes_nobody(story: Any) -> None:
    assert story("start", ("pass", 1000), ("online", True), ("hidden", False), ("pass", 2999)) == []


def test_a_hint_asks_at_once_and_once_more_if_an_answer_was_on_its_way(story: Any) -> None:
    assert story("start", ("pass", 1000), "hint", ("pass", 0), "answered", ("pass", 3999)) == [1000]
    under_way = ("start", ("pass", 4000), "hint", "hint", ("pass", 300), "answered", ("pass", 0))
    assert story(*under_way, "answered", ("pass", 3999)) == [4000, 4300]


def test_a_hint_during_a_question_that_fails_waits_with_it(story: Any) -> None:
    assert story("start", ("pass", 4000), "hint", "failed", ("pass", 7999), "failed", "answered", ("pass", 0)) == [4000]


def test_activity_makes_it_ask_more_often_for_a_while(story: Any) -> None:
    """Own or others': the last of it was 20 s ago, then it is as always."""
    steps = [step for _ in range(16) for step in (("pass", 1500), "answered")]
    assert story("start", "active", *steps)[:14] == [1500 * at for at in range(1, 15)]
    asked = story("start", ("pass", 4000), CHANGED, ("pass", 1500), "answered", ("pass", 30_000))
    assert asked == [4000, 5500, 7000]
    assert story("start", "active", ("pass", 1500), ("pass", 20_000), "answered", ("pass", 3999)) == [1500]


def test_activity_never_makes_it_ask_less_often(story: Any) -> None:
    assert story("start", "active", ("pass", 1000), interval=1000) == [1000]
    assert story("start", ("pass", 3500), "active", ("pass", 500)) == [4000]


def test_activity_does_not_shorten_a_back_off(story: Any) -> None:
    assert story("start", ("pass", 4000), "failed", "active", "touched", ("pass", 7999)) == [4000]


def test_where_nobody_was_for_five_minutes_it_asks_less_often(story: Any) -> None:
    idle = ("start", ("pass", 4000), ("pass", 296_000), "answered", ("pass", 14_999))
    assert story(*idle) == [4000]
    assert story(*idle, ("pass", 1)) == [4000, 315_000]
    assert story("start", ("pass", 300_000), "answered", ("pass", 59_999), interval=60_000) == [60_000]


def test_whoever_comes_back_waits_no_longer_than_the_interval(story: Any) -> None:
    idle = ("start", ("pass", 300_000), "answered")
    assert story(*idle, ("pass", 5000), "touched", "touched", ("pass", 4000)) == [4000, 309_000]
    assert story(*idle, ("pass", 13_000), "touched", ("pass", 2000)) == [4000, 315_000]
    assert story(*idle, ("pass", 5000), "touched", ("pass", 4000), "answered", ("pass", 4000)) == [
        4000,
        309_000,
        313_000,
    ]


def test_others_at_work_keep_it_from_idling(story: Any) -> None:
    assert story("start", ("pass", 299_000), CHANGED, ("pass", 1500), "answered", ("pass", 1500)) == [
        4000,
        300_500,
        302_000,
    ]


def test_it_tells_when_the_next_question_is_due(told: Any) -> None:
    steps = ("start", ("pass", 4000), ("failed", 7000), ("pass", 1000), FORCED, FORCED, ("pass", 0), "answered")
    heard = told(*steps, ("online", False), ("online", True), "stop")
    assert heard["plans"] == [4000, None, 11_000, 5000, None, 9000, None, 5000, None]
    assert told("start", ("pass", 1000))["at"] == 4000


def test_the_clock_of_the_page_drives_it_where_no_other_is_given(in_module: RunModule) -> None:
    ask = """({ Scheduler }) => new Promise((ask) => {
      const scheduler = new Scheduler({ ask: () => ask(scheduler.at), interval: 1 });
      scheduler.start();
    })"""
    assert in_module(MODULE, ask) is None


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
