"""The same set differently by two people: who comes second decides, and both see how it ended."""

from functools import partial

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Locator, Page, expect

from kanban.commands import Intent, matters
from kanban.models import Board, Matter
from tests.browser.boards import (
    assert_not_reloaded,
    card,
    drag_unheard,
    edit_in_panel,
    expect_settled,
    save,
    title,
)
from tests.browser.pages import Pages
from tests.factories import MatterFactory


@pytest.fixture(autouse=True)
def conflicts_are_expected(open_page: Pages) -> None:
    open_page.complaints.allow("409", "ERR_FAILED", "htmx:error")


def asked(page: Page, field: str) -> Locator:
    return page.locator(f'dialog#conflict [data-conflict-field="{field}"]')


def decide(page: Page, field: str, choice: str) -> None:
    asked(page, field).locator(f'[value="{choice}"]').check()
    page.locator("#conflict").get_by_role("button", name="Save this").click()
    expect(page.locator("#conflict")).to_be_hidden()


def clash(page: Page, board: Board, matter: Matter) -> None:
    """Alice's title is typed on what Bob changes meanwhile."""
    form = edit_in_panel(page, matter)
    form.locator("[name=title]").fill("Hers v. Roe")
    matters.edit(Intent(board, User.objects.get(username="bob")), matter.pk, {"title": "His v. Roe"})
    save(form)
    expect(asked(page, "title")).to_be_visible()


@pytest.mark.parametrize(
    ("choice", "ends"), [("mine", "Hers v. Roe"), ("theirs", "His v. Roe"), ("base", "Doe v. Roe")]
)
def test_each_choice_ends_as_chosen_on_both_screens(
    hers: Page, watching: Page, board: Board, matter: Matter, choice: str, ends: str
) -> None:
    clash(hers, board, matter)
    for words in ("Hers v. Roe", "His v. Roe", "Doe v. Roe", "Bob Baker’s"):
        expect(asked(hers, "title")).to_contain_text(words)
    decide(hers, "title", choice)
    expect(hers.locator("#panel article h1")).to_have_text(ends)
    for page in (hers, watching):
        expect(card(page, matter)).to_contain_text(ends)
        assert_not_reloaded(page)


def test_another_wording_is_chosen_by_writing_it(hers: Page, board: Board, matter: Matter) -> None:
    clash(hers, board, matter)
    asked(hers, "title").locator("[data-merged]").fill("Doe et al. v. Roe")
    expect(asked(hers, "title").locator('[value="merged"]')).to_be_checked()
    hers.keyboard.press("Enter")
    expect(card(hers, matter)).to_contain_text("Doe et al. v. Roe")


def test_different_fields_are_both_kept_without_a_question(hers: Page, board: Board, matter: Matter, bob: User) -> None:
    form = edit_in_panel(hers, matter)
    form.locator("[name=description]").fill("Hers.")
    matters.edit(Intent(board, bob), matter.pk, {"title": "His v. Roe"})
    save(form)
    expect(hers.locator("#toasts")).to_contain_text("Others changed title meanwhile: kept.")
    expect(hers.locator("#conflict")).to_be_hidden()
    matter.refresh_from_db()
    assert (matter.title, matter.description) == ("His v. Roe", "Hers.")


def test_closed_undecided_the_text_is_still_in_the_form(hers: Page, board: Board, matter: Matter) -> None:
    clash(hers, board, matter)
    hers.keyboard.press("Escape")
    expect(hers.locator("#conflict")).to_be_hidden()
    expect(hers.locator("#panel [name=title]")).to_have_value("Hers v. Roe")
    save(hers.locator("#panel form[data-matter]"))
    decide(hers, "title", "mine")
    expect(card(hers, matter)).to_contain_text("Hers v. Roe")


def test_left_as_it_stands_the_matter_is_shown_and_nothing_is_asked_about_the_text(
    hers: Page, board: Board, matter: Matter
) -> None:
    clash(hers, board, matter)
    hers.locator("#conflict").get_by_role("link", name="Leave it as it stands").click()
    expect(hers.locator("#panel article h1")).to_have_text("His v. Roe")


def test_changed_once_more_while_deciding_it_is_asked_again_with_the_choice_and_the_wording(
    hers: Page, board: Board, matter: Matter, bob: User
) -> None:
    clash(hers, board, matter)
    asked(hers, "title").locator("[data-merged]").fill("Ours v. Roe")
    matters.edit(Intent(board, bob), matter.pk, {"title": "His again v. Roe"})
    hers.locator("#conflict").get_by_role("button", name="Save this").click()
    expect(asked(hers, "title")).to_contain_text("His again v. Roe")
    expect(asked(hers, "title").get_by_role("status")).to_be_focused()
    expect(asked(hers, "title").locator("[data-merged]")).to_have_value("Ours v. Roe")
    expect(asked(hers, "title").locator('[value="merged"]')).to_be_checked()
    decide(hers, "title", "merged")
    expect(card(hers, matter)).to_contain_text("Ours v. Roe")


def test_moves_in_conflict_wait_in_a_tray_over_a_reload_and_are_reached_from_their_cards(
    hers: Page, board: Board, matter: Matter, bob: User
) -> None:
    other = MatterFactory(board=board, title="Poe v. Noe")
    expect(card(hers, other)).to_be_visible()
    for each in (matter, other):
        to_done = partial(matters.move, Intent(board, bob), each.pk, to="done")
        drag_unheard(hers, each, "waiting", meanwhile=to_done)
    tray = hers.locator("#board-conflicts")
    expect(tray).to_have_text("2 changes need your decision")
    hers.route("**/move/", lambda route: route.abort())
    hers.once("dialog", lambda dialog: dialog.accept())
    hers.reload()  # sent again, but not answered
    expect(card(hers, other)).to_have_attribute("data-sync", "pending")
    hers.unroute("**/move/")
    hers.once("dialog", lambda dialog: dialog.accept())
    hers.reload()
    expect(tray).to_have_text("2 changes need your decision")
    expect(card(hers, other)).to_have_attribute("data-sync", "conflict")
    title(hers, other).click()
    decide(hers, "column", "mine")
    expect(card(hers, other)).to_have_attribute("data-column", "waiting")
    expect(tray).to_have_text("1 change needs your decision")
    tray.click()
    hers.locator("#conflict").get_by_role("link", name="Leave it as it stands").click()
    expect(card(hers, matter)).to_have_attribute("data-column", "done")
    expect(tray).to_be_hidden()
    expect_settled(hers)
