"""Whoever may edit puts themselves on a matter, or takes themselves off, with one press."""

import uuid
from typing import Any

import pytest
from django.contrib.auth.models import User

from kanban.commands import Intent, matters, members
from kanban.errors import Forbidden, Gone, Invalid
from kanban.models import Board, Matter
from realtime import chain
from tests.clients import HTMX, Response, browser_of, cursor_of
from tests.factories import MatterFactory


@pytest.fixture
def matter(board: Board) -> Matter:
    return MatterFactory(board=board, title="Doe v. Roe")


def press(person: User, matter: Matter, **body: Any) -> Response:
    return browser_of(person).post(f"/matters/{matter.pk}/assign/", {"assigned": 1, "version": 1, **body})


def assigned(matter: Matter) -> list[str]:
    return sorted(matter.assignees.values_list("username", flat=True))


def test_it_puts_the_person_on_and_takes_them_off_again(matter: Matter, bob: User) -> None:
    answer = press(bob, matter)
    assert (answer.status_code, answer["Location"]) == (302, matter.get_absolute_url())
    assert assigned(matter) == ["bob"]
    press(bob, matter, assigned=0, version=2)
    assert assigned(matter) == []
    matter.refresh_from_db()
    assert matter.version == 3


def test_others_who_were_assigned_meanwhile_stay(matter: Matter, alice: User, bob: User) -> None:
    press(alice, matter)
    press(bob, matter)
    assert assigned(matter) == ["alice", "bob"]
    press(alice, matter, assigned=0)
    assert assigned(matter) == ["bob"]


def test_it_is_told_as_an_edit_of_the_assignees(matter: Matter, bob: User) -> None:
    press(bob, matter)
    event = matter.board.stream.events.order_by("-version")[0]
    assert (event.kind, event.actor, event.changes) == ("matter.edited", bob, {"assignees": [[], ["bob"]]})
    matter.board.stream.refresh_from_db()
    assert chain.verify(matter.board.stream) is None


@pytest.mark.parametrize("is_on", [True, False])
def test_what_stands_already_is_no_change(matter: Matter, bob: User, is_on: bool) -> None:
    by = Intent(matter.board, bob)
    was = matters.assign(by, matter.pk, assigned=is_on).version
    assert matters.assign(by, matter.pk, assigned=is_on).version == was


def test_a_retry_gets_the_first_answer_and_changes_nothing(matter: Matter, bob: User) -> None:
    key = uuid.uuid4()
    press(bob, matter, mutation_id=key)
    press(bob, matter, assigned=0, version=2)
    assert press(bob, matter, mutation_id=key).status_code == 302
    assert assigned(matter) == []


def test_the_page_is_answered_with_the_delta_and_a_sentence(matter: Matter, bob: User) -> None:
    headers = {**HTMX, "Live-Cursor": cursor_of(matter.board), "Idempotency-Key": str(uuid.uuid4())}
    answer = browser_of(bob).post(f"/matters/{matter.pk}/assign/", {"assigned": "1", "version": "1"}, headers=headers)
    assert answer.status_code == 200
    assert f'data-matter-id="{matter.pk}"' in answer.content.decode()
    assert answer["Live-Said"] == f"You%20are%20assigned%20to%20{matter.number}."


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"version": ""}, 428),
        ({"version": "new"}, 422),
        ({"assigned": ""}, 422),
        ({"assigned": "yes"}, 422),
        ({"mutation_id": "mine"}, 422),
    ],
)
def test_what_does_not_say_enough_is_refused(matter: Matter, bob: User, body: dict[str, str], status: int) -> None:
    assert press(bob, matter, **body).status_code == status
    assert assigned(matter) == []


def test_viewers_may_not_and_strangers_find_nothing(matter: Matter, vera: User, mallory: User) -> None:
    assert press(vera, matter).status_code == 403
    assert press(mallory, matter).status_code == 404
    assert assigned(matter) == []


def test_nobody_takes_themselves_off_what_they_could_then_not_see(board: Board, alice: User, bob: User) -> None:
    walled = MatterFactory(board=board, confidentiality="restricted", assignees=["bob"])
    assert press(bob, walled, assigned=0).status_code == 403
    assert assigned(walled) == ["bob"]
    matters.edit(Intent(board, alice), walled.pk, {"named_people": ["bob"]})
    assert press(bob, walled, assigned=0).status_code == 302
    assert assigned(walled) == []


def test_a_colleague_who_left_the_board_stays_assigned(board: Board, alice: User, bob: User, matter: Matter) -> None:
    press(bob, matter)
    members.remove(Intent(board, alice), "bob")
    press(alice, matter)
    assert assigned(matter) == ["alice", "bob"]


def test_what_was_archived_or_deleted_meanwhile_says_so(board: Board, matter: Matter, bob: User) -> None:
    matters.archive(Intent(board, bob), matter.pk)
    assert press(bob, matter).status_code == 410
    matters.delete(Intent(board), matter.pk)
    with pytest.raises(Gone):
        matters.assign(Intent(board, bob), matter.pk)


def test_only_people_of_the_board_can_be_assigned(board: Board, matter: Matter, admin: User) -> None:
    with pytest.raises(Forbidden):
        matters.assign(Intent(board), matter.pk)
    with pytest.raises(Invalid):
        matters.assign(Intent(board, admin, is_operator=True), matter.pk)


def test_without_javascript_a_page_asks_first(matter: Matter, bob: User) -> None:
    browser, there = browser_of(bob), f"/matters/{matter.pk}/"
    assert "Assign to me" in browser.get(there).content.decode()
    form = browser.get(f"{there}assign/").content.decode()
    assert 'name="assigned" value="1"' in form
    assert 'name="version" value="1"' in form
    press(bob, matter)
    assert "Take me off" in browser.get(there).content.decode()
    assert 'name="assigned" value="0"' in browser.get(f"{there}assign/").content.decode()
