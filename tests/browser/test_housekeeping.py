"""A page that stays open all day holds no more than it did in the morning.

The counts are small enough for every run; HOUSEKEEPING_POLLS=1000 HOUSEKEEPING_DELTAS=500 is a day's worth, and is held
to the same growth for each delta.
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from django.contrib.auth.models import User
from playwright.sync_api import CDPSession, Page, Route

from kanban.commands import Intent, matters
from kanban.commands.matters import Place
from kanban.models import Board, Matter
from tests.browser.boards import BOARD, assert_not_reloaded, looks, mark
from tests.browser.pages import Pages
from tests.factories import MatterFactory

POLLS = int(os.environ.get("HOUSEKEEPING_POLLS", "200"))
DELTAS = int(os.environ.get("HOUSEKEEPING_DELTAS", "100"))
MOST_GROWTH = 2_000_000 * DELTAS / 500  # bytes
FEW = 3  # nodes or listeners of the browser's own that come and go, as the text of a status
SETTLED = 2_500  # ms, until the mark on a card that changed is taken away
WARM_UP = 40  # deltas, until what keeps a fixed number of things (the log of what happened, 20) is full

Change = Callable[[], object]

COUNT = """() => {
  window.counts = { polls: 0, deltas: 0 };
  document.getElementById("live").addEventListener("live:answered", () => (window.counts.polls += 1));
  document.addEventListener("live:applied", () => (window.counts.deltas += 1));
  performance.setResourceTimingBufferSize(0); // the browser's own list of what was fetched
  performance.clearResourceTimings();
}"""

# On a page that main.js did not start: `window.cycles(20)` builds it, starts it and stops it, so many times.
CYCLES = """async () => {
  const paths = ["live/mutations", "live/writer", ...["board_page", "conflict_dialog", "live_page", "notice", "panel",
    "sign_in", "toasts", "undo", "visit"].map((name) => `kanban/${name}`)];
  const found = await Promise.all(paths.map((path) => import(`/static/${path}.js`)));
  const { Mutations, Writer, BoardPage, ConflictDialog, LivePage, Notice, Panel, SignedInAgain, Toasts, Undo, Visit } =
    Object.assign({}, ...found);
  const at = (id) => document.getElementById(id);
  const pause = window.setTimeout.bind(window);
  const timers = (window.timers = new Set());
  const [set, clear] = [window.setTimeout, window.clearTimeout];
  window.setTimeout = (call, ms) => {
    const timer = set(() => { timers.delete(timer); call(); }, ms);
    timers.add(timer);
    return timer;
  };
  window.clearTimeout = (timer) => { timers.delete(timer); clear(timer); };
  const { htmx } = window;
  const cycle = async () => {
    const toasts = new Toasts(at("toasts"));
    const parts = { send: async () => {}, newId: () => "1", versionOf: () => null, events: document };
    const mutations = new Mutations(parts);
    const page = new LivePage({ element: at("live"), mutations });
    const writer = new Writer({ htmx, home: at("writes") });
    const conflicts = new ConflictDialog({ dialog: at("conflict"), htmx, toasts });
    const panel = new Panel({ dialog: at("panel"), htmx, toasts, conflicts, mutations });
    const board = new BoardPage({ board: at("board"), writer, toasts, mutations, panel, conflicts });
    const visit = new Visit({ place: at("away"), version: () => 1, token: () => "", person: "alice" });
    const again = new SignedInAgain({ goOn() {} });
    const others = [new Notice(at("live-notice")), again, new Undo({ writer, toasts }), visit];
    const all = [board, panel, conflicts, ...others];
    for (const part of all) part.start();
    page.start(at("board"), board.view);
    await new Promise((done) => pause(done, 30));
    for (const part of [page, ...all]) part.stop();
    await new Promise((done) => pause(done, 30));
  };
  window.cycles = async (count) => { for (; count; count -= 1) await cycle(); };
}"""


@dataclass(frozen=True)
class Held:
    """What a page holds once garbage is collected."""

    heap: int
    nodes: int
    documents: int
    listeners: int


def test_polls_and_changes_leave_nothing_behind(open_page: Pages, board: Board, alice: User, bob: User) -> None:
    some = [MatterFactory(board=board, title=f"Doe v. Roe {number}") for number in range(6)]
    page = often_asking(open_page, alice)
    devtools = page.context.new_cdp_session(page)
    devtools.send("HeapProfiler.enable")
    changes = there_and_back(Intent(board, bob), some)
    make(page, changes, WARM_UP)
    seen, before = looks(page), held(page, devtools)

    make(page, changes, DELTAS)
    page.wait_for_function("(polls) => window.counts.polls >= polls", arg=POLLS, timeout=120_000)

    assert shown_but_versions(looks(page)) == shown_but_versions(seen)
    after = held(page, devtools)
    told = f"{before} {after}"
    assert after.heap - before.heap < MOST_GROWTH, told
    assert after.documents <= before.documents, told
    assert after.nodes <= before.nodes + FEW, told
    assert after.listeners <= before.listeners + FEW, told
    assert_not_reloaded(page)


def test_a_page_that_is_stopped_leaves_no_listener_timer_or_node(open_page: Pages, board: Board, alice: User) -> None:
    MatterFactory(board=board)
    page = open_page(alice)
    page.route("**/kanban/main*.js", lambda route: route.fulfill(content_type="text/javascript", body=""))
    page.goto(BOARD)
    page.evaluate(CYCLES)
    devtools = page.context.new_cdp_session(page)
    devtools.send("HeapProfiler.enable")
    page.evaluate("() => window.cycles(2)")
    before = held(page, devtools)
    page.evaluate("() => window.cycles(20)")
    after = held(page, devtools)
    told = f"{before} {after}"
    assert after.listeners == before.listeners, told
    assert after.nodes <= before.nodes + FEW, told
    assert after.documents <= before.documents, told
    assert page.evaluate("() => window.timers.size") == 0


def often_asking(open_page: Pages, person: User) -> Page:
    """A board's page that asks again 20 ms after each answer, else as shipped."""

    def hasten(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub(r'data-seconds="[^"]+"', 'data-seconds="0.02"', answer.text()))

    page = open_page(person)
    page.route(f"**{BOARD}", hasten)
    page.goto(BOARD)
    page.unroute_all()
    page.evaluate(COUNT)
    mark(page)
    return page


