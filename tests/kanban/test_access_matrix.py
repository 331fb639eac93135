"""Who gets what answer at which address: every address x method x person, from the URL resolver.

A row has one answer for each of nobody, mallory, vera, bob, alice and admin; `in` is the way to the sign-in page. A
method without a row is not allowed to anybody (405). HEAD is answered as GET. A new address without a row fails.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import NoReverseMatch, reverse

from kanban.models import Board
from tests.clients import Response, browser_of
from tests.kanban.addresses import World, names, own, world_of

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
CAST = ("nobody", "mallory", "vera", "bob", "alice", "admin")

EVERYBODY_SIGNED_IN = "in 200 200 200 200 200"
MEMBERS = "in 404 200 200 200 404"
EDITORS = "in 404 403 200 200 404"
EDITORS_WRITE = "in 404 403 302 302 404"
MANAGERS = "in 404 403 403 200 404"
MANAGERS_WRITE = "in 404 403 403 302 404"
API_NEVER = "401 405 405 405 405 405"
API_NONE = {"OPTIONS": "401 200 200 200 200 200"} | dict.fromkeys(
    ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"), API_NEVER
)
API = {**API_NONE, "GET": "401 404 200 200 200 404"}
API_EDITORS = "401 404 403 200 200 404"
API_MANAGERS = "401 404 403 403 200 404"
ACCOUNT = dict.fromkeys(
    ("POST", "PUT", "PATCH", "DELETE", "OPTIONS"), "in 405 405 405 405 405"
)  # asks first, then looks
MACHINES = {"GET": "204 204 204 204 204 204"}
SIGN_IN = dict.fromkeys(("PUT", "PATCH", "DELETE", "OPTIONS"), "405 302 302 302 302 302")  # who is signed in goes on

TABLE: dict[str, dict[str, str]] = {
    "boards": {"GET": EVERYBODY_SIGNED_IN},
    "search": {"GET": EVERYBODY_SIGNED_IN},
    "board-new": {"GET": EVERYBODY_SIGNED_IN, "POST": "in 302 302 302 302 302"},
    "board": {"GET": MEMBERS},
    "board-history": {"GET": MEMBERS},
    "board-archive": {"GET": MEMBERS},
    "board-away": {"GET": MEMBERS, "POST": "in 404 302 302 302 404"},
    "matter-new": {"GET": EDITORS, "POST": EDITORS_WRITE},
    "board-settings": {"GET": MANAGERS, "POST": MANAGERS_WRITE},
    "board-put-aside": {"GET": MANAGERS, "POST": MANAGERS_WRITE},
    "column-new": {"POST": MANAGERS_WRITE},
    "column": {"GET": MANAGERS, "POST": MANAGERS_WRITE},
    "column-move": {"POST": MANAGERS_WRITE},
    "column-remove": {"POST": MANAGERS_WRITE},
    "label-new": {"POST": MANAGERS_WRITE},
    "label": {"GET": MANAGERS, "POST": MANAGERS_WRITE},
    "label-remove": {"POST": MANAGERS_WRITE},
    "member-put": {"POST": MANAGERS_WRITE},
    "member-remove": {"POST": MANAGERS_WRITE},
    "import-new": {"GET": MANAGERS, "POST": "in 404 403 403 422 404"},  # a file is needed
    "import": {"GET": MANAGERS, "POST": MANAGERS_WRITE},
    "import-go-on": {"POST": MANAGERS_WRITE},
    "import-discard": {"POST": MANAGERS_WRITE},
    "webhooks": {"GET": MANAGERS, "POST": MANAGERS},
    "webhook": {"GET": MANAGERS},
    "webhook-switch": {"POST": MANAGERS_WRITE},
    "webhook-again": {"POST": MANAGERS_WRITE},
    "webhook-remove": {"POST": MANAGERS_WRITE},
    "matter": {"GET": MEMBERS},
    "board-as-of": {"GET": MEMBERS},
    "matter-as-of": {"GET": MEMBERS},
    "matter-history": {"GET": MEMBERS},
    "matter-edit": {"GET": EDITORS, "POST": EDITORS_WRITE},
    "matter-move": {"GET": EDITORS, "POST": EDITORS_WRITE},
    "matter-assign": {"GET": EDITORS, "POST": EDITORS_WRITE},
    "matter-archive": {"GET": EDITORS, "POST": EDITORS_WRITE},
    "matter-restore": {"GET": EDITORS, "POST": EDITORS_WRITE},
    "matter-undo": {"GET": EDITORS, "POST": MANAGERS_WRITE},  # alice did it: an editor takes back his own only
    "matter-delete": {"GET": MANAGERS, "POST": MANAGERS_WRITE},
    "matter-audit": {"GET": MANAGERS},
    "matter-audit-json": {"GET": MANAGERS},
    "party-new": {"GET": EDITORS, "POST": EDITORS_WRITE},
    "party": {"GET": EDITORS, "POST": EDITORS_WRITE},
    "party-remove": {"POST": EDITORS_WRITE},
    "login": {**SIGN_IN, "GET": "200 302 302 302 302 302", "POST": "302 302 302 302 302 302"},
    "logout": {"POST": "in in in in in in", "OPTIONS": "200 200 200 200 200 200"},
    "password": {**ACCOUNT, "GET": EVERYBODY_SIGNED_IN, "POST": "in 302 302 302 302 302"},
    "password-changed": {**ACCOUNT, "GET": EVERYBODY_SIGNED_IN, "OPTIONS": EVERYBODY_SIGNED_IN},
    "calendars": {"GET": EVERYBODY_SIGNED_IN, "POST": EVERYBODY_SIGNED_IN},
    "calendar-revoke": {"POST": "in 404 404 404 302 404"},  # alice made it
    "calendar": {"GET": "200 200 200 200 200 200"},  # the address is the secret
    "live": {"GET": "401 403 204 204 204 403", "HEAD": "405 405 405 405 405 405"},
    "ping": MACHINES,
    "health-live": {"GET": "200 200 200 200 200 200"},
    "health-ready": {"GET": "200 200 200 200 200 200"},
    "tokens": {"GET": EVERYBODY_SIGNED_IN, "POST": EVERYBODY_SIGNED_IN},
    "token-revoke": {"POST": "in 404 404 404 302 404"},  # it is alice's
    "api-docs": {"GET": EVERYBODY_SIGNED_IN},
    "api-schema": {"GET": "200 200 200 200 200 200"},
    "api-nowhere": dict.fromkeys(METHODS, "404 404 404 404 404 404"),
    "api-boards": {**API, "GET": "401 200 200 200 200 200", "POST": "401 201 201 201 201 201"},
    "api-board": {**API, "PATCH": API_MANAGERS},
    "api-board-archive": {**API_NONE, "POST": API_MANAGERS},
    "api-updates": API,
    "api-events": API,
    "api-board-as-of": API,
    "api-columns": {**API, "POST": "401 404 403 403 201 404"},
    "api-column": {**API_NONE, "PATCH": API_MANAGERS, "DELETE": API_MANAGERS},
    "api-column-move": {**API_NONE, "POST": API_MANAGERS},
    "api-labels": {**API, "POST": "401 404 403 403 201 404"},
    "api-label": {**API_NONE, "PATCH": API_MANAGERS, "DELETE": API_MANAGERS},
    "api-members": API,
    "api-member": {**API_NONE, "PUT": API_MANAGERS, "DELETE": API_MANAGERS},
    "api-matters": {**API, "POST": "401 404 403 201 201 404"},
    "api-matter": {**API, "PATCH": API_EDITORS, "DELETE": API_MANAGERS},
    "api-matter-move": {**API_NONE, "POST": API_EDITORS},
    "api-matter-assign": {**API_NONE, "POST": API_EDITORS},
    "api-matter-archive": {**API_NONE, "POST": API_EDITORS},
    "api-matter-restore": {**API_NONE, "POST": API_EDITORS},
    "api-matter-undo": {**API_NONE, "POST": API_MANAGERS},  # alice did it: an editor takes back his own only
    "api-matter-history": API,
    "api-matter-as-of": API,
    "api-parties": {**API, "POST": "401 404 403 201 201 404"},
    "api-party": {**API_NONE, "PATCH": API_EDITORS, "DELETE": API_EDITORS},
}


PROGRAMS = {name for name in TABLE if name.startswith("api-")} - {"api-docs", "api-schema", "api-nowhere"}
"""Whose rows tests/api/test_statuses.py holds, by session and by token."""


def expected(name: str, method: str) -> list[str]:
    row = TABLE[name]
    if method == "HEAD" and "GET" in row:
        row = {"HEAD": row["GET"], **row}
    return row.get(method, "405 405 405 405 405 405").split()


@pytest.fixture
def people(alice: User, bob: User, vera: User, mallory: User, admin: User) -> dict[str, User | None]:
    return {"nobody": None, "mallory": mallory, "vera": vera, "bob": bob, "alice": alice, "admin": admin}


@pytest.fixture
def world(board: Board, alice: User) -> World:
    return world_of(board, alice)


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert sorted(TABLE) == sorted(own())


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", sorted(set(own()) - PROGRAMS))
def test_everybody_gets_the_answer_of_the_table(
    world: World, people: dict[str, User | None], name: str, method: str
) -> None:
    """T-115, T-124"""
    address, body = world.address(name), world.body(name)
    answered = {}
    for who in CAST:
        client = browser_of(people[who])
        with undone():
            response = client.post(address, body) if method == "POST" else client.generic(method, address)
        answered[who] = told(response)
        assert method != "HEAD" or response.content == b""
    assert answered == dict(zip(CAST, expected(name, method), strict=True))


ADMIN = sorted({name for name in names() if name.startswith("admin:")})


@pytest.mark.parametrize("name", ADMIN)
def test_the_administration_is_for_staff_only(world: World, people: dict[str, User | None], name: str) -> None:
    """T-115: whoever is not is sent to its sign-in page, which is open to all."""
    address = admin_address(name)
    for who in CAST[:-1]:
        for method in ("GET", "POST"):
            response = browser_of(people[who]).generic(method, address)
            if name in ("admin:login", "admin:logout"):
                assert response.status_code in (200, 302, 405)
            else:
                assert response.status_code == 302, (who, method)
                assert "/login/" in response["Location"]
    with undone():
        assert browser_of(people["admin"]).get(address).status_code in (200, 301, 302, 403, 404, 405)


def admin_address(name: str) -> str:
    for arguments in ([], ["1"], [1, 1], ["kanban"], ["no/such/page"]):
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:
            continue
    return "/admin/no/such/page"


def told(response: Response) -> str:
    to = response.get("Location", "")
    return "in" if response.status_code == 302 and to.startswith("/accounts/login/") else str(response.status_code)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is rolled back, so that everybody meets the same world."""
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)
