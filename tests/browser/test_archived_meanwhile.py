"""A change that meets an archived matter, or a column that is gone: nothing typed is lost, and there is a way on."""

from functools import partial

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from kanban.commands import Intent, columns, matters
from kanban.models import Board, Matter
from tests.browser.boards import (
    assert_not_reloaded,
    card,
    drag_unheard,
    edit_in_panel,
    expect_settled,
    save,
)
from tests.browser.pages import Pages


@pytest.fixture(autouse=True)
def refusals_are_expected(open_page: Pages) -> None:
    open_page.complaints.allow("410", "422", "ERR_FAILED", "htmx:error")


def restore_and_save(page: Page) -> None:
    page.locator("#conflict").get_by_role("button", name="Restore it and save").click()
    expect(page.locator("#conflict")).to_be_hidden()


def test_an_edit_of_a_matter_archived_meanwhile_can_be_saved_with_it_restored(
    hers: Page, watching: Page, board: Board, matter: Matter, bob: User
) -> None:
    form = edit_in_panel(hers, matter)
    form.locator("[name=title]").fill("Late v. Roe")
    matters.archive(Intent(board, bob), matter.pk)
    save(form)
    expect(hers.locator("#conflict")).to_contain_text("Bob Baker archived it")
    hers.keyboard.press("Escape")
    expect(hers.locator("#panel [name=title]")).to_have_value("Late v. Roe")
    save(form)
    restore_and_save(hers)
    expect(hers.locator("#panel article h1")).to_have_text("Late v. Roe")
    for page in (hers, watching):
        expect(card(page, matter)).to_contain_text("Late v. Roe")
        assert_not_reloaded(page)


def test_left_archived_nothing_is_written(hers: Page, board: Board, matter: Matter, bob: User) -> None:
    form = edit_in_panel(hers, matter)
    form.locator("[name=title]").fill("Late v. Roe")
    matters.archive(Intent(board, bob), matter.pk)
    save(form)
    hers.locator("#conflict").get_by_role("link", name="Leave it archived").click()
    expect(hers.locator("#panel article h1")).to_have_text("Doe v. Roe")


def test_a_card_dragged_while_it_was_archived_can_be_restored_where_it_was_dropped(
    hers: Page, board: Board, matter: Matter, bob: User
) -> None:
    archive = partial(matters.archive, Intent(board, bob), matter.pk)
    drag_unheard(hers, matter, "waiting", meanwhile=archive, becomes="failed")
    expect(hers.locator("#toasts")).to_contain_text("was archived meanwhile")
    hers.locator("#toasts").get_by_role("button", name="Restore").click()
    restore_and_save(hers)
    expect(card(hers, matter)).to_have_attribute("data-column", "waiting")
    expect_settled(hers)


def test_a_card_dragged_to_a_column_that_was_removed_is_offered_the_others(
    hers: Page, board: Board, matter: Matter
) -> None:
    columns.add(Intent(board), {"name": "Appeal"})
    expect(hers.locator('[data-column="appeal"]').first).to_be_visible()
    remove = partial(columns.remove, Intent(board), "appeal")
    drag_unheard(hers, matter, "appeal", meanwhile=remove, becomes="failed")
    expect(hers.locator("#toasts")).to_contain_text("This column is not on the board any more.")
    hers.locator("#toasts").get_by_role("button", name="Move…").click()
    form = hers.locator("#panel form[data-matter]")
    form.locator("[name=column]").select_option("waiting")
    form.get_by_role("button", name="Move").click()
    expect(card(hers, matter)).to_have_attribute("data-column", "waiting")


def test_a_message_is_put_away_by_hand(hers: Page, board: Board, matter: Matter) -> None:
    form = edit_in_panel(hers, matter)
    form.locator("[name=title]").fill("Roe v. Doe")
    save(form)
    expect(hers.locator("#toasts > *")).to_have_count(1)
    hers.locator("#toasts").get_by_role("button", name="Dismiss").click()
    expect(hers.locator("#toasts > *")).to_have_count(0)
