"""Text in an open form survives a page that is loaded anew, and is offered back."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from kanban.commands import Intent, matters
from kanban.models import Board, Matter
from tests.browser.boards import edit_in_panel, save
from tests.browser.offline import expect_kept, kept


@pytest.fixture
def typed(hers: Page, matter: Matter) -> Page:
    """Alice's page, loaded anew over a form in which she was typing."""
    form = edit_in_panel(hers, matter)
    form.locator("[name=description]").press_sequentially("Call the clerk.")
    form.locator("[name=priority]").select_option("urgent")
    expect_kept(hers, 1)
    hers.wait_for_timeout(500)
    assert "clerk" not in str(kept(hers))
    hers.once("dialog", lambda dialog: dialog.accept())
    hers.reload()
    return hers


def test_it_is_offered_back_and_saved_on_the_version_it_was_typed_on(
    typed: Page, board: Board, matter: Matter, bob: User
) -> None:
    matters.edit(Intent(board, bob), matter.pk, {"court": "ca9"})
    form = edit_in_panel(typed, matter)
    note = typed.locator("#panel [data-draft]")
    expect(note).to_contain_text("was not saved")
    note.get_by_role("button", name="Take it back").click()
    expect(form.locator("[name=description]")).to_have_value("Call the clerk.")
    expect(form.locator("[name=priority]")).to_have_value("urgent")
    save(form)
    expect(typed.locator("#panel article")).to_contain_text("Call the clerk.")
    matter.refresh_from_db()
    assert (matter.description, matter.priority, matter.court) == ("Call the clerk.", "urgent", "ca9")
    expect_kept(typed, 0)


def test_discarded_or_left_on_purpose_it_is_gone(typed: Page, matter: Matter) -> None:
    form = edit_in_panel(typed, matter)
    typed.locator("#panel [data-draft]").get_by_role("button", name="Discard it").click()
    expect_kept(typed, 0)
    form.locator("[name=judge]").fill("Learned Hand")
    expect_kept(typed, 1)
    typed.once("dialog", lambda dialog: dialog.accept())
    typed.keyboard.press("Escape")
    expect(typed.locator("#panel")).to_be_hidden()
    expect_kept(typed, 0)
