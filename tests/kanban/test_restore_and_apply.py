"""A change that meets an archived matter: it says who archived it, keeps what was sent, offers both in one write."""

import uuid
from typing import Any

import pytest
from django.contrib.auth.models import User

from kanban.commands import Intent, columns, matters
from kanban.models import Board, Matter
from tests.clients import HTMX, Response, browser_of
from tests.factories import MatterFactory
from tests.readers import Tree


@pytest.fixture
def archived(board: Board, alice: User) -> Matter:
    """Alice archived it after Bob had seen version 1."""
    matter = MatterFactory(board=board, title="Doe v. Roe")
    matters.archive(Intent(board, alice), matter.pk)
    return matter


def offered(answer: Response) -> dict[str, list[str]]:
    """What the form in the answer sends, to the address it names."""
    [form] = [each for each in Tree(answer.content.decode()).root.having("action") if "data-restore" in each.attributes]
    sent: dict[str, list[str]] = {"": [str(form.attributes["action"])]}
    for element in form.having("name"):
        sent.setdefault(str(element.attributes["name"]), []).append(str(element.attributes.get("value", "")))
    return sent


def take(person: User, answer: Response) -> Response:
    sent = offered(answer)
    [address] = sent.pop("")
    return browser_of(person).post(address, sent)


def edit(person: User, matter: Matter, headers: Any = None) -> Response:
    sent = {"fields": ["title", "court"], "title": "Late v. Roe", "court": "nysd", "version": 1}
    sent["mutation_id"] = str(uuid.uuid4())
    return browser_of(person).post(f"/matters/{matter.pk}/edit/", sent, headers=headers)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_edit_of_an_archived_matter_says_who_archived_it_and_writes_nothing(
    archived: Matter, bob: User, headers: Any
) -> None:
    answer = edit(bob, archived, headers)
    assert answer.status_code == 410
    assert "Alice Archer archived it on" in answer.content.decode()
    archived.refresh_from_db()
    assert (archived.title, archived.version) == ("Doe v. Roe", 2)


def test_taken_the_matter_is_back_with_the_change_in_one_write(board: Board, archived: Matter, bob: User) -> None:
    assert take(bob, edit(bob, archived)).status_code == 302
    archived.refresh_from_db()
    assert (archived.title, archived.court) == ("Late v. Roe", "nysd")
    assert archived.is_on_board
    last = list(board.stream.events.order_by("-version")[:2])
    assert [event.kind for event in last] == ["matter.edited", "matter.restored"]
    assert {event.mutation_id for event in last} == {last[0].mutation_id}


def test_a_move_of_an_archived_matter_restores_it_into_the_column_it_was_meant_for(
    board: Board, archived: Matter, bob: User
) -> None:
    columns.change(Intent(board), "intake", {"wip_limit": 1, "wip_is_hard": True})
    MatterFactory(board=board)
    move = {"column": "waiting", "place": "end", "version": 1}
    answer = browser_of(bob).post(f"/matters/{archived.pk}/move/", move, headers=HTMX)
    assert answer.status_code == 410
    assert take(bob, answer).status_code == 302
    archived.refresh_from_db()
    assert archived.column.slug == "waiting"
    assert archived.is_on_board


def test_where_the_change_is_refused_the_matter_stays_archived(board: Board, archived: Matter, bob: User) -> None:
    columns.change(Intent(board), "intake", {"wip_limit": 1, "wip_is_hard": True})
    MatterFactory(board=board)
    assert take(bob, edit(bob, archived)).status_code == 422
    archived.refresh_from_db()
    assert not archived.is_on_board
    assert archived.title == "Doe v. Roe"


def test_where_the_change_clashes_it_is_asked_first_and_the_decision_restores(
    board: Board, alice: User, bob: User
) -> None:
    matter = MatterFactory(board=board, title="Doe v. Roe")
    matters.edit(Intent(board, alice), matter.pk, {"title": "Hers"})
    matters.archive(Intent(board, alice), matter.pk)
    clash = take(bob, edit(bob, matter))
    assert clash.status_code == 409
    matter.refresh_from_db()
    assert not matter.is_on_board
    [form] = [each for each in Tree(clash.content.decode()).root.having("action") if "data-conflict" in each.attributes]
    inputs = [each.attributes for each in form.having("name") if each.attributes.get("type") != "radio"]
    sent = [(str(each["name"]), str(each.get("value", ""))) for each in inputs if each["name"] != "all"]
    decided: dict[str, Any] = {name: [value for key, value in sent if key == name] for name, _ in sent}
    answer = browser_of(bob).post(str(form.attributes["action"]), {**decided, "choice.title": "mine"})
    assert answer.status_code == 302
    matter.refresh_from_db()
    assert (matter.title, matter.court) == ("Late v. Roe", "nysd")
    assert matter.is_on_board


def test_a_decision_that_meets_an_archived_matter_is_kept_in_the_offer(board: Board, alice: User, bob: User) -> None:
    matter = MatterFactory(board=board, title="Doe v. Roe")
    matters.edit(Intent(board, alice), matter.pk, {"title": "Hers"})
    matters.archive(Intent(board, alice), matter.pk)
    decision = {"fields": "title", "mine.title": "His", "theirs.title": "Hers", "choice.title": "mine", "version": 2}
    answer = browser_of(bob).post(f"/matters/{matter.pk}/edit/", decision)
    assert answer.status_code == 410
    assert take(bob, answer).status_code == 302
    matter.refresh_from_db()
    assert matter.title == "His"


def test_restored_by_somebody_else_meanwhile_the_change_is_just_made(board: Board, archived: Matter, bob: User) -> None:
    answer = edit(bob, archived)
    matters.restore(Intent(board), archived.pk)
    assert take(bob, answer).status_code == 302
    archived.refresh_from_db()
    assert archived.title == "Late v. Roe"
    assert board.stream.events.filter(kind="matter.restored").count() == 1


def test_a_deleted_matter_offers_nothing(board: Board, archived: Matter, bob: User) -> None:
    matters.delete(Intent(board), archived.pk)
    answer = edit(bob, archived)
    assert answer.status_code == 410
    assert "data-restore" not in answer.content.decode()
