"""A conflict as a plain page: it names all values, and deciding it puts nobody else's change back."""

import uuid
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User

from kanban.commands import Intent, labels, matters, members
from kanban.models import Board, Label, Matter
from tests.clients import HTMX, Response, browser_of
from tests.factories import MatterFactory, UserFactory
from tests.readers import Element, Tree


@pytest.fixture
def matter(board: Board, alice: User) -> Matter:
    for name in ("Appeal", "Class action"):
        labels.add(Intent(board, alice), {"name": name})
    return MatterFactory(board=board, title="Doe v. Roe", court="nysd")


@pytest.fixture
def refused(board: Board, matter: Matter, alice: User, bob: User) -> Response:
    """Bob sends the whole form of version 1; alice was quicker with the title, the court and a label."""
    matters.edit(Intent(board, alice), matter.pk, {"title": "Hers", "court": "ca9", "labels": ["Appeal"]})
    shown = ("title", "court", "judge", "labels")
    sent = {"fields": shown, "title": "His", "court": "nysd", "judge": "Hand", "labels": [label("Class action")]}
    return browser_of(bob).post(f"/matters/{matter.pk}/edit/", {**sent, "version": 1})


def label(name: str) -> int:
    return Label.objects.get(name=name).pk


def inputs(page: Response) -> Iterator[Element]:
    for element in Tree(page.content.decode()).root.having("name"):
        if element.tag == "input":
            yield element


def decided(page: Response, choice: str) -> dict[str, list[str]]:
    """What the page's form sends when that choice is made everywhere."""
    sent: dict[str, list[str]] = {}
    for element in inputs(page):
        given = element.attributes
        if given.get("data-choice", choice) == choice and given["name"] != "q":
            sent.setdefault(str(given["name"]), []).append(str(given["value"]))
    return sent


def test_it_names_what_was_what_is_mine_and_what_is_theirs(refused: Response) -> None:
    assert refused.status_code == 409
    choices = {
        each.attributes["data-choice"]: each.attributes["value"]
        for each in inputs(refused)
        if "data-choice" in each.attributes
    }
    assert choices == {"base": "Doe v. Roe", "mine": "His", "theirs": "Hers"}
    assert 'data-conflict-field="title"' in refused.content.decode()


@pytest.mark.parametrize(("choice", "title"), [("mine", "His"), ("theirs", "Hers"), ("base", "Doe v. Roe")])
def test_deciding_writes_the_choice_and_puts_no_other_change_back(
    refused: Response, matter: Matter, bob: User, choice: str, title: str
) -> None:
    answer = browser_of(bob).post(f"/matters/{matter.pk}/edit/", decided(refused, choice))
    assert answer.status_code == 302
    matter.refresh_from_db()
    assert (matter.title, matter.court, matter.judge) == (title, "ca9", "Hand")
    assert sorted(each.name for each in matter.labels.all()) == ["Appeal", "Class action"]


def test_a_third_change_while_deciding_is_another_conflict(
    refused: Response, board: Board, matter: Matter, alice: User, bob: User
) -> None:
    matters.edit(Intent(board, alice), matter.pk, {"title": "Hers again"})
    again = browser_of(bob).post(f"/matters/{matter.pk}/edit/", decided(refused, "mine"))
    assert again.status_code == 409
    assert "Hers again" in again.content.decode()


def test_two_moves_to_different_columns_are_decided_too(board: Board, matter: Matter, alice: User, bob: User) -> None:
    matters.move(Intent(board, alice), matter.pk, to="done")
    his = browser_of(bob)
    page = his.post(f"/matters/{matter.pk}/move/", {"column": "waiting", "place": "top", "version": 1}, headers=HTMX)
    assert (page.status_code, page["Live-Fragment"]) == (409, "1")
    assert his.post(f"/matters/{matter.pk}/move/", decided(page, "mine")).status_code == 302
    matter.refresh_from_db()
    assert matter.column.slug == "waiting"


def test_the_responsible_attorney_is_never_merged_by_guess(
    board: Board, matter: Matter, alice: User, bob: User
) -> None:
    matters.edit(Intent(board, alice), matter.pk, {"responsible": "alice"})
    his = browser_of(bob)
    page = his.post(f"/matters/{matter.pk}/edit/", {"responsible": bob.pk, "version": 1})
    assert page.status_code == 409
    his.post(f"/matters/{matter.pk}/edit/", decided(page, "mine"))
    matter.refresh_from_db()
    assert matter.responsible == bob


def test_a_person_who_was_deleted_meanwhile_is_still_named(
    board: Board, matter: Matter, alice: User, bob: User
) -> None:
    carol = UserFactory(username="carol")
    members.put(Intent(board, alice), "carol", role="viewer")
    matters.edit(Intent(board, alice), matter.pk, {"responsible": "carol"})
    matters.edit(Intent(board, alice), matter.pk, {"responsible": "alice"})
    members.remove(Intent(board, alice), "carol")
    carol.delete()
    page = browser_of(bob).post(f"/matters/{matter.pk}/edit/", {"responsible": bob.pk, "version": 2})
    assert page.status_code == 409
    assert "carol" in page.content.decode()


def test_a_decision_has_a_name_of_its_own(refused: Response) -> None:
    (key,) = decided(refused, "mine")["mutation_id"]
    assert uuid.UUID(key)
