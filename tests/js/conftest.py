"""Modules of static/ in a real Chromium, without a server: `https://unit.test/live/sync.js` is static/live/sync.js.

https, because `navigator.locks` and `crypto.randomUUID` are there only in a secure context.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Self

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route

from tests.js import coverage

ORIGIN = "https://unit.test/"
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
RunModule = Callable[..., Any]


@pytest.fixture
def unit_page(context: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Page]:
    """An empty page at https://unit.test/; `page.route` of the test's own adds addresses. No error may be left over."""
    with UnitPage(context) as own, own.visit(request.config) as page:
        yield page


@pytest.fixture
def unit_pages(context: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Callable[[], Page]]:
    """Each call opens one more tab of the same browser. A tab that the test closes tells nothing of its coverage."""
    with ExitStack() as tabs:
        yield lambda: tabs.enter_context(tabs.enter_context(UnitPage(context)).visit(request.config))


@pytest.fixture(scope="session")
def shared_unit_page(browser: Browser) -> Iterator["UnitPage"]:
    """For tests that run functions and touch no page: one of their own takes longer than most of them."""
    with browser.new_context() as context, UnitPage(context) as shared:
        yield shared


@pytest.fixture
def in_module(request: pytest.FixtureRequest) -> Iterator[RunModule]:
    """`in_module("live/sync.js", "async ({ Sync }, given) => ...", given)`: what the function returns.

    In a document of its own; in a page of its own, too, where the test asks for one or for one of another kind.
    """
    with ExitStack() as visit:
        if "unit_page" in request.fixturenames or request.node.get_closest_marker("browser_context_args"):
            page = request.getfixturevalue("unit_page")
        else:
            page = visit.enter_context(request.getfixturevalue("shared_unit_page").visit(request.config))

        def run(module: str, function: str, given: Any = None) -> Any:
            script = f"async ([address, given]) => ({function})(await import(address), given)"
            return page.evaluate(script, [ORIGIN + module, given])

        yield run


class UnitPage:
    """A page at which static/ is served, and what ran of it counted."""

    def __init__(self, context: BrowserContext) -> None:
        self._context = context

    def __enter__(self) -> Self:
        self._context.route(f"{ORIGIN}**", _serve)
        self.page = self._context.new_page()
        self._devtools = self._context.new_cdp_session(self.page)
        self._devtools.send("Profiler.enable")
        self._devtools.send("Profiler.startPreciseCoverage", {"callCount": True, "detailed": True})
        return self

    def __exit__(self, *_: object) -> None:
        self.page.close()

    @contextmanager
    def visit(self, config: pytest.Config) -> Iterator[Page]:
        """A document of its own: nothing of what ran in the page before is left, nor what it stored."""
        thrown: list[str] = []

        def note(error: Error) -> None:
            thrown.append(str(error))

        self.page.on("pageerror", note)
        self.page.goto(ORIGIN)
        self._devtools.send("Storage.clearDataForOrigin", {"origin": ORIGIN, "storageTypes": "all"})
        yield self.page
        if not self.page.is_closed():
            taken = self._devtools.send("Profiler.takePreciseCoverage")
            coverage.add(config, taken["result"], root=ORIGIN)
        self.page.remove_listener("pageerror", note)
        assert thrown == []


def _serve(route: Route) -> None:
    name = route.request.url.removeprefix(ORIGIN).partition("?")[0]
    path = coverage.STATIC / name
    if not name:
        route.fulfill(content_type="text/html", body="<!doctype html><title>unit test</title><body></body>")
    elif path.is_file() and path.resolve().is_relative_to(coverage.STATIC):
        route.fulfill(content_type=TYPES.get(path.suffix, "application/octet-stream"), body=path.read_bytes())
    else:
        route.fulfill(status=404, body="no such file")
