"""Every endpoint x no sign-in, each of the cast by session and by token, a token that has ended, one that only reads.

What is expected stands in the table of the access matrix; a token is answered as its owner's session is.
"""

import json
from collections.abc import Callable
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from kanban.models import Board, Token
from tests.api.programs import Program
from tests.clients import Response, browser_of
from tests.kanban.addresses import World, world_of
from tests.kanban.test_access_matrix import CAST, METHODS, PROGRAMS, expected, undone

READS = ("GET", "HEAD", "OPTIONS")
Send = Callable[..., Response]

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(board: Board, alice: User) -> World:
    return world_of(board, alice)


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_everybody_gets_the_answer_of_the_table_by_session_and_by_token(
    world: World, name: str, alice: User, bob: User, vera: User, mallory: User, admin: User
) -> None:
    """T-115, T-124"""
    people = {"nobody": None, "mallory": mallory, "vera": vera, "bob": bob, "alice": alice, "admin": admin}
    sessions = {who: browser_of(person).generic for who, person in people.items()}
    programs = {who: Program(person).generic for who, person in people.items() if person}
    reader, ended = Program(alice, may_write=False), Program(alice)
    Token.objects.filter(pk=ended.token.pk).update(expires_at=timezone.now())
    for method in METHODS:
        status = partial(_status, method=method, address=world.address(name), body=world.json(name, method))
        hoped = dict(zip(CAST, expected(name, method), strict=True))
        assert {who: status(send) for who, send in sessions.items()} == hoped, method
        if hoped["alice"] == "405":  # of what nobody may do by session nothing is tried by token
            continue
        assert {who: status(send) for who, send in programs.items()} == {who: hoped[who] for who in programs}, method
        assert status(ended.generic) == hoped["nobody"], method
        assert status(reader.generic) == (hoped["alice"] if method in READS else "403"), method


def _status(send: Send, *, method: str, address: str, body: object) -> str:
    with undone():
        response = send(method, address, "" if method in READS else json.dumps(body), content_type="application/json")
    if response.status_code >= 400 and method != "HEAD":
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["status"] == response.status_code
    return str(response.status_code)
