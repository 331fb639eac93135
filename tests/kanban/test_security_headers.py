"""What every answer carries, errors among them; and no write without a token, no reading with an effect."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from kanban.models import Board
from tests.clients import HTMX, Response, browser_of
from tests.kanban.addresses import World, address_of_matter, own, reverse_arguments, world_of

pytestmark = pytest.mark.django_db

CSP = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'", "manifest-src": "'self'", "form-action": "'self'", "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}  # fmt: skip
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NO_STORE = re.compile(r"\bno-store\b")  # Django's own never_cache pages say more besides


@pytest.fixture
def world(board: Board, alice: User) -> World:
    return world_of(board, alice)


def assert_guarded(response: Response) -> None:
    """T-128, T-129"""
    for name, value in HEADERS.items():
        assert value in response.get(name, ""), (name, response.status_code)
    assert "camera=()" in response["Permissions-Policy"]
    policy = dict(part.strip().partition(" ")[::2] for part in response["Content-Security-Policy"].split(";"))
    assert policy == CSP
    assert "unsafe" not in response["Content-Security-Policy"]


@pytest.mark.parametrize("name", sorted(own()))
def test_every_address_answers_everybody_guarded(world: World, bob: User, name: str) -> None:
    for client in (browser_of(None), browser_of(bob)):
        for headers in ({}, HTMX):
            assert_guarded(client.get(world.address(name), headers=headers))
            assert_guarded(client.put(world.address(name), headers=headers))


def test_errors_are_guarded_too(board: Board, bob: User, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser_of(bob, raise_request_exception=False)
    new = f"/boards/{board.slug}/matters/new/"
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
    many = client.post(new, {f"field{n}": "" for n in range(6)})
    refused = client.post(new, {"title": ""})
    no_token = browser_of(bob, enforce_csrf_checks=True).post(new, {"title": "Doe"})
    monkeypatch.setattr("kanban.pages.boards.overview", lambda boards: 1 / 0)
    broken = client.get("/")
    for response, status in (
        (many, 400),
        (refused, 422),
        (no_token, 403),
        (broken, 500),
        (client.get("/nowhere/"), 404),
    ):
        assert response.status_code == status
        assert_guarded(response)
        assert b"Traceback" not in response.content


def test_a_host_that_is_not_ours_is_400_and_guarded(client: Client) -> None:
    response = client.get("/accounts/login/", headers={"host": "evil.test"})
    assert response.status_code == 400
    assert NO_STORE.search(response["Cache-Control"])
    assert response["X-Content-Type-Options"] == "nosniff"


def test_cookies_are_not_for_scripts_nor_for_other_sites(bob: User, client: Client) -> None:
    """T-130: the names and Secure come with production's settings."""
    cookies = client.post("/accounts/login/", {"username": "bob", "password": "demo"}).cookies
    assert {"sessionid", "csrftoken"} <= set(cookies)
    assert all(cookie["httponly"] and cookie["samesite"] == "Lax" for cookie in cookies.values())


# -- Tokens -----------------------------------------------------------------------------------------------------------


def writing() -> Iterator[str]:
    """The addresses that take a POST of a page."""
    for name in own():
        if not name.startswith(("api-", "health-")) and name not in ("live", "ping"):
            yield name


@pytest.mark.parametrize("name", sorted(writing()))
def test_no_write_without_a_token_of_ours(world: World, alice: User, name: str) -> None:
    """T-131: none, a wrong one, and a right one sent from another site."""
    client = browser_of(alice, enforce_csrf_checks=True)
    address, body = world.address(name), world.body(name)
    allowed = browser_of(alice).generic("OPTIONS", address).get("Allow", "POST")
    client.get("/boards/new/")
    token = client.cookies["csrftoken"].value
    settled = world.board.stream.events.count()
    for data, headers in (
        (body, {}),
        ({**body, "csrfmiddlewaretoken": "a" * 64}, {}),
        (body, {"X-CSRFToken": "b" * 32}),
        ({**body, "csrfmiddlewaretoken": token}, {"Origin": "https://evil.test"}),
    ):
        response = client.post(address, data, headers=headers)
        assert response.status_code == (403 if "POST" in allowed else response.status_code)
        assert response.status_code in (403, 405)
    assert world.board.stream.events.count() == settled


IS_READ = re.compile(r"\(*(DECLARE \S+ NO SCROLL CURSOR FOR )?SELECT ")  # PostgreSQL reads a choice's rows by a cursor


@pytest.mark.parametrize("name", sorted(own()))
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_has_no_effect(world: World, alice: User, name: str, method: str) -> None:
    """T-131: no statement but SELECT, even with a form's fields in the address."""
    client, address = browser_of(alice), world.address(name)
    asked = "&".join(f"{key}={value}" for key, value in world.body(name).items())
    with CaptureQueriesContext(connection) as captured:
        client.generic(method, f"{address}{'&' if '?' in address else '?'}{asked}")
    assert [query["sql"] for query in captured if not IS_READ.match(query["sql"])] == []


def test_the_sign_in_page_never_sends_anybody_elsewhere(bob: User, client: Client) -> None:
    for place in ("https://evil.test/", "//evil.test", "javascript:alert(1)"):
        response = client.post(f"/accounts/login/?next={place}", {"username": "bob", "password": "demo", "next": place})
        assert response["Location"] == "/"
        client.logout()


def test_signing_out_leaves_nothing_to_go_back_to(bob: User) -> None:
    client = browser_of(bob)
    client.post("/accounts/logout/")
    assert client.get("/").status_code == 302
    assert client.get("/live/").status_code == 401


def test_each_address_that_takes_an_id_takes_only_ids(world: World, alice: User) -> None:
    client = browser_of(alice)
    for name in own():
        if "pk" in reverse_arguments(name):
            there = address_of_matter(name, 1)
            for wrong in ("x", "-1", "1.5", "١x", "9" * 5000):
                assert client.get(re.sub(r"/1(?=/|$)", f"/{wrong}", there, count=1)).status_code == 404
