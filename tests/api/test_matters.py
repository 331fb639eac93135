"""Programs write matters as people do: the same versions, the same merge, the same conflicts (contract §3)."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from kanban.commands import Intent, labels, matters
from kanban.models import Board, Matter, Opening
from realtime.models import Event
from tests.api.programs import Program
from tests.clients import cursor_of
from tests.factories import MatterFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(bob: User) -> Program:
    return Program(bob)


@pytest.fixture
def matter(board: Board) -> Matter:
    return MatterFactory(board=board, title="Doe v. Roe", judge="Smith")


def order(board: Board, column: str = "intake") -> list[int]:
    return list(board.matters.filter(column__slug=column).order_by("rank").values_list("pk", flat=True))


class TestOneMatter:
    def test_is_made_with_its_fields_in_a_column_at_a_place(
        self, board: Board, program: Program, matter: Matter
    ) -> None:
        asked = {"title": "Poe v. Doe", "assignees": ["bob"], "target_on": "2026-06-30", "before": matter.pk}
        response = program.post(f"boards/{board.slug}/matters", asked)
        body = response.json()
        assert response.status_code == 201
        assert response["Location"] == f"/api/matters/{body['id']}"
        assert body | {
            "title": "Poe v. Doe", "assignees": ["bob"], "target_on": "2026-06-30", "version": 1, "column": "intake",
            "board": board.slug, "merged": [], "warnings": [], "cursor": cursor_of(board),
        } == body  # fmt: skip
        assert order(board) == [body["id"], matter.pk]
        assert program.get(f"matters/{body['id']}").json().items() <= body.items()

    def test_is_changed_on_the_version_that_is_named(self, board: Board, program: Program, matter: Matter) -> None:
        response = program.patch(f"matters/{matter.pk}", {"version": 1, "priority": "high"})
        body = response.json()
        assert (response.status_code, body["version"], body["priority"]) == (200, 2, "high")
        assert body["board_version"] == body["event"] == board.stream.events.latest("version").version

    def test_what_others_changed_meanwhile_is_kept_and_named(
        self, board: Board, program: Program, matter: Matter, alice: User
    ) -> None:
        matters.edit(Intent(board, alice), matter.pk, {"judge": "Jones"})
        body = program.patch(f"matters/{matter.pk}", {"version": 1, "priority": "high"}).json()
        assert (body["judge"], body["priority"], body["merged"]) == ("Jones", "high", ["judge"])

    def test_the_same_changed_twice_is_a_conflict_with_all_three_values(
        self, board: Board, program: Program, matter: Matter, alice: User
    ) -> None:
        """T-033"""
        matters.edit(Intent(board, alice), matter.pk, {"title": "Hers"})
        response = program.patch(f"matters/{matter.pk}", {"version": 1, "title": "His", "priority": "high"})
        body = response.json()
        assert (response.status_code, response["Content-Type"]) == (409, "application/problem+json")
        (conflict,) = body["conflicts"]
        told = {"field": "title", "base": "Doe v. Roe", "mine": "His", "theirs": "Hers", "by": "alice"}
        assert conflict.items() >= told.items()
        assert conflict["at"]
        assert (body["current"]["title"], body["current"]["version"]) == ("Hers", 2)
        matter.refresh_from_db()
        assert (matter.priority, matter.version) == ("normal", 2)
        again = program.patch(f"matters/{matter.pk}", {"version": body["current"]["version"], "title": "His"})
        assert again.status_code == 200

    def test_a_label_that_was_renamed_changes_its_etag_and_not_its_version(
        self, board: Board, program: Program, alice: User
    ) -> None:
        labels.add(Intent(board, alice), {"name": "Tax"})
        path = f"matters/{MatterFactory(board=board, labels=['Tax']).pk}"
        etag = program.get(path)["ETag"]
        assert program.get(path, If_None_Match=etag).status_code == 304
        labels.change(Intent(board, alice), board.labels.get().pk, {"name": "Taxes"})
        response = program.get(path, If_None_Match=etag)
        assert (response.status_code, response.json()["labels"], response.json()["version"]) == (200, ["Taxes"], 1)

    def test_who_reads_a_restricted_one_is_remembered(self, board: Board, program: Program) -> None:
        walled = MatterFactory(board=board, confidentiality="restricted", assignees=["bob"])
        for path in ("", "/history", "/as-of", "/parties"):
            assert program.get(f"matters/{walled.pk}{path}").status_code == 200
        assert list(Opening.objects.values_list("person__username", "how")) == [("bob", "api")]

    def test_one_that_was_deleted_is_gone(self, board: Board, program: Program, matter: Matter, alice: User) -> None:
        matters.delete(Intent(board, alice), matter.pk)
        for response in (program.get(f"matters/{matter.pk}"), program.post(f"matters/{matter.pk}/archive")):
            assert (response.status_code, response.json()["state"]) == (410, "deleted")

    def test_one_that_was_archived_cannot_be_changed(self, board: Board, program: Program, matter: Matter) -> None:
        assert program.post(f"matters/{matter.pk}/archive", {"version": 1}).json()["archived"] is True
        response = program.patch(f"matters/{matter.pk}", {"version": 2, "title": "Changed"})
        assert (response.status_code, response.json()["state"]) == (410, "archived")
        assert program.post(f"matters/{matter.pk}/restore").json()["archived"] is False


class TestMoves:
    @pytest.mark.parametrize(
        ("place", "at"),
        [
            ({"after": None}, 0),
            ({"after": 0}, 1),
            ({"before": 1}, 1),
            ({"position": 1}, 1),
            ({"position": 99}, 2),
            ({}, 2),
        ],
    )
    def test_go_to_the_place_that_is_said(
        self, board: Board, program: Program, matter: Matter, place: dict[str, Any], at: int
    ) -> None:
        there = [MatterFactory(board=board, column="done").pk for _ in range(2)]
        said = {
            name: there[value] if name != "position" and value is not None else value for name, value in place.items()
        }
        response = program.post(f"matters/{matter.pk}/move", {"version": 1, "column": "done", **said})
        assert (response.status_code, response.json()["column"]) == (200, "done")
        assert order(board, "done").index(matter.pk) == at

    def test_two_places_at_once_are_refused(self, program: Program, matter: Matter) -> None:
        response = program.post(f"matters/{matter.pk}/move", {"version": 1, "column": "done", "after": 1, "before": 2})
        assert (response.status_code, sorted(response.json()["fields"])) == (422, ["after", "before"])

    def test_a_move_of_what_somebody_else_moved_is_a_conflict(
        self, board: Board, program: Program, matter: Matter, alice: User
    ) -> None:
        matters.move(Intent(board, alice), matter.pk, to="waiting")
        response = program.post(f"matters/{matter.pk}/move", {"version": 1, "column": "done"})
        assert response.status_code == 409
        assert response.json()["conflicts"][0]["field"] == "column"
        assert response.json()["current"]["column"] == "waiting"


class TestUndo:
    def test_takes_back_the_change_that_a_write_named(self, program: Program, matter: Matter) -> None:
        event = program.patch(f"matters/{matter.pk}", {"version": 1, "title": "Changed"}).json()["event"]
        body = program.post(f"matters/{matter.pk}/undo", {"event": event}).json()
        assert (body["title"], body["version"]) == ("Doe v. Roe", 3)
        assert program.post(f"matters/{matter.pk}/undo", {"event": body["event"]}).json()["title"] == "Changed"

    def test_what_was_built_upon_is_a_409_that_names_it(
        self, board: Board, program: Program, matter: Matter, alice: User
    ) -> None:
        event = program.patch(f"matters/{matter.pk}", {"version": 1, "title": "Changed"}).json()["event"]
        matters.edit(Intent(board, alice), matter.pk, {"title": "Hers"})
        response = program.post(f"matters/{matter.pk}/undo", {"event": event})
        assert (response.status_code, response.json()["fields_since"]) == (409, ["title"])


class TestIfMatch:
    @pytest.mark.parametrize("asked", ['"1"', "1", '"7", "1"', "*"])
    def test_at_the_named_version_it_is_written(self, program: Program, matter: Matter, asked: str) -> None:
        response = program.patch(f"matters/{matter.pk}", {"version": 1, "title": "New"}, If_Match=asked)
        assert response.status_code == 200

    def test_the_etag_of_a_read_will_do(self, program: Program, matter: Matter) -> None:
        etag = program.get(f"matters/{matter.pk}")["ETag"]
        first, second = (program.post(f"matters/{matter.pk}/{verb}", If_Match=etag) for verb in ("archive", "restore"))
        assert (first.status_code, second.status_code) == (200, 412)

    @pytest.mark.parametrize("asked", ['"2"', '"x"', 'W/"1"', "", '"1-zz"'])
    def test_at_any_other_nothing_is_written_nor_merged(self, program: Program, matter: Matter, asked: str) -> None:
        before = Event.objects.count()
        response = program.patch(f"matters/{matter.pk}", {"version": 1, "title": "New"}, If_Match=asked)
        assert (response.status_code, response.json()["code"], response.json()["version"]) == (412, "stale", 1)
        assert Event.objects.count() == before


@pytest.mark.parametrize("path", ["", "/move"])
def test_a_write_without_a_version_is_428(program: Program, matter: Matter, path: str) -> None:
    body = {"column": "done"} if path else {"title": "New"}
    write = program.post if path else program.patch
    response = write(f"matters/{matter.pk}{path}", body)
    assert (response.status_code, response.json()["code"]) == (428, "no-version")


def test_a_viewer_may_look_and_not_touch(board: Board, vera: User, matter: Matter) -> None:
    program = Program(vera)
    assert program.get(f"matters/{matter.pk}").status_code == 200
    assert program.patch(f"matters/{matter.pk}", {"version": 1, "title": "New"}).status_code == 403
