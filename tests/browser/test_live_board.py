"""Two people on one board: each sees what the other does, and loses nothing of her own."""

import re

from django.contrib.auth.models import User
from playwright.sync_api import Page, Route, expect

from kanban.commands import Intent, boards, columns, matters
from kanban.commands.matters import Place
from kanban.models import Board, Matter
from realtime.models import Event, Stream
from tests.browser.boards import (
    BOARD,
    SEEN_WITHIN,
    assert_not_reloaded,
    card,
    column,
    save,
)
from tests.browser.pages import Pages
from tests.factories import MatterFactory


def test_what_is_created_edited_moved_archived_and_restored_shows_without_a_reload(
    watching: Page, board: Board, matter: Matter, alice: User
) -> None:
    hers = Intent(board, alice)
    created = Matter.objects.get(pk=matters.create(hers, {"title": "New v. Old"}, column="waiting").matter or 0)
    expect(column(watching, "waiting").locator(f'[data-matter-id="{created.pk}"]')).to_contain_text("New v. Old")
    matters.edit(hers, matter.pk, {"title": "Doe v. Poe"})
    expect(card(watching, matter)).to_contain_text("Doe v. Poe")
    matters.move(hers, matter.pk, to="waiting", place=Place(at_top=True))
    expect(column(watching, "waiting").locator("[data-matter-id]").first).to_have_attribute(
        "data-matter-id", str(matter.pk)
    )
    expect(column(watching, "waiting").locator("[data-count]")).to_have_text("2")
    expect(column(watching, "intake").locator("[data-count]")).to_have_text("0")
    matters.archive(hers, matter.pk)
    expect(card(watching, matter)).to_have_count(0)
    matters.restore(hers, matter.pk)
    expect(card(watching, matter)).to_be_visible()
    assert_not_reloaded(watching)


def test_columns_come_change_move_and_go_live_with_their_cards(
    watching: Page, board: Board, matter: Matter, alice: User
) -> None:
    hers = Intent(board, alice)
    columns.add(hers, {"name": "Appeal"})
    expect(column(watching, "appeal")).to_be_visible()
    columns.reorder(hers, "appeal", after=None)
    expect(watching.locator("section[data-column]").first).to_have_attribute("data-column", "appeal")
    columns.change(hers, "appeal", {"name": "On appeal", "wip_limit": 1})
    expect(column(watching, "appeal")).to_contain_text("On appeal")
    columns.remove(hers, "intake", move_to="appeal")
    expect(column(watching, "intake")).to_have_count(0)
    expect(column(watching, "appeal").locator(f'[data-matter-id="{matter.pk}"]')).to_be_visible()
    boards.change(hers, {"name": "Disputes"})
    expect(watching.locator("h1")).to_contain_text("Disputes")
    assert_not_reloaded(watching)


def test_a_remote_change_keeps_scroll_focus_and_what_is_being_typed(
    watching: Page, board: Board, matter: Matter, alice: User
) -> None:
    for _ in range(30):
        MatterFactory(board=board)
    title = column(watching, "waiting").locator("form[data-quick] [name=title]")
    expect(column(watching, "intake").locator("[data-count]")).to_have_text("31")
    title.fill("Half a sen")
    watching.evaluate("() => { document.querySelector('[data-column=intake] [data-cards]').scrollTop = 300; }")
    looked_at = column(watching, "intake").locator("[data-matter-id]").nth(8)
    seen_at, page_at = looked_at.bounding_box(), watching.evaluate("() => scrollY")
    pk = looked_at.get_attribute("data-matter-id")
    matters.edit(Intent(board, alice), matter.pk, {"title": "Changed v. Meanwhile"})
    matters.move(Intent(board, alice), matter.pk, to="done")
    expect(card(watching, matter)).to_have_attribute("data-column", "done")
    expect(title).to_be_focused()
    expect(title).to_have_value("Half a sen")
    title.press_sequentially("tence")
    expect(title).to_have_value("Half a sentence")
    now_at = watching.locator(f'[data-matter-id="{pk}"]').bounding_box()
    assert seen_at
    assert now_at
    assert abs(seen_at["y"] - now_at["y"]) < 1
    assert watching.evaluate("() => scrollY") == page_at


def test_a_focused_card_keeps_the_focus_when_it_is_renewed_and_moved(
    watching: Page, board: Board, matter: Matter, alice: User
) -> None:
    card(watching, matter).locator("a.card__title").focus()
    matters.edit(Intent(board, alice), matter.pk, {"title": "Doe v. Poe"})
    expect(card(watching, matter)).to_contain_text("Doe v. Poe")
    expect(card(watching, matter).locator("a.card__title")).to_be_focused()
    matters.move(Intent(board, alice), matter.pk, to="done")
    expect(card(watching, matter)).to_have_attribute("data-column", "done")
    expect(card(watching, matter).locator("a.card__title")).to_be_focused()


def test_a_quick_form_adds_one_matter_after_the_other(watching: Page, matter: Matter, board: Board) -> None:
    title = column(watching, "in-progress").locator("form[data-quick] [name=title]")
    for name in ("First v. Second", "Third v. Fourth"):
        title.fill(name)
        title.press("Enter")
        expect(column(watching, "in-progress")).to_contain_text(name)
        expect(title).to_have_value("")
        expect(title).to_be_focused()
    assert Matter.objects.filter(board=board).count() == 3


