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


@pytest.fixture(scope="session")
def plain_page(browser: Browser) -> Iterator["UnitPage"]:
    """One for all tests that ask for nothing special: a page of one's own takes longer than most of them."""
    with UnitPage(browser.new_context()) as plain:
        yield plain
        plain.page.context.close()


@pytest.fixture
def unit_page(request: pytest.FixtureRequest, plain_page: "UnitPage") -> Iterator[Page]:
    """An empty page at https://unit.test/; `page.route` of the test's own adds addresses. No error may be left over."""
    if request.node.get_closest_marker("browser_context_args"):
        with UnitPage(request.getfixturevalue("context")) as own, own.visit(request.config) as page:
            yield page
    else:
        with plain_page.visit(request.config) as page:
            yield page
        plain_page.restore()


@pytest.fixture
def unit_pages(context: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Callable[[], Page]]:
    """Each call opens one more tab of the same browser. A tab that the test closes tells nothing of its coverage."""
    with ExitStack() as tabs:
        yield lambda: tabs.enter_context(tabs.enter_context(UnitPage(context)).visit(request.config))


class UnitPage:
    """A page at which static/ is served, and what ran of it counted."""

    def __init__(self, context: BrowserContext) -> None:
        self._context = context

    def __enter__(self) -> Self:
        self._context.route(f"{ORIGIN}**", _serve)
        self.page = self._context.new_page()
        self.page.on("dialog", lambda dialog: dialog.accept())  # a page that is left in the middle of something asks first
        self._size = self.page.viewport_size
        self._profiler = self._context.new_cdp_session(self.page)
        self._profiler.send("Profiler.enable")
        self._profiler.send("Profiler.startPreciseCoverage", {"callCount": True, "detailed": True})
        return self

    def __exit__(self, *_: object) -> None:
        self.page.close()

    @contextmanager
    def visit(self, config: pytest.Config) -> Iterator[Page]:
        """A document of its own: nothing of what ran in the page before is left."""
        thrown: list[str] = []

        def note(error: Error) -> None:
            thrown.append(str(error))

        self.page.on("pageerror", note)
        self.page.goto(ORIGIN)
        yield self.page
        if not self.page.is_closed():
            taken = self._profiler.send("Profiler.takePreciseCoverage")
            coverage.add(config, taken["result"], root=ORIGIN)
        self.page.remove_listener("pageerror", note)
        assert thrown == []

    def restore(self) -> None:
        """As it was, but for its document: what a test does to the page itself goes with the test."""
        self.page.unroute_all(behavior="ignoreErrors")
        self.page.emulate_media(color_scheme="null", reduced_motion="null")
        if self._size and self.page.viewport_size != self._size:
            self.page.set_viewport_size(self._size)
        self.page.mouse.up()
        self.page.mouse.move(-1, -1)


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
