"""Moving cards by hand: seen at once here, within seconds there, and taken back where it is refused."""

import re
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, Route, expect

from kanban.commands import Intent, columns, matters
from kanban.models import Board, Matter
from tests.browser.boards import (
    BOARD,
    SEEN_WITHIN,
    assert_not_reloaded,
    card,
    column,
    columns_in_store,
    drag_unheard,
    expect_settled,
    looks,
    mark,
    order,
    title,
)
from tests.browser.pages import Pages
from tests.factories import MatterFactory


@pytest.fixture
def his(open_page: Pages, matter: Matter, bob: User) -> Page:
    page = open_page(bob, BOARD)
    mark(page)
    return page


def expect_moved(page: Page, matter: Matter, slug: str) -> None:
    expect(card(page, matter)).to_have_attribute("data-column", slug, timeout=SEEN_WITHIN)
    expect(column(page, slug).locator(f'[data-matter-id="{matter.pk}"]')).to_be_visible()


def slow(page: Page, pattern: str, answer: dict[str, Any] | None = None, *, wait_ms: int = 1500) -> None:
    """Let answers to writes take their time, or come from elsewhere."""

    def handle(route: Route) -> None:
        page.wait_for_timeout(wait_ms)
        route.fulfill(**answer) if answer else route.continue_()

    page.route(re.compile(pattern), handle)


def test_dragged_by_mouse_it_is_seen_in_the_other_browser_within_five_seconds_as_shipped(
    open_page: Pages, matter: Matter, board: Board, alice: User, bob: User
) -> None:
    """With the interval that is shipped, 4 s, not the shorter one of the other tests here."""
    hers, his = open_page(alice, BOARD), open_page(bob, BOARD)

    def as_shipped(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub(r'data-seconds="[^"]+"', 'data-seconds="4"', answer.text()))

    his.route(f"**{BOARD}", as_shipped)
    his.reload()
    hers.drag_and_drop(f'[data-matter-id="{matter.pk}"]', '[data-column="in-progress"]')
    expect(card(hers, matter)).to_have_attribute("data-column", "in-progress")
    expect_moved(his, matter, "in-progress")
    expect_settled(hers)
    assert columns_in_store(board)[matter.pk] == "in-progress"


def test_dragged_by_touch_after_a_long_press(open_page: Pages, matter: Matter, alice: User, his: Page) -> None:
    hers = open_page(alice, BOARD, has_touch=True, viewport={"width": 1280, "height": 800})
    start, end = card(hers, matter).bounding_box(), column(hers, "in-progress").bounding_box()
    assert start
    assert end
    touch = hers.context.new_cdp_session(hers)
    finger = {"x": start["x"] + 60, "y": start["y"] + 30}
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [finger]})
    expect(card(hers, matter)).to_have_attribute("data-ui-lifted", "pointer")
    for part in (0.3, 0.6, 1):
        x, y = finger["x"] + (end["x"] + 100 - finger["x"]) * part, finger["y"] + 100 * part
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y}]})
        hers.wait_for_timeout(50)
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect_moved(his, matter, "in-progress")
    expect(hers.locator("#panel")).to_be_hidden()


def test_moved_by_keyboard_with_every_step_told_in_words(hers: Page, his: Page, matter: Matter) -> None:
    title(hers, matter).focus()
    hers.keyboard.press("Space")
    expect(hers.locator("#announcer")).to_contain_text(f"Lifted {matter.number}")
    hers.keyboard.press("ArrowRight")
    hers.keyboard.press("Space")
    expect_moved(his, matter, "in-progress")
    expect(hers.locator("#announcer")).to_contain_text("In progress")
    expect(title(hers, matter)).to_be_focused()
    expect(his.locator("#announcer")).to_contain_text(f"Alice Archer moved {matter.number} Doe v. Roe to In progress")


def test_moved_by_the_menu_and_the_dialog_without_any_dragging(hers: Page, his: Page, matter: Matter) -> None:
    """WCAG 2.5.7"""
    card(hers, matter).hover()
    card(hers, matter).get_by_role("link", name="Move").click()
    hers.locator("#card-menu").get_by_role("menuitem", name="Move").click()
    hers.locator("#panel [name=column]").select_option("waiting")
    hers.locator("#panel form").get_by_role("button", name="Move").click()
    expect_moved(his, matter, "waiting")


