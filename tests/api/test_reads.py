"""What programs read: boards and what is on them, filtered, page by page, and not again while it is the same."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from kanban.commands import Intent, labels, matters, members, parties
from kanban.models import Board
from tests.api.programs import Program
from tests.clients import cursor_of
from tests.factories import BoardFactory, MatterFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(bob: User) -> Program:
    return Program(bob)


class TestABoard:
    def test_is_listed_with_the_role_and_where_its_log_stands(self, board: Board, program: Program) -> None:
        BoardFactory(name="Not his")
        (shown,) = program.get("boards").json()["boards"]
        told = {"slug": "litigation", "name": "Litigation", "role": "editor", "cursor": cursor_of(board)}
        assert shown.items() >= told.items()
        assert program.get("boards/litigation").json() == shown

    def test_shows_its_columns_labels_and_members(self, board: Board, program: Program, alice: User) -> None:
        labels.add(Intent(board, alice), {"name": "Tax", "colour": "red"})
        slugs = [column["slug"] for column in program.get("boards/litigation/columns").json()["columns"]]
        assert slugs == ["intake", "in-progress", "waiting", "done"]
        (label,) = program.get("boards/litigation/labels").json()["labels"]
        assert label == {"id": board.labels.get().pk, "name": "Tax", "colour": "red"}
        people = program.get("boards/litigation/members").json()["members"]
        assert people[0] == {"username": "alice", "name": "Alice Archer", "role": "manager"}
        assert [person["username"] for person in people] == ["alice", "bob", "vera"]

    @pytest.mark.parametrize(
        "what", ["", "/columns", "/labels", "/members", "/matters", "/events", "/updates", "/as-of"]
    )
    def test_is_304_while_it_is_the_same(self, board: Board, program: Program, alice: User, what: str) -> None:
        path = f"boards/litigation{what}"
        etag = program.get(path)["ETag"]
        again = program.get(path, If_None_Match=etag)
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
        labels.add(Intent(board, alice), {"name": "Tax"})
        members.put(
            Intent(board, alice), "mallory" if User.objects.filter(username="mallory") else "bob", role="viewer"
        )
        matters.create(Intent(board, alice), {"title": "Doe"})
        same = 304 if what == "/columns" else 200
        assert program.get(path, If_None_Match=etag).status_code == same


class TestMatters:
    def found(self, program: Program, **asked: Any) -> list[str]:
        response = program.get("boards/litigation/matters", asked)
        assert response.status_code == 200, response.content
        return [matter["title"] for matter in response.json()["matters"]]

    @pytest.mark.parametrize(
        ("asked", "titles"),
        [
            ({}, ["Doe", "Roe", "Poe"]),
            ({"q": "ro"}, ["Roe"]),
            ({"q": "ACME roe"}, ["Roe"]),
            ({"column": "done"}, ["Poe"]),
            ({"column": "nowhere"}, []),
            ({"label": "Tax"}, ["Roe"]),
            ({"responsible": "alice"}, ["Doe"]),
            ({"assignee": "bob"}, ["Roe"]),
            ({"priority": "urgent"}, ["Doe"]),
            ({"status": "closed"}, ["Poe"]),
            ({"target_until": "2026-06-30"}, ["Doe"]),
            ({"limitation_until": "2026-01-01"}, []),
            ({"archived": "true"}, ["Old"]),
            ({"responsible": "alice", "priority": "low"}, []),
        ],
    )
    def test_are_found_by_what_is_asked(
        self, board: Board, program: Program, alice: User, asked: dict[str, str], titles: list[str]
    ) -> None:
        labels.add(Intent(board, alice), {"name": "Tax"})
        MatterFactory(board=board, title="Doe", responsible="alice", priority="urgent", target_on="2026-06-30")
        MatterFactory(
            board=board, title="Roe", client="Acme", labels=["Tax"], assignees=["bob"], target_on="2026-07-01"
        )
        MatterFactory(board=board, title="Poe", column="done", status="closed")
        MatterFactory(board=board, title="Walled", confidentiality="restricted", priority="urgent", column="done")
        matters.archive(Intent(board, alice), MatterFactory(board=board, title="Old").pk)
        matters.delete(Intent(board, alice), MatterFactory(board=board, title="Gone").pk)
        assert self.found(program, **asked) == titles

    def test_come_in_pages_without_gap_or_double_whatever_moves(self, board: Board, program: Program) -> None:
        made = [MatterFactory(board=board).pk for _ in range(7)]
        seen: list[int] = []
        after: Any = 0
        while after is not None:
            body = program.get("boards/litigation/matters", {"after": after, "limit": 3}).json()
            seen += [matter["id"] for matter in body["matters"]]
            matters.move(Intent(board), made[0], to="done")
            after = body["next"]
        assert seen == made

    def test_cost_the_same_queries_however_many(
        self, board: Board, program: Program, django_assert_max_num_queries: Any
    ) -> None:
        MatterFactory.create_batch(30, board=board, responsible="alice", assignees=["bob"])
        program.get("boards")  # notes the token's use
        with django_assert_max_num_queries(7):
            assert len(program.get("boards/litigation/matters").json()["matters"]) == 30

    def test_can_be_followed_from_the_cursor_of_a_page(self, board: Board, program: Program) -> None:
        MatterFactory(board=board)
        cursor = program.get("boards/litigation/matters").json()["cursor"]
        later = MatterFactory(board=board)
        body = program.get("boards/litigation/updates", {"cursor": cursor}).json()
        assert (body["reset"], [matter["id"] for matter in body["matters"]]) == (False, [later.pk])


class TestThePast:
    def test_of_a_matter_comes_newest_first_page_by_page_and_narrowed(
        self, board: Board, program: Program, alice: User
    ) -> None:
        matter = MatterFactory(board=board, title="One")
        for by, values in ((alice, {"title": "Two"}), (alice, {"judge": "Jones"}), (None, {"title": "Three"})):
            matters.edit(Intent(board, by), matter.pk, values)
        path = f"matters/{matter.pk}/history"
        body = program.get(path, {"limit": 3}).json()
        assert [event["changes"] for event in body["events"][:2]] == [
            {"title": ["Two", "Three"]},
            {"judge": ["", "Jones"]},
        ]
        rest = program.get(path, {"before": body["next"]}).json()
        assert ([event["kind"] for event in rest["events"]], rest["next"]) == (["matter.created"], None)
        assert len(program.get(path, {"field": "title", "by": "alice"}).json()["events"]) == 1
        assert len(program.get(path, {"by": "*", "kind": "changed"}).json()["events"]) == 1

    def test_shows_a_matter_and_its_board_as_they_stood(self, board: Board, program: Program, alice: User) -> None:
        matter = MatterFactory(board=board, title="One")
        parties.add(Intent(board, alice), matter.pk, {"name": "Ann", "role": "witness"})
        then = board.stream.events.latest("version").version
        matters.edit(Intent(board, alice), matter.pk, {"title": "Two"})
        matters.move(Intent(board, alice), matter.pk, to="done")
        one = program.get(f"matters/{matter.pk}/as-of", {"version": then}).json()
        assert (one["matter"]["title"], one["matter"]["column"], one["parties"]) == ("One", "intake", ["Ann (Witness)"])
        whole = program.get("boards/litigation/as-of", {"version": then}).json()
        assert [matter["title"] for matter in whole["columns"][0]["matters"]] == ["One"]
        now = program.get("boards/litigation/as-of").json()
        assert [len(column["matters"]) for column in now["columns"]] == [0, 0, 0, 1]

    @pytest.mark.parametrize(
        "asked", [{"version": "9999"}, {"version": "x"}, {"at": "soon"}, {"at": ""}, {"at": "2199-01-01"}]
    )
    def test_that_never_was_is_told_so(self, board: Board, program: Program, asked: dict[str, str]) -> None:
        path = f"matters/{MatterFactory(board=board).pk}/as-of"
        assert {program.get(each, asked).status_code for each in (path, "boards/litigation/as-of")} == {422}
