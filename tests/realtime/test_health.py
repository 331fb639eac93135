"""The addresses that machines ask."""

import pytest
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.redis import RedisCache
from django.db import InterfaceError, OperationalError, connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from realtime import pages


def test_ping_answers_without_session_or_database(client: Client) -> None:
    """No database fixture: any query would fail this test."""
    response = client.get("/api/ping")
    assert (response.status_code, response.content, dict(response.cookies)) == (204, b"", {})
    assert response["Cache-Control"] == "no-store"


def test_live_says_that_the_process_answers(client: Client) -> None:
    assert client.get("/health/live").json() == {"status": "ok"}


@pytest.mark.django_db
def test_ready_asks_the_database_and_the_cache(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (200, {"status": "ok", "database": "ok", "cache": "ok"})


@pytest.mark.django_db
def test_a_cache_that_forgets_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "cache", DummyCache("", {}))
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["cache"]) == (503, "away")


@pytest.mark.parametrize("address", ["/api/ping", "/health/live", "/health/ready"])
def test_nobody_writes_to_them(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_refuses_is_named(
    client: Client, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    """T-152: a process without any database is asked in test_middleware; here both ways in which drivers say so."""

    def refuse() -> None:
        raise error("refused")

    monkeypatch.setattr(connection, "cursor", refuse)
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["database"]) == (503, "away")


@pytest.mark.django_db
def test_a_cache_that_refuses_is_named(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """T-152"""
    away = RedisCache("redis://127.0.0.1:1", {})
    monkeypatch.setattr(pages, "cache", away)
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["cache"]) == (503, "away")
