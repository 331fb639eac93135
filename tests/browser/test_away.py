"""While you were away: who comes back to the board is told what the others did meanwhile."""

import time

from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from kanban.commands import Intent, matters
from kanban.models import Board, Matter, Visit
from tests.browser.boards import BOARD, card
from tests.browser.pages import Pages


def leave(page: Page, person: User, *, known: int) -> None:
    """To another page. What the board's page says last is on its way by itself."""
    page.goto(f"{page.url.partition('/boards/')[0]}/accounts/password/")
    patience = time.monotonic() + 10
    while not Visit.objects.filter(person=person, version__gte=known).exists():
        assert time.monotonic() < patience, "the visit was not told"
        time.sleep(0.05)


def test_who_comes_back_is_told_what_happened_and_can_put_it_away(
    open_page: Pages, board: Board, matter: Matter, alice: User, bob: User
) -> None:
    page = open_page(bob, BOARD)
    expect(card(page, matter)).to_be_visible()
    known = matters.edit(Intent(board, alice), matter.pk, {"title": "Seen v. Roe"}).board_version
    expect(card(page, matter)).to_contain_text("Seen v. Roe")
    leave(page, bob, known=known)
    unseen = matters.move(Intent(board, alice), matter.pk, to="waiting").board_version
    page.goto(f"{page.url.partition('/accounts/')[0]}{BOARD}")
    away = page.locator("#away [data-away]")
    expect(away).to_contain_text("1 change by Alice Archer since")
    away.locator("summary").click()
    expect(away).to_contain_text("Seen v. Roe: moved to Waiting")
    away.get_by_role("link", name="Seen v. Roe").click()
    expect(page.locator("#panel article h1")).to_have_text("Seen v. Roe")
    page.keyboard.press("Escape")
    away.get_by_role("button", name="Seen").click()
    expect(away).to_have_count(0)
    leave(page, bob, known=unseen)
    page.goto(f"{page.url.partition('/accounts/')[0]}{BOARD}")
    expect(card(page, matter)).to_have_attribute("data-column", "waiting")
    page.wait_for_load_state("networkidle")
    expect(away).to_have_count(0)
