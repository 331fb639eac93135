"""What a program reads: what changed since a cursor or a version, or the whole board."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from kanban.commands import Intent, boards, columns, labels, matters, members
from kanban.fields import EDITABLE
from kanban.models import Board
from realtime.models import Event, Stream
from tests.clients import browser_of, cursor_of
from tests.factories import MatterFactory

pytestmark = pytest.mark.django_db


def read(person: User, board: Board, **asked: Any) -> dict[str, Any]:
    response = browser_of(person).get(f"/api/boards/{board.slug}/updates", asked)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/json"
    found: dict[str, Any] = response.json()
    return found


def numbers(body: dict[str, Any]) -> list[int]:
    return [matter["id"] for matter in body["matters"]]


def test_nothing_new_is_empty_lists_at_the_same_cursor(board: Board, bob: User) -> None:
    cursor = cursor_of(board)
    body = read(bob, board, cursor=cursor, include_deleted="true")
    assert body == {
        "cursor": cursor,
        "version": board.version,
        "reset": False,
        "columns": [],
        "matters": [],
        "deleted": [],
    }


def test_a_change_comes_with_the_matter_as_it_is_now(board: Board, bob: User, alice: User) -> None:
    other, before = MatterFactory(board=board), cursor_of(board)
    labels.add(Intent(board, alice), {"name": "Tax"})
    matter = MatterFactory(
        board=board,
        title="Doe v. Roe",
        responsible="alice",
        assignees=["bob", "vera"],
        labels=["Tax"],
        limitation_on="2026-03-31",
    )
    body = read(bob, board, cursor=before)
    (found,) = body["matters"]
    assert other.pk not in numbers(body)
    assert set(EDITABLE) | {"id", "version", "column", "rank", "archived"} == set(found)
    assert found | {
        "id": matter.pk, "version": 1, "column": "intake", "title": "Doe v. Roe",
        "responsible": "alice", "archived": False,
        "assignees": ["bob", "vera"], "labels": ["Tax"], "limitation_on": "2026-03-31", "target_on": None,
    } == found  # fmt: skip
    assert (body["cursor"], body["reset"]) == (cursor_of(board), False)


def test_a_version_alone_is_taken_too(board: Board, bob: User) -> None:
    first = MatterFactory(board=board)
    version = Stream.objects.get(pk=board.stream_id).version
    second = MatterFactory(board=board)
    assert numbers(read(bob, board, version=version)) == [second.pk]
    assert numbers(read(bob, board, version=1)) == [first.pk, second.pk]
    assert numbers(read(bob, board, version=version + 1)) == []
    assert read(bob, board, version=version + 1)["reset"] is False


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"cursor": "garbage"},
        {"cursor": "2.deadbeef"},
        {"cursor": "9999.deadbeef"},
        {"version": "9999"},
        {"version": "0"},
    ],
)
def test_what_cannot_be_served_is_the_whole_board(board: Board, bob: User, asked: dict[str, str]) -> None:
    matter = MatterFactory(board=board)
    matters.archive(Intent(board, bob), MatterFactory(board=board).pk)
    body = read(bob, board, **asked)
    assert (body["reset"], numbers(body)) == (True, [matter.pk])
    assert [column["slug"] for column in body["columns"]] == ["intake", "in-progress", "waiting", "done"]
    assert body["cursor"] == cursor_of(board)


def test_pruned_versions_are_the_whole_board(board: Board, bob: User) -> None:
    """T-008"""
    MatterFactory(board=board)
    floor = Event.objects.filter(stream=board.stream).latest("version")
    Stream.objects.filter(pk=board.stream_id).update(pruned_through=floor.version, pruned_hash=floor.hash)
    Event.objects.filter(stream=board.stream, version__lte=floor.version).delete()
    matter = MatterFactory(board=board)
    assert read(bob, board, version=floor.version - 1)["reset"] is True
    at_the_floor = read(bob, board, version=floor.version)
    assert (at_the_floor["reset"], numbers(at_the_floor)) == (False, [matter.pk])


def test_what_left_the_board_is_told_where_it_is_asked_for(board: Board, bob: User, alice: User) -> None:
    archived, deleted = MatterFactory.create_batch(2, board=board)
    before = cursor_of(board)
    matters.archive(Intent(board, bob), archived.pk)
    matters.delete(Intent(board, alice), deleted.pk)
    body = read(bob, board, cursor=before, include_deleted="true")
    assert (body["deleted"], body["matters"]) == ([archived.pk, deleted.pk], [])
    assert read(bob, board, cursor=before)["deleted"] == []


def test_a_changed_column_comes_and_a_removed_one_is_the_whole_board(board: Board, bob: User, alice: User) -> None:
    before = cursor_of(board)
    columns.change(Intent(board, alice), "done", {"name": "Finished", "wip_limit": 3})
    body = read(bob, board, cursor=before)
    (column,) = body["columns"]
    assert column == {
        "slug": "done", "name": "Finished", "colour": "green", "category": "done", "wip_limit": 3,
        "wip_is_hard": False, "rank": column["rank"],
    }  # fmt: skip
    columns.remove(Intent(board, alice), "waiting")
    body = read(bob, board, cursor=before)
    assert body["reset"] is True
    assert "waiting" not in {column["slug"] for column in body["columns"]}


def test_a_renamed_label_brings_the_matters_that_bear_it(board: Board, bob: User, alice: User) -> None:
    labels.add(Intent(board, alice), {"name": "Tax"})
    matter = MatterFactory(board=board, labels=["Tax"])
    before = cursor_of(board)
    labels.change(Intent(board, alice), board.labels.get().pk, {"name": "Taxes"})
    assert [(m["id"], m["labels"]) for m in read(bob, board, cursor=before)["matters"]] == [(matter.pk, ["Taxes"])]


def test_a_new_role_is_the_whole_board(board: Board, bob: User, alice: User) -> None:
    before = cursor_of(board)
    members.put(Intent(board, alice), "bob", role="manager")
    assert read(bob, board, cursor=before)["reset"] is True


def test_what_one_has_already_is_304(board: Board, bob: User) -> None:
    client, address = browser_of(bob), f"/api/boards/{board.slug}/updates"
    etag = client.get(address)["ETag"]
    again = client.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    MatterFactory(board=board)
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("version", ["-1", "x", "1.5", "9" * 30, "²", "1e3", "", "\0"])
def test_a_version_that_is_none_is_a_problem_by_its_field(board: Board, bob: User, version: str) -> None:
    response = browser_of(bob).get(f"/api/boards/{board.slug}/updates", {"version": version})
    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
    assert response.json()["fields"] == {"version": ["This must be a whole number."]}


def test_the_number_of_queries_does_not_grow(board: Board, bob: User, django_assert_max_num_queries: Any) -> None:
    client, address = browser_of(bob), f"/api/boards/{board.slug}/updates?cursor={cursor_of(board)}"
    MatterFactory.create_batch(30, board=board, responsible="alice", assignees=["bob"])
    with django_assert_max_num_queries(10):
        assert len(client.get(address).json()["matters"]) == 30


def test_an_archived_board_is_not_here(board: Board, bob: User, alice: User) -> None:
    boards.archive(Intent(board, alice))
    assert browser_of(bob).get(f"/api/boards/{board.slug}/updates").status_code == 404