def test_a_place_within_the_column_is_kept_as_it_was_dropped(
    hers: Page, his: Page, board: Board, matter: Matter
) -> None:
    others = [MatterFactory(board=board) for _ in range(3)]
    expect(column(hers, "intake").locator("[data-matter-id]")).to_have_count(4)
    title(hers, others[2]).focus()
    for key in ("Space", "Home", "Space"):
        hers.keyboard.press(key)
    expect_settled(hers)
    wanted = [others[2].pk, matter.pk, others[0].pk, others[1].pk]
    assert order(hers, "intake") == wanted
    expect(column(his, "intake").locator("[data-matter-id]").first).to_have_attribute("data-matter-id", str(wanted[0]))
    assert order(his, "intake") == wanted
    assert_not_reloaded(his)


def test_two_moves_in_quick_succession_both_go_through_in_order(
    hers: Page, his: Page, board: Board, matter: Matter
) -> None:
    slow(hers, r"/move/$", wait_ms=700)
    title(hers, matter).focus()
    for key in ("Space", "ArrowRight", "Space", "Space", "ArrowRight", "Space"):
        hers.keyboard.press(key)
    expect(card(hers, matter)).to_have_attribute("data-column", "waiting")
    expect_settled(hers)
    expect_moved(his, matter, "waiting")
    matter.refresh_from_db()
    assert (matter.column.slug, matter.version) == ("waiting", 3)


def test_a_refused_move_goes_back_alone_in_the_midst_of_others_changes(
    open_page: Pages, hers: Page, board: Board, matter: Matter, bob: User
) -> None:
    """T-086"""
    open_page.complaints.allow("422")
    mark(hers)
    others = [MatterFactory(board=board) for _ in range(6)]
    his = Intent(board, bob)
    matters.move(his, others[0].pk, to="in-progress")
    columns.change(Intent(board), "in-progress", {"wip_limit": 1, "wip_is_hard": True})
    expect(column(hers, "intake").locator("[data-matter-id]")).to_have_count(6)
    slow(hers, r"/move/$")
    title(hers, matter).focus()
    for key in ("Space", "ArrowRight", "Space"):
        hers.keyboard.press(key)
    expect(card(hers, matter)).to_have_attribute("data-sync", "pending")
    expect(card(hers, matter)).to_have_attribute("data-column", "in-progress")
    for other in others[1:]:
        matters.move(his, other.pk, to="waiting")
        matters.edit(his, other.pk, {"title": f"Changed {other.pk}"})
    expect(hers.locator("#toasts")).to_contain_text("In progress is full: its limit is 1.")
    expect(card(hers, matter)).to_have_attribute("data-sync", "failed")
    expect(card(hers, matter)).to_have_attribute("data-column", "intake")
    expect(title(hers, matter)).to_be_focused()
    for other in others[1:]:
        expect(card(hers, other)).to_have_attribute("data-column", "waiting")
        expect(card(hers, other)).to_contain_text(f"Changed {other.pk}")
    columns.change(Intent(board), "in-progress", {"wip_limit": 2})
    hers.locator("#toasts").get_by_role("button", name="Try again").click()
    expect_settled(hers)
    expect(card(hers, matter)).to_have_attribute("data-column", "in-progress")
    assert_not_reloaded(hers)


def test_two_who_move_the_same_card_are_told_and_the_second_decides(
    open_page: Pages, hers: Page, board: Board, matter: Matter, bob: User
) -> None:
    """T-038"""
    open_page.complaints.allow("409", "ERR_FAILED", "htmx:error")
    to_done = partial(matters.move, Intent(board, bob), matter.pk, to="done")
    drag_unheard(hers, matter, "waiting", meanwhile=to_done)
    expect(hers.locator("#toasts")).to_contain_text("Bob Baker set column to Done meanwhile.")
    expect(card(hers, matter)).to_have_attribute("data-column", "done", timeout=2 * SEEN_WITHIN)
    hers.locator("#toasts").get_by_role("button", name="Decide").click()
    hers.locator('#conflict [data-conflict-field="column"] [value="mine"]').check()
    hers.locator("#conflict").get_by_role("button", name="Save this").click()
    expect(card(hers, matter)).to_have_attribute("data-column", "waiting")
    expect_settled(hers)


