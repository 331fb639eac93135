"""What a browser keeps, and what a person is told where it cannot or must not keep anything."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kanban.models import Matter
from tests.browser.boards import BOARD, card, edit_in_panel, expect_settled, save
from tests.browser.offline import EXPECTED, go_offline, kept, press
from tests.browser.pages import Pages

FORBIDDEN = """
  Object.defineProperty(window, "indexedDB", { get() { throw new DOMException("no", "SecurityError"); } });
"""


@pytest.fixture(autouse=True)
def outages_are_expected(open_page: Pages) -> None:
    open_page.complaints.allow(*EXPECTED)


def test_a_browser_that_keeps_nothing_says_so_and_asks_before_the_page_is_left(hers: Page, matter: Matter) -> None:
    """T-079: as in a private window of some browsers."""
    hers.add_init_script(FORBIDDEN)
    hers.reload()
    form = edit_in_panel(hers, matter)
    form.locator("[name=judge]").fill("Learned Hand")
    go_offline(hers)
    save(form)
    expect(hers.locator("#toasts")).to_contain_text("this browser cannot keep it, so leave the page open")
    hers.locator("#board-unsent").click()
    expect(hers.locator("#unsent [data-unsent]")).to_contain_text("in this page only")
    hers.keyboard.press("Escape")
    assert asks_before_leaving(hers)
    hers.context.set_offline(False)
    expect_settled(hers)
    matter.refresh_from_db()
    assert matter.judge == "Learned Hand"


def test_what_is_kept_lets_the_page_be_left_unasked(hers: Page, matter: Matter) -> None:
    go_offline(hers)
    press(hers, matter, "Space", "ArrowRight", "Space")
    expect(card(hers, matter)).to_have_attribute("data-sync", "pending")
    hers.wait_for_timeout(300)
    assert not asks_before_leaving(hers)


def asks_before_leaving(page: Page) -> bool:
    return page.evaluate("() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))")


def test_a_service_worker_of_an_earlier_install_is_sent_away(hers: Page) -> None:
    workers = "() => navigator.serviceWorker.getRegistrations().then((found) => found.length)"
    module = hers.locator('link[rel=modulepreload][href*="mutation_id"]').get_attribute("href")
    hers.evaluate("(module) => navigator.serviceWorker.register(module, { type: 'module' })", module)
    assert hers.evaluate(workers) == 1
    hers.reload()
    hers.wait_for_function("() => navigator.serviceWorker.getRegistrations().then((found) => !found.length)")


def test_the_key_does_not_stay_in_the_page(hers: Page) -> None:
    served = hers.request.get(BOARD).text()
    assert 'data-queue-keys="' in served
    assert "queue-keys" not in hers.content()
    assert kept(hers) == []


def test_what_cannot_be_opened_without_a_network_is_told_plainly(hers: Page, matter: Matter) -> None:
    go_offline(hers)
    press(hers, matter, "e")
    expect(hers.locator("#toasts")).to_contain_text("It cannot be opened just now: there is no connection")
    expect(hers.locator("#panel")).to_be_hidden()


OLDER = """(record) => new Promise((resolve) => {
  const asked = indexedDB.open("aster");
  asked.onsuccess = () => {
    const writing = asked.result.transaction("writes", "readwrite");
    writing.objectStore("writes").put(record);
    writing.oncomplete = () => { asked.result.close(); resolve(); };
  };
})"""


def test_what_a_page_of_another_version_kept_is_told_and_stops_nothing(hers: Page, matter: Matter) -> None:
    """T-080"""
    stream = hers.locator("#board").get_attribute("data-stream")
    whose: dict[str, Any] = {"person": "alice", "board": stream, "base": 1, "at": 1, "turn": 1, "tab": "gone"}
    whose["subject"] = f"matter:{matter.pk}"
    strange: list[dict[str, Any]] = [
        {"id": "a", "kind": "fold", "change": {}, "state": "waiting"},
        {"id": "b", "kind": "edit"},
    ]
    for record in strange:
        hers.evaluate(OLDER, {**whose, **record})
    hers.reload()
    hers.locator("#board-unsent").click()
    expect(hers.locator('[data-unsent="a"]')).to_contain_text("kept by another version of this page")
    expect(hers.locator('[data-unsent="b"]')).to_contain_text("Cannot be read any more")
    for record in strange:
        hers.locator(f'[data-unsent="{record["id"]}"]').get_by_role("button", name="Discard").click()
    expect(hers.locator("#unsent")).to_contain_text("Nothing waits")
    assert kept(hers) == []
