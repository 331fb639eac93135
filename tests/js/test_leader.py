"""Which tab asks for all: one at a time, whatever becomes of it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.js.conftest import RunModule

# Several tabs of one page: the browser's own locks and channels, a page and a clock each that the test moves. A frozen
# tab hears no messages; it holds its lock. `visible` and `hidden` are also what the browser would tell.
STORY = """
async ({ Leader }, steps) => {
  const log = [], tabs = {};
  // Locks and messages go through the browser: what was asked before has been answered when these are.
  const [here, there] = [new BroadcastChannel("there and back"), new BroadcastChannel("there and back")];
  there.onmessage = () => there.postMessage("back");
  const settle = async () => {
    for (let round = 0; round < 3; round += 1) {
      await new Promise((resolve) => { here.onmessage = resolve; here.postMessage("there"); });
      await navigator.locks.query();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  class Tab {
    constructor(name, { locks, hasChannel = true } = {}) {
      const timers = (this.timers = new Map());
      let last = 0;
      this.clock = { setTimeout: (call, ms) => (timers.set(++last, { call, ms }), last), clearTimeout: (id) => timers.delete(id) };
      this.page = Object.assign(new EventTarget(), { hidden: false, defaultView: new EventTarget() });
      this.real = new BroadcastChannel("live:alice");
      this.channel = Object.assign(new EventTarget(), { postMessage: (message) => { log.sent.push(message.type); this.real.postMessage(message); } });
      this.real.onmessage = ({ data }) => this.hear(data);
      this.backlog = null;
      this.leader = new Leader({ name: "live:alice", locks, channel: hasChannel ? this.channel : null, document: this.page, clock: this.clock });
      for (const type of ["lead", "follow"]) this.leader.addEventListener(type, () => log.push(`${name} ${type}`));
    }
    hear(data) {
      if (this.backlog) this.backlog.push(data);
      else this.channel.dispatchEvent(new MessageEvent("message", { data }));
    }
    tick() {
      for (const [id, { call }] of [...this.timers]) if (this.timers.delete(id)) call();
    }
    look(isHidden) {
      this.page.hidden = isHidden;
      this.page.dispatchEvent(new Event("visibilitychange"));
    }
  }
  log.sent = [];
  const no = { request: async () => { throw new DOMException("no", "SecurityError"); } };
  const does = {
    tab: (tab, name) => (tabs[name] = new Tab(name)),
    "no locks": (tab, name) => (tabs[name] = new Tab(name, { locks: null })),
    "no channel": (tab, name) => (tabs[name] = new Tab(name, { hasChannel: false })),
    "no right": (tab, name) => (tabs[name] = new Tab(name, { locks: no })),
    start: (tab) => tab.leader.start(), stop: (tab) => tab.leader.stop(),
    hidden: (tab) => tab.look(true), visible: (tab) => tab.look(false), hide: (tab) => (tab.page.hidden = true),
    freeze: (tab) => (tab.backlog = []), tick: (tab) => tab.tick(),
    thaw: (tab) => { const late = tab.backlog; tab.backlog = null; for (const data of late) tab.hear(data); },
    left: (tab) => tab.page.defaultView.dispatchEvent(new Event("pagehide")),
    back: (tab) => tab.page.defaultView.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })),
    loaded: (tab) => tab.page.defaultView.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: false })),
    leads: (tab) => log.push(tab.leader.isLeader), timers: (tab) => log.push(tab.timers.size),
    says: (tab, name, data) => new BroadcastChannel("live:alice").postMessage(data),
    sent: () => log.push(...log.sent.splice(0)),
    held: async () => { const { held, pending } = await navigator.locks.query(); log.push([held.length, pending.length]); },
  };
  for (const [name, tab, given] of steps) {
    await does[name](tabs[tab], tab, given);
    await settle();
  }
  for (const tab of Object.values(tabs)) tab.leader.stop(), tab.real.close();
  return log;
}
"""
TWO = (["tab", "ann"], ["tab", "bea"], ["start", "ann"], ["start", "bea"])
HEARD_OF_TWO = ["ann follow", "ann lead", "bea follow"]


@pytest.fixture
def story(in_module: RunModule) -> Any:
    return lambda *steps: in_module("live/leader.js", STORY, steps)


def after_two(heard: list[Any]) -> list[Any]:
    assert heard[:3] == HEARD_OF_TWO
    return heard[3:]


def test_the_first_leads_and_the_next_follows(story: Any) -> None:
    assert after_two(story(*TWO, ["leads", "ann"], ["leads", "bea"])) == [True, False]


def test_starting_and_stopping_twice_is_once(story: Any) -> None:
    steps = (["tab", "ann"], ["stop", "ann"], ["start", "ann"], ["start", "ann"], ["stop", "ann"], ["stop", "ann"])
    assert story(*steps, ["leads", "ann"], ["held"]) == ["ann follow", "ann lead", False, [0, 0]]


def test_stopped_it_leaves_nothing_behind(story: Any) -> None:
    steps = (["stop", "bea"], ["timers", "bea"], ["held"], ["visible", "bea"], ["stop", "ann"], ["held"])
    assert after_two(story(*TWO, *steps)) == [0, [1, 0], [0, 0]]


def test_when_the_leader_closes_the_next_one_leads(story: Any) -> None:
    assert after_two(story(*TWO, ["stop", "ann"], ["leads", "bea"], ["timers", "bea"])) == ["bea lead", True, 0]


def test_a_leader_that_answers_goes_on_leading_beside_a_visible_one(story: Any) -> None:
    ticks = [["tick", "bea"]] * 6
    assert after_two(story(*TWO, *ticks, ["leads", "ann"], ["leads", "bea"])) == [True, False]


def test_a_frozen_leader_is_robbed_after_two_pings_without_an_answer(story: Any) -> None:
    """T-078"""
    frozen = (*TWO, ["freeze", "ann"], ["tick", "bea"], ["tick", "bea"])
    assert after_two(story(*frozen)) == []
    heard = after_two(story(*frozen, ["tick", "bea"], ["held"]))
    assert sorted(heard[:2]) == ["ann follow", "bea lead"]
    assert heard[2] == [1, 1]


def test_robbed_it_leads_again_once_the_robber_closes(story: Any) -> None:
    robbed = (*TWO, ["freeze", "ann"], ["hide", "ann"], ["tick", "bea"], ["tick", "bea"], ["tick", "bea"])
    heard = after_two(story(*robbed, ["thaw", "ann"], ["leads", "ann"], ["stop", "bea"], ["leads", "ann"]))
    assert heard[2:] == [False, "ann lead", True]


def test_one_answer_is_enough_to_be_alive(story: Any) -> None:
    late = (["freeze", "ann"], ["tick", "bea"], ["tick", "bea"], ["thaw", "ann"], ["tick", "bea"], ["tick", "bea"])
    assert after_two(story(*TWO, *late, ["leads", "ann"])) == [True]


def test_a_visible_tab_takes_over_from_a_hidden_one_at_its_next_ping(story: Any) -> None:
    heard = after_two(story(*TWO, ["hidden", "ann"], ["tick", "bea"], ["tick", "bea"], ["leads", "bea"]))
    assert sorted(heard[:2]) == ["ann follow", "bea lead"]
    assert heard[2:] == [True]


def test_a_tab_that_is_looked_at_again_takes_over_at_once(story: Any) -> None:
    heard = after_two(story(*TWO, ["hidden", "bea"], ["hidden", "ann"], ["visible", "bea"], ["leads", "bea"]))
    assert sorted(heard[:2]) == ["ann follow", "bea lead"]


def test_hidden_followers_do_not_ask_and_wait(story: Any) -> None:
    steps = (["hidden", "bea"], ["freeze", "ann"], ["tick", "bea"], ["sent"], ["timers", "bea"], ["leads", "ann"])
    assert after_two(story(*TWO, ["sent"], *steps))[3:] == [0, True]  # before: a ping of each, and an answer


def test_an_answer_to_an_older_ping_says_nothing_of_who_is_hidden_now(story: Any) -> None:
    says = ["says", "cat", {"type": "leads", "ping": 0.5, "isHidden": True}]
    assert after_two(story(*TWO, says, ["leads", "ann"])) == [True]


@pytest.mark.parametrize("said", [None, "text", {"type": "unheard-of"}, {"type": "leads", "isHidden": False}])
def test_messages_of_others_are_left_alone(story: Any, said: Any) -> None:
    assert after_two(story(*TWO, ["says", "cat", said], ["leads", "ann"])) == [True]


def test_a_page_that_is_left_gives_the_lead_away_and_takes_part_again_when_it_comes_back(story: Any) -> None:
    left = after_two(story(*TWO, ["left", "ann"], ["leads", "ann"], ["held"]))
    assert left[:2] == ["ann follow", "bea lead"]
    assert left[2:] == [False, [1, 0]]
    back = after_two(story(*TWO, ["left", "ann"], ["loaded", "ann"], ["back", "ann"], ["held"], ["stop", "bea"]))
    assert back[2:] == ["ann follow", [1, 1], "ann lead"]


def test_a_follower_that_is_left_waits_no_more(story: Any) -> None:
    assert after_two(story(*TWO, ["left", "bea"], ["held"], ["visible", "bea"], ["timers", "bea"])) == [[1, 0], 0]


@pytest.mark.parametrize("without", ["no locks", "no channel"])
def test_without_locks_or_channel_each_leads_itself_at_once(story: Any, without: str) -> None:
    steps = ([without, "ann"], [without, "bea"], ["start", "ann"], ["start", "bea"], ["stop", "ann"], ["leads", "ann"])
    assert story(*steps) == ["ann lead", "bea lead", False]


def test_where_locks_are_refused_it_leads_itself(story: Any) -> None:
    assert story(["no right", "ann"], ["start", "ann"], ["leads", "ann"]) == ["ann follow", "ann lead", True]


def test_what_was_granted_too_late_is_given_back(in_module: RunModule) -> None:
    granted = """
    async ({ Leader }) => {
      let grant;
      const locks = { request: (name, options, hold) => new Promise((resolve) => (grant = () => resolve(hold()))) };
      const page = Object.assign(new EventTarget(), { hidden: true, defaultView: new EventTarget() });
      const leader = new Leader({ name: "n", locks, channel: new BroadcastChannel("n"), document: page });
      leader.start();
      leader.stop();
      grant();
      return leader.isLeader;
    }
    """
    assert in_module("live/leader.js", granted) is False


LEADS = """
async () => {
  const { Leader } = await import("/live/leader.js");
  const channel = new BroadcastChannel("live:alice");
  globalThis.leader = new Leader({ name: "live:alice", channel });
  leader.addEventListener("lead", () => (document.title = "leads"));
  leader.addEventListener("follow", () => (document.title = "follows"));
  leader.start();
}
"""


@pytest.fixture
def tabs(unit_pages: Callable[[], Page]) -> tuple[Page, Page]:
    """Two windows of one browser, side by side: the first leads."""
    first, second = unit_pages(), unit_pages()
    first.evaluate(LEADS)
    expect(first).to_have_title("leads")
    second.evaluate(LEADS)
    expect(second).to_have_title("follows")
    return first, second


def test_of_two_windows_one_leads_and_goes_on_leading(tabs: tuple[Page, Page]) -> None:
    first, second = tabs
    second.wait_for_timeout(2500)
    assert (first.title(), second.title()) == ("leads", "follows")


def test_of_two_windows_the_other_leads_when_one_is_closed(tabs: tuple[Page, Page]) -> None:
    first, second = tabs
    first.close()
    expect(second).to_have_title("leads", timeout=2000)


def test_of_two_windows_the_other_leads_when_one_goes_elsewhere(tabs: tuple[Page, Page]) -> None:
    first, second = tabs
    first.goto("about:blank")
    expect(second).to_have_title("leads", timeout=2000)


def test_a_window_that_is_held_up_is_robbed_and_follows_when_it_goes_on(tabs: tuple[Page, Page]) -> None:
    """T-078"""
    first, second = tabs
    first.evaluate("() => void setTimeout(() => { for (const until = Date.now() + 4000; Date.now() < until; ); }, 50)")
    expect(second).to_have_title("leads", timeout=3000)
    expect(first).to_have_title("follows", timeout=8000)
    second.wait_for_timeout(2000)
    assert (first.title(), second.title()) == ("follows", "leads")


def test_a_tab_that_is_stopped_in_the_middle_is_robbed_and_follows_when_it_goes_on(tabs: tuple[Page, Page]) -> None:
    """T-078. Stopped by the debugger: a browser without windows does not freeze a tab, all of its tabs are visible."""
    first, second = tabs
    browser = first.context.new_cdp_session(first)
    browser.send("Debugger.enable")
    browser.send("Debugger.pause")
    expect(second).to_have_title("leads", timeout=3000)
    browser.send("Debugger.resume")
    expect(first).to_have_title("follows", timeout=2000)
    second.wait_for_timeout(2000)
    assert (first.title(), second.title()) == ("follows", "leads")
