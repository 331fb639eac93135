"""What is said of the connection: which words, when, how long, and what is not worth a word."""

from typing import Any

import pytest

from tests.js.conftest import RunModule
from tests.js.fake_clock import FAKE_CLOCK

MODULE = "live/network_notices.js"

# The network is one that the test sets: `["network", "offline"]`. Local time is made one with UTC+0 by reading it back.
STORY = f"""
({{ NetworkNotices }}, {{ steps, slowAtStart }}) => {{
  {FAKE_CLOCK}
  const clock = fakeClock(new Date(2026, 0, 1, 12, 3, 41).getTime()), heard = [];
  const element = document.createElement("p");
  element.hidden = true;
  const network = Object.assign(new EventTarget(), {{ state: "online", isSlow: slowAtStart }});
  const notices = new NetworkNotices({{ element, network, clock }});
  const change = (state, isSlow) => {{
    const detail = {{ state, was: network.state, isSlow, wasSlow: network.isSlow }};
    Object.assign(network, {{ state, isSlow }});
    network.dispatchEvent(new CustomEvent("change", {{ detail }}));
  }};
  let said = "";
  const hear = () => {{
    const now = element.hidden ? "-" : `${{element.dataset.notice}}: ${{element.textContent}}`;
    if (now !== said) heard.push(now);
    said = now;
  }};
  for (const [name, value] of steps) {{
    if (name === "pass") {{
      for (let left = value; left > 0; left -= 50) {{
        clock.pass(Math.min(left, 50));
        hear();
      }}
      continue;
    }} else if (name === "network") change(value, network.isSlow);
    else if (name === "slow") change(network.state, value);
    else if (name === "reachable") network.dispatchEvent(new Event("reachable"));
    else if (name === "report") {{
      const isOurs = !["lost", "foreign", "away"].includes(value);
      if (network.state !== "offline" && (network.state === "online") !== isOurs) change(isOurs ? "online" : "suspect", network.isSlow);
      notices.report({{ kind: value }});
    }} else if (name === "left") heard.push(clock.left());
    else notices[name]();
  }}
  hear();
  return heard.filter((words) => !/^[a-z]+: $/.test(words));
}}
"""
LOST = "lost: Connection lost. The board shows what was known at 12:03; changes you make now are sent when it is back."
UNREACHABLE = "unreachable: Aster cannot be reached. Trying again by itself; nothing you typed is lost."
CATCHING = "catching: Back online. Catching up…"
BACK = "back: Back online."
SLOW = "slow: The connection is slow. Changes may take longer to show."
SPOKEN = ("pass", 150)


@pytest.fixture
def story(in_module: RunModule) -> Any:
    """What is read on it, one after the other; "-" is nothing."""

    def tell(*steps: Any, slow_at_start: bool = False) -> Any:
        given = [list(step) if isinstance(step, tuple) else [step, None] for step in ("start", SPOKEN, *steps)]
        return in_module(MODULE, STORY, {"steps": given, "slowAtStart": slow_at_start})

    return tell


def report(kind: str) -> tuple[str, str]:
    return ("report", kind)


def failures(kind: str, number: int) -> list[tuple[str, Any]]:
    return [step for _ in range(number) for step in (report(kind), ("pass", 200))]


def test_as_long_as_all_is_well_it_says_nothing(story: Any) -> None:
    assert story(report("nothing"), ("pass", 4000), report("applied"), ("pass", 4000)) == ["-"]


def test_a_lost_connection_is_said_after_a_second_and_stays(story: Any) -> None:
    assert story(("network", "offline"), ("pass", 950)) == ["-"]
    assert story(("network", "offline"), ("pass", 600_000)) == ["-", LOST]


def test_what_is_lost_for_less_than_a_second_is_not_worth_a_word(story: Any) -> None:
    steps = (("network", "offline"), ("pass", 500), ("network", "suspect"), ("pass", 300), report("nothing"))
    assert story(*steps, ("pass", 10_000)) == ["-"]


