"""What a browser has to do: the real page in headless Chromium, on the real server.

A delta is one that the server made of a command, and it comes by the page's own polling; its clock runs from the
answer's text to the card measured in a page that is laid out. It is wall time: it is worth something only on a machine
that does nothing else. Shares of a core are CPU time, by the browser's own counters (Chrome DevTools Protocol,
`Performance.getMetrics` of the page's main thread, `SystemInfo.getProcessInfo` of all its processes).
"""

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median, quantiles
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import CommandError

from kanban.benchmarks.figures import Figure
from kanban.benchmarks.firm import board_with, person, session_of
from kanban.benchmarks.server import Server
from kanban.commands import Intent, matters
from kanban.commands.matters import Place
from kanban.models import Board

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Route, ViewportSize

FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]
DESK: "ViewportSize" = {"width": 1440, "height": 900}
HASTE = "0.05"  # seconds between two questions where many deltas are wanted; what one costs is the same
CHANGES = 50
IDLE_SECONDS = 20.0
STAGES = ("intake", "in-progress", "waiting", "done")
SETTLED = 2_500  # ms until a page that was just opened, or just changed, has done all it had put off

# From the text of an answer to the cards laid out. The page's own listeners of `live:applied` come before this one.
WATCH = """() => {
  window.bench = { applied: [], longTasks: [] };
  let began = 0;
  const parse = DOMParser.prototype.parseFromString;
  DOMParser.prototype.parseFromString = function (text, type) {
    began = performance.now();
    return parse.call(this, text, type);
  };
  document.addEventListener("live:applied", ({ detail }) => {
    const script = performance.now() - began;
    const cards = detail.matters.map((id) => document.getElementById(`matter-${id}`).getBoundingClientRect());
    document.getElementById("board").getBoundingClientRect();
    window.bench.applied.push({ matters: cards.length, script, all: performance.now() - began });
  });
  new PerformanceObserver((list) => window.bench.longTasks.push(...list.getEntries().map((entry) => entry.duration)))
    .observe({ type: "longtask" });
}"""
APPLIED = "(count) => window.bench.applied.length > count"

# What a page without keys would do: the same text that the page came with, parsed, put in, laid out.
REPLACE = """async ([selector, rounds]) => {
  const took = [];
  for (let round = 0; round < rounds; round += 1) {
    const place = document.querySelector(selector);
    const text = place.innerHTML;
    place.getBoundingClientRect();
    const began = performance.now();
    const fresh = new DOMParser().parseFromString(text, "text/html").body;
    place.replaceChildren(...document.importNode(fresh, true).childNodes);
    place.lastElementChild.getBoundingClientRect();
    document.getElementById("board").getBoundingClientRect();
    took.push(performance.now() - began);
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  }
  return took;
}"""


def browser(server: Server, *, idle_seconds: float = IDLE_SECONDS) -> list[Figure]:
    """One-card deltas on a board of 1,000 matters, long tasks while changes stream in, and an idle board of 200."""
    alice = person("alice")
    large, small = board_with(1000, manager=alice), board_with(200, manager=alice)
    with _chromium() as chromium:
        visit = _Visit(chromium, server, alice)
        return [*_deltas(visit, large), *_stream(visit, large), *_idle(visit, small, idle_seconds)]


class _Visit:
    """Pages of one person, each in a browser context of its own."""

    def __init__(self, chromium: "Browser", server: Server, visitor: User) -> None:
        self.chromium = chromium
        self._home = f"http://127.0.0.1:{server.port}"
        self._session = session_of(visitor)

    @contextmanager
    def page(self, board: Board, *, seconds: str = "", script: bool = True) -> "Iterator[Page]":
        """`seconds`: between two questions, instead of the setting."""
        context: BrowserContext = self.chromium.new_context(
            base_url=self._home, viewport=DESK, java_script_enabled=script
        )
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": self._session, "domain": "127.0.0.1", "path": "/"}
        context.add_cookies([{**cookie, "secure": True}])  # type: ignore[typeddict-item]
        page = context.new_page()
        if seconds:
            page.route(f"**{board.get_absolute_url()}", lambda route: _hasten(route, seconds))
        page.goto(board.get_absolute_url())
        page.locator("#board .card").first.wait_for()
        page.unroute_all()
        page.wait_for_timeout(SETTLED)
        yield page
        context.close()


def _deltas(visit: _Visit, board: Board) -> list[Figure]:
    with visit.page(board, seconds=HASTE) as page:
        page.evaluate(WATCH)
        kinds = {name: _applied(page, change) for name, change in _changes(board).items()}
    with visit.page(board) as page:
        column = page.evaluate(REPLACE, ['section[data-column="intake"] [data-cards]', CHANGES])
        whole = page.evaluate(REPLACE, ["#board", CHANGES])
    size = board.matters.count()
    figures = [
        *_spread(f"{size} matters, a column replaced", column),
        *_spread(f"{size} matters, the board replaced", whole),
    ]
    for name, took in kinds.items():
        figures += _spread(f"{size} matters, {name}", [each["all"] for each in took], to=median(column))
        figures.append(Figure(f"{size} matters, {name}: of it script", median(each["script"] for each in took), "ms"))
    return figures


