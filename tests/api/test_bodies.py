"""Whatever is sent: a 4xx that says what is wrong, by its field, and nothing is written."""

import time
from typing import Any

import pytest
from django.contrib.auth.models import User

from kanban.models import Board, Matter
from realtime.models import Event
from tests.api.programs import Program
from tests.factories import MatterFactory

pytestmark = pytest.mark.django_db
HUGE = 10**4000


@pytest.fixture
def program(alice: User) -> Program:
    return Program(alice)


@pytest.fixture
def matter(board: Board) -> Matter:
    return MatterFactory(board=board)


BODIES = {
    "nothing of JSON": (b"title=x", 400),
    "half": (b'{"title": ', 400),
    "not a number": (b'{"title": NaN}', 400),
    "infinity": (b'{"version": -Infinity}', 400),
    "a key twice": (b'{"title": "a", "title": "b"}', 400),
    "bad UTF-8": (b'{"title": "\xff\xfe"}', 400),
    "UTF-16": ('{"title": "x"}'.encode("utf-16"), 400),
    "half a character": (b'{"title": "\\ud800"}', 400),
    "half a character for a name": (b'{"\\ud800": 1}', 400),
    "deep": (b'{"title": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400),
    "deep, of objects": (b'{"title": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}", 400),
    "more digits than anybody counts": (b'{"version": ' + b"9" * 5000 + b"}", 400),
    "many digits": (b'{"title": "x", "version": ' + b"9" * 4000 + b"}", 422),
    "a million keys": (b"{" + b",".join(b'"k%d":1' % n for n in range(150_000)) + b"}", 422),
    "ten megabytes": (b'{"title": "' + b"x" * 10_000_000 + b'"}', 413),
    "a list": (b"[]", 422),
    "null": (b"null", 422),
    "text": (b'"title"', 422),
    "nothing": (b"", 422),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_makes_no_sense_is_told_so_quickly(board: Board, program: Program, name: str) -> None:
    """T-137"""
    body, status = BODIES[name]
    before, started = Event.objects.count(), time.monotonic()
    response = program.send("POST", f"boards/{board.slug}/matters", body)
    assert time.monotonic() - started < 3
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json"), response.content
    assert len(response.content) < 3_000
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "application/xml"]
)
def test_what_is_not_sent_as_json_is_415(board: Board, program: Program, kind: str) -> None:
    response = program.send("POST", f"boards/{board.slug}/matters", b"title=x", kind)
    assert (response.status_code, response["Content-Type"]) == (415, "application/problem+json")


WRONG: list[tuple[str, Any]] = [
    ("title", ""), ("title", "  "), ("title", None), ("title", 7), ("title", "x" * 251), ("title", "a\0b"),
    ("title", ["x"]), ("judge", True), ("description", {"a": 1}), ("description", "x" * 50_001),
    ("priority", "none such"), ("priority", None), ("priority", 1), ("status", []),
    ("target_on", "tomorrow"), ("target_on", 20260630), ("target_on", "20260630"), ("target_on", "2026-02-30"),
    ("target_on", "0001-01-01"), ("target_on", ""), ("responsible", "mallory"), ("responsible", ["bob"]),
    ("responsible", "\u202e"), ("assignees", "bob"), ("assignees", [1]), ("assignees", ["nobody"]),
    ("labels", ["none"]), ("labels", None),
    ("version", 0), ("version", -1), ("version", "1"), ("version", 1.5), ("version", True),
    ("version", HUGE), ("version", 99), ("version", None),
    ("id", 1), ("rank", "1"), ("board", "x"), ("column", "done"), ("archived", True), ("deleted_at", None),
    ("Title", "x"),
    ("__proto__", {}), ("", 1), ("mutation_id", "no uuid"), ("mutation_id", 7), ("after", 1),
]  # fmt: skip


def test_a_field_that_cannot_be_taken_is_named(program: Program, matter: Matter, mallory: User) -> None:
    """T-055, T-122"""
    before = Event.objects.count()
    for name, value in WRONG:
        response = program.patch(f"matters/{matter.pk}", {"version": 1, "judge": "Jones", name: value})
        assert response.status_code == 422, (name, str(value)[:50])
        assert list(response.json()["fields"]) == [name], (name, str(value)[:50])
    assert Event.objects.count() == before


@pytest.mark.parametrize("field", ["titel", "version2", "a" * 1000])
def test_a_field_there_is_not_is_refused_by_its_name(board: Board, program: Program, field: str) -> None:
    response = program.post(f"boards/{board.slug}/matters", {"title": "Doe", field: 1})
    assert (response.status_code, response.json()["fields"]) == (422, {field: ["There is no such field."]})


SETTINGS: list[tuple[str, str, dict[str, Any], str]] = [
    ("POST", "columns", {"name": "New", "wip_limit": "3"}, "wip_limit"),
    ("POST", "columns", {"name": "New", "wip_limit": 3.7}, "wip_limit"),
    ("POST", "columns", {"name": "New", "wip_limit": 10_001}, "wip_limit"),
    ("POST", "columns", {"name": "New", "wip_is_hard": "yes"}, "wip_is_hard"),
    ("POST", "columns", {"name": "New", "slug": "mine"}, "slug"),
    ("POST", "columns", {}, "name"),
    ("POST", "labels", {"name": "Tax", "colour": "beige"}, "colour"),
    ("POST", "labels", {"name": 7}, "name"),
    ("PATCH", "columns/done", {"name": "Over", "base": {"nane": "x"}}, "base"),
    ("PATCH", "columns/done", {"category": 1}, "category"),
    ("PUT", "members/vera", {"role": "owner"}, "role"),
    ("PUT", "members/vera", {}, "role"),
    ("PUT", "members/nobody", {"role": "editor"}, "username"),
    ("POST", "columns/done/move", {}, "after"),
    ("PATCH", "", {"number_template": "YYYY"}, "number_template"),
]


def test_a_setting_that_cannot_be_taken_is_named(board: Board, program: Program) -> None:
    writes = {"POST": program.post, "PATCH": program.patch, "PUT": program.put}
    before = Event.objects.count()
    for method, path, body, field in SETTINGS:
        response = writes[method](f"boards/{board.slug}/{path}".rstrip("/"), body)
        assert response.status_code == 422, (method, path, body)
        assert list(response.json()["fields"]) == [field], (method, path, body)
    assert Event.objects.count() == before


@pytest.mark.parametrize("username", ["a%00b", "%F0%9F%92%A9", "x" * 1000, "a'b", "%E2%80%AE"])
def test_any_name_may_be_asked_about(board: Board, program: Program, username: str) -> None:
    path = f"boards/{board.slug}/members/{username}"
    assert program.put(path, {"role": "editor"}).status_code in (404, 422)
    assert program.delete(path).status_code in (200, 404)
    assert board.memberships.count() == 3


@pytest.mark.parametrize(
    "asked",
    [{"limit": "0"}, {"limit": "x"}, {"limit": "501"}, {"after": "-1"}, {"colum": "done"}, {"priority": "none"},
     {"target_until": "soon"}, {"q": "a\0b"}, {"archived": "maybe"}, {"after": str(10**30)}],
)  # fmt: skip
def test_a_question_that_makes_no_sense_is_told_so(board: Board, program: Program, asked: dict[str, str]) -> None:
    response = program.get(f"boards/{board.slug}/matters", asked)
    assert (response.status_code, list(response.json()["fields"])) == (422, list(asked))
