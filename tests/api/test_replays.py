"""A write that is sent again is answered as the first time, and not made again."""

import json
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import User

from kanban.commands import Intent, matters
from kanban.models import Board
from realtime.models import Event, Stream
from tests.api.programs import Program, key
from tests.clients import Response
from tests.factories import MatterFactory
from tests.kanban.addresses import World, own, world_of
from tests.threads import together

WRITES = [
    ("api-boards", "POST"), ("api-board", "PATCH"), ("api-board-archive", "POST"),
    ("api-columns", "POST"), ("api-column", "PATCH"), ("api-column", "DELETE"), ("api-column-move", "POST"),
    ("api-labels", "POST"), ("api-label", "PATCH"), ("api-label", "DELETE"),
    ("api-member", "PUT"), ("api-member", "DELETE"),
    ("api-matters", "POST"), ("api-matter", "PATCH"), ("api-matter", "DELETE"), ("api-matter-move", "POST"),
    ("api-matter-assign", "POST"), ("api-matter-archive", "POST"), ("api-matter-restore", "POST"),
    ("api-matter-undo", "POST"), ("api-parties", "POST"), ("api-party", "PATCH"), ("api-party", "DELETE"),
]  # fmt: skip


@pytest.fixture
def world(board: Board, alice: User) -> World:
    return world_of(board, alice)


def sender(world: World, program: Program, name: str, method: str) -> Callable[[], Response]:
    path = world.address(name).removeprefix("/api/")
    return partial(program.send, method, path, json.dumps(world.json(name, method)), Idempotency_Key=key())


def told(response: Response) -> tuple[int, Any]:
    return response.status_code, response.json()


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "method"), WRITES)
def test_each_write_three_times_with_one_key_has_one_effect_and_one_answer(
    world: World, alice: User, name: str, method: str
) -> None:
    """T-023"""
    send = sender(world, Program(alice), name, method)
    first = send()
    written = Event.objects.count()
    again = [send(), send()]
    assert first.status_code in (200, 201), first.content
    assert Event.objects.count() == written
    if name == "api-board-archive":  # whoever archived it does not see it any more
        assert {response.status_code for response in again} == {404}
    else:
        assert [told(response) for response in again] == [told(first)] * 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("name", "method"),
    [("api-matters", "POST"), ("api-matter", "PATCH"), ("api-matter-move", "POST"), ("api-parties", "POST"),
     ("api-columns", "POST"), ("api-boards", "POST")],
)  # fmt: skip
def test_three_times_at_the_same_instant_too(world: World, alice: User, name: str, method: str) -> None:
    """T-026"""
    send = sender(world, Program(alice), name, method)
    before = Stream.objects.count(), Event.objects.count()
    answers = [told(response) for response in together([send] * 3)]
    assert answers[0][0] in (200, 201), answers[0]
    assert answers == [answers[0]] * 3
    assert Stream.objects.count() - before[0] == (1 if name == "api-boards" else 0)
    assert Event.objects.filter(mutation_id=None).count() == before[1]
    assert Event.objects.exclude(mutation_id=None).values("mutation_id").distinct().count() == 1


@pytest.mark.django_db
class TestTheFirstAnswer:
    @pytest.fixture
    def program(self, bob: User) -> Program:
        return Program(bob)

    def test_shows_the_matter_as_that_write_left_it_whatever_came_after(
        self, board: Board, program: Program, alice: User
    ) -> None:
        matter = MatterFactory(board=board, title="Doe v. Roe")
        send = partial(program.patch, f"matters/{matter.pk}", {"version": 1, "judge": "Jones"}, Idempotency_Key=key())
        first = told(send())
        hers = Intent(board, alice)
        matters.edit(hers, matter.pk, {"title": "Hers", "assignees": ["alice"]})
        matters.move(hers, matter.pk, to="done")
        matters.archive(hers, matter.pk)
        assert told(send()) == first
        matters.delete(hers, matter.pk)
        assert told(send()) == first

    def test_may_be_a_refusal_and_stays_one(self, board: Board, program: Program, alice: User) -> None:
        """T-031"""
        matter = MatterFactory(board=board, title="Doe v. Roe")
        matters.edit(Intent(board, alice), matter.pk, {"title": "Hers"})
        send = partial(program.patch, f"matters/{matter.pk}", {"version": 1, "title": "His"}, Idempotency_Key=key())
        first = told(send())
        matters.edit(Intent(board, alice), matter.pk, {"title": "Doe v. Roe", "judge": "Jones"})
        assert first[0] == 409
        assert told(send()) == first

    def test_is_not_given_to_another_request_with_the_same_key(self, board: Board, program: Program) -> None:
        """T-027"""
        matter, name = MatterFactory(board=board), key()
        ask = partial(program.patch, f"matters/{matter.pk}", Idempotency_Key=name)
        assert ask({"version": 1, "title": "One"}).status_code == 200
        others = [
            ask({"version": 1, "title": "Two"}),
            ask({"version": 1, "title": "One"}, If_Match='"1"'),
            program.post(f"boards/{board.slug}/matters", {"title": "One"}, Idempotency_Key=name),
            program.delete(f"boards/{board.slug}/labels/1", Idempotency_Key=name),
        ]
        assert [(each.status_code, each.json()["code"]) for each in others[:3]] == [(422, "mutation-reused")] * 3
        assert others[3].status_code == 403

    def test_is_not_given_to_anybody_else(self, board: Board, program: Program, alice: User) -> None:
        """T-028"""
        name, asked = key(), {"title": "Doe v. Roe"}
        path = f"boards/{board.slug}/matters"
        mine = program.post(path, asked, Idempotency_Key=name).json()
        hers = Program(alice).post(path, asked, Idempotency_Key=name).json()
        assert mine["id"] != hers["id"]

    def test_is_given_whichever_way_the_key_is_spelled(self, board: Board, program: Program) -> None:
        name, path = str(uuid.uuid4()), f"boards/{board.slug}/matters"
        bodies = [
            program.post(path, {"title": "Doe"}, Idempotency_Key=f'"{name}"').json(),
            program.post(path, {"title": "Doe"}, Idempotency_Key=name).json(),
            program.post(path, {"title": "Doe", "mutation_id": name}).json(),
        ]
        assert bodies == [bodies[0]] * 3

    @pytest.mark.parametrize("name", ["x", '"x"', "1", "-" * 10_000, "", '"', '""'])
    def test_needs_a_key_that_is_one(self, board: Board, program: Program, name: str) -> None:
        """T-029"""
        response = program.post(f"boards/{board.slug}/matters", {"title": "Doe"}, Idempotency_Key=name)
        assert (response.status_code, list(response.json()["fields"])) == (422, ["mutation_id"])


def test_no_write_of_the_api_is_left_out() -> None:
    named = {name for name, _ in WRITES}
    reads = {"updates", "events", "board-as-of", "members", "matter-history", "matter-as-of"}
    pages = {"docs", "schema", "nowhere"}
    assert named | {f"api-{name}" for name in reads | pages} == {name for name in own() if name.startswith("api-")}
