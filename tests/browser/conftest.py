"""A real server, a real browser, people with pages of their own.

Whatever the test is about: a complaint on a browser's console or a traceback in the server's log fails it.
"""

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from kanban.models import Board, Matter
from tests.browser.boards import BOARD, card, mark
from tests.browser.pages import Pages
from tests.browser.places import Scene, compose
from tests.browser.server import TRACEBACK, Server, collect_static_files
from tests.factories import MatterFactory

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in the thread that also asks the database


@pytest.fixture(scope="session")
def static_files(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return collect_static_files(tmp_path_factory.mktemp("static"))


@pytest.fixture(scope="session")
def running_server(static_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("server"), static_files)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def board_server(transactional_db: None, running_server: Server) -> Iterator[str]:
    """The server's address. Its database is the test's, emptied after it."""
    before = running_server.log_size()
    yield running_server.url
    written = running_server.log(since=before)
    if TRACEBACK in written:
        pytest.fail(f"The server broke:\n{written}", pytrace=False)


@pytest.fixture
def open_page(board_server: str, running_server: Server, new_context: Any) -> Iterator[Pages]:
    """Pages, closed before the database is emptied: a page that goes on polling would meet the next test's board."""
    pages = Pages(running_server, new_context)
    yield pages
    pages.close()
    if left := pages.complaints.left():
        pytest.fail("The browser complained:\n" + "\n".join(left), pytrace=False)


@pytest.fixture
def scene(transactional_db: None, board: Board, alice: User, bob: User, vera: User, mallory: User) -> Scene:
    return compose(board, alice=alice, bob=bob, vera=vera, mallory=mallory)


@pytest.fixture
def matter(transactional_db: None, board: Board) -> Matter:
    return MatterFactory(board=board, title="Doe v. Roe", client="Doe", opposing_party="Roe")


@pytest.fixture
def hers(open_page: Pages, matter: Matter, alice: User) -> Page:
    """Alice's page of the board, marked."""
    page = open_page(alice, BOARD)
    mark(page)
    return page


@pytest.fixture
def watching(open_page: Pages, matter: Matter, bob: User) -> Page:
    """Bob looks at the board. The mark on his window is gone if the page was loaded anew."""
    page = open_page(bob, BOARD)
    mark(page)
    expect(card(page, matter)).to_be_visible()
    return page


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    server = getattr(item, "funcargs", {}).get("running_server")
    if server and report.failed:
        report.sections.append(("server log, the last of it", server.log()[-8000:]))
    return report
