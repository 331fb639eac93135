"""Walls, roles and sessions under an open page: what is no longer theirs goes, what they typed stays."""

import re

from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from kanban.commands import Intent, matters, members
from kanban.models import Board, Matter
from tests.browser.boards import (
    assert_not_reloaded,
    card,
    column,
    edit_in_panel,
    save,
)
from tests.browser.pages import Pages, sign_in


def test_a_matter_behind_a_new_wall_vanishes_and_comes_back_when_one_is_named(
    watching: Page, board: Board, matter: Matter, alice: User
) -> None:
    hers = Intent(board, alice)
    matters.edit(hers, matter.pk, {"confidentiality": "restricted"})
    expect(card(watching, matter)).to_have_count(0)
    matters.edit(hers, matter.pk, {"named_people": ["bob"]})
    expect(card(watching, matter)).to_be_visible()


def test_a_person_taken_off_the_board_sees_nothing_of_it_any_more(
    watching: Page, open_page: Pages, board: Board, matter: Matter, alice: User
) -> None:
    open_page.complaints.allow("403")
    members.remove(Intent(board, alice), "bob")
    expect(watching.locator("#live-notice")).to_contain_text("no longer on this board")
    expect(card(watching, matter)).to_have_count(0)


def test_a_person_who_becomes_a_viewer_loses_the_forms_without_a_reload(
    watching: Page, board: Board, matter: Matter, alice: User
) -> None:
    expect(column(watching, "intake").locator("form[data-quick]")).to_be_visible()
    members.put(Intent(board, alice), "bob", role="viewer")
    expect(column(watching, "intake").locator("form[data-quick]")).to_be_hidden()
    expect(card(watching, matter)).to_be_visible()
    assert_not_reloaded(watching)


def test_whoever_is_signed_out_is_told_and_keeps_what_was_typed(
    watching: Page, open_page: Pages, board: Board, matter: Matter, bob: User
) -> None:
    open_page.complaints.allow("401")
    form = edit_in_panel(watching, matter)
    form.locator("[name=judge]").fill("Learned Hand")
    Session.objects.all().delete()
    expect(watching.locator("#live-notice")).to_contain_text("signed out")
    expect(watching.locator("#sync-status")).to_have_attribute("data-state", "signed-out")
    save(form)
    expect(watching.locator("#toasts")).to_contain_text("Sign in")
    expect(form.locator("[name=judge]")).to_have_value("Learned Hand")


def test_whoever_signs_in_again_in_another_tab_saves_what_was_typed(
    watching: Page, open_page: Pages, board_server: str, matter: Matter, bob: User
) -> None:
    open_page.complaints.allow("401")
    form = edit_in_panel(watching, matter)
    form.locator("[name=judge]").fill("Learned Hand")
    watching.context.clear_cookies()  # the CSRF token is another after signing in, too
    expect(watching.locator("#sync-status")).to_have_attribute("data-state", "signed-out")
    sign_in(watching.context, bob, url=board_server)
    watching.evaluate("() => window.dispatchEvent(new Event('focus'))")
    expect(watching.locator("#live-notice")).to_be_hidden()
    save(form)
    expect(watching.locator("#panel-body [data-field=judge]")).to_have_text(re.compile("Learned Hand"))
    assert_not_reloaded(watching)
