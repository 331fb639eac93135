"""A configuration under which something acknowledged could be lost does not start."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.checks import run_checks
from pytest_django.fixtures import Settings

from realtime.checks import settings_are_understood, sqlite_keeps_what_it_acknowledges

GOOD: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}


def sqlite(**options: Any) -> dict[str, Any]:
    return {"default": {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": {**GOOD, **options}}}


def test_our_own_settings_pass() -> None:
    assert settings_are_understood() == []
    assert sqlite_keeps_what_it_acknowledges() == []
    assert not [found for found in run_checks() if str(found.id).startswith("realtime")]


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ({}, []),
        ({"transaction_mode": "DEFERRED"}, ["realtime.E001"]),
        ({"init_command": ""}, ["realtime.E002"] * 3),
        ({"init_command": GOOD["init_command"].replace("FULL", "NORMAL")}, ["realtime.E002"]),
        ({"init_command": GOOD["init_command"].replace("WAL", "DELETE")}, ["realtime.E002"]),
        ({"init_command": GOOD["init_command"].replace("keys=ON", "keys=OFF")}, ["realtime.E002"]),
    ],
)
def test_sqlite_must_keep_what_it_acknowledges(
    monkeypatch: pytest.MonkeyPatch, options: dict[str, str], ids: list[str]
) -> None:
    """T-054"""
    monkeypatch.setattr("realtime.checks.settings", SimpleNamespace(DATABASES=sqlite(**options)))
    assert [found.id for found in sqlite_keeps_what_it_acknowledges()] == ids


def test_other_databases_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("realtime.checks.settings", SimpleNamespace(DATABASES={"default": {"ENGINE": "postgresql"}}))
    assert sqlite_keeps_what_it_acknowledges() == []


@pytest.mark.parametrize(
    ("name", "value", "ids"),
    [
        ("REALTIME_TRANSPORT", "pigeon", ["realtime.E003"]),
        ("REALTIME_TRANSPORT", "websocket", []),
        ("REALTIME_POLL_SECONDS", 0.1, ["realtime.E004"]),
        ("REALTIME_POLL_SECONDS", 61, ["realtime.E004"]),
        ("REALTIME_POLL_SECONDS", 60, []),
    ],
)
def test_settings_that_are_not_understood_are_named(
    settings: Settings, name: str, value: object, ids: list[str]
) -> None:
    setattr(settings, name, value)
    assert [found.id for found in settings_are_understood()] == ids
