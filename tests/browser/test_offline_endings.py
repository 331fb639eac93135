"""What was done without a network and cannot simply be done any more: each ends with a choice, and the text whole."""

from functools import partial

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, Page, expect

from kanban.commands import Intent, columns, matters, members
from kanban.models import Board, Matter
from tests.browser.boards import BOARD, card, edit_in_panel, expect_settled, save, status, title
from tests.browser.offline import EXPECTED, REPLAYED, come_back, expect_kept, go_offline, kept, press
from tests.browser.pages import Pages, sign_in


@pytest.fixture(autouse=True)
def outages_are_expected(open_page: Pages) -> None:
    open_page.complaints.allow(*EXPECTED)


@pytest.fixture
def his(open_page: Pages, matter: Matter, bob: User) -> Page:
    return open_page(bob, BOARD)


def edit_offline(page: Page, matter: Matter, **values: str) -> None:
    """In the form that was open when the network went."""
    form = edit_in_panel(page, matter)
    go_offline(page)
    for name, value in values.items():
        form.locator(f"[name={name}]").fill(value)
    save(form)
    expect(page.locator("#panel")).to_be_hidden()
    expect_kept(page, 1)


def unsent(page: Page) -> Locator:
    page.locator("#board-unsent").click()
    return page.locator("#unsent [data-unsent]")


def test_changed_by_another_meanwhile_it_is_decided_against_what_was_seen(
    his: Page, board: Board, matter: Matter, alice: User
) -> None:
    edit_offline(his, matter, title="His v. Roe")
    expect(card(his, matter)).to_have_attribute("data-sync", "pending")
    expect(title(his, matter)).to_have_text("His v. Roe")
    matters.edit(Intent(board, alice), matter.pk, {"title": "Hers v. Roe"})
    come_back(his)
    expect(his.locator("#board-conflicts")).to_have_text("1 change needs your decision")
    expect(card(his, matter)).to_have_attribute("data-sync", "conflict")
    title(his, matter).click()
    asked = his.locator('#conflict [data-conflict-field="title"]')
    for words in ("His v. Roe", "Hers v. Roe", "Doe v. Roe"):
        expect(asked).to_contain_text(words)
    asked.locator('[value="mine"]').check()
    his.locator("#conflict").get_by_role("button", name="Save this").click()
    expect(title(his, matter)).to_have_text("His v. Roe")
    expect_settled(his, within=REPLAYED)
    expect_kept(his, 0)


def test_a_matter_that_was_archived_meanwhile_keeps_the_text_that_was_for_it(
    his: Page, board: Board, matter: Matter, alice: User
) -> None:
    edit_offline(his, matter, description="Call the clerk.\nBring the file.")
    matters.archive(Intent(board, alice), matter.pk)
    come_back(his)
    line = unsent(his)
    expect(line).to_contain_text(f"Edit · {matter.number}")
    expect(line).to_contain_text("Not accepted")
    expect(line).to_contain_text("Call the clerk.\nBring the file.", use_inner_text=True)
    matters.restore(Intent(board, alice), matter.pk)
    line.get_by_role("button", name="Try again").click()
    expect_kept(his, 0)
    matter.refresh_from_db()
    assert matter.description == "Call the clerk.\nBring the file."


def test_a_column_that_was_removed_meanwhile_takes_nothing_and_the_card_is_where_it_was(
    his: Page, board: Board, matter: Matter
) -> None:
    go_offline(his)
    press(his, matter, "Space", "ArrowRight", "Space")
    expect_kept(his, 1)
    columns.remove(Intent(board), "in-progress")
    come_back(his)
    expect(card(his, matter)).to_have_attribute("data-sync", "failed")
    expect(card(his, matter)).to_have_attribute("data-column", "intake")
    line = unsent(his)
    expect(line).to_contain_text("Move to in-progress")
    line.get_by_role("button", name="Discard").click()
    expect(his.locator("#unsent")).to_contain_text("Nothing waits")
    expect(card(his, matter)).not_to_have_attribute("data-sync", "failed")
    expect_kept(his, 0)


def test_off_the_board_one_is_told_and_the_text_is_still_to_be_had(his: Page, board: Board, matter: Matter) -> None:
    """T-083"""
    edit_offline(his, matter, judge="Learned Hand")
    members.remove(Intent(board), "bob")
    his.context.set_offline(False)
    expect(his.locator("#live-notice")).to_contain_text("You are no longer on this board")
    line = unsent(his)
    expect(line).to_contain_text("Learned Hand")
    his.goto("/")
    line = unsent(his)
    expect(line).to_contain_text("Learned Hand")
    line.get_by_role("button", name="Discard").click()
    expect_kept(his, 0)
    matter.refresh_from_db()
    assert matter.judge == ""


def test_a_session_that_ended_waits_for_its_own_person(
    his: Page, board: Board, matter: Matter, alice: User, bob: User
) -> None:
    """T-081, T-082: another person's pages neither show nor send it, and it can be read after the next sign-in."""
    sign_in_as = partial(sign_in, his.context, url=his.url.partition("/boards")[0])
    edit_offline(his, matter, judge="Learned Hand")
    Session.objects.all().delete()
    his.context.set_offline(False)
    expect(status(his)).to_have_attribute("data-state", "signed-out")
    expect(status(his)).to_have_attribute("data-pending", "1")
    sign_in_as(alice)
    his.goto(BOARD)
    expect(status(his)).to_have_attribute("data-state", "synced")
    his.wait_for_timeout(500)
    expect(his.locator("#board-unsent")).to_be_hidden()
    assert "Learned Hand" not in str(kept(his))
    expect_kept(his, 1)
    matter.refresh_from_db()
    assert matter.judge == ""
    sign_in_as(bob)
    his.goto(BOARD)
    expect_kept(his, 0)
    matter.refresh_from_db()
    assert matter.judge == "Learned Hand"
    assert board.stream.events.latest("version").actor == bob


def test_signed_in_again_in_another_tab_the_page_goes_on_by_itself(his: Page, matter: Matter, bob: User) -> None:
    edit_offline(his, matter, judge="Learned Hand")
    Session.objects.all().delete()
    his.context.set_offline(False)
    expect(status(his)).to_have_attribute("data-state", "signed-out")
    sign_in(his.context, bob, url=his.url.partition("/boards")[0])
    his.evaluate("() => window.dispatchEvent(new Event('focus'))")
    expect_kept(his, 0)
    expect_settled(his, within=REPLAYED)
    matter.refresh_from_db()
    assert matter.judge == "Learned Hand"


def test_signing_out_asks_first_and_then_leaves_nothing(his: Page, matter: Matter) -> None:
    his.route("**/move/", lambda route: route.abort())
    press(his, matter, "Space", "ArrowRight", "Space")
    expect_kept(his, 1)
    asked: list[str] = []

    def refuse(dialog: object) -> None:
        asked.append(dialog.message)  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]

    his.once("dialog", refuse)
    his.locator(".menu summary").click()
    his.get_by_role("button", name="Sign out").click()
    expect_kept(his, 1)
    assert asked == ["1 change is not on the server yet. Sign out and throw it away?"]
    his.once("dialog", lambda dialog: dialog.accept())
    his.get_by_role("button", name="Sign out").click()
    his.wait_for_url("**/accounts/login/")
    assert kept(his) == []
