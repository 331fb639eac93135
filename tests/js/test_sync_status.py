"""The state in the top bar: which of the facts shows, in which words, and what it may not do: flicker, jump, chatter."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.js.conftest import RunModule
from tests.js.fake_clock import FAKE_CLOCK

MODULE = "live/sync_status.js"
ROOT = Path(__file__).resolve().parent.parent.parent
MARKUP = re.sub(r"{%.*?%}", "", (ROOT / "templates/kanban/_sync_status.html").read_text())

STORY = f"""
({{ SyncStatus }}, {{ steps, markup }}) => {{
  {FAKE_CLOCK}
  const start = new Date(2026, 0, 1, 12, 3, 41).getTime(), clock = fakeClock(start), seen = [];
  document.body.innerHTML = markup;
  const element = document.getElementById("sync-status"), button = element.querySelector("button");
  const status = new SyncStatus({{ element, onTryNow: () => seen.push("try now"), clock }});
  let before = "";
  const look = () => {{
    const {{ state }} = element.dataset;
    const now = `${{state}}: ${{element.querySelector("[data-sync-text]").textContent}}${{button.hidden ? "" : " [Try now]"}}`;
    if (now !== before) seen.push(now);
    before = now;
  }};
  for (const [name, value] of steps) {{
    if (name === "pass") {{
      for (let left = value; left > 0; left -= 50) {{
        clock.pass(Math.min(left, 50));
        look();
      }}
    }} else if (name === "jump") clock.jump(value);
    else if (name === "plan") status.plan(value === null ? null : clock.now() + value);
    else if (name === "press") button.click();
    else if (name === "focus") button.focus();
    else if (name === "focused") seen.push(document.activeElement.id || document.activeElement.localName);
    else if (name === "last") seen.push(new Date(element.dataset.lastSync) - start);
    else if (name === "unsent") seen.push(element.dataset.pending);
    else if (name === "short") seen.push(element.querySelector("[data-sync-short]").textContent);
    else if (name === "left") seen.push(clock.left());
    else status[name](...(value === null ? [] : [value]));
    look();
  }}
  return seen;
}}
"""


@pytest.fixture
def story(in_module: RunModule) -> Any:
    """What is seen after it was started, one after the other."""

    def tell(*steps: Any) -> Any:
        given = [list(step) if isinstance(step, tuple) else [step, None] for step in ("start", *steps)]
        return in_module(MODULE, STORY, {"steps": given, "markup": MARKUP})[1:]

    return tell


SYNCED = "synced: Up to date as of 12:03:41"
LOST = ("troubled", {"kind": "lost"})
BUSY = ("troubled", {"kind": "busy"})


def test_a_page_that_was_loaded_is_synced(in_module: RunModule) -> None:
    seen = in_module(MODULE, STORY, {"steps": [["start", None], ["start", None], ["last", None]], "markup": MARKUP})
    assert seen == [SYNCED, 0]


def test_an_answer_makes_it_fresh_as_of_now(story: Any) -> None:
    assert story(("pass", 4000), "asking", "fresh", "last") == ["synced: Up to date as of 12:03:45", 4000]


def test_by_a_socket_it_is_live(story: Any) -> None:
    assert story(("fresh", {"socket": True}), "fresh") == ["live: Up to date as of 12:03:41", SYNCED]


def test_a_quick_answer_never_flickers(story: Any) -> None:
    assert story("asking", ("pass", 250), "fresh", ("pass", 300)) == []
    assert story("asking", ("pass", 250), LOST)[0].startswith("reconnecting")


def test_a_slow_answer_shows_that_it_is_asking(story: Any) -> None:
    assert story("asking", ("pass", 300), "fresh") == ["syncing: Checking…", SYNCED]


def test_no_answer_for_a_while_is_no_connection_yet(story: Any) -> None:
    seen = story("asking", ("pass", 300), "overdue", "fresh")
    assert seen == ["syncing: Checking…", "reconnecting: No answer yet… [Try now]", SYNCED]


def test_a_failure_counts_down_to_the_next_question(story: Any) -> None:
    seen = story(LOST, ("plan", 2700), ("pass", 2700), ("plan", None), "asking", ("pass", 400), "fresh", ("pass", 5000))
    assert seen == [
        "reconnecting: No answer. Trying again… [Try now]",
        "reconnecting: No answer. Trying again in 3 s [Try now]",
        "reconnecting: No answer. Trying again in 2 s [Try now]",
        "reconnecting: No answer. Trying again in 1 s [Try now]",
        "reconnecting: No answer. Trying again… [Try now]",
        "synced: Up to date as of 12:03:44",
    ]


def test_the_countdown_is_told_by_the_clock_and_not_by_counting(story: Any) -> None:
    seen = story(LOST, ("plan", 60_000), ("jump", 30_000), ("pass", 50))
    assert seen[-1] == "reconnecting: No answer. Trying again in 30 s [Try now]"


def test_a_busy_server_is_there_and_has_asked_to_be_left_alone_for_a_while(story: Any) -> None:
    seen = story(
        "asking", BUSY, "short", ("plan", 7000), ("pass", 1000), ("plan", None), "asking", "overdue", LOST, "fresh"
    )
    assert seen == [
        "reconnecting: Asked too often. Trying again… [Try now]",
        "Asked too often",
        "reconnecting: Asked too often. Trying again in 7 s [Try now]",
        "reconnecting: Asked too often. Trying again in 6 s [Try now]",
        "reconnecting: Asked too often. Trying again… [Try now]",
        "reconnecting: No answer yet… [Try now]",
        "reconnecting: No answer. Trying again… [Try now]",
        "synced: Up to date as of 12:03:42",
    ]
    assert story(BUSY, "fresh", LOST)[-1] == "reconnecting: No answer. Trying again… [Try now]"


def test_without_a_success_for_a_minute_it_is_stale_even_if_nothing_fails(story: Any) -> None:
    stale = "stale: Not up to date since 12:03:41 [Try now]"
    assert story(("pass", 60_000)) == [stale]
    assert story(("pass", 30_000), "fresh", ("pass", 59_950)) == ["synced: Up to date as of 12:04:11"]
    assert story(("pass", 30_000), LOST, ("pass", 30_000), LOST, ("plan", 9000))[-1] == stale
    assert story(("pass", 60_000), "asking", ("pass", 400), "fresh") == [stale, "synced: Up to date as of 12:04:41"]


def test_after_the_machine_slept_it_is_stale_although_no_timer_ran(story: Any) -> None:
    assert story(("jump", 3_600_000), "asking") == ["stale: Not up to date since 12:03:41 [Try now]"]


def test_offline_tells_how_much_waits(story: Any) -> None:
    waiting = (("pending", 1), ("pending", 3), "unsent", ("pending", 0))
    assert story(("offline", True), *waiting) == [
        "offline: Offline",
        "offline: Offline · 1 change waiting",
        "offline: Offline · 3 changes waiting",
        "3",
        "offline: Offline",
    ]


def test_back_online_it_shows_at_once_that_it_asks(story: Any) -> None:
    seen = story(("offline", True), ("offline", False), ("plan", 0), ("plan", None), "asking", ("pass", 100), "fresh")
    assert seen == ["offline: Offline", "syncing: Checking…", SYNCED]
    assert story(("offline", False)) == []


def test_signed_out_it_says_so_until_it_is_answered_again(story: Any) -> None:
    assert story(("ended", "signed-out"), ("offline", True), ("pass", 90_000)) == ["signed-out: Signed out"]
    assert story(("ended", "signed-out"), "fresh") == ["signed-out: Signed out", SYNCED]


def test_a_board_that_is_no_longer_theirs_is_stale_and_trying_is_no_use(story: Any) -> None:
    assert story("asking", ("ended", "not-yours"), ("pass", 9000)) == ["stale: Not up to date since 12:03:41"]


def test_a_person_may_try_now(story: Any) -> None:
    assert story(LOST, "press")[-1] == "try now"


def test_the_keyboard_stays_where_it_was_when_the_button_goes(story: Any) -> None:
    assert story(LOST, "focus", "focused", "fresh", "focused")[1:] == ["button", SYNCED, "sync-status"]
    assert story(LOST, "fresh", "focused")[-1] == "body"


def test_on_a_telephone_a_short_word_is_left(story: Any) -> None:
    assert story("short", LOST, "short")[0] == ""
    assert story(LOST, "short")[-1] == "No answer"
    assert story(("offline", True), "short")[-1] == "Offline"
    assert story(("pass", 60_000), "short")[-1] == "Not up to date"


def test_stopped_it_leaves_nothing(story: Any) -> None:
    assert story(LOST, ("plan", 9000), "asking", "stop", "press", "left")[-1] == 0
    assert story("stop", "fresh", "asking", LOST, ("plan", 9000), "left")[-1] == 0


def test_it_is_no_live_region_because_its_words_change_every_few_seconds() -> None:
    assert "aria-live" not in MARKUP
    assert 'role="status"' not in MARKUP


def test_it_reads_the_clock_of_the_page_where_no_other_is_given(in_module: RunModule) -> None:
    script = """({ SyncStatus }, markup) => {
      document.body.innerHTML = markup;
      const element = document.getElementById("sync-status");
      const status = new SyncStatus({ element, onTryNow: () => {} });
      status.start();
      status.stop();
      return Date.now() - new Date(element.dataset.lastSync) < 60000;
    }"""
    assert in_module(MODULE, script, MARKUP)


FACTS = ("ended", "isOffline", "isStale", "isTroubled", "isOverdue", "isAsking", "isSocket")


STATES = {
    (): "synced",
    ("isSocket",): "live",
    ("isAsking", "isSocket"): "syncing",
    ("isOverdue", "isAsking", "isSocket"): "reconnecting",
    ("isTroubled", "isAsking", "isSocket"): "reconnecting",
    ("isStale", "isTroubled", "isOverdue", "isAsking", "isSocket"): "stale",
    ("isOffline", "isStale", "isTroubled", "isOverdue", "isAsking", "isSocket"): "offline",
}


@pytest.mark.parametrize(("ended", "end"), [(None, None), ("signed-out", "signed-out"), ("not-yours", "stale")])
def test_state_by_the_facts(in_module: RunModule, ended: str | None, end: str | None) -> None:
    facts = [{**{fact: fact in holds for fact in FACTS}, "ended": ended} for holds in STATES]
    seen = in_module(MODULE, "({ stateOf }, facts) => facts.map(stateOf)", facts)
    assert seen == [end or state for state in STATES.values()]


@pytest.mark.parametrize("kind", ["lost", "busy"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1200])
def test_the_top_bar_does_not_jump_and_the_button_can_be_reached(
    unit_page: Page, scheme: Any, width: int, kind: str
) -> None:
    unit_page.emulate_media(color_scheme=scheme)
    unit_page.set_viewport_size({"width": width, "height": 600})
    styles = "".join(
        f'<link rel="stylesheet" href="/css/{name}.css">' for name in ("tokens", "base", "frame", "network")
    )
    bar = f"""<!doctype html><html data-js><head>{styles}</head><body><header class="topbar">
      <div class="topbar__start"><a class="brand" href="/"><svg class="icon"></svg><span>Aster</span></a></div>
      <form class="topbar__search"><input type="search"></form>
      <div class="topbar__end">{MARKUP}<details class="menu"><summary><span class="avatar">BO</span></summary></details></div>
    </header></body></html>"""
    unit_page.route("https://unit.test/bar", lambda route: route.fulfill(content_type="text/html", body=bar))
    unit_page.goto("https://unit.test/bar")
    unit_page.evaluate("""async () => {
      const { SyncStatus } = await import("/live/sync_status.js");
      window.state = new SyncStatus({ element: document.getElementById("sync-status"), onTryNow: () => {} });
      window.state.start();
    }""")
    dot, button = unit_page.locator(".sync__dot"), unit_page.locator("[data-sync-now]")
    before = dot.bounding_box()
    unit_page.evaluate("(kind) => { state.troubled({ kind }); state.plan(Date.now() + 59_000); }", kind)
    after, reach = dot.bounding_box(), button.bounding_box()
    assert before is not None
    assert after is not None
    assert reach is not None
    assert unit_page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert reach["x"] >= 0
    assert reach["x"] + reach["width"] <= width
    if width > 640:
        assert after["x"] == pytest.approx(before["x"], abs=0.5)
    else:
        assert unit_page.locator("[data-sync-short]").is_visible()
