"""While what had waited is being sent, the server dies, or its page is closed: all of it once, and in order."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from kanban.models import Board, Matter
from realtime.models import Event
from tests.browser.boards import BOARD, card, column, expect_settled
from tests.browser.offline import EXPECTED, REPLAYED, add, come_back, expect_kept, go_offline, press
from tests.browser.pages import Pages
from tests.browser.server import Server

MANY = 24
PATIENCE = 30  # seconds


@pytest.fixture(autouse=True)
def outages_are_expected(open_page: Pages) -> None:
    open_page.complaints.allow(*EXPECTED)


@pytest.fixture(scope="session")
def running_server(static_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One that may be killed."""
    server = Server(tmp_path_factory.mktemp("mortal"), static_files)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def hers(open_page: Pages, matter: Matter, alice: User) -> Page:
    return open_page(alice, BOARD)


def add_many(page: Page) -> None:
    go_offline(page)
    for number in range(MANY):
        add(page, "intake", f"New v. Old {number:02}")
    expect_kept(page, MANY)


def until_written(page: Page, board: Board, count: int) -> None:
    until = time.monotonic() + PATIENCE
    while written(board) < count:
        assert time.monotonic() < until
        page.wait_for_timeout(30)


def written(board: Board) -> int:
    return Event.objects.filter(stream=board.stream, kind="matter.created", actor__username="alice").count()


def assert_added_once_in_order(board: Board) -> None:
    made = board.matters.filter(title__startswith="New").order_by("rank")
    assert [each.title for each in made] == [f"New v. Old {number:02}" for number in range(MANY)]


def test_a_server_that_is_killed_twice_while_it_is_being_sent_to(
    hers: Page, board: Board, running_server: Server
) -> None:
    add_many(hers)
    come_back(hers)
    for count in (3, 12):
        until_written(hers, board, count)
        running_server.kill()
        assert written(board) < MANY
        running_server.start_again()
    expect(hers.locator("#sync-status")).to_have_attribute("data-pending", "0", timeout=1000 * PATIENCE)
    expect_kept(hers, 0)
    assert_added_once_in_order(board)


def test_two_pages_without_a_network_keep_both_what_they_did(hers: Page, board: Board, matter: Matter) -> None:
    """T-077: different changes of one matter."""
    other = hers.context.new_page()
    other.goto(BOARD)
    go_offline(hers)
    press(hers, matter, "Space", "ArrowRight", "Space")
    press(other, matter, "a")
    expect_kept(hers, 2)
    hers.context.set_offline(False)
    for page in (hers, other):
        expect_settled(page, within=REPLAYED)
        expect(card(page, matter)).to_have_attribute("data-column", "in-progress")
        expect(card(page, matter).get_by_label("Assigned: Alice Archer")).to_be_visible()
    expect_kept(hers, 0)
    matter.refresh_from_db()
    assert (matter.column.slug, matter.version) == ("in-progress", 3)
    assert [each.username for each in matter.assignees.all()] == ["alice"]


def test_the_page_that_sends_is_closed_and_another_one_finishes(hers: Page, board: Board) -> None:
    add_many(hers)
    other = hers.context.new_page()
    hers.context.set_offline(False)
    other.goto(BOARD)
    until_written(other, board, 3)
    hers.close()
    assert written(board) < MANY
    expect_kept(other, 0)
    assert_added_once_in_order(board)
    expect(column(other, "intake")).to_contain_text(f"New v. Old {MANY - 1}")
