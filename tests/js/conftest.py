"""Modules of static/ in a real Chromium, without a server: `https://unit.test/live/sync.js` is static/live/sync.js.

https, because `navigator.locks` and `crypto.randomUUID` are there only in a secure context.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from tests.js import coverage

ORIGIN = "https://unit.test/"
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
RunModule = Callable[..., Any]


@pytest.fixture
def unit_page(context: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Page]:
    """An empty page at https://unit.test/; `page.route` of the test's own adds addresses. No error may be left over."""
    with _opened(context, request.config) as page:
        yield page


@pytest.fixture
def unit_pages(context: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Callable[[], Page]]:
    """Each call opens one more tab of the same browser. A tab that the test closes tells nothing of its coverage."""
    with ExitStack() as tabs:
        yield lambda: tabs.enter_context(_opened(context, request.config))


@contextmanager
def _opened(context: BrowserContext, config: pytest.Config) -> Iterator[Page]:
    thrown: list[str] = []
    context.route(f"{ORIGIN}**", _serve)
    page = context.new_page()
    page.on("pageerror", lambda error: thrown.append(str(error)))
    profiler = context.new_cdp_session(page)
    profiler.send("Profiler.enable")
    profiler.send("Profiler.startPreciseCoverage", {"callCount": True, "detailed": True})
    page.goto(ORIGIN)
    yield page
    if not page.is_closed():
        taken = profiler.send("Profiler.takePreciseCoverage")
        coverage.add(config, taken["result"], root=ORIGIN)
    assert thrown == []


@pytest.fixture
def in_module(unit_page: Page) -> RunModule:
    """`in_module("live/sync.js", "async ({ Sync }, given) => ...", given)`: what the function returns."""

    def run(module: str, function: str, given: Any = None) -> Any:
        script = f"async ([address, given]) => ({function})(await import(address), given)"
        return unit_page.evaluate(script, [ORIGIN + module, given])

    return run


def _serve(route: Route) -> None:
    name = route.request.url.removeprefix(ORIGIN).partition("?")[0]
    path = coverage.STATIC / name
    if not name:
        route.fulfill(content_type="text/html", body="<!doctype html><title>unit test</title><body></body>")
    elif path.is_file() and path.resolve().is_relative_to(coverage.STATIC):
        route.fulfill(content_type=TYPES.get(path.suffix, "application/octet-stream"), body=path.read_bytes())
    else:
        route.fulfill(status=404, body="no such file")
