"""A page that stays open all day holds no more than it did in the morning.

The counts are small enough for every run; HOUSEKEEPING_POLLS=1000 HOUSEKEEPING_DELTAS=500 is a day's worth, and is held to
the same growth for each delta.
"""

import os
import re
from dataclasses import dataclass
from itertools import cycle

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

COUNT = """() => {
  window.counts = { polls: 0, deltas: 0 };
  document.getElementById("live").addEventListener("live:answered", () => (window.counts.polls += 1));
  document.addEventListener("live:applied", () => (window.counts.deltas += 1));
  performance.setResourceTimingBufferSize(0); // the browser's own list of what was fetched
  performance.clearResourceTimings();
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
    print(told)
    assert after.heap - before.heap < MOST_GROWTH, told
    assert after.documents <= before.documents, told
    assert after.nodes <= before.nodes + FEW, told
    assert after.listeners <= before.listeners + FEW, told
    assert_not_reloaded(page)


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


def there_and_back(intent: Intent, some: list[Matter]) -> "cycle[object]":
    """Changes in fours: after each four the board looks as it did."""

    def steps(matter: Matter) -> list[object]:
        place = Place(at_top=True) if matter == some[0] else Place(after=some[some.index(matter) - 1].pk)
        return [
            lambda: matters.move(intent, matter.pk, to="waiting"),
            lambda: matters.edit(intent, matter.pk, {"title": f"{matter.title}, as amended"}),
            lambda: matters.edit(intent, matter.pk, {"title": matter.title}),
            lambda: matters.move(intent, matter.pk, to="intake", place=place),
        ]

    return cycle([step for matter in some for step in steps(matter)])


def make(page: Page, changes: "cycle[object]", count: int) -> None:
    """So many changes, each one a delta of its own: the next is made when the page shows the last."""
    first = page.evaluate("() => window.counts.deltas")
    for number in range(count):
        next(changes)()  # type: ignore[operator]
        page.wait_for_function("(deltas) => window.counts.deltas > deltas", arg=first + number)


def shown_but_versions(board: list[list[object]]) -> list[object]:
    """Columns, and in order the cards' texts; versions and ranks go on."""
    return [[*head, [(card[0], card[2], card[5]) for card in cards]] for *head, cards in board]  # type: ignore[attr-defined, misc]


def held(page: Page, devtools: CDPSession) -> Held:
    """The least of a few readings: between two there may be an answer that is just being read."""
    page.wait_for_timeout(SETTLED)
    return min((_held(devtools) for _ in range(4)), key=lambda reading: (reading.documents, reading.nodes, reading.heap))


def _held(devtools: CDPSession) -> Held:
    devtools.send("HeapProfiler.collectGarbage")
    dom = devtools.send("Memory.getDOMCounters")
    heap = devtools.send("Runtime.getHeapUsage")["usedSize"]
    return Held(heap=heap, nodes=dom["nodes"], documents=dom["documents"], listeners=dom["jsEventListeners"])
