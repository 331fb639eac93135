"""Connected, suspected, offline, slow: judged by what requests met."""

from typing import Any

import pytest

from tests.js.conftest import RunModule
from tests.js.fake_clock import FAKE_CLOCK

MODULE = "live/network_status.js"

STORY = f"""
async ({{ NetworkStatus }}, {{ steps, onLine, type }}) => {{
  {FAKE_CLOCK}
  const clock = fakeClock(), heard = [];
  let answer = true, dice = 0, late = null;
  const view = Object.assign(new EventTarget(), {{
    document: Object.assign(new EventTarget(), {{ hidden: false }}),
    navigator: {{ onLine, connection: type && Object.assign(new EventTarget(), {{ effectiveType: type }}) }},
  }});
  const ping = () => (heard.push(`ping ${{clock.now()}}`), late ? new Promise((tell) => (late = tell)) : Promise.resolve(answer));
  const network = new NetworkStatus({{ ping, window: view, clock, random: () => dice }});
  network.addEventListener("reachable", () => heard.push("reachable"));
  network.addEventListener("change", ({{ detail }}) => {{
    const slow = detail.isSlow === detail.wasSlow ? "" : detail.isSlow ? " slow" : " fast";
    heard.push(`${{detail.was}} > ${{detail.state}}${{slow}}`);
  }});
  for (const [name, value, ms] of steps) {{
    if (name === "pass") {{
      clock.pass(value);
      await new Promise((done) => setTimeout(done));
    }} else if (name === "answer") answer = value;
    else if (name === "dice") dice = value;
    else if (name === "late") late = true;
    else if (name === "comes") {{
      late(value);
      await new Promise((done) => setTimeout(done));
    }} else if (name === "look") {{
      view.document.hidden = !value;
      view.document.dispatchEvent(new Event("visibilitychange"));
    }} else if (name === "type") {{
      view.navigator.connection.effectiveType = value;
      view.navigator.connection.dispatchEvent(new Event("change"));
    }} else if (name === "report") network.report({{ kind: value, ms }});
    else if (name === "state") heard.push(`${{network.state}}${{network.isSlow ? " slow" : ""}}`);
    else if (name === "left") heard.push(clock.left());
    else if (name in network) network[name]();
    else view.dispatchEvent(new Event(name));
  }}
  return heard;
}}
"""


@pytest.fixture
def story(in_module: RunModule) -> Any:
    def tell(*steps: Any, on_line: bool = True, connection: str | None = None) -> Any:
        given = [list(step) if isinstance(step, tuple) else [step] for step in steps]
        return in_module(MODULE, STORY, {"steps": given, "onLine": on_line, "type": connection})

    return tell


def report(kind: str, ms: int | None = 50) -> tuple[str, str, int | None]:
    return ("report", kind, ms)


def test_a_page_that_was_loaded_is_online(story: Any) -> None:
    assert story("start", "start", "state") == ["online"]


def test_it_believes_the_browser_that_it_is_offline_and_asks_for_nothing(story: Any) -> None:
    assert story("start", "left", on_line=False) == ["online > offline", 0]
    assert story("start", "offline", ("pass", 60_000)) == ["online > offline"]


def test_it_does_not_believe_the_browser_that_it_is_online_until_a_request_says_so(story: Any) -> None:
    steps = ("start", "offline", "online", report("nothing"))
    assert story(*steps) == ["online > offline", "offline > suspect", "suspect > online"]
    assert story("start", "online") == []


def test_an_answer_that_comes_in_after_the_browser_went_offline_changes_nothing(story: Any) -> None:
    assert story("start", "offline", report("nothing"), report("lost")) == ["online > offline"]


@pytest.mark.parametrize("kind", ["lost", "foreign", "away"])
def test_what_is_no_answer_of_ours_makes_it_suspect(story: Any, kind: str) -> None:
    assert story("start", report(kind), report(kind)) == ["online > suspect"]


@pytest.mark.parametrize("kind", ["nothing", "applied", "swapped", "gone", "busy", "signed-out", "not-yours"])
def test_any_answer_of_ours_makes_it_online(story: Any, kind: str) -> None:
    assert story("start", report("lost"), report(kind)) == ["online > suspect", "suspect > online"]


def test_suspect_it_pings_every_two_to_eight_seconds(story: Any) -> None:
    pings = ("start", ("answer", False), report("lost"), ("pass", 2000), ("dice", 0.5), ("pass", 2000), ("pass", 5000))
    assert story(*pings) == ["online > suspect", "ping 2000", "ping 4000", "ping 9000"]
    assert story(("dice", 0.9999), "start", report("lost"), ("pass", 7999)) == ["online > suspect"]


def test_failures_that_go_on_do_not_put_the_ping_off(story: Any) -> None:
    steps = ("start", report("lost"), ("pass", 1000), report("lost"), ("pass", 999), report("lost"), ("pass", 1))
    assert story(*steps) == ["online > suspect", "ping 2000", "reachable"]


def test_a_ping_that_is_answered_is_told_and_makes_nothing_online(story: Any) -> None:
    steps = ("start", report("lost"), ("pass", 2000), "state", report("nothing"), ("pass", 2000))
    assert story(*steps) == ["online > suspect", "ping 2000", "reachable", "suspect", "suspect > online"]


