"""Nobody's work is disturbed. A remote change shows; it does not eat what one is in the middle of; leaving that shows
it; and live update goes on after that. For an edit, a drag, a selection and an open menu (T-087).
"""

import re

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from kanban.commands import Intent, matters
from kanban.models import Board, Matter
from tests.browser.boards import (
    BOARD,
    SEEN_WITHIN,
    assert_not_reloaded,
    card,
    columns_in_store,
    expect_settled,
    mark,
    order,
    title,
)
from tests.browser.pages import Pages
from tests.factories import MatterFactory


@pytest.fixture
def other(board: Board, matter: Matter) -> Matter:
    return MatterFactory(board=board, title="Other v. Another")


@pytest.fixture
def hers(board: Board, alice: User) -> Intent:
    """Somebody else, at work on the same board."""
    return Intent(board, alice)


@pytest.fixture
def page(open_page: Pages, other: Matter, bob: User) -> Page:
    page = open_page(bob, BOARD)
    mark(page)
    expect(card(page, other)).to_be_visible()
    return page


def expect_live(page: Page, hers: Intent, matter: Matter) -> None:
    """A remote change shows."""
    matters.edit(hers, matter.pk, {"title": "And on v. It Goes"})
    expect(card(page, matter)).to_contain_text("And on v. It Goes", timeout=SEEN_WITHIN)
    assert_not_reloaded(page)


def change_both(hers: Intent, matter: Matter, other: Matter) -> None:
    matters.edit(hers, matter.pk, {"title": "Renamed v. Meanwhile"})
    matters.edit(hers, other.pk, {"title": "The rest v. Goes on"})


def test_an_edit_in_progress(page: Page, hers: Intent, matter: Matter, other: Matter) -> None:
    expect_live(page, hers, other)
    title(page, matter).click()
    page.locator("#panel").get_by_role("link", name="Edit", exact=True).click()
    field = page.locator("#panel [name=title]")
    field.fill("Half a sen")
    change_both(hers, matter, other)
    expect(page.locator("[data-changed-meanwhile]")).to_be_visible()
    expect(card(page, other)).to_contain_text("The rest v. Goes on")
    expect(field).to_have_value("Half a sen")
    expect(field).to_be_focused()
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("#panel form").get_by_role("link", name="Cancel").click()
    expect(page.locator("#panel article h1")).to_have_text("Renamed v. Meanwhile")
    page.keyboard.press("Escape")
    expect(card(page, matter)).to_contain_text("Renamed v. Meanwhile")
    expect_live(page, hers, matter)


def test_a_drag(page: Page, hers: Intent, matter: Matter, other: Matter) -> None:
    expect_live(page, hers, other)
    card(page, matter).hover()
    page.mouse.down()
    page.mouse.move(600, 300, steps=5)
    expect(card(page, matter)).to_have_attribute("data-ui-lifted", "pointer")
    change_both(hers, matter, other)
    matters.move(hers, matter.pk, to="done")
    expect(card(page, other)).to_contain_text("The rest v. Goes on", timeout=SEEN_WITHIN)
    expect(page.locator("#board-waiting")).to_have_text("1 change waiting")
    expect(card(page, matter)).to_contain_text("Doe v. Roe")
    expect(card(page, matter)).to_have_attribute("data-column", "intake")
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(card(page, matter)).to_have_attribute("data-column", "done")
    expect(card(page, matter)).to_contain_text("Renamed v. Meanwhile")
    expect(page.locator("#board-waiting")).to_be_hidden()
    expect(page.locator("#panel")).to_be_hidden()
    expect_live(page, hers, matter)


def test_a_drag_that_is_dropped_goes_where_it_was_dropped_though_others_moved_in_the_list(
    page: Page, hers: Intent, board: Board, matter: Matter, other: Matter
) -> None:
    there = [MatterFactory(board=board, column="in-progress") for _ in range(3)]
    expect(card(page, there[2])).to_be_visible(timeout=SEEN_WITHIN)
    box = card(page, there[1]).bounding_box()
    assert box
    card(page, matter).hover()
    page.mouse.down()
    page.mouse.move(box["x"] + 50, box["y"] + box["height"] - 4, steps=8)
    matters.move(hers, there[0].pk, to="waiting")
    expect(page.locator("#board-waiting")).to_have_text("1 change waiting", timeout=SEEN_WITHIN)
    page.mouse.up()
    expect_settled(page)
    expect(card(page, there[0])).to_have_attribute("data-column", "waiting")
    assert order(page, "in-progress") == [there[1].pk, matter.pk, there[2].pk]
    assert columns_in_store(board)[matter.pk] == "in-progress"