def test_a_suspicion_is_said_after_a_second_or_two_lost_requests(story: Any) -> None:
    assert story(("network", "suspect"), ("pass", 5000)) == ["-", LOST]
    assert story(report("lost"), ("pass", 950)) == ["-"]
    assert story(report("lost"), ("pass", 1200)) == ["-", LOST]
    assert story(report("lost"), ("pass", 100), report("foreign"), SPOKEN) == ["-", LOST]


def test_from_offline_to_suspect_the_second_goes_on(story: Any) -> None:
    assert story(("network", "offline"), ("pass", 700), ("network", "suspect"), ("pass", 500)) == ["-", LOST]


def test_a_server_that_answers_with_errors_is_no_lost_connection(story: Any) -> None:
    assert story(*failures("away", 4), ("pass", 60_000)) == ["-"]
    assert story(*failures("away", 5), ("pass", 60_000)) == ["-", UNREACHABLE]


def test_after_five_failures_nobody_knows_whose_fault_it_is(story: Any) -> None:
    assert story(*failures("lost", 5)) == ["-", LOST, UNREACHABLE]


def test_the_words_of_a_lost_connection_hold_while_the_browser_says_so(story: Any) -> None:
    assert story(*failures("lost", 5), ("network", "offline"), SPOKEN) == ["-", LOST, UNREACHABLE, LOST]


def test_an_answer_between_begins_the_count_anew(story: Any) -> None:
    assert story(*failures("away", 4), report("nothing"), *failures("away", 4)) == ["-"]


def test_being_busy_is_neither_a_failure_nor_a_success(story: Any) -> None:
    assert story(*failures("away", 4), *failures("busy", 3), *failures("away", 1)) == ["-", UNREACHABLE]


def test_back_online_is_said_for_three_seconds(story: Any) -> None:
    lost = (("network", "offline"), ("pass", 2000), ("network", "suspect"), report("nothing"))
    assert story(*lost, ("pass", 2900)) == ["-", LOST, BACK]
    assert story(*lost, ("pass", 3000)) == ["-", LOST, BACK, "-"]


def test_once_a_ping_is_answered_it_is_catching_up_until_the_first_answer(story: Any) -> None:
    steps = (("network", "offline"), ("pass", 2000), ("network", "suspect"), "reachable", ("pass", 500))
    assert story(*steps) == ["-", LOST, CATCHING]
    assert story(*steps, "reachable", report("applied"), ("pass", 5000)) == ["-", LOST, CATCHING, BACK, "-"]


def test_once_a_write_is_answered_it_is_catching_up_too(story: Any) -> None:
    steps = (*failures("lost", 2), ("network", "online"), ("pass", 500))
    assert story(*steps) == ["-", LOST, CATCHING]
    assert story(*steps, report("nothing"), ("pass", 100)) == ["-", LOST, CATCHING, BACK]


def test_a_promise_that_was_wrong_is_not_made_again_before_it_is_true(story: Any) -> None:
    steps = (*failures("lost", 2), "reachable", ("pass", 100), report("away"), ("pass", 100))
    assert story(*steps, "reachable", ("pass", 100)) == ["-", LOST, CATCHING, LOST]
    assert story(*steps, ("network", "online"), ("pass", 100)) == ["-", LOST, CATCHING, LOST]
    again = (report("nothing"), ("pass", 5000), *failures("lost", 2), "reachable", ("pass", 100))
    assert story(*steps, *again)[-2:] == [LOST, CATCHING]


def test_a_ping_says_nothing_of_a_server_whose_answers_are_errors(story: Any) -> None:
    assert story(*failures("away", 5), "reachable", ("pass", 100)) == ["-", UNREACHABLE]


def test_whoever_is_signed_out_is_told_elsewhere(story: Any) -> None:
    assert story(*failures("lost", 2), report("signed-out"), ("pass", 5000)) == ["-", LOST, "-"]