def there_and_back(intent: Intent, some: list[Matter]) -> Iterator[Change]:
    """Changes in fours: after each four the board looks as it did."""

    def steps(matter: Matter) -> list[Change]:
        place = Place(at_top=True) if matter == some[0] else Place(after=some[some.index(matter) - 1].pk)
        return [
            lambda: matters.move(intent, matter.pk, to="waiting"),
            lambda: matters.edit(intent, matter.pk, {"title": f"{matter.title}, as amended"}),
            lambda: matters.edit(intent, matter.pk, {"title": matter.title}),
            lambda: matters.move(intent, matter.pk, to="intake", place=place),
        ]

    return cycle([step for matter in some for step in steps(matter)])


def make(page: Page, changes: Iterator[Change], count: int) -> None:
    """So many changes, each one a delta of its own: the next is made when the page shows the last."""
    first = page.evaluate("() => window.counts.deltas")
    for number in range(count):
        next(changes)()
        page.wait_for_function("(deltas) => window.counts.deltas > deltas", arg=first + number)


def shown_but_versions(board: list[Any]) -> list[Any]:
    """Columns, and in order the cards' texts; versions and ranks go on."""
    return [[*head, [(card[0], card[2], card[5]) for card in cards]] for *head, cards in board]


def held(page: Page, devtools: CDPSession) -> Held:
    """The least of a few readings: between two there may be an answer that is just being read."""
    page.wait_for_timeout(SETTLED)
    return min((_held(devtools) for _ in range(4)), key=lambda least: (least.documents, least.nodes, least.heap))


def _held(devtools: CDPSession) -> Held:
    devtools.send("HeapProfiler.collectGarbage")
    dom = devtools.send("Memory.getDOMCounters")
    heap = devtools.send("Runtime.getHeapUsage")["usedSize"]
    return Held(heap=heap, nodes=dom["nodes"], documents=dom["documents"], listeners=dom["jsEventListeners"])