def test_a_move_whose_answer_was_lost_is_sent_again_and_done_once(
    open_page: Pages, hers: Page, his: Page, board: Board, matter: Matter
) -> None:
    """T-023"""
    open_page.complaints.allow("ERR_FAILED", "ERR_CONNECTION_FAILED", "htmx:error")
    sent: list[str] = []

    def lose_the_answer(route: Route) -> None:
        sent.append(route.request.headers["idempotency-key"])
        if len(sent) == 1:
            route.fetch()
            route.abort("connectionfailed")
        else:
            route.continue_()

    hers.route(re.compile(r"/move/$"), lose_the_answer)
    hers.drag_and_drop(f'[data-matter-id="{matter.pk}"]', '[data-column="done"]')
    expect_moved(his, matter, "done")
    expect_settled(hers)
    hers.wait_for_timeout(2500)
    assert len(set(sent)) == 1
    matter.refresh_from_db()
    assert matter.version == 2


def test_moved_while_offline_it_waits_says_so_and_is_sent_when_the_network_is_back(
    open_page: Pages, hers: Page, his: Page, board: Board, matter: Matter
) -> None:
    open_page.complaints.allow("ERR_INTERNET_DISCONNECTED", "htmx:error")
    hers.context.set_offline(True)
    hers.drag_and_drop(f'[data-matter-id="{matter.pk}"]', '[data-column="waiting"]')
    expect(hers.locator("#sync-status")).to_contain_text("1 change waiting")
    expect(card(hers, matter)).to_have_attribute("data-sync", "pending")
    hers.wait_for_timeout(1500)
    assert columns_in_store(board)[matter.pk] == "intake"
    hers.context.set_offline(False)
    expect_moved(his, matter, "waiting")
    expect_settled(hers)


def test_archived_from_the_menu_it_is_gone_at_once_and_undo_brings_it_back(
    hers: Page, his: Page, matter: Matter
) -> None:
    card(hers, matter).click(button="right")
    hers.locator("#card-menu").get_by_role("menuitem", name="Archive").click()
    expect(card(hers, matter)).to_have_count(0)
    expect(card(his, matter)).to_have_count(0, timeout=SEEN_WITHIN)
    hers.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(card(hers, matter)).to_be_visible()
    expect(card(his, matter)).to_be_visible(timeout=SEEN_WITHIN)


def test_the_keys_assign_open_edit_move_and_ask_for_help(hers: Page, his: Page, matter: Matter) -> None:
    title(hers, matter).focus()
    hers.keyboard.press("a")
    expect(card(hers, matter).get_by_label("Assigned: Alice Archer")).to_be_visible()
    expect(card(his, matter).get_by_label("Assigned: Alice Archer")).to_be_visible(timeout=SEEN_WITHIN)
    hers.keyboard.press("e")
    expect(hers.locator("#panel [name=title]")).to_have_value("Doe v. Roe")
    hers.keyboard.press("Escape")
    expect(title(hers, matter)).to_be_focused()
    hers.keyboard.press("m")
    expect(hers.locator("#panel [name=column]")).to_be_visible()
    hers.keyboard.press("Escape")
    hers.keyboard.press("?")
    expect(hers.locator("dialog#shortcuts")).to_be_visible()
    hers.keyboard.press("Escape")
    hers.keyboard.press("/")
    expect(hers.locator("#filter-text")).to_be_focused()
    hers.keyboard.type("nem?a")
    expect(hers.locator("dialog#shortcuts")).to_be_hidden()
    expect(hers.locator("#filter-text")).to_have_value("nem?a")


def test_a_viewer_lifts_nothing(open_page: Pages, vera: User, matter: Matter, board: Board) -> None:
    page = open_page(vera, BOARD)
    page.drag_and_drop(f'[data-matter-id="{matter.pk}"]', '[data-column="done"]')
    title(page, matter).focus()
    for key in ("Space", "ArrowRight", "Space", "a"):
        page.keyboard.press(key)
    page.wait_for_timeout(500)
    assert columns_in_store(board)[matter.pk] == "intake"
    expect(card(page, matter)).to_have_attribute("data-column", "intake")


def test_both_pages_show_what_a_fresh_one_shows(
    hers: Page, his: Page, open_page: Pages, board: Board, bob: User
) -> None:
    made = [MatterFactory(board=board) for _ in range(4)]
    expect(column(hers, "intake").locator("[data-matter-id]")).to_have_count(5)
    for number, slug in enumerate(("in-progress", "waiting", "in-progress", "done")):
        hers.drag_and_drop(f'[data-matter-id="{made[number].pk}"]', f'section[data-column="{slug}"]')
        his.keyboard.press("Escape")
    expect_settled(hers)
    fresh = open_page(bob, BOARD)
    expected = looks(fresh)
    assert looks(hers) == expected
    expect(card(his, made[3])).to_have_attribute("data-column", "done", timeout=SEEN_WITHIN)
    assert looks(his) == expected
