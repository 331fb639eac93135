"""One tab asks for all: what it asks, what the others hear of it, and when each asks for itself."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.js.conftest import ORIGIN, RunModule
from tests.js.fake_clock import FAKE_CLOCK

# Several tabs of one page; each step waits until all messages have arrived. Who leads is said by the test, and so is what a tab's own
# transport hears (`inner`). `shows` is what becomes of deltas in a tab: true, false, or a question it then has.
STORY = """
async ({ SharedTransport }, steps) => {
  const { Transport } = await import("/live/transport.js");
  const log = [], tabs = {}, bus = new Set();
  let underway = 0;
  const later = () => new Promise((resolve) => setTimeout(resolve));
  FAKE_CLOCK
  const clock = fakeClock(1_000_000);
  globalThis.reportError = (error) => log.push(`reported ${error.message}`);
  class Channel extends EventTarget {
    constructor() { super(); bus.add(this); }
    postMessage(data) {
      const copy = structuredClone(data);
      if (steps.isWatched) log.push(`posted ${data.type}`);
      underway += 1;
      setTimeout(() => {
        underway -= 1;
        for (const other of bus) if (other !== this && !other.isFrozen) other.dispatchEvent(new MessageEvent("message", { data: copy }));
      });
    }
  }
  class Inner extends Transport {
    constructor(name) { super(); this.name = name; this.isBegun = false; }
    connect() { if (!this.isBegun) { this.isBegun = true; log.push(`${this.name} asks from now on`); } }
    disconnect() { if (this.isBegun) { this.isBegun = false; log.push(`${this.name} asks no more`); this.tell("disconnect", { reason: "stopped" }); } }
    emit(type) { log.push(`${this.name} asks: ${type}`); }
  }
  const brief = ({ kind, reason, at, text }) => [kind, reason, at, text].filter((part) => part !== undefined && part !== "").join(" ");
  class Tab {
    constructor(name, own, hasChannel = true) {
      this.own = own;
      this.shows = true;
      this.inner = new Inner(name);
      this.leader = Object.assign(new EventTarget(), { start: () => this.role("follow"), stop: () => log.push(`${name} gives up the lead`) });
      this.channel = hasChannel ? new Channel() : null;
      this.element = document.createElement("div");
      this.element.addEventListener("live:ended", ({ detail }) => log.push(`${name} ended: ${detail.kind}`));
      this.page = { defaultView: new EventTarget() };
      const take = async (text) => {
        log.push(`${name} takes ${text}`);
        if (this.shows === "throws") throw new Error("broken");
        if (Array.isArray(this.shows)) this.own = this.shows;
        return Boolean(this.shows);
      };
      this.shared = new SharedTransport({ inner: this.inner, leader: this.leader, channel: this.channel, questions: () => this.own, take, element: this.element, tab: name, document: this.page, clock });
      for (const event of ["connect", "disconnect", "asking", "overdue", "answer", "plan"]) {
        this.shared.on(event, (detail) => log.push(`${name} ${event} ${brief(detail)}`.trim()));
      }
    }
    role(type) { this.leader.dispatchEvent(new Event(type)); }
  }
  const does = {
    tab: (tab, name, own) => (tabs[name] = new Tab(name, own)),
    "no channel": (tab, name, own) => (tabs[name] = new Tab(name, own, false)),
    connect: (tab) => tab.shared.connect(), disconnect: (tab) => tab.shared.disconnect(),
    announce: (tab) => tab.shared.announce(), emit: (tab, name, type) => tab.shared.emit(type),
    lead: (tab) => tab.role("lead"), follow: (tab) => tab.role("follow"),
    inner: (tab, name, event, detail = {}) => tab.inner.tell(event, detail),
    asks: (tab) => log.push(tab.shared.questions().join(" ")),
    own: (tab, name, own) => (tab.own = own), shows: (tab, name, shows) => (tab.shows = shows),
    freeze: (tab) => (tab.channel.isFrozen = true), thaw: (tab) => (tab.channel.isFrozen = false),
    left: (tab) => tab.page.defaultView.dispatchEvent(new Event("pagehide")),
    isConnected: (tab) => log.push(tab.shared.isConnected()),
    says: (tab, name, data) => new Channel().postMessage(data),
    pass: (tab, ms) => clock.pass(ms), forget: () => log.splice(0), watch: () => (steps.isWatched = true),
  };
  for (const [name, tab, ...given] of steps) {
    does[name](tabs[tab], tab, ...given);
    do await later(); while (underway);
  }
  return log;
}
""".replace("FAKE_CLOCK", FAKE_CLOCK)

Story = Callable[..., list[Any]]
ANN = (["tab", "ann", ["board:7@5.aa"]], ["connect", "ann"], ["lead", "ann"])


@pytest.fixture
def story(in_module: RunModule) -> Story:
    return lambda *steps: in_module("live/shared_transport.js", STORY, list(steps))


def two(own: str = "board:8@3.bb") -> tuple[list[Any], ...]:
    """ann leads board 7, bea follows; what was heard up to then is left out."""
    return (*ANN, ["tab", "bea", [own]], ["connect", "bea"], ["forget"])


def asked(kind: str, text: str = "", to: str = "ann") -> list[Any]:
    return ["inner", to, "answer", {"kind": kind, "text": text}]


def delta(stream: str) -> str:
    return f'<live-delta stream="{stream}" from="1.a" to="9.b"></live-delta>'


# Roles


def test_whoever_leads_asks_and_whoever_follows_does_not(story: Story) -> None:
    assert story(*ANN, ["asks", "ann"], ["follow", "ann"], ["asks", "ann"]) == [
        "ann asks from now on",
        "board:7@5.aa",
        "ann asks no more",
        "board:7@5.aa",
    ]


def test_connecting_and_disconnecting_twice_is_once_and_leaves_nothing(story: Story) -> None:
    ended = (
        ["disconnect", "ann"],
        ["disconnect", "ann"],
        ["forget"],
        ["lead", "ann"],
        asked("nothing"),
        ["left", "ann"],
    )
    assert story(["tab", "ann", []], ["disconnect", "ann"], ["connect", "ann"], ["connect", "ann"], *ended) == []
    assert story(*ANN, ["disconnect", "ann"]) == ["ann asks from now on", "ann gives up the lead", "ann asks no more"]


def test_disconnecting_is_told_where_it_was_connected(story: Story) -> None:
    heard = story(
        *ANN, ["inner", "ann", "connect"], ["isConnected", "ann"], ["disconnect", "ann"], ["isConnected", "ann"]
    )
    assert heard[1:3] == ["ann connect", True]
    assert heard[-2:] == ["ann disconnect stopped", False]


def test_without_a_channel_each_tab_asks_for_itself(story: Story) -> None:
    steps = (["connect", "ann"], ["lead", "ann"], asked("nothing"), ["emit", "ann", "hint"], ["disconnect", "ann"])
    assert story(["no channel", "ann", ["board:7@5.aa"]], *steps)[:3] == [
        "ann asks from now on",
        "ann answer nothing",
        "ann asks: hint",
    ]


def test_a_change_of_roles_is_no_trouble_with_the_connection(story: Story) -> None:
    steps = (["inner", "ann", "connect"], ["forget"], ["follow", "ann"], ["lead", "bea"], ["isConnected", "ann"])
    heard = story(*two(), *steps, ["isConnected", "bea"])
    assert not [line for line in heard if "connect" in str(line)]
    assert heard[-2:] == [True, True]


def test_who_takes_over_asks_at_once(story: Story) -> None:
    assert story(*two(), ["lead", "bea"]) == ["bea asks from now on", "bea asks: hint"]


def test_what_was_wanted_before_anybody_led_is_asked_at_once(story: Story) -> None:
    begun = (["tab", "ann", []], ["connect", "ann"])
    assert story(*begun, ["emit", "ann", "ping"], ["lead", "ann"])[-1] == "ann asks: hint"
    assert story(*begun, ["emit", "ann", "touched"], ["lead", "ann"])[-1] == "ann asks from now on"


# What followers hear


def test_followers_hear_what_the_leader_hears(story: Story) -> None:
    events = (["connect"], ["asking"], ["overdue"], ["plan", {"at": 7}], ["disconnect", {"reason": "away"}])
    heard = story(*two(), *(["inner", "ann", *event] for event in events))
    expected = ("connect", "asking", "overdue", "plan 7", "disconnect away")
    assert [line for line in heard if line.startswith("bea")] == [f"bea {event}" for event in expected]
    assert [line for line in heard if line.startswith("ann")] == [f"ann {event}" for event in expected]


def test_deltas_are_applied_in_the_follower_before_the_answer_is_told(story: Story) -> None:
    assert story(*two(), asked("applied", "deltas")) == [
        "ann answer applied deltas",
        "bea takes deltas",
        "bea answer applied deltas",
    ]
    assert story(*two(), asked("nothing")) == ["ann answer nothing", "bea answer nothing"]


@pytest.mark.parametrize("shows", [False, "throws"])
def test_what_could_not_be_shown_is_lost_to_the_follower_which_then_asks_for_itself(story: Story, shows: Any) -> None:
    steps = (["inner", "ann", "connect"], ["forget"], ["shows", "bea", shows], asked("applied", "deltas"))
    heard = [line for line in story(*two(), *steps) if not line.startswith("reported")]
    trouble = ["bea answer lost deltas", "bea disconnect lost", "bea asks from now on"]
    assert heard == ["ann answer applied deltas", "bea takes deltas", *trouble]


def test_asking_for_itself_it_hears_only_its_own_and_shares_again_after_a_good_answer(story: Story) -> None:
    alone = (["shows", "bea", False], asked("applied", "deltas"), ["forget"], ["asks", "ann"], asked("nothing"))
    own = (["asks", "bea"], asked("away", to="bea"), asked("applied", to="bea"), ["asks", "ann"])
    assert story(*two(), *alone, *own) == [
        "board:7@5.aa",
        "ann answer nothing",
        "board:8@3.bb",
        "bea answer away",
        "bea answer applied",
        "bea connect",
        "bea asks no more",
        "ann asks: hint",
        "bea plan",
        "board:7@5.aa board:8@3.bb",
    ]


def test_asking_for_itself_it_may_come_to_lead(story: Story) -> None:
    alone = (["shows", "bea", False], asked("applied", "deltas"), ["follow", "ann"], ["forget"])
    heard = story(*two(), *alone, ["lead", "bea"], ["asks", "bea"], asked("nothing", to="bea"))
    assert "board:8@3.bb board:7@5.aa" in heard
    assert "ann answer nothing" in heard


def test_what_is_ended_while_deltas_are_applied_tells_no_more(in_module: RunModule) -> None:
    ended = """
    async ({ SharedTransport }) => {
      const { Transport } = await import("/live/transport.js");
      const log = [], channel = Object.assign(new EventTarget(), { postMessage() {} });
      const leader = Object.assign(new EventTarget(), { start() {}, stop() {} });
      const inner = Object.assign(new Transport(), { connect() {}, disconnect() {} });
      const take = async () => (log.push("takes"), shared.disconnect(), true);
      const shared = new SharedTransport({ inner, leader, channel, questions: () => [], take, element: document.body, tab: "ann" });
      shared.on("answer", () => log.push("answer"));
      shared.connect();
      const data = { type: "told", event: "answer", detail: { kind: "applied", text: "" } };
      channel.dispatchEvent(new MessageEvent("message", { data }));
      await new Promise((resolve) => setTimeout(resolve));
      return log;
    }
    """
    assert in_module("live/shared_transport.js", ended) == ["takes"]


def test_a_new_follower_is_told_how_things_stand(story: Story) -> None:
    steps = (["inner", "ann", "connect"], ["inner", "ann", "plan", {"at": 42}], ["forget"])
    newcomer = (["tab", "bea", ["board:7@5.aa"]], ["connect", "bea"])
    assert story(*ANN, *steps, *newcomer) == ["bea connect", "bea plan 42"]
    assert story(*ANN, *newcomer, ["forget"], ["tab", "cat", ["board:7@5.aa"]], ["connect", "cat"]) == ["cat plan"]


def test_what_followers_do_goes_to_the_leaders_transport(story: Story) -> None:
    steps = [[*at, type] for type in ("ping", "hint", "active", "touched") for at in (["emit", "bea"], ["emit", "ann"])]
    heard = [f"ann asks: {type}" for type in ("ping", "hint", "active", "touched") for _ in (1, 2)]
    assert story(*two(), *steps) == heard


@pytest.mark.parametrize("said", [None, "text", {"type": "unheard-of"}, {"type": "toString"}, {"type": "leads?"}])
def test_messages_that_nobody_knows_are_left_alone(story: Story, said: Any) -> None:
    assert story(*two(), ["says", "", said]) == []


# The union


def test_the_leader_asks_for_all_tabs(story: Story) -> None:
    assert story(*two(), ["asks", "ann"], ["asks", "bea"]) == ["board:7@5.aa board:8@3.bb", "board:8@3.bb"]


@pytest.mark.parametrize(
    ("theirs", "union"),
    [("board:7@4.cc", "board:7@4.cc"), ("board:7@6.cc", "board:7@5.aa"), ("board:7@5.cc", "board:7@5.aa board:7@5.cc")],
)
def test_of_a_stream_in_two_tabs_the_lower_cursor_is_asked_and_of_two_lives_both(
    story: Story, theirs: str, union: str
) -> None:
    """T-010"""
    assert story(*two(theirs), ["asks", "ann"]) == [union]


def test_the_lowest_of_several_followers_counts(story: Story) -> None:
    others = (
        ["tab", "cat", ["board:8@2.cc"]],
        ["connect", "cat"],
        ["tab", "dan", ["board:8@4.dd"]],
        ["connect", "dan"],
    )
    assert story(*two(), *others, ["forget"], ["asks", "ann"]) == ["board:7@5.aa board:8@2.cc"]


@pytest.mark.parametrize(
    ("own", "hints"), [("board:8@3.bb", 1), ("board:7@4.bb", 1), ("board:7@5.bb", 1), ("board:7@6.bb", 0)]
)
def test_a_new_stream_or_a_lower_cursor_is_asked_for_at_once(story: Story, own: str, hints: int) -> None:
    assert story(*ANN, ["tab", "bea", [own]], ["connect", "bea"]).count("ann asks: hint") == hints


def test_what_is_said_again_is_not_asked_for_at_once(story: Story) -> None:
    assert story(*two(), ["announce", "bea"], asked("away")) == ["ann answer away", "bea answer away"]


def test_followers_say_how_far_they_are_after_each_answer_and_after_a_write(story: Story) -> None:
    answered = (["shows", "bea", ["board:8@4.cc"]], asked("applied", delta("board:8")), ["asks", "ann"])
    assert story(*two(), *answered)[-1] == "board:7@5.aa board:8@4.cc"
    wrote = (["own", "bea", ["board:8@6.dd"]], ["announce", "bea"], ["asks", "ann"])
    assert story(*two(), *wrote) == ["board:7@5.aa board:8@6.dd"]
    assert story(*ANN, ["forget"], ["watch"], ["announce", "ann"]) == []


def test_a_new_leader_asks_who_is_there(story: Story) -> None:
    steps = (["tab", "cat", ["board:9@1.cc"]], ["connect", "cat"], ["follow", "ann"], ["lead", "bea"], ["asks", "bea"])
    assert story(*two(), *steps)[-1] == "board:8@3.bb board:7@5.aa board:9@1.cc"


@pytest.mark.parametrize("leaves", ["left", "disconnect"])
def test_a_follower_that_leaves_is_asked_for_no_more(story: Story, leaves: str) -> None:
    assert story(*two(), [leaves, "bea"], ["asks", "ann"])[-1] == "board:7@5.aa"


def test_a_follower_that_three_answers_did_not_move_holds_nobody_back(story: Story) -> None:
    """A frozen tab keeps its cursor."""
    answer, other = asked("applied", delta("board:8")), asked("applied", delta("board:7"))
    frozen = (*two(), ["freeze", "bea"], answer, answer, other, other)
    assert story(*frozen, ["asks", "ann"])[-1] == "board:7@5.aa board:8@3.bb"
    assert story(*frozen, answer, ["asks", "ann"])[-1] == "board:7@5.aa"
    back = (["thaw", "bea"], ["announce", "bea"], ["asks", "ann"])
    assert story(*frozen, answer, ["forget"], *back) == ["ann asks: hint", "bea plan", "board:7@5.aa board:8@3.bb"]


def test_the_same_cursor_said_again_does_not_count_as_moved(story: Story) -> None:
    answer = asked("applied", delta("board:8"))
    standing = (*two(), ["freeze", "bea"], answer, answer, ["announce", "bea"], answer, ["asks", "ann"])
    assert story(*standing)[-1] == "board:7@5.aa"
    moving = (["own", "bea", ["board:8@4.cc"]], ["announce", "bea"], answer, ["asks", "ann"])
    assert story(*two(), ["freeze", "bea"], answer, answer, *moving)[-1] == "board:7@5.aa board:8@4.cc"


def test_a_follower_that_was_not_heard_of_for_90_seconds_is_dropped(story: Story) -> None:
    frozen = (*two(), ["freeze", "bea"])
    assert story(*frozen, ["pass", 90_000], ["asks", "ann"]) == ["board:7@5.aa board:8@3.bb"]
    assert story(*frozen, ["pass", 90_001], ["asks", "ann"]) == ["board:7@5.aa"]
    assert story(*two(), ["pass", 60_000], asked("nothing"), ["pass", 60_000], ["asks", "ann"])[-1] == (
        "board:7@5.aa board:8@3.bb"
    )


def test_more_streams_than_a_request_takes_are_asked_for_by_their_own_tab(story: Story) -> None:
    many = [f"board:{number}@1.aa" for number in range(20, 39)]
    last = (["tab", "cat", ["board:9@1.cc"]], ["connect", "cat"], ["asks", "ann"])
    heard = story(*ANN, ["tab", "bea", many], ["connect", "bea"], ["forget"], *last)
    assert heard[0] == "cat asks from now on"
    assert story(*ANN, ["watch"], ["says", "", {"type": "alone", "tabs": ["ann"]}])[1:] == ["posted alone"]
    assert len(heard[-1].split()) == 20


# The end


def test_signed_out_is_the_end_in_every_tab(story: Story) -> None:
    heard = story(*two(), ["inner", "ann", "connect"], ["forget"], asked("signed-out"), ["isConnected", "bea"])
    assert heard == [
        "ann answer signed-out",
        "ann gives up the lead",
        "ann asks no more",
        "ann disconnect signed-out",
        "ann ended: signed-out",
        "bea answer signed-out",
        "bea gives up the lead",
        "bea disconnect signed-out",
        "bea ended: signed-out",
        False,
    ]


def test_after_the_end_it_can_begin_again(story: Story) -> None:
    assert story(*ANN, asked("signed-out"), ["forget"], ["connect", "ann"], ["lead", "ann"]) == ["ann asks from now on"]


def test_not_yours_to_a_union_makes_each_tab_ask_for_itself(story: Story) -> None:
    heard = story(*two(), ["asks", "ann"], ["forget"], asked("not-yours"), ["asks", "ann"], ["asks", "bea"])
    assert heard == [
        "ann asks no more",
        "ann asks from now on",
        "ann asks: ping",
        "bea asks from now on",
        "board:7@5.aa",
        "board:8@3.bb",
    ]


def test_whose_board_it_is_no_more_ends_and_the_others_share_again(story: Story) -> None:
    cat = (["tab", "cat", ["board:9@1.cc"]], ["connect", "cat"], ["asks", "ann"], asked("not-yours"), ["forget"])
    own = (asked("nothing", to="cat"), asked("not-yours", to="bea"), ["asks", "ann"])
    heard = story(*two(), *cat, *own)
    assert "bea ended: not-yours" in heard
    assert not any("ann ended" in line or "cat ended" in line for line in heard)
    assert heard[-1] == "board:7@5.aa board:9@1.cc"


def test_not_yours_to_the_leaders_own_question_ends_the_leader_only(story: Story) -> None:
    heard = story(*two(), ["asks", "ann"], asked("not-yours"), ["asks", "ann"], ["forget"], asked("not-yours"))
    assert heard == ["ann answer not-yours", "ann gives up the lead", "ann asks no more", "ann ended: not-yours"]


def test_who_announced_itself_after_the_question_left_goes_on_following(story: Story) -> None:
    cat = (["tab", "cat", ["board:9@1.cc"]], ["connect", "cat"], ["forget"], asked("not-yours"))
    heard = story(*two(), ["asks", "ann"], *cat)
    assert "bea asks from now on" in heard
    assert "cat asks from now on" not in heard


# Two windows of one browser


WINDOW = """
async (cursors) => {
  const at = (name) => import(`/live/${name}.js`);
  const [{ Leader }, { PollingTransport }, { Scheduler }, { SharedTransport }, { Sync }] = await Promise.all(
    ["leader", "polling_transport", "scheduler", "shared_transport", "sync"].map(at),
  );
  const channel = new BroadcastChannel("live:alice"), element = document.createElement("div");
  document.body.append(element);
  const sync = new Sync(document);
  globalThis.applied = [];
  globalThis.asked = [];
  for (const [stream, cursor] of Object.entries(cursors)) {
    const apply = (delta) => (applied.push(`${stream} ${delta.getAttribute("to")}`), { matters: [], removed: [] });
    sync.attach(stream, cursor, { apply, refresh: async () => null });
  }
  const scheduler = new Scheduler({ ask: () => polling.ask(), interval: 300, activeInterval: 300, onPlan: (at) => polling.plan(at) });
  const polling = new PollingTransport({ element, scheduler });
  const leader = new Leader({ name: "live:alice", channel });
  globalThis.shared = new SharedTransport({ inner: polling, leader, channel, questions: () => sync.questions(), take: (text) => sync.take(text), element, tab: crypto.randomUUID() });
  // What htmx and the extension do.
  element.addEventListener("live:poll", async () => {
    asked.push(shared.questions());
    const response = await fetch(`/ask?${asked.at(-1).join("&")}`);
    const text = await response.text();
    if (text) await sync.take(text);
    element.dispatchEvent(new CustomEvent("live:answered", { detail: { kind: text ? "applied" : "nothing", status: response.status, text, retryAfter: null } }));
  });
  leader.addEventListener("lead", () => (document.title = "leads"));
  leader.addEventListener("follow", () => (document.title = "follows"));
  shared.connect();
}
"""


class Answers:
    """What the other side answers: deltas for the streams that are behind."""

    def __init__(self) -> None:
        self.heads: dict[str, int] = {}

    def __call__(self, route: Route) -> None:
        questions = [question.split("@") for question in route.request.url.partition("?")[2].split("&")]
        behind = [(name, at) for name, at in questions if int(at.split(".")[0]) < self.heads.get(name, 0)]
        deltas = [
            f'<live-delta stream="{name}" from="{at}" to="{self.heads[name]}.ff"></live-delta>' for name, at in behind
        ]
        route.fulfill(status=200, content_type="text/html", body="".join(deltas))


@pytest.fixture
def windows(unit_pages: Callable[[], Page]) -> tuple[Page, Page, Answers]:
    first, second, answers = unit_pages(), unit_pages(), Answers()
    first.context.route(f"{ORIGIN}ask?**", answers)
    first.evaluate(WINDOW, {"board:7": "5.aa"})
    expect(first).to_have_title("leads")
    second.evaluate(WINDOW, {"board:7": "4.bb", "board:8": "3.cc"})
    expect(second).to_have_title("follows")
    return first, second, answers


def test_two_windows_are_asked_for_by_one_and_both_show_what_comes(windows: tuple[Page, Page, Answers]) -> None:
    first, second, answers = windows
    first.wait_for_function("() => asked.at(-1)?.join(' ') === 'board:7@4.bb board:8@3.cc'")
    assert second.evaluate("() => [asked.length, shared.isConnected()]") == [0, True]
    answers.heads = {"board:7": 6, "board:8": 4}
    second.wait_for_function("() => applied.join() === 'board:7 6.ff,board:8 4.ff'")
    assert first.evaluate("() => applied") == ["board:7 6.ff"]
    first.wait_for_function("() => asked.at(-1).join(' ') === 'board:7@6.ff board:8@4.ff'")


def test_the_window_that_is_left_goes_on_by_itself(windows: tuple[Page, Page, Answers]) -> None:
    first, second, answers = windows
    first.wait_for_function("() => asked.at(-1)?.length === 2")
    first.close()
    expect(second).to_have_title("leads", timeout=2000)
    answers.heads = {"board:8": 9}
    second.wait_for_function("() => applied.includes('board:8 9.ff')", timeout=2000)


def test_the_window_that_is_left_is_asked_for_no_more(windows: tuple[Page, Page, Answers]) -> None:
    first, second, _ = windows
    first.wait_for_function("() => asked.at(-1)?.length === 2")
    second.goto("about:blank")
    first.wait_for_function("() => asked.at(-1).join(' ') === 'board:7@5.aa'")


def test_a_window_that_stood_still_while_it_led_catches_up(windows: tuple[Page, Page, Answers]) -> None:
    """T-078"""
    first, second, answers = windows
    first.wait_for_function("() => asked.at(-1)?.length === 2")
    browser = first.context.new_cdp_session(first)
    browser.send("Debugger.enable")
    browser.send("Debugger.pause")
    expect(second).to_have_title("leads", timeout=3000)
    answers.heads = {"board:7": 8}
    second.wait_for_function("() => applied.includes('board:7 8.ff')")
    browser.send("Debugger.resume")
    expect(first).to_have_title("follows", timeout=2000)
    first.wait_for_function("() => applied.includes('board:7 8.ff')")
    assert (first.title(), second.title()) == ("follows", "leads")
