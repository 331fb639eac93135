"""A matter's own page: it shows what its matter became, however often it must ask."""

import pytest

from tests.js.conftest import RunModule

RENEWED = """
({ MatterPage }, kinds) => {
  document.body.innerHTML = `<main><article data-matter="1"></article></main>`;
  const root = document.querySelector("main"), asked = [];
  const ajax = (...given) => {
    asked.push(given);
    const kind = kinds.shift();
    root.dispatchEvent(new CustomEvent("live:answered", { detail: { kind, retryAfter: null } }));
  };
  const page = new MatterPage({ root, htmx: { ajax }, setTimeout: (again) => again() });
  const delta = document.createElement("live-delta");
  delta.innerHTML = `<li data-matter-id="1"></li>`;
  page.apply(delta);
  return asked.length;
}
"""


@pytest.mark.parametrize(("kinds", "times"), [(["swapped"], 1), (["lost", "away", "busy", "swapped"], 4)])
def test_what_could_not_be_fetched_is_fetched_again(in_module: RunModule, kinds: list[str], times: int) -> None:
    assert in_module("kanban/matter_page.js", RENEWED, kinds) == times
