"""manage.py bench: what it says where it cannot measure."""

import sys

import pytest
from django.core.management import CommandError, call_command

from kanban.benchmarks.browser import _chromium


def test_a_measure_that_is_not_there_is_named_beside_those_that_are() -> None:
    with pytest.raises(CommandError, match="no measure clouds; there are polls, pages, deltas, imports, browser"):
        call_command("bench", "polls", "clouds")


def test_without_playwright_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    with pytest.raises(CommandError, match="driven by Playwright"), _chromium():
        pass


def test_without_a_browser_it_says_how_to_name_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM_PATH", "/no/such/chromium")
    with pytest.raises(CommandError, match="CHROMIUM_PATH"), _chromium():
        pass
