"""A board and a matter as they stood at a moment of the past: read only, no more than one may see now."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from kanban.commands import Intent, columns, labels, matters, parties
from kanban.models import Board, Matter
from tests.clients import Response, browser_of, cursor_of
from tests.factories import MatterFactory
from tests.kanban.machine import forget

pytestmark = pytest.mark.django_db


def version_of(board: Board) -> int:
    return int(cursor_of(board).partition(".")[0])


def ask(person: User, what: Board | Matter, **asked: str | int) -> Response:
    return browser_of(person).get(f"{what.get_absolute_url()}as-of/", asked)


def on_board(response: Response) -> dict[str, list[str]]:
    """The titles under the columns' names."""
    then = response.context["then"]
    return {column.name: [matter.title for matter in column.matters_then] for column in then.columns}


@pytest.fixture
def matter(board: Board, alice: User) -> Matter:
    """With a label, a party and people."""
    labels.add(Intent(board, alice), {"name": "Appeal", "colour": "violet"})
    found = MatterFactory(board=board, title="Doe v. Roe", labels=["Appeal"], assignees=["bob"], responsible="vera")
    parties.add(Intent(board, alice), found.pk, {"name": "Wanda", "role": "witness"})
    return Matter.objects.get(pk=found.pk)


def test_a_matter_is_shown_as_it_stood(board: Board, matter: Matter, alice: User, bob: User) -> None:
    then = version_of(board)
    matters.edit(Intent(board, alice), matter.pk, {"title": "Roe v. Doe", "labels": [], "responsible": None})
    matters.move(Intent(board, alice), matter.pk, to="done")
    parties.remove(Intent(board, alice), matter.pk, matter.parties.get().pk)
    page = ask(bob, matter, version=then).content.decode()
    for words in ("As it stood on", "read only", "Doe v. Roe", "Appeal", "Vera Vane", "Bob Baker", "Wanda", "Intake"):
        assert words in page
    assert "Roe v. Doe" not in page.partition("<main")[2]
    assert f'rel="next" href="?version={then + 1}"' in page
    assert f'rel="prev" href="?version={then - 1}"' in page
    assert 'method="post"' not in page.partition("<main")[2]


def test_a_board_is_shown_as_it_stood(board: Board, matter: Matter, alice: User, bob: User) -> None:
    other = MatterFactory(board=board, title="Ex parte Roe", column="done")
    then = version_of(board)
    MatterFactory(board=board, title="Too new")
    matters.archive(Intent(board, alice), other.pk)
    matters.move(Intent(board, alice), matter.pk, to="waiting")
    columns.change(Intent(board, alice), "done", {"name": "Closed"})
    columns.remove(Intent(board, alice), "in-progress")
    columns.remove(Intent(board, alice), "done", move_to="waiting")
    columns.add(Intent(board, alice), {"name": "New"})
    assert on_board(ask(bob, board, version=then)) == {
        "Intake": ["Doe v. Roe"],
        "In progress": [],
        "Waiting": [],
        "Done": ["Ex parte Roe"],
    }


def test_a_time_names_the_last_change_before_it(board: Board, matter: Matter, bob: User) -> None:
    event = board.stream.events.order_by("version").last()
    assert event
    for what in (board, matter):
        response = ask(bob, what, at=event.at.isoformat())
        assert response.context["moment"].version == event.version


