"""Every endpoint x no sign-in, each of the cast by a token, a token that has ended, and one that may only read.

What a session is answered stands in the table of the access matrix; a token of the same person is answered alike.
"""

import json

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from kanban.models import Board, Token
from tests.api.programs import Program
from tests.kanban.addresses import World, own, world_of
from tests.kanban.test_access_matrix import CAST, expected, undone

READS = ("GET", "OPTIONS")
OPEN = {"api-docs", "api-schema", "api-nowhere"}  # pages, and what is told to everybody
ENDPOINTS = sorted({name for name in own() if name.startswith("api-")} - OPEN)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(board: Board, alice: User) -> World:
    return world_of(board, alice)


@pytest.mark.parametrize("name", ENDPOINTS)
def test_a_token_is_answered_as_its_owner_and_no_further(
    world: World, name: str, alice: User, bob: User, vera: User, mallory: User
) -> None:
    """T-115, T-124"""
    path = world.address(name).removeprefix("/api/")
    people = {"mallory": mallory, "vera": vera, "bob": bob, "alice": alice}
    programs = {who: Program(person) for who, person in people.items()}
    reader, ended = Program(alice, may_write=False), Program(alice)
    Token.objects.filter(pk=ended.token.pk).update(expires_at=timezone.now())
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
        body = json.dumps(world.json(name, method)) if method not in READS else ""
        hoped = dict(zip(CAST, expected(name, method), strict=True))
        answered = {who: status(program, method, path, body) for who, program in programs.items()}
        assert answered == {who: hoped[who] for who in people}, method
        assert status(ended, method, path, body) == "401"
        assert status(reader, method, path, body) == (hoped["alice"] if method in READS else "403"), method


def status(program: Program, method: str, path: str, body: str) -> str:
    with undone():
        response = program.send(method, path, body)
    if response.status_code >= 400:
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["status"] == response.status_code
    return str(response.status_code)
