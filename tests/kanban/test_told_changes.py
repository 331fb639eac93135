"""What a delta says of each change beside the card: who, what, by which mutation. And why not, in a header."""

import re
import uuid
from typing import Any
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import User
from django.test import Client

from kanban.commands import Intent, columns, matters
from kanban.models import Board
from realtime.log import Mutation
from tests.clients import browser_of, cursor_of, poll
from tests.factories import MatterFactory

pytestmark = pytest.mark.django_db
CHANGE = re.compile(r"<i data-change=[^>]*>")
ATTRIBUTE = re.compile(r'data-([\w-]+)="([^"]*)"')


def told(client: Client, board: Board, since: str) -> list[dict[str, str]]:
    return [dict(ATTRIBUTE.findall(found)) for found in CHANGE.findall(poll(client, board, since).content.decode())]


def test_one_line_a_matter_names_the_last_person_all_fields_and_all_mutations(
    board: Board, alice: User, bob: User
) -> None:
    matter, before = MatterFactory(board=board), cursor_of(board)
    keys = [uuid.uuid4(), uuid.uuid4()]
    matters.edit(Intent(board, alice, Mutation(keys[0], "a")), matter.pk, {"title": "New", "court": "ca9"})
    matters.move(Intent(board, bob, Mutation(keys[1], "b")), matter.pk, to="done")
    (change,) = told(browser_of(alice), board, before)
    assert change.pop("at")
    assert change == {
        "change": f"matter:{matter.pk}",
        "version": cursor_of(board).partition(".")[0],
        "kind": "matter.moved",
        "by": "Bob Baker",
        "fields": "column court rank title",
        "mutations": f"{keys[0]} {keys[1]}",
    }


def test_a_matter_that_leaves_the_board_is_told_too_and_what_nobody_did_has_no_name(board: Board, alice: User) -> None:
    matter, before = MatterFactory(board=board), cursor_of(board)
    matters.archive(Intent(board), matter.pk)
    (change,) = told(browser_of(alice), board, before)
    assert (change["kind"], change["by"], change["mutations"]) == ("matter.archived", "", "")


def test_nothing_is_told_of_a_matter_behind_a_wall(board: Board, alice: User, bob: User) -> None:
    """T-118"""
    matter, before = MatterFactory(board=board, confidentiality="restricted"), cursor_of(board)
    matters.edit(Intent(board, alice), matter.pk, {"title": "Canary"})
    columns.change(Intent(board, alice), "done", {"name": "Closed"})
    assert told(browser_of(bob), board, before) == []
    assert len(told(browser_of(alice), board, before)) == 1


def test_of_what_went_behind_a_wall_no_more_is_told_than_that_it_went(board: Board, alice: User, bob: User) -> None:
    matter, before = MatterFactory(board=board), cursor_of(board)
    matters.edit(Intent(board, alice), matter.pk, {"confidentiality": "restricted"})
    body = poll(browser_of(bob), board, before).content.decode()
    assert f'data-removed-matter="{matter.pk}"' in body
    assert "data-change" not in body


@pytest.fixture
def full(board: Board) -> Any:
    MatterFactory(board=board, column="done")
    columns.change(Intent(board), "done", {"wip_limit": 1, "wip_is_hard": True})
    return MatterFactory(board=board)


def test_a_refusal_says_why_in_a_header(board: Board, bob: User, full: Any) -> None:
    client, asked = browser_of(bob), {"column": "done", "place": "end", "version": 1}
    response = client.post(f"/matters/{full.pk}/move/", asked, headers={"HX-Request": "true"})
    assert response.status_code == 422
    assert unquote(response["Live-Said"]) == "Done is full: its limit is 1."


def test_a_conflict_says_who_set_what_meanwhile(board: Board, alice: User, bob: User) -> None:
    matter = MatterFactory(board=board)
    matters.move(Intent(board, alice), matter.pk, to="waiting")
    asked = {"column": "done", "place": "end", "version": 1}
    response = browser_of(bob).post(f"/matters/{matter.pk}/move/", asked, headers={"HX-Request": "true"})
    assert response.status_code == 409
    assert unquote(response["Live-Said"]) == "Alice Archer set column to Waiting meanwhile."


def test_a_write_names_the_version_it_led_to(board: Board, bob: User) -> None:
    matter = MatterFactory(board=board)
    asked = {"column": "done", "after": "", "version": 1}
    headers = {"HX-Request": "true", "Live-Cursor": cursor_of(board)}
    response = browser_of(bob).post(f"/matters/{matter.pk}/move/", asked, headers=headers)
    assert (response.status_code, response["Live-Version"]) == (200, "2")


def test_a_form_from_before_the_last_sign_in_is_told_what_to_do(board: Board, bob: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(bob)
    response = client.post("/boards/new/", {"name": "X"}, headers={"HX-Request": "true"})
    assert (response.status_code, response["Live-Fragment"]) == (403, "1")
    assert "Reload it" in unquote(response["Live-Said"])