def test_a_card_that_somebody_else_moved_while_it_was_in_the_hand_is_asked_about(
    page: Page, open_page: Pages, hers: Intent, board: Board, matter: Matter, other: Matter
) -> None:
    """T-038: what was not seen is not overwritten."""
    open_page.complaints.allow("status of 409")
    card(page, matter).hover()
    page.mouse.down()
    page.mouse.move(600, 300, steps=5)
    matters.move(hers, matter.pk, to="done")
    expect(page.locator("#board-waiting")).to_have_text("1 change waiting", timeout=SEEN_WITHIN)
    page.mouse.up()
    expect(page.locator("#toasts")).to_contain_text("Alice Archer set column to Done meanwhile.")
    expect(card(page, matter)).to_have_attribute("data-column", "done")
    assert columns_in_store(board)[matter.pk] == "done"


def test_a_selection(page: Page, hers: Intent, matter: Matter, other: Matter) -> None:
    expect_live(page, hers, other)
    page.evaluate(
        "(id) => getSelection().selectAllChildren(document.querySelector(`#matter-${id} .card__title`))", matter.pk
    )
    change_both(hers, matter, other)
    expect(card(page, other)).to_contain_text("The rest v. Goes on", timeout=SEEN_WITHIN)
    expect(page.locator("#board-waiting")).to_have_text("1 change waiting")
    assert page.evaluate("() => String(getSelection())") == "Doe v. Roe"
    page.locator("#board-waiting").click()
    expect(card(page, matter)).to_contain_text("Renamed v. Meanwhile")
    expect(page.locator("#board-waiting")).to_be_hidden()
    expect_live(page, hers, matter)


def test_an_open_menu(page: Page, hers: Intent, matter: Matter, other: Matter) -> None:
    expect_live(page, hers, other)
    card(page, matter).click(button="right")
    menu = page.locator("#card-menu")
    expect(menu).to_be_visible()
    change_both(hers, matter, other)
    expect(card(page, other)).to_contain_text("The rest v. Goes on", timeout=SEEN_WITHIN)
    expect(menu).to_be_visible()
    expect(card(page, matter)).to_contain_text("Doe v. Roe")
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(card(page, matter)).to_contain_text("Renamed v. Meanwhile")
    expect_live(page, hers, matter)


def test_a_matter_that_is_archived_under_a_drag_goes_and_whoever_drops_it_is_told(
    page: Page, open_page: Pages, hers: Intent, matter: Matter
) -> None:
    """T-039"""
    open_page.complaints.allow("status of 410")
    card(page, matter).hover()
    page.mouse.down()
    page.mouse.move(600, 300, steps=5)
    matters.archive(hers, matter.pk)
    expect(page.locator("#board-waiting")).to_have_text("1 change waiting", timeout=SEEN_WITHIN)
    page.mouse.up()
    expect(card(page, matter)).to_have_count(0)
    expect(page.locator("#toasts")).to_contain_text("was archived meanwhile")
    expect_settled(page)


def test_a_selection_in_an_open_matter_is_left_alone(page: Page, hers: Intent, matter: Matter) -> None:
    title(page, matter).click()
    heading = page.locator("#panel article h1")
    expect(heading).to_have_text("Doe v. Roe")
    page.evaluate("() => getSelection().selectAllChildren(document.querySelector('#panel article h1'))")
    matters.edit(hers, matter.pk, {"title": "Renamed v. Meanwhile"})
    expect(card(page, matter)).to_contain_text("Renamed v. Meanwhile", timeout=SEEN_WITHIN)
    page.wait_for_timeout(1500)
    assert page.evaluate("() => String(getSelection())") == "Doe v. Roe"
    page.evaluate("() => getSelection().removeAllRanges()")
    expect(heading).to_have_text("Renamed v. Meanwhile", timeout=SEEN_WITHIN)


def test_two_tabs_of_one_person_ask_once_and_both_are_up_to_date(
    open_page: Pages, hers: Intent, matter: Matter, bob: User
) -> None:
    first = open_page(bob, BOARD)
    asked: list[str] = []
    first.context.on("request", lambda request: asked.append(request.url) if "/live/" in request.url else None)
    second = first.context.new_page()
    second.goto(BOARD)
    mark(first)
    mark(second)
    expect(card(second, matter)).to_be_visible()
    first.wait_for_timeout(2500)
    asked.clear()
    first.wait_for_timeout(4000)
    assert len(asked) <= 5, "one tab asks about once a second, for both"
    for page in (first, second):
        expect_live(page, hers, matter)
        matters.edit(hers, matter.pk, {"title": "Doe v. Roe"})
        expect(card(page, matter)).to_contain_text("Doe v. Roe", timeout=SEEN_WITHIN)
        expect(page.locator("#sync-status")).to_have_attribute("data-state", re.compile("synced|syncing"))
    second.close()
    expect_live(first, hers, matter)
