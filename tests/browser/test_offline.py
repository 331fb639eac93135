"""Without a network one goes on working: what is done is kept, and happens once when the network is back."""

import re
from contextlib import suppress

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Error, Page, Route, expect

from kanban.models import Board, Matter
from realtime.models import Event
from tests.browser.boards import BOARD, card, column, edit_in_panel, expect_settled, save
from tests.browser.offline import EXPECTED, REPLAYED, add, come_back, expect_kept, go_offline, kept, press
from tests.browser.pages import Pages
from tests.factories import MatterFactory


@pytest.fixture(autouse=True)
def outages_are_expected(open_page: Pages) -> None:
    open_page.complaints.allow(*EXPECTED)


@pytest.fixture
def some(board: Board, transactional_db: None) -> list[Matter]:
    return [MatterFactory(board=board, title=f"Doe v. Roe {number}") for number in range(6)]


@pytest.fixture
def hers(open_page: Pages, some: list[Matter], alice: User) -> Page:
    return open_page(alice, BOARD)


def twenty_changes(page: Page, some: list[Matter]) -> None:
    """An edit that was being typed when the network went, and nineteen others."""
    form = edit_in_panel(page, some[0])
    go_offline(page)
    form.locator("[name=judge]").fill("Learned Hand")
    form.locator("[name=description]").fill("First line.\nSecond line.")
    save(form)
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator("#toasts")).to_contain_text("Not saved yet")
    for number in range(7):
        add(page, ("intake", "waiting")[number % 2], f"New v. Old {number}")
    for each in some:
        press(page, each, "Space", "ArrowRight", "Space")
    for each in some[1:]:
        press(page, each, "a")
    card(page, some[5]).click(button="right")
    page.locator("#card-menu").get_by_role("menuitem", name="Archive").click()
    expect_kept(page, 20)
    expect(column(page, "waiting").locator(".column__new [data-sync=pending]")).to_have_count(3)


def expect_twenty_done_once(board: Board, some: list[Matter]) -> None:
    found = list(board.matters.order_by("pk"))
    made = [each for each in found if each.title.startswith("New")]
    for slug, numbers in (("intake", (0, 2, 4, 6)), ("waiting", (1, 3, 5))):
        ordered = sorted((each for each in made if each.column.slug == slug), key=lambda each: each.rank)
        assert [each.title for each in ordered] == [f"New v. Old {number}" for number in numbers]
    for each in some:
        each.refresh_from_db()
    assert [each.column.slug for each in some] == ["in-progress"] * 6
    assert (some[0].judge, some[0].description) == ("Learned Hand", "First line.\nSecond line.")
    assert [each.version for each in some] == [3, 3, 3, 3, 3, 4]
    assert [list(each.assignees.values_list("username", flat=True)) for each in some] == [[], *[["alice"]] * 5]
    assert some[5].archived_at
    written = Event.objects.filter(stream=board.stream, actor__username="alice").exclude(mutation_id=None)
    assert written.count() == 20


def test_twenty_changes_survive_a_page_that_is_loaded_anew_and_happen_once_in_order(
    hers: Page, board: Board, some: list[Matter]
) -> None:
    """T-075"""
    twenty_changes(hers, some)
    lying = str(kept(hers))
    assert "Learned Hand" not in lying
    assert "New v. Old" not in lying
    come_back(hers)
    expect_settled(hers, within=REPLAYED)
    expect_kept(hers, 0)
    expect_twenty_done_once(board, some)
    expect(column(hers, "waiting").locator("[data-cards]")).to_contain_text("New v. Old 5")
    expect(hers.locator(".column__new")).to_have_count(0)


def test_a_write_that_is_refused_for_ever_is_set_aside_and_the_others_get_through(
    hers: Page, board: Board, some: list[Matter]
) -> None:
    """T-079"""
    go_offline(hers)
    for number in range(9):
        add(hers, "intake", "x\u202ey" if number == 4 else f"New v. Old {number}")
    expect_kept(hers, 9)
    come_back(hers)
    expect_kept(hers, 1)
    expect_settled(hers, within=REPLAYED)
    made = board.matters.filter(title__startswith="New")
    others = [f"New v. Old {number}" for number in range(9) if number != 4]
    assert sorted(made.values_list("title", flat=True)) == others
    chip = hers.locator("#board-unsent")
    expect(chip).to_have_text("1 change not accepted")
    hers.reload()
    chip.click()
    line = hers.locator("#unsent [data-unsent]")
    expect(line).to_contain_text("New matter in Intake")
    expect(line).to_contain_text("Not accepted: ")
    expect(line).to_contain_text("x\u202ey")
    with hers.expect_download() as download:
        hers.get_by_role("button", name="Export as text").click()
    assert "title: x\u202ey" in download.value.path().read_text()
    line.get_by_role("button", name="Edit").click()
    hers.locator("#panel [name=title]").fill("Good v. Bad")
    hers.locator("#panel form").get_by_role("button", name="Open the matter").click()
    expect(column(hers, "intake")).to_contain_text("Good v. Bad")
    expect(chip).to_be_hidden()
    expect_kept(hers, 0)


def test_a_renderer_that_dies_loses_nothing(hers: Page, board: Board, some: list[Matter]) -> None:
    """T-076"""
    twenty_changes(hers, some)
    with hers.expect_event("crash"), suppress(Error):
        hers.goto("chrome://crash")
    hers.close()
    hers.context.set_offline(False)
    again = hers.context.new_page()
    again.goto(BOARD)
    expect_settled(again, within=REPLAYED)
    expect_kept(again, 0)
    expect_twenty_done_once(board, some)


POSTS = re.compile(r"/(edit|move|assign|archive|new)/$")


def test_an_answer_that_is_lost_leaves_it_done_once_and_settled_whatever_was_written(
    hers: Page, board: Board, some: list[Matter]
) -> None:
    """The server has done it, and the page does not know."""
    lost: set[str] = set()

    def lose_the_first(route: Route) -> None:
        verb = route.request.url.split("/")[-2]
        if route.request.method != "POST" or verb in lost:
            return route.continue_()
        lost.add(verb)
        route.fetch()
        return route.abort("connectionfailed")

    hers.route(POSTS, lose_the_first)
    form = edit_in_panel(hers, some[0])
    form.locator("[name=judge]").fill("Learned Hand")
    save(form)
    expect(hers.locator("#toasts")).to_contain_text(f"{some[0].number} is saved.")
    hers.get_by_role("link", name="New matter").click()
    hers.locator("#panel [name=title]").fill("New v. Old")
    hers.locator("#panel form").get_by_role("button", name="Open the matter").click()
    expect(hers.locator("#toasts")).to_contain_text("New v. Old is")
    press(hers, some[1], "Space", "ArrowRight", "Space")
    press(hers, some[2], "a")
    card(hers, some[3]).click(button="right")
    hers.locator("#card-menu").get_by_role("menuitem", name="Archive").click()
    expect_kept(hers, 0)
    expect_settled(hers, within=REPLAYED)
    assert lost == {"edit", "new", "move", "assign", "archive"}
    for each in some:
        each.refresh_from_db()
    assert [each.version for each in some] == [2, 2, 2, 2, 1, 1]
    assert (some[0].judge, some[1].column.slug, bool(some[3].archived_at)) == ("Learned Hand", "in-progress", True)
    assert board.matters.filter(title="New v. Old").count() == 1
