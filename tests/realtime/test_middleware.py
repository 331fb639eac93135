"""A database that is away is told as such: 503, when to come back, and nothing half done."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event as Signal
from threading import Thread

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import InterfaceError, OperationalError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from kanban.models import Board
from realtime.middleware import away_is_503
from realtime.models import Stream
from tests.clients import HTMX, browser_of

# A process of its own: its database is one that refuses, as in an outage.
ASK = """
import json, sys
import django
django.setup()
from django.conf import settings
from django.test import Client
settings.ALLOWED_HOSTS.append("testserver")
client = Client()
client.cookies[settings.SESSION_COOKIE_NAME] = "abcdefghijklmnopqrstuvwxyz012345"
found = {}
for path in sys.argv[1:]:
    response = client.get(path)
    found[path] = {"status": response.status_code, "body": response.content.decode(), "headers": dict(response.items())}
print(json.dumps(found))
"""
NOWHERE = "127.0.0.1:1"


def ask(*paths: str, **environment: str) -> dict[str, dict[str, object]]:
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "DEBUG": "1"}
    command = [sys.executable, "-c", ASK, *paths]
    done = subprocess.run(
        command, env={**env, **environment}, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_without_a_database_every_answer_says_so_and_when_to_come_back() -> None:
    """T-152"""
    found = ask(
        "/live/?s=board:1@1.deadbeef",
        "/",
        "/health/ready",
        "/health/live",
        "/api/ping",
        DATABASE_URL=f"postgres://a@{NOWHERE}/b",
    )
    for path in ("/live/?s=board:1@1.deadbeef", "/"):
        headers = found[path]["headers"]
        assert isinstance(headers, dict)
        assert found[path]["status"] == 503
        assert (headers["Retry-After"], headers["Cache-Control"]) == ("2", "no-store")
        assert ("Live-Fragment" in headers) == path.startswith("/live/")
    assert found["/health/ready"]["status"] == 503
    assert json.loads(str(found["/health/ready"]["body"])) == {"status": "away", "database": "away", "cache": "ok"}
    assert found["/health/live"]["status"] == 200
    assert found["/api/ping"]["status"] == 204


def test_without_a_cache_the_work_goes_on_and_health_says_so(tmp_path: os.PathLike[str]) -> None:
    """T-065: the counts of the rate limits are lost, nothing else."""
    found = ask(
        "/live/", "/health/ready", REDIS_URL=f"redis://{NOWHERE}", DATABASE_URL=f"sqlite:///{tmp_path}/empty.sqlite3"
    )
    assert json.loads(str(found["/health/ready"]["body"])) == {"status": "away", "database": "ok", "cache": "away"}
    assert found["/live/"]["status"] == 503  # the empty database has no sessions: it came as far as that


@pytest.mark.parametrize("error", [OperationalError("gone"), InterfaceError("gone")])
def test_a_lost_connection_inside_a_view_is_503(error: Exception) -> None:
    def broken(request: object) -> HttpResponse:
        raise error

    request = RequestFactory().get("/live/")
    response = away_is_503(broken).process_exception(request, error)
    assert response is not None
    assert (response.status_code, response["Live-Fragment"]) == (503, "1")


def test_any_other_error_stays_what_it_is() -> None:
    middleware = away_is_503(lambda request: HttpResponse())
    assert middleware.process_exception(RequestFactory().get("/"), ValueError()) is None
    assert middleware(RequestFactory().get("/")).status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_lock_that_is_not_to_be_had_is_503_and_nothing_is_written(
    board: Board, bob: User, headers: dict[str, str]
) -> None:
    """T-052"""
    client, address = browser_of(bob), f"/boards/{board.slug}/matters/new/"
    with locked(board), impatient():
        response = client.post(address, {"title": "Doe v. Roe"}, headers=headers)
    assert (response.status_code, response["Retry-After"]) == (503, "2")
    assert ("Live-Fragment" in response) == bool(headers)
    assert not board.matters.exists()


@contextmanager
def locked(board: Board) -> Iterator[None]:
    """Another connection holds the board's stream."""
    held, done = Signal(), Signal()

    def hold() -> None:
        with transaction.atomic():
            Stream.objects.select_for_update().get(pk=board.stream_id)
            held.set()
            done.wait(10)
        connection.close()

    holder = Thread(target=hold)
    holder.start()
    assert held.wait(5)
    try:
        yield
    finally:
        done.set()
        holder.join()


@contextmanager
def impatient() -> Iterator[None]:
    """This connection waits for locks a tenth of a second instead of seconds."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 100" if is_sqlite else "SET lock_timeout = 100")
    yield
    connection.close()
