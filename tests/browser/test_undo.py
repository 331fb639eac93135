"""Taken back by keys, by the message and from the history, and seen on the other screen."""

from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from kanban.commands import Intent, matters
from kanban.models import Board, Matter
from tests.browser.boards import card, edit_in_panel, expect_settled, save, title
from tests.browser.pages import Pages


def drag(page: Page, matter: Matter, to: str) -> None:
    page.drag_and_drop(f'[data-matter-id="{matter.pk}"]', f'section[data-column="{to}"]')
    expect_settled(page)


def test_moves_are_undone_and_redone_by_keys_one_after_the_other(hers: Page, watching: Page, matter: Matter) -> None:
    for to in ("waiting", "done"):
        drag(hers, matter, to)
    title(hers, matter).focus()
    for keys, column in (
        ("Control+z", "waiting"),
        ("Control+z", "intake"),
        ("Control+Shift+z", "waiting"),
        ("Control+y", "done"),
        ("Control+z", "waiting"),
    ):
        hers.keyboard.press(keys)
        expect(card(hers, matter)).to_have_attribute("data-column", column)
    expect(card(watching, matter)).to_have_attribute("data-column", "waiting")


def test_with_nothing_written_there_is_nothing_to_undo(hers: Page) -> None:
    hers.keyboard.press("Control+z")
    expect(hers.locator("#toasts")).to_contain_text("Nothing to undo")
    hers.keyboard.press("Control+y")
    expect(hers.locator("#toasts")).to_contain_text("Nothing to redo")


def test_keys_in_a_field_are_the_fields_own(hers: Page, matter: Matter) -> None:
    drag(hers, matter, "done")
    form = edit_in_panel(hers, matter)
    form.locator("[name=judge]").press_sequentially("Hand")
    hers.keyboard.press("Control+z")
    expect(form.locator("[name=judge]")).not_to_have_value("Hand")
    expect(card(hers, matter)).to_have_attribute("data-column", "done")


def test_an_edit_is_undone_from_the_message_that_tells_of_it(hers: Page, watching: Page, matter: Matter) -> None:
    form = edit_in_panel(hers, matter)
    form.locator("[name=title]").fill("Poe v. Noe")
    save(form)
    expect(card(watching, matter)).to_contain_text("Poe v. Noe")
    hers.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(hers.locator("#panel article h1")).to_have_text("Doe v. Roe")
    expect(card(watching, matter)).to_contain_text("Doe v. Roe")
    hers.locator("#toasts").get_by_role("button", name="Redo").click()
    expect(card(hers, matter)).to_contain_text("Poe v. Noe")


def test_a_change_of_somebody_elses_is_undone_from_the_history_by_who_manages(
    hers: Page, watching: Page, board: Board, matter: Matter, bob: User
) -> None:
    matters.edit(Intent(board, bob), matter.pk, {"title": "His v. Roe"})
    title(hers, matter).click()
    hers.locator("#panel [data-undo]").first.click()
    expect(hers.locator("#panel article h1")).to_have_text("Doe v. Roe")
    expect(card(watching, matter)).to_contain_text("Doe v. Roe")


def test_what_was_built_upon_is_refused_in_words(
    hers: Page, open_page: Pages, board: Board, matter: Matter, bob: User
) -> None:
    open_page.complaints.allow("409")
    drag(hers, matter, "waiting")
    matters.move(Intent(board, bob), matter.pk, to="done")
    hers.keyboard.press("Control+z")
    expect(hers.locator("#toasts")).to_contain_text("Bob Baker changed column since")
    expect(card(hers, matter)).to_have_attribute("data-column", "done")


def test_unanswered_it_can_be_tried_again(hers: Page, open_page: Pages, matter: Matter) -> None:
    open_page.complaints.allow("ERR_FAILED", "htmx:error")
    drag(hers, matter, "waiting")
    hers.route("**/undo/**", lambda route: route.abort())
    hers.keyboard.press("Control+z")
    expect(hers.locator("#toasts")).to_contain_text("No answer came")
    hers.unroute("**/undo/**")
    hers.keyboard.press("Control+z")
    expect(card(hers, matter)).to_have_attribute("data-column", "intake")
