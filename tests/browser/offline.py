"""What tests of a board without a network do on its page, and look for in the browser's own storage."""

from typing import Any

from playwright.sync_api import Page, expect

from kanban.models import Matter
from tests.browser.boards import BOARD, column, title

EXPECTED = ("net::ERR_", "htmx:error", "status of (404|409|410|422|403|401|503)")

REPLAYED = 30_000  # ms within which all that was kept is sent, on a busy machine too


def go_offline(page: Page) -> None:
    page.context.set_offline(True)
    expect(page.locator("#sync-status")).to_have_attribute("data-state", "offline")


def come_back(page: Page) -> None:
    """The network is there again, and the page is loaded anew: what was in its memory is gone."""
    page.context.set_offline(False)
    page.goto(BOARD)


def press(page: Page, matter: Matter, *keys: str) -> None:
    title(page, matter).focus()
    for key in keys:
        page.keyboard.press(key)


def add(page: Page, slug: str, name: str) -> None:
    field = column(page, slug).locator("form[data-quick] [name=title]")
    field.fill(name)
    field.press("Enter")


def kept(page: Page) -> list[dict[str, Any]]:
    """What lies in the browser's own storage."""
    return page.evaluate("""() => new Promise((resolve, reject) => {
      const asked = indexedDB.open("aster");
      asked.onerror = reject;
      asked.onsuccess = () => {
        const found = asked.result.transaction("writes").objectStore("writes").getAll();
        found.onsuccess = () => { asked.result.close(); resolve(found.result); };
      };
    })""")


def expect_kept(page: Page, count: int) -> None:
    for _ in range(REPLAYED // 100):
        if len(kept(page)) == count:
            return
        page.wait_for_timeout(100)
    raise AssertionError(kept(page))