def test_titles_typed_while_the_one_before_is_on_its_way_are_all_added(watching: Page, board: Board) -> None:
    def slowly(route: Route) -> None:
        watching.wait_for_timeout(700)
        route.continue_()

    watching.route(re.compile("/matters/new/"), slowly)
    title = column(watching, "in-progress").locator("form[data-quick] [name=title]")
    title.focus()
    for name in ("First v. Second", "Third v. Fourth"):
        watching.keyboard.type(name)
        watching.keyboard.press("Enter")
    for name in ("First v. Second", "Third v. Fourth"):
        expect(column(watching, "in-progress")).to_contain_text(name)
    expect(title).to_have_value("")
    assert sorted(board.matters.values_list("title", flat=True))[1:] == ["First v. Second", "Third v. Fourth"]


def test_a_title_that_could_not_be_added_stands_in_the_field_again(
    watching: Page, open_page: Pages, board: Board
) -> None:
    open_page.complaints.allow("ERR_FAILED", "htmx:error")
    watching.route(re.compile("/matters/new/"), lambda route: route.abort())
    title = column(watching, "in-progress").locator("form[data-quick] [name=title]")
    title.fill("First v. Second")
    title.press("Enter")
    expect(watching.locator("#toasts")).to_contain_text("No answer came")
    expect(title).to_have_value("First v. Second")
    watching.unroute(re.compile("/matters/new/"))
    title.press("Enter")
    expect(column(watching, "in-progress")).to_contain_text("First v. Second")


def test_a_page_behind_a_pruned_log_is_made_whole_without_losing_its_place(
    watching: Page, board: Board, matter: Matter, alice: User
) -> None:
    title = column(watching, "waiting").locator("form[data-quick] [name=title]")
    title.fill("Half a sen")
    watching.context.set_offline(True)
    matters.edit(Intent(board, alice), matter.pk, {"title": "Doe v. Poe"})
    stream = Stream.objects.get(pk=board.stream_id)
    Stream.objects.filter(pk=stream.pk).update(pruned_through=stream.version, pruned_hash=stream.head)
    Event.objects.filter(stream=stream).delete()
    watching.context.set_offline(False)
    expect(card(watching, matter)).to_contain_text("Doe v. Poe")
    expect(title).to_have_value("Half a sen")
    assert_not_reloaded(watching)


def test_the_page_says_how_fresh_it_is(watching: Page, open_page: Pages) -> None:
    open_page.complaints.allow("ERR_INTERNET_DISCONNECTED", "htmx:error")
    status = watching.locator("#sync-status")
    expect(status).to_have_attribute("data-state", "synced")
    expect(status).to_contain_text("as of")
    watching.context.set_offline(True)
    expect(status).to_have_attribute("data-state", "offline")
    watching.context.set_offline(False)
    expect(status).to_have_attribute("data-state", "synced", timeout=SEEN_WITHIN)


def test_a_captive_portal_never_gets_into_the_page(watching: Page, matter: Matter) -> None:
    """T-092"""
    delta = "<live-delta stream='board:1' from='1.00000000' to='9.00000000'></live-delta>"
    portal = f"<html><h1>Buy Wi-Fi</h1>{delta}</html>"
    watching.route("**/live/**", lambda route: route.fulfill(status=200, content_type="text/html", body=portal))
    expect(watching.locator("#sync-status")).to_have_attribute("data-state", "reconnecting")
    expect(watching.locator("body")).not_to_contain_text("Buy Wi-Fi")
    expect(card(watching, matter)).to_be_visible()
    watching.unroute("**/live/**")
    expect(watching.locator("#sync-status")).to_have_attribute("data-state", "synced", timeout=2 * SEEN_WITHIN)


def test_a_matter_page_follows_its_matter(
    open_page: Pages, board: Board, matter: Matter, alice: User, bob: User
) -> None:
    page = open_page(bob, f"/matters/{matter.pk}/")
    matters.edit(Intent(board, alice), matter.pk, {"court": "ca9"})
    expect(page.locator("article[data-matter]")).to_contain_text("ca9", timeout=SEEN_WITHIN)


def test_everything_works_without_javascript(open_page: Pages, board: Board, matter: Matter, bob: User) -> None:
    """T-101"""
    page = open_page(bob, BOARD, java_script_enabled=False)
    card(page, matter).get_by_role("link", name="Move").click()
    page.locator("[name=column]").select_option("waiting")
    page.locator("main form").get_by_role("button", name="Move").click()
    expect(column(page, "waiting").locator(f'[data-matter-id="{matter.pk}"]')).to_be_visible()
    card(page, matter).locator("a.card__title").click()
    page.get_by_role("link", name="Edit", exact=True).click()
    page.locator("[name=title]").fill("Edited v. Plain")
    save(page.locator("main form").first)
    expect(page.locator("main")).to_contain_text("Edited v. Plain")
    page.goto(BOARD)
    column(page, "done").get_by_role("link", name=re.compile("Add a matter")).click()
    page.locator("[name=title]").fill("Created v. Plain")
    page.locator("main form").get_by_role("button").first.click()
    expect(column(page, "done")).to_contain_text("Created v. Plain")
    page.goto(f"/matters/{matter.pk}/archive/")
    page.locator("main form").get_by_role("button", name="Archive").click()
    expect(card(page, matter)).to_have_count(0)
