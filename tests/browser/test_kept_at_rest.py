"""What a browser keeps, and what a person is told where it cannot or must not keep anything."""

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