def test_online_it_pings_only_after_half_a_minute_without_traffic(story: Any) -> None:
    traffic = ("start", ("pass", 20_000), report("nothing"), ("pass", 29_999))
    assert story(*traffic) == []
    assert story(*traffic, ("pass", 1), ("pass", 30_000), "state") == ["ping 50000", "ping 80000", "online"]


def test_a_ping_for_want_of_traffic_that_fails_makes_it_suspect(story: Any) -> None:
    steps = ("start", ("answer", False), ("pass", 30_000), ("answer", True), ("pass", 2000))
    assert story(*steps) == ["ping 30000", "online > suspect", "ping 32000", "reachable"]


def test_where_a_request_is_overdue_a_ping_tells_at_once_whether_it_is_the_network(story: Any) -> None:
    assert story("start", "doubt", ("pass", 0), "state", ("pass", 30_000)) == [
        "ping 0",
        "reachable",
        "online",
        "ping 30000",
    ]
    lost = ("start", ("answer", False), "doubt", ("pass", 0), ("answer", True), ("pass", 2000), "doubt", ("pass", 0))
    assert story(*lost) == ["ping 0", "online > suspect", "ping 2000", "reachable", "ping 2000", "reachable"]
    assert story("doubt", "start", ("look", False), "doubt", ("look", True), "offline", "doubt") == ["online > offline"]


def test_a_ping_that_is_never_answered_does_not_put_the_next_one_off(story: Any) -> None:
    lost = (
        ("dice", 0.5),
        "start",
        report("lost"),
        "late",
        ("pass", 5000),
        ("pass", 4000),
        ("comes", False),
        ("pass", 1000),
    )
    assert story(*lost) == ["online > suspect", "ping 5000", "ping 10000"]


def test_a_hidden_page_does_not_ping(story: Any) -> None:
    hidden = ("start", ("look", False), ("pass", 60_000), report("lost"), ("pass", 60_000))
    assert story(*hidden) == ["online > suspect"]
    assert story(*hidden, ("look", True), ("pass", 2000)) == ["online > suspect", "ping 122000", "reachable"]


def test_a_ping_that_is_overtaken_says_nothing(story: Any) -> None:
    late = ("start", report("lost"), "late", ("pass", 2000))
    assert story(*late, "stop", ("comes", True)) == ["online > suspect", "ping 2000"]
    assert story(*late, "offline", ("comes", True))[2:] == ["suspect > offline"]
    assert story(*late, report("nothing"), ("comes", False))[2:] == ["suspect > online"]


def test_slow_by_what_the_browser_knows_of_the_connection(story: Any) -> None:
    assert story("start", ("type", "4g"), connection="2g") == ["online > online slow", "online > online fast"]
    assert story("start", ("type", "slow-2g"), connection="4g") == ["online > online slow"]
    assert story("start", "stop", ("type", "2g"), connection="4g") == []


def test_slow_by_the_average_of_the_last_answers(story: Any) -> None:
    slow = ("start", *[report("nothing", 400)] * 3)
    assert story(*slow) == ["online > online slow"]
    assert story("start", *[report("nothing", 300)] * 9) == []
    assert story("start", report("nothing", 400), report("nothing", 400), *[report("applied", 50)] * 9) == []


def test_one_slow_answer_among_quick_ones_is_not_slow(story: Any) -> None:
    assert story("start", *[report("nothing", 50)] * 5, report("swapped", 700), *[report("nothing", 50)] * 5) == []


def test_what_was_slow_is_so_until_it_is_clearly_quicker(story: Any) -> None:
    slow = ("start", *[report("nothing", 310)] * 3)
    assert story(*slow, *[report("nothing", 260)] * 20) == ["online > online slow"]
    assert story(*slow, *[report("nothing", 240)] * 20) == ["online > online slow", "online > online fast"]


def test_what_was_not_answered_or_not_measured_is_no_measure(story: Any) -> None:
    assert story("start", *[report("nothing", None)] * 5, "state") == ["online"]
    assert story("start", *[report("lost", 9000)] * 5, "state") == ["online > suspect", "suspect"]


def test_stopped_it_leaves_nothing(story: Any) -> None:
    assert story("start", "stop", "offline", "online", ("look", False), "left", report("lost"), "left") == [
        0,
        "online > suspect",
        0,
    ]


@pytest.mark.parametrize(
    ("answer", "is_ours"),
    [
        ("new Response(null, { status: 204 })", True),
        ("new Response('Buy Wi-Fi', { status: 200 })", False),
        ("Response.error()", False),
        ("Promise.reject(new TypeError('no network'))", False),
    ],
)
def test_a_ping_is_answered_by_a_204_and_nothing_else(in_module: RunModule, answer: str, is_ours: bool) -> None:
    script = f"""async ({{ pingOf }}) => {{
      let asked;
      const isAnswered = await pingOf(async (...given) => ((asked = given), {answer}))();
      const [address, {{ cache, redirect, signal }}] = asked;
      return [isAnswered, address, cache, redirect, signal instanceof AbortSignal];
    }}"""
    assert in_module(MODULE, script) == [is_ours, "/api/ping", "no-store", "manual", True]


def test_it_watches_the_page_it_is_on(in_module: RunModule) -> None:
    script = """({ NetworkStatus }) => {
      const network = new NetworkStatus({ ping: async () => true });
      network.start();
      window.dispatchEvent(new Event("offline"));
      network.stop();
      return network.state;
    }"""
    assert in_module(MODULE, script) == "offline"
