"""A real server for programs, in a process of its own, on the test's database."""

from collections.abc import Iterator

import pytest

from tests.browser.server import TRACEBACK, Server


@pytest.fixture(scope="session")
def api_server(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("api-server"), None)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def server(transactional_db: None, api_server: Server) -> Iterator[Server]:
    """Its database is the test's, emptied after it. A traceback in its log fails the test."""
    before = api_server.log_size()
    yield api_server
    written = api_server.log(since=before)
    if TRACEBACK in written:
        pytest.fail(f"The server broke:\n{written[written.index(TRACEBACK) :][:8000]}", pytrace=False)
