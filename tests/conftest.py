"""The cast: alice manages, bob edits, vera views, mallory has no access, admin runs the installation."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings as project
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.signals import setting_changed
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from pytest_django.fixtures import Settings

from kanban.models import Board
from realtime import deltas
from tests.factories import BoardFactory, UserFactory
from tests.triggers import without_triggers

COUNTED = (
    "tests/api/",
    "tests/realtime/",
    "tests/kanban/test_admin.py",
    "tests/kanban/test_tampered_rows.py",
    "tests/kanban/test_verify_log.py",
)

pytest_plugins = ["tests.browser.chromium", "tests.js.coverage"]


def pytest_xdist_auto_num_workers() -> int:
    """`-n auto`: one more than there are cores, for tests in the browser wait as much as they work."""
    return len(os.sched_getaffinity(0)) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Lines of realtime/ count where they are what is tested, not where they happen to run: counting is slow."""
    for item in items:
        if not item.nodeid.startswith(COUNTED):
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(scope="session", autouse=True)
def a_redis_of_its_own(worker_id: str) -> None:
    """Emptying the cache empties a whole Redis database: each test process works on another."""
    if project.REDIS_URL:
        server, _, number = project.REDIS_URL.rpartition("/")
        worker = int(worker_id.removeprefix("gw")) if worker_id != "master" else 0
        project.CACHES["default"]["LOCATION"] = f"{server}/{int(number) + worker}"
        setting_changed.send(sender=None, setting="CACHES", value=project.CACHES, enter=True)  # it may be open already


@pytest.fixture(scope="session", autouse=True)
def a_log_that_can_be_emptied() -> Iterator[None]:
    """A test with real transactions ends in Django's `flush`, which the log's own triggers refuse as they should."""
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def flush_without_triggers(self: BaseDatabaseOperations, statements: list[str]) -> None:
        with without_triggers():
            flush(self, statements)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(operations, "execute_sql_flush", flush_without_triggers)
        yield


@pytest.fixture(autouse=True)
def nothing_left_over(settings: Settings) -> None:
    """No test meets another's rate counts or rendered deltas, nor a limit it did not set."""
    cache.clear()
    deltas.forget()
    for name in ("RATE_LIMIT_LIVE", "RATE_LIMIT_WRITE", "RATE_LIMIT_LOGIN"):
        setattr(settings, name, "100000/s")
    settings.WHITENOISE_AUTOREFRESH = True  # else every client of a test reads all static files first
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a real one takes 0.3 s a person


@pytest.fixture
def alice(db: None) -> User:
    return UserFactory(username="alice", first_name="Alice", last_name="Archer")


@pytest.fixture
def bob(db: None) -> User:
    return UserFactory(username="bob", first_name="Bob", last_name="Baker")


@pytest.fixture
def vera(db: None) -> User:
    return UserFactory(username="vera", first_name="Vera", last_name="Vane")


@pytest.fixture
def mallory(db: None) -> User:
    return UserFactory(username="mallory", first_name="Mallory", last_name="Moss")


@pytest.fixture
def admin(db: None) -> User:
    return UserFactory(username="admin", is_staff=True, is_superuser=True)


@pytest.fixture
def board(alice: User, bob: User, vera: User) -> Board:
    return BoardFactory(name="Litigation", manager=alice, editors=[bob], viewers=[vera])
