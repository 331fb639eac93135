"""The side panel over a live board: what is typed in it is its owner's, what is read in it follows."""

import re

from django.contrib.auth.models import User
from playwright.sync_api import Page, Route, expect

from kanban.commands import Intent, matters, parties
from kanban.models import Board, Matter
from tests.browser.boards import (
    assert_not_reloaded,
    card,
    edit_in_panel,
    expect_settled,
    save,
    title,
)
from tests.browser.pages import Pages
from tests.factories import MatterFactory


def test_an_open_editor_is_untouched_and_different_fields_are_both_kept(
    watching: Page, board: Board, matter: Matter, alice: User
) -> None:
    form = edit_in_panel(watching, matter)
    form.locator("[name=judge]").fill("Learned Hand")
    matters.edit(Intent(board, alice), matter.pk, {"court": "nysd"})
    expect(watching.locator("[data-changed-meanwhile]")).to_be_visible()
    expect(form.locator("[name=judge]")).to_have_value("Learned Hand")
    save(form)
    expect(watching.locator("#panel article")).to_contain_text("Learned Hand")
    expect(watching.locator("#panel article")).to_contain_text("nysd")
    expect(watching.locator("#toasts")).to_contain_text("is saved")
    expect(watching.locator("#toasts")).to_contain_text("court")
    matter.refresh_from_db()
    assert (matter.court, matter.judge) == ("nysd", "Learned Hand")


def test_the_same_field_changed_by_two_is_decided_by_a_person(
    watching: Page, open_page: Pages, board: Board, matter: Matter, alice: User
) -> None:
    form = edit_in_panel(watching, matter)
    form.locator("[name=title]").fill("Bob's title")
    matters.edit(Intent(board, alice), matter.pk, {"title": "Alice's title"})
    open_page.complaints.allow("409")
    save(form)
    decision = watching.locator('dialog#conflict [data-conflict-field="title"]')
    expect(decision).to_contain_text("Bob's title")
    expect(decision).to_contain_text("Alice's title")
    expect(decision).to_contain_text("Doe v. Roe")
    decision.locator('[value="mine"]').check()
    watching.locator("#conflict").get_by_role("button", name="Save this").click()
    expect(card(watching, matter)).to_contain_text("Bob's title")
    expect_settled(watching)
    matter.refresh_from_db()
    assert matter.title == "Bob's title"


def test_after_an_edit_by_keyboard_one_is_back_on_the_card(watching: Page, matter: Matter) -> None:
    card(watching, matter).locator("a.card__title").focus()
    watching.keyboard.press("e")
    expect(watching.locator("#panel [name=judge]")).to_be_visible()
    watching.locator("#panel [name=judge]").fill("Learned Hand")
    watching.keyboard.press("Enter")
    expect(watching.locator("#panel article")).to_contain_text("Learned Hand")
    watching.keyboard.press("Escape")
    expect(card(watching, matter).locator("a.card__title")).to_be_focused()


def test_what_was_asked_for_last_is_what_the_panel_shows(watching: Page, board: Board, matter: Matter) -> None:
    """On a slow line: not the first matter is shown, nor is what is typed in the second one lost."""
    other = MatterFactory(board=board, title="Other v. Another")
    expect(card(watching, other)).to_be_visible()

    def slowly(route: Route) -> None:
        watching.wait_for_timeout(900)
        route.continue_()

    watching.route(re.compile(f"/matters/{matter.pk}/edit/"), slowly)
    card(watching, matter).locator("a.card__title").focus()
    watching.keyboard.press("e")
    watching.keyboard.press("Escape")
    card(watching, other).locator("a.card__title").focus()
    watching.keyboard.press("e")
    field = watching.locator("#panel [name=judge]")
    field.fill("Learned Hand")
    watching.wait_for_timeout(1200)
    expect(watching.locator("#panel [name=title]")).to_have_value("Other v. Another")
    expect(field).to_have_value("Learned Hand")


