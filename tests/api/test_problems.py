"""Whatever goes wrong below /api/ is told as a problem (RFC 9457), and no traceback with it."""

import pytest
from django.contrib.auth.models import User

from kanban.models import Board
from tests.api.programs import Program
from tests.clients import browser_of
from tests.realtime.test_middleware import NOWHERE, ask

PROBLEM = "application/problem+json"


@pytest.mark.parametrize("path", ["/api/", "/api/nowhere", "/api/boards/", "/api/boards/a/b/c", "/api/x%0Ay"])
def test_an_address_there_is_not_is_404(path: str) -> None:
    for method in ("GET", "POST"):
        response = browser_of(None, enforce_csrf_checks=True).generic(method, path)
        assert (response.status_code, response["Content-Type"]) == (404, PROBLEM)
        assert response.json()["code"] == "not_found"


@pytest.mark.django_db
def test_what_breaks_is_500_and_says_nothing_of_itself(
    board: Board, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kanban.api.boards.board_shape", lambda grant: 1 / 0)
    response = Program(bob).get("boards")
    assert (response.status_code, response["Content-Type"]) == (500, PROBLEM)
    assert response.json()["code"] == "broken"
    assert b"division" not in response.content


def test_without_a_database_it_is_503_and_when_to_come_back() -> None:
    """T-152"""
    found = ask("/api/boards", "/api/ping", DATABASE_URL=f"postgres://nobody@{NOWHERE}/nothing")
    away, ping = found["/api/boards"], found["/api/ping"]
    assert (away["status"], ping["status"]) == (503, 204)
    headers = away["headers"]
    assert isinstance(headers, dict)
    assert (headers["Content-Type"], headers["Retry-After"]) == (PROBLEM, "2")


@pytest.mark.django_db
@pytest.mark.parametrize("body", [b"title=" + b"x" * 3_000_000, b"&".join(b"f%d=1" % n for n in range(600))])
def test_a_form_is_refused_however_large_it_is(board: Board, bob: User, body: bytes) -> None:
    for client in (browser_of(bob), browser_of(bob, enforce_csrf_checks=True)):
        path = f"/api/boards/{board.slug}/matters"
        response = client.generic("POST", path, body, "application/x-www-form-urlencoded")
        assert response.status_code in (403, 413, 415)
        assert response["Content-Type"] == PROBLEM