def test_the_time_is_that_of_the_last_answer(story: Any) -> None:
    assert "known at 12:05;" in story(("pass", 90_000), report("nothing"), ("network", "offline"), ("pass", 1200))[1]


def test_a_slow_connection_is_said_once_for_each_time_that_it_becomes_slow(story: Any) -> None:
    slow = (("slow", True), ("pass", 6000), report("nothing"), ("pass", 6000))
    assert story(*slow) == ["-", SLOW, "-"]
    assert story(*slow, ("slow", False), ("pass", 6000), *slow) == ["-", SLOW, "-", SLOW, "-"]
    assert story(("pass", 4000), slow_at_start=True) == [SLOW]


def test_that_it_is_slow_waits_until_there_is_nothing_else_to_say(story: Any) -> None:
    steps = (("network", "offline"), ("pass", 2000), ("slow", True), ("network", "suspect"), report("nothing"))
    assert [words for words in story(*steps, ("pass", 4000)) if words != "-"] == [LOST, BACK, SLOW]
    assert story(*steps, ("slow", False), ("pass", 9000)) == ["-", LOST, BACK, "-"]


def test_a_lost_connection_is_said_over_a_slow_one(story: Any) -> None:
    steps = (("slow", True), ("pass", 1000), ("network", "offline"), ("pass", 9000))
    assert story(*steps) == ["-", SLOW, LOST]


def test_the_words_come_after_the_region_so_that_they_are_read_out(in_module: RunModule) -> None:
    script = f"""({{ NetworkNotices }}) => {{
      {FAKE_CLOCK}
      const clock = fakeClock(), element = document.createElement("p"), seen = [];
      element.hidden = true;
      const network = Object.assign(new EventTarget(), {{ state: "online", isSlow: true }});
      new NetworkNotices({{ element, network, clock }}).start();
      for (const ms of [0, 99, 1]) (clock.pass(ms), seen.push([element.hidden, element.textContent !== ""]));
      return seen;
    }}"""
    assert in_module(MODULE, script) == [[False, False], [False, False], [False, True]]


def test_stopped_it_says_nothing_and_leaves_nothing(story: Any) -> None:
    assert story(("network", "offline"), ("pass", 2000), "stop", "left") == ["-", LOST, 0, "-"]
    after = (("network", "offline"), "stop", "start", "start", "stop", report("lost"), report("lost"), ("pass", 9000))
    assert story(*after, "left") == ["-", 0]


def test_it_reads_the_clock_of_the_page_where_no_other_is_given(in_module: RunModule) -> None:
    script = """({ NetworkNotices }) => {
      const network = Object.assign(new EventTarget(), { state: "offline", isSlow: false });
      const notices = new NetworkNotices({ element: document.createElement("p"), network });
      notices.start();
      notices.stop();
      return true;
    }"""
    assert in_module(MODULE, script)


TROUBLE = [
    ("online", False, 0, 0, None),
    ("online", False, 4, 0, None),
    ("online", False, 5, 0, "unreachable"),
    ("suspect", False, 0, 0, None),
    ("suspect", True, 0, 0, "lost"),
    ("suspect", False, 1, 1, None),
    ("suspect", True, 1, 1, "lost"),
    ("suspect", False, 2, 2, "lost"),
    ("suspect", True, 2, 0, None),
    ("suspect", True, 3, 1, "lost"),
    ("suspect", True, 5, 5, "unreachable"),
    ("offline", False, 9, 9, None),
    ("offline", True, 9, 9, "lost"),
]


def test_trouble_by_the_facts(in_module: RunModule) -> None:
    facts = [dict(zip(("state", "isLong", "failures", "cuts"), row[:4], strict=True)) for row in TROUBLE]
    assert in_module(MODULE, "({ troubleOf }, facts) => facts.map(troubleOf)", facts) == [row[4] for row in TROUBLE]
