"""Every page is free of what axe finds, in light and dark, on a desk and on a phone (WCAG 2.2 AA)."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.browser.pages import Pages
from tests.browser.places import PLACES, Place, Scene

AXE = (Path(__file__).resolve().parent.parent / "vendor" / "axe.min.js").read_text()
# Half-way between light and dark nothing has contrast.
AT_ONCE = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*, *::before, *::after { transition: none !important; animation: none !important }");
  document.adoptedStyleSheets.push(sheet);
}"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 375, "height": 740}


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_axe_finds_nothing(place: Place, scene: Scene, open_page: Pages) -> None:
    page = place.open(scene, open_page, color_scheme="light", viewport=DESK, reduced_motion="reduce")
    page.evaluate(AXE)  # not a script element: the content policy would refuse it
    page.evaluate(AT_ONCE)
    found = violations(page, "light, desk")
    page.emulate_media(color_scheme="dark")
    found += violations(page, "dark, desk")
    page.set_viewport_size(PHONE)
    found += violations(page, "dark, phone")
    page.emulate_media(color_scheme="light")
    found += violations(page, "light, phone")
    assert found == []


def test_axe_would_find_something(scene: Scene, open_page: Pages) -> None:
    page = open_page(scene.people["alice"])
    page.evaluate(AXE)
    page.evaluate("() => document.querySelector('main').append(document.createElement('button'))")
    assert any("button-name" in each for each in violations(page, "light, desk"))


def violations(page: Page, where: str) -> list[str]:
    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    result: dict[str, Any] = page.evaluate("(options) => axe.run(document, options)", options)
    return [
        f"{where}: {rule['id']}: {node['target']}: {node['failureSummary']}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]
