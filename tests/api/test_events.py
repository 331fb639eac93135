"""The change log as programs read it, and how the API says no."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from kanban.commands import Intent, matters
from kanban.models import Board
from realtime.log import writing
from tests.clients import browser_of, cursor_of
from tests.factories import MatterFactory

pytestmark = pytest.mark.django_db


def address(board: Board) -> str:
    return f"/api/boards/{board.slug}/events"


def test_the_log_is_told_from_the_oldest_with_who_and_what(board: Board, bob: User) -> None:
    matter = MatterFactory(board=board, title="One")
    cursor = cursor_of(board)
    matters.edit(Intent(board, bob), matter.pk, {"title": "Two"})
    body = browser_of(bob).get(address(board), {"after": cursor.split(".")[0]}).json()
    (event,) = body["events"]
    assert event | {
        "kind": "matter.edited", "subject": f"matter:{matter.pk}", "subject_version": 2, "actor": "bob",
        "changes": {"title": ["One", "Two"]}, "mutation_id": None, "version": body["version"],
    } == event  # fmt: skip
    assert (body["next"], body["pruned_through"]) == (None, 1)
    assert event["hash"].startswith(cursor_of(board).split(".")[1])


def test_a_long_log_comes_in_pages_without_gap_or_double(board: Board, bob: User) -> None:
    with writing(board.stream_id, actor=bob) as log:
        for _ in range(450):
            log.append("column.spread", "column:intake", {})
    client, found = browser_of(bob), []
    after: Any = 0
    for _ in range(3):
        body = client.get(address(board), {"after": after}).json()
        found += [event["version"] for event in body["events"]]
        after = body["next"]
    assert after is None
    assert found == list(range(2, body["version"] + 1))


@pytest.mark.parametrize("after", ["x", "-1", "9" * 40])
def test_what_is_no_version_is_a_problem(board: Board, bob: User, after: str) -> None:
    response = browser_of(bob).get(address(board), {"after": after})
    assert response.status_code == 422
    assert response.json() == {
        "type": "about:blank", "title": "Invalid", "status": 422, "code": "invalid",
        "detail": "This must be a whole number.",
        "fields": {"after": ["This must be a whole number."]},
    }  # fmt: skip


def test_nobody_is_told_401_and_how_to_sign_in(board: Board) -> None:
    response = browser_of(None).get(address(board))
    assert (response.status_code, response["Content-Type"]) == (401, "application/problem+json")
    assert response["WWW-Authenticate"] == "Session"
    assert response.json()["status"] == 401


def test_what_is_not_theirs_is_told_like_what_is_not_there(board: Board, mallory: User) -> None:
    """T-117"""
    client = browser_of(mallory)
    theirs, never = client.get(address(board)), client.get("/api/boards/never-was/events")
    assert theirs.status_code == 404
    assert theirs["Content-Type"] == "application/problem+json"
    assert (theirs.content, dict(theirs.items())) == (never.content, dict(never.items()))


def test_writing_without_a_token_is_a_403_problem(board: Board, bob: User) -> None:
    """T-131"""
    response = browser_of(bob, enforce_csrf_checks=True).post(address(board), {}, content_type="application/json")
    assert (response.status_code, response["Content-Type"]) == (403, "application/problem+json")


def test_a_method_there_is_not_is_a_405_problem(board: Board, bob: User) -> None:
    response = browser_of(bob).delete(address(board))
    assert (response.status_code, response["Content-Type"]) == (405, "application/problem+json")


def test_an_answer_is_for_one_person_only(board: Board, bob: User) -> None:
    assert browser_of(bob).get(address(board))["Cache-Control"] == "no-store"