def test_what_was_typed_stays_when_the_matter_is_deleted_meanwhile(
    watching: Page, open_page: Pages, board: Board, matter: Matter
) -> None:
    """T-040"""
    open_page.complaints.allow("410")
    form = edit_in_panel(watching, matter)
    form.locator("[name=judge]").fill("Learned Hand")
    matters.delete(Intent(board), matter.pk)
    save(form)
    expect(watching.locator("#toasts")).to_contain_text("deleted meanwhile")
    expect(form.locator("[name=judge]")).to_have_value("Learned Hand")


def test_the_browsers_back_closes_the_panel_and_asks_before_it_throws_text_away(watching: Page, matter: Matter) -> None:
    card(watching, matter).locator("a.card__title").click()
    expect(watching.locator("#panel article")).to_be_visible()
    watching.go_back()
    expect(watching.locator("#panel")).to_be_hidden()
    form = edit_in_panel(watching, matter)
    form.locator("[name=judge]").fill("Learned Hand")
    watching.once("dialog", lambda dialog: dialog.dismiss())
    watching.go_back()
    expect(form.locator("[name=judge]")).to_have_value("Learned Hand")
    watching.once("dialog", lambda dialog: dialog.accept())
    watching.keyboard.press("Escape")
    expect(watching.locator("#panel")).to_be_hidden()
    expect(card(watching, matter)).to_be_visible()
    assert_not_reloaded(watching)


def test_a_matter_that_is_being_read_is_renewed_where_it_is(
    watching: Page, board: Board, matter: Matter, alice: User
) -> None:
    parties.add(Intent(board, alice), matter.pk, {"name": "Hale LLP"})
    card(watching, matter).locator("a.card__title").click()
    expect(watching.locator("#panel article")).to_contain_text("Hale LLP")
    matters.edit(Intent(board, alice), matter.pk, {"court": "ca9"})
    expect(watching.locator("#panel article")).to_contain_text("ca9")


OPENS_AS_SOON_AS_CLOSED = """
  (title) => document.getElementById("panel").addEventListener("close", () => title.click(), { once: true })
"""


def test_closed_and_opened_again_at_once_it_stays_open(watching: Page, matter: Matter) -> None:
    """The way back that closing takes in the browser's history ends when the panel is open again."""
    title(watching, matter).click()
    expect(watching.locator("#panel article")).to_be_visible()
    title(watching, matter).evaluate(OPENS_AS_SOON_AS_CLOSED)
    watching.keyboard.press("Escape")
    watching.wait_for_timeout(300)
    expect(watching.locator("#panel article")).to_be_visible()
    watching.go_back()
    expect(watching.locator("#panel")).to_be_hidden()
    assert_not_reloaded(watching)


def test_an_open_form_says_who_changed_what_and_takes_it_into_fields_nobody_touched(
    watching: Page, open_page: Pages, board: Board, matter: Matter, alice: User
) -> None:
    open_page.complaints.allow("409")
    form = edit_in_panel(watching, matter)
    form.locator("[name=title]").fill("His v. Roe")
    values = {"title": "Hers v. Roe", "court": "ca9", "priority": "urgent", "assignees": ["bob"]}
    matters.edit(Intent(board, alice), matter.pk, values)
    note = watching.locator("#panel [data-changed-meanwhile]")
    expect(note).to_contain_text("Alice Archer changed assignees, court, priority, title")
    note.get_by_role("button").click()
    expect(note).to_contain_text("Taken over: assignees, court, priority.")
    expect(form.locator("[name=court]")).to_have_value("ca9")
    expect(form.locator("[name=priority]")).to_have_value("urgent")
    expect(form.locator("[name=assignees]:checked")).to_have_count(1)
    expect(form.locator("[name=title]")).to_have_value("His v. Roe")
    save(form)
    expect(watching.locator("dialog#conflict [data-conflict-field]")).to_have_count(1)
    expect(watching.locator('dialog#conflict [data-conflict-field="title"]')).to_contain_text("Hers v. Roe")