def _changes(board: Board, *, further: int = 1) -> dict[str, Callable[[int], object]]:
    """By name, how the nth change of that kind is made: all over the board; across is so many columns further."""
    intent = Intent(board)
    pks = list(board.matters.order_by("pk").values_list("pk", flat=True))
    step = len(pks) // CHANGES - 1  # odd or even, it goes through all columns

    def pk(at: int) -> int:
        return pks[at * step % len(pks)]

    def stage(at: int, on: int = 0) -> str:
        return STAGES[(at * step + on) % len(STAGES)]

    return {
        "edit": lambda at: matters.edit(intent, pk(at), {"title": f"Doe v. Roe, as of {time.perf_counter()}"}),
        "move in column": lambda at: matters.move(intent, pk(at), to=stage(at), place=Place(at_top=at % 2 == 1)),
        "move across": lambda at: matters.move(intent, pk(at), to=stage(at, further), place=Place(position=at * 4)),
    }


def _applied(page: "Page", change: Callable[[int], object]) -> list[dict[str, float]]:
    """What each change cost the page once it was there."""
    first = page.evaluate("() => window.bench.applied.length")
    for at in range(CHANGES):
        change(at)
        page.wait_for_function(APPLIED, arg=first + at)
    took: list[dict[str, float]] = page.evaluate("(first) => window.bench.applied.slice(first)", first)
    return took


def _stream(visit: _Visit, board: Board, *, rate: int = 5, seconds: int = 10) -> list[Figure]:
    """Changes of every kind at that rate a second, while the page asks at its own pace."""
    with visit.page(board) as page:
        page.evaluate(WATCH)
        changes = list(_changes(board, further=2).values())
        counters = _Counters(visit.chromium, page)
        for at in range(rate * seconds):
            due = counters.began + (at + 1) / rate
            changes[at % len(changes)](at)
            page.wait_for_timeout(max(due - time.monotonic(), 0) * 1000)
        busy, _ = counters.shares()
        page.wait_for_timeout(SETTLED)
        long = page.evaluate("() => window.bench.longTasks")
    return [
        Figure(f"{rate} changes/s for {seconds} s: long tasks (> 50 ms)", len(long), ""),
        Figure(f"{rate} changes/s for {seconds} s: the longest", max(long, default=0), "ms"),
        Figure(f"{rate} changes/s for {seconds} s: main thread busy", busy, "%"),
    ]


def _idle(visit: _Visit, board: Board, seconds: float) -> list[Figure]:
    """A page that nobody touches. The baseline: the same page without script, where only the browser's own is left."""
    shares = {}
    for script in (False, True):
        with visit.page(board, script=script) as page:
            counters = _Counters(visit.chromium, page)
            page.wait_for_timeout(seconds * 1000)
            shares[script] = counters.shares()
    name = f"{board.matters.count()} matters, {seconds:g} s idle"
    figures = []
    for at, what in enumerate(("main thread", "whole browser")):
        without, live = shares[False][at], shares[True][at]
        figures += [
            Figure(f"{name}: {what}, no script", without, "%"),
            Figure(f"{name}: {what}, live", live, "%", live / without if without else None),
        ]
    return figures


class _Counters:
    """Shares of one core since it was made, in %: the page's main thread, and all processes of the browser."""

    def __init__(self, chromium: "Browser", page: "Page") -> None:
        self._page = page.context.new_cdp_session(page)
        self._page.send("Performance.enable", {"timeDomain": "threadTicks"})  # CPU, not what the machine let it wait
        self._browser = chromium.new_browser_cdp_session()
        self._first = self._read()
        self.began = time.monotonic()

    def shares(self) -> tuple[float, float]:
        seconds = time.monotonic() - self.began
        busy, everything = (now - first for now, first in zip(self._read(), self._first, strict=True))
        return busy / seconds * 100, everything / seconds * 100

    def _read(self) -> tuple[float, float]:
        busy = {each["name"]: each["value"] for each in self._page.send("Performance.getMetrics")["metrics"]}
        processes = self._browser.send("SystemInfo.getProcessInfo")["processInfo"]
        return busy["TaskDuration"], sum(each["cpuTime"] for each in processes)


@contextmanager
def _chromium() -> "Iterator[Browser]":
    """CHROMIUM_PATH, else the machine's own, else Playwright's."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        raise CommandError(
            "The browser is driven by Playwright: uv sync --group dev, or name other measures."
        ) from error
    found = os.environ.get("CHROMIUM_PATH") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=found, chromium_sandbox=os.geteuid() != 0, args=FLAGS)
        except Error as error:
            why = error.message.partition("\n")[0]
            raise CommandError(f"No browser runs. Install Chromium, or name one by CHROMIUM_PATH: {why}") from error
        yield chromium
        chromium.close()


def _hasten(route: "Route", seconds: str) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=re.sub(r'data-seconds="[^"]+"', f'data-seconds="{seconds}"', answer.text()))


def _spread(name: str, took: list[float], *, to: float | None = None) -> list[Figure]:
    """Median and 95th percentile."""
    p50, p95 = median(took), quantiles(took, n=20, method="inclusive")[-1]
    return [Figure(f"{name}: median", p50, "ms", p50 / to if to else None), Figure(f"{name}: p95", p95, "ms")]
