"""The audit of one matter: all that changed it, who opened it, and whether the log that says so holds."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection

from kanban.commands import Intent, matters, parties
from kanban.models import Board, Matter
from tests.clients import browser_of
from tests.factories import MatterFactory
from tests.triggers import without_triggers

IS_SQLITE = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


@pytest.fixture
def walled(board: Board, bob: User) -> Matter:
    """A restricted matter with a past, beside another that has one too."""
    matters.edit(Intent(board, bob), MatterFactory(board=board).pk, {"title": "Another"})
    matter = MatterFactory(board=board, title="One", confidentiality="restricted", assignees=["bob"])
    matters.edit(Intent(board, bob), matter.pk, {"title": "<b>Two</b>", "court": "SDNY"})
    matters.move(Intent(board, bob), matter.pk, to="waiting")
    parties.add(Intent(board, bob), matter.pk, {"name": "Wanda", "role": "witness"})
    return matter


def read(person: User, matter: Matter) -> dict[str, Any]:
    response = browser_of(person).get(f"/matters/{matter.pk}/audit.json")
    assert response["Content-Disposition"] == f'attachment; filename="matter-{matter.pk}-audit.json"'
    found: dict[str, Any] = json.loads(response.content)
    return found


def forge(matter: Matter, kind: str, column: str, value: str) -> None:
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE realtime_event SET {column} = {value} WHERE kind = %s AND subject = %s",  # noqa: S608
            [kind, f"matter:{matter.pk}"],
        )


def test_every_change_of_the_matter_is_in_it_and_no_other(board: Board, walled: Matter, alice: User) -> None:
    changes = read(alice, walled)["changes"]
    events = list(board.stream.events.filter(subject=f"matter:{walled.pk}").order_by("version"))
    assert [(change["version"], change["hash"], change["kind"]) for change in changes] == [
        (event.version, event.hash, event.kind) for event in events
    ]
    assert [change["username"] for change in changes] == [None, "bob", "bob", "bob"]
    assert {"field": "title", "from": "One", "to": "<b>Two</b>"} in changes[1]["fields"]
    assert {"field": "court", "from": "", "to": "SDNY"} in changes[1]["fields"]
    for change, event in zip(changes, events, strict=True):
        assert {each["field"]: [each["from"], each["to"]] for each in change["fields"]} == event.changes


def test_it_says_who_opened_the_matter_and_itself_counts(walled: Matter, alice: User, bob: User) -> None:
    browser_of(bob).get(f"/matters/{walled.pk}/")
    assert [(each["username"], each["how"]) for each in read(alice, walled)["openings"]] == [
        ("bob", "page"),
        ("alice", "export"),
    ]


def test_it_says_where_the_log_stands_and_that_it_holds(board: Board, walled: Matter, alice: User) -> None:
    board.stream.refresh_from_db()
    told = read(alice, walled)
    assert told["log"] == {
        "stream": f"board:{board.pk}",
        "version": board.stream.version,
        "head": board.stream.head,
        "pruned_through": 1,
        "holds": True,
        "broken": None,
    }
    assert (told["format"], told["exported_by"], told["matter"]["number"]) == (
        "aster-audit/1",
        "alice",
        walled.number,
    )


@pytest.mark.parametrize("changes", ["'[]'", "'null'", "'{\"title\": 7}'"])
def test_a_log_that_does_not_hold_is_told_with_the_event_and_still_shown(
    walled: Matter, alice: User, changes: str
) -> None:
    forge(walled, "matter.moved", "changes", changes)
    told = read(alice, walled)
    version = next(change["version"] for change in told["changes"] if change["kind"] == "matter.moved")
    assert told["log"]["broken"] == {"version": version, "reason": "its content is not what was written"}
    page = browser_of(alice).get(f"/matters/{walled.pk}/audit/").content.decode()
    assert f"The log is broken at version {version}" in page


def test_what_comes_before_an_unreadable_event_is_shown(walled: Matter, alice: User) -> None:
    if not IS_SQLITE:
        return  # PostgreSQL would not store it
    forge(walled, "matter.moved", "at", "'junk'")
    told = read(alice, walled)
    assert told["log"]["broken"]["reason"] == "it holds what cannot be read"
    assert [change["kind"] for change in told["changes"]] == ["matter.created", "matter.edited"]


def test_a_deleted_matter_still_has_its_audit(board: Board, walled: Matter, alice: User) -> None:
    matters.delete(Intent(board, alice), walled.pk)
    told = read(alice, walled)
    assert told["matter"]["deleted"] is True
    assert told["changes"][-1]["kind"] == "matter.deleted"


def test_the_page_shows_it_all_escaped_and_has_nothing_inline(walled: Matter, alice: User) -> None:
    page = browser_of(alice).get(f"/matters/{walled.pk}/audit/").content.decode()
    assert "&lt;b&gt;Two&lt;/b&gt;" in page
    assert "<b>Two" not in page
    assert "The log holds" in page
    for change in read(alice, walled)["changes"]:
        assert change["hash"] in page
    assert " style=" not in page
    assert "<script>" not in page


def test_only_managers_are_offered_it(walled: Matter, alice: User, bob: User) -> None:
    address = f"/matters/{walled.pk}/audit/"
    assert address in browser_of(alice).get(f"/matters/{walled.pk}/").content.decode()
    assert address not in browser_of(bob).get(f"/matters/{walled.pk}/").content.decode()
