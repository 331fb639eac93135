"""Limits count a person, not an address; who passes them is told when to come back."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import caches
from django.test import Client
from pytest_django.fixtures import Settings

from kanban.models import Board
from tests.clients import HTMX, browser_of

pytestmark = pytest.mark.django_db


def test_writes_beyond_the_limit_are_429_and_do_nothing(
    board: Board, bob: User, alice: User, settings: Settings
) -> None:
    """T-139"""
    settings.RATE_LIMIT_WRITE = "2/m"
    address = f"/boards/{board.slug}/matters/new/"
    client = browser_of(bob)
    answers = [client.post(address, {"title": "Doe v. Roe"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert int(answers[2]["Retry-After"]) >= 1
    assert board.matters.count() == 2
    assert browser_of(alice).post(address, {"title": "Doe v. Roe"}).status_code == 302


def test_reading_pages_is_not_a_write(board: Board, bob: User, settings: Settings) -> None:
    settings.RATE_LIMIT_WRITE = "1/m"
    client = browser_of(bob)
    assert {client.get("/search/").status_code for _ in range(3)} == {200}


def test_the_api_is_limited_with_a_problem_that_says_when(board: Board, bob: User, settings: Settings) -> None:
    settings.RATE_LIMIT_LIVE = "1/m"
    client = browser_of(bob)
    address = f"/api/boards/{board.slug}/updates"
    assert client.get(address).status_code == 200
    refused = client.get(address)
    assert (refused.status_code, refused["Content-Type"]) == (429, "application/problem+json")
    assert int(refused["Retry-After"]) >= 1


class TestGuessing:
    """T-138"""

    def tries(self, client: Client, names: list[str], **kwargs: Any) -> list[int]:
        return [
            client.post("/accounts/login/", {"username": name, "password": "wrong"}, **kwargs).status_code
            for name in names
        ]

    def test_tries_on_one_account_are_limited(self, bob: User, client: Client, settings: Settings) -> None:
        settings.RATE_LIMIT_LOGIN = "2/m"
        assert self.tries(client, ["bob", "Bob", "BOB"]) == [422, 422, 429]

    def test_others_of_the_firm_are_not_locked_out(self, bob: User, client: Client, settings: Settings) -> None:
        settings.RATE_LIMIT_LOGIN = "1/m"
        assert self.tries(client, ["alice", "bob"]) == [422, 422]

    def test_an_invented_forwarding_address_is_not_believed(
        self, bob: User, client: Client, settings: Settings
    ) -> None:
        settings.RATE_LIMIT_LOGIN = "1/m"
        found = [self.tries(client, ["bob"], headers={"X-Forwarded-For": f"10.0.0.{n}"})[0] for n in range(2)]
        assert found == [422, 429]

    def test_a_very_long_name_is_counted_like_any_other(self, client: Client, db: None, settings: Settings) -> None:
        settings.RATE_LIMIT_LOGIN = "1/m"
        assert self.tries(client, ["ä" * 5_000] * 2) == [422, 429]

    def test_an_unknown_name_and_a_wrong_password_are_told_alike(self, bob: User, client: Client) -> None:
        known, unknown = (
            client.post("/accounts/login/", {"username": name, "password": "wrong"})
            .content.decode()
            .replace(name, "NAME")
            for name in ("bobby", "bob")
        )
        assert "Please enter a correct username and password" in known
        assert known.count("NAME") == unknown.count("NAME")


def test_a_cache_that_breaks_limits_nobody(
    board: Board, bob: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """T-065"""

    def away(*args: Any, **kwargs: Any) -> None:
        raise ConnectionError("the cache is away")

    monkeypatch.setattr(type(caches["default"]), "get", away)
    response = browser_of(bob).post(f"/boards/{board.slug}/matters/new/", {"title": "Doe v. Roe"}, headers=HTMX)
    assert response.status_code == 302
    assert "rate limits are off" in caplog.text