def test_a_label_that_was_renamed_since_has_its_old_name(board: Board, matter: Matter, alice: User) -> None:
    then = version_of(board)
    labels.change(Intent(board, alice), board.labels.get().pk, {"name": "Pro bono"})
    page = ask(alice, matter, version=then).content.decode().partition("<main")[2]
    assert "Appeal" in page
    assert "Pro bono" not in page


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"version": "99999"}, "There is no such version"),
        ({"version": "9" * 40}, "There is no such version"),
        ({"version": "-1"}, "There is no such version"),
        ({"version": "²"}, "There is no such version"),
        ({"version": "1\0"}, "There is no such version"),
        ({"version": "0"}, "What is kept goes back to"),
        ({"at": "yesterday"}, "This is not a date"),
        ({"at": "2026-02-30"}, "This is not a date"),
        ({"at": "\0"}, "This is not a date"),
        ({"at": "0001-01-01T00:00+14:00"}, "not of our time"),
        ({"at": "9999-12-31T23:59-14:00"}, "not of our time"),
        ({"at": (timezone.now() + timedelta(days=900)).isoformat()}, "has not come yet"),
        ({"at": "1999-01-01"}, "What is kept goes back to"),
    ],
)
def test_what_cannot_be_shown_is_told_why(
    board: Board, matter: Matter, bob: User, asked: dict[str, str], why: str
) -> None:
    for what in (board, matter):
        response = ask(bob, what, **asked)
        assert response.status_code == 422
        assert why in response.content.decode()


def test_without_a_moment_it_is_shown_as_it_stands(board: Board, matter: Matter, bob: User) -> None:
    assert ask(bob, matter).context["then"].title == "Doe v. Roe"
    assert on_board(ask(bob, board))["Intake"] == ["Doe v. Roe"]


def test_what_was_forgotten_is_told_to_be(board: Board, matter: Matter, alice: User, bob: User) -> None:
    before = version_of(board)
    matters.edit(Intent(board, alice), matter.pk, {"court": "nysd"})
    board.stream.refresh_from_db()
    forget(board.stream, keep=1)
    for what in (board, matter):
        assert "What is kept goes back to" in ask(bob, what, version=before).content.decode()
        assert ask(bob, what, version=before + 1).status_code == 200
    board.stream.refresh_from_db()
    forget(board.stream, keep=0)
    assert "Nothing of its past is kept." in ask(bob, matter).content.decode()


def test_what_is_walled_now_is_not_shown_as_it_stood(board: Board, matter: Matter, alice: User, bob: User) -> None:
    """Whatever it was then; and what is open now may be shown, walled as it was."""
    then = version_of(board)
    people: dict[str, object] = {"assignees": [], "responsible": None}
    matters.edit(Intent(board, alice), matter.pk, {"confidentiality": "restricted", **people})
    walled = version_of(board)
    assert ask(bob, matter, version=then).status_code == 404
    assert on_board(ask(bob, board, version=then))["Intake"] == []
    assert ask(bob, board, version=walled).context["moment"].version < then, "its changes are not told of either"
    assert on_board(ask(alice, board, version=then))["Intake"] == ["Doe v. Roe"]
    matters.edit(Intent(board, alice), matter.pk, {"confidentiality": "normal"})
    assert "Restricted" in ask(bob, matter, version=walled).content.decode()
    assert on_board(ask(bob, board, version=walled))["Intake"] == ["Doe v. Roe"]


def test_what_was_deleted_since_is_not_shown(board: Board, matter: Matter, alice: User) -> None:
    then = version_of(board)
    matters.delete(Intent(board, alice), matter.pk)
    assert ask(alice, matter, version=then).status_code == 410
    assert on_board(ask(alice, board, version=then))["Intake"] == []


def test_every_line_of_a_history_leads_to_how_it_stood_then(board: Board, matter: Matter, bob: User) -> None:
    version = version_of(board)
    client = browser_of(bob)
    there = f"{matter.get_absolute_url()}as-of/?version={version}"
    assert there in client.get(matter.get_absolute_url()).content.decode()
    assert there in client.get(f"{matter.get_absolute_url()}history/").content.decode()
    there = f"{board.get_absolute_url()}as-of/?version={version}"
    assert there in client.get(f"{board.get_absolute_url()}history/").content.decode()


def test_looking_back_writes_nothing(board: Board, matter: Matter, bob: User) -> None:
    before = cursor_of(board)
    ask(bob, board)
    ask(bob, matter)
    assert cursor_of(board) == before
