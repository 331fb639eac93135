"""What tests of a board in the browser ask of its page."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from kanban.models import Board, Matter

BOARD = "/boards/litigation/"
SEEN_WITHIN = 5_000  # ms from a change in one browser to another

LOOKS = """() => [...document.querySelectorAll("section[data-column]")].map((column) => [
  column.dataset.column, column.querySelector("h2").textContent, column.querySelector("[data-count]").textContent,
  [...column.querySelectorAll("[data-matter-id]")].map((card) => [
    card.dataset.matterId, card.dataset.version, card.dataset.column, card.dataset.rank, card.dataset.sync ?? "",
    card.textContent.replace(/\\s+/g, " ").trim(),
  ]),
])"""


def card(page: Page, matter: Matter) -> Locator:
    return page.locator(f'[data-matter-id="{matter.pk}"]')


def title(page: Page, matter: Matter) -> Locator:
    return card(page, matter).locator("a.card__title")


def column(page: Page, slug: str) -> Locator:
    return page.locator(f'section[data-column="{slug}"]')


def edit_in_panel(page: Page, matter: Matter) -> Locator:
    """Open the matter's form in the panel."""
    title(page, matter).click()
    page.locator("#panel").get_by_role("link", name="Edit", exact=True).click()
    form = page.locator("#panel form[data-matter]")
    expect(form.locator("[name=title]")).to_be_visible()
    return form


def save(form: Locator) -> None:
    form.get_by_role("button", name=re.compile("Save")).first.click()


def drag_unheard(
    page: Page, matter: Matter, to: str, *, meanwhile: Callable[[], object], becomes: str = "conflict"
) -> None:
    """Drag a card on a page that has not heard of what happens meanwhile."""
    page.route(re.compile(r"/live/"), lambda route: route.abort())
    expect(status(page)).to_have_attribute("data-state", "reconnecting")  # what was asked before has been answered
    meanwhile()
    page.drag_and_drop(f'[data-matter-id="{matter.pk}"]', f'section[data-column="{to}"]')
    expect(card(page, matter)).to_have_attribute("data-sync", becomes)
    page.unroute(re.compile(r"/live/"))
    expect(status(page)).to_have_attribute("data-state", "synced", timeout=2 * SEEN_WITHIN)


def status(page: Page) -> Locator:
    return page.locator("#sync-status")


def order(page: Page, slug: str) -> list[int]:
    """The ids of a column's cards from the top."""
    return (
        column(page, slug)
        .locator("[data-matter-id]")
        .evaluate_all("(all) => all.map((e) => Number(e.dataset.matterId))")
    )


def looks(page: Page) -> list[Any]:
    """All that the page shows of the board."""
    return page.evaluate(LOOKS)


def expect_settled(page: Page, *, within: float = 5_000) -> None:
    """Nothing of this page's own is on its way any more. What was kept is sent at a pace: give it time (ms)."""
    expect(status(page)).to_have_attribute("data-pending", "0", timeout=within)
    expect(page.locator('[data-sync="pending"]')).to_have_count(0)


def mark(page: Page) -> None:
    """`assert_not_reloaded` tells whether the page was loaded anew since."""
    page.evaluate("() => { window.stillHere = true; }")


def assert_not_reloaded(page: Page) -> None:
    assert page.evaluate("() => window.stillHere === true")


def columns_in_store(board: Board) -> dict[int, str]:
    """The column of each matter as it is written."""
    return dict(board.matters.values_list("pk", "column__slug"))
