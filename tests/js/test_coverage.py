"""The measure itself: what ran, what did not, counted in the browser's own units."""

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Page

from tests.js.coverage import lines_left_out, units_that_ran

SAMPLE = """\
// 🦉 two units wide, so that bytes, characters and units differ
export const owl = "🦉";

/* A comment
   of two lines. */
export function size(n) {
  if (n > 10) return "large";
  return "small";
}

export function never() {
  return "called";
}
"""
ADDRESS = "https://unit.test/sample.js"


@pytest.fixture
def sampled(context: BrowserContext) -> tuple[Page, CDPSession]:
    context.route("https://unit.test/**", lambda route: route.fulfill(content_type="text/html", body="<p>"))
    context.route(ADDRESS, lambda route: route.fulfill(content_type="text/javascript", body=SAMPLE))
    page = context.new_page()
    profiler = context.new_cdp_session(page)
    profiler.send("Profiler.enable")
    profiler.send("Profiler.startPreciseCoverage", {"callCount": True, "detailed": True})
    page.goto("https://unit.test/")
    return page, profiler


def ran_in(profiler: CDPSession) -> int:
    taken = profiler.send("Profiler.takePreciseCoverage")["result"]
    return sum(units_that_ran(script["functions"]) for script in taken if script["url"] == ADDRESS)


def test_a_branch_not_taken_and_a_function_never_called_are_left_out(sampled: tuple[Page, CDPSession]) -> None:
    page, profiler = sampled
    assert page.evaluate(f"async () => (await import('{ADDRESS}')).size(3)") == "small"
    assert lines_left_out(SAMPLE, ran_in(profiler)) == ([7, 11, 12], 6)


def test_what_two_pages_ran_counts_together(sampled: tuple[Page, CDPSession]) -> None:
    page, profiler = sampled
    page.evaluate(f"async () => (await import('{ADDRESS}')).size(30)")
    large = ran_in(profiler)
    assert lines_left_out(SAMPLE, large)[0] == [8, 11, 12]
    page.reload()
    page.evaluate(f"async () => (await import('{ADDRESS}')).size(3)")
    assert lines_left_out(SAMPLE, large | ran_in(profiler))[0] == [11, 12]


def test_a_module_never_loaded_has_no_line_covered() -> None:
    assert lines_left_out(SAMPLE, 0) == ([2, 6, 7, 8, 11, 12], 6)


def test_the_inner_range_tells() -> None:
    ranges = [{"startOffset": 0, "endOffset": 8, "count": 1}, {"startOffset": 2, "endOffset": 4, "count": 0}]
    assert units_that_ran([{"ranges": ranges}]) == 0b11110011
