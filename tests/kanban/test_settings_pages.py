"""A board's settings through their forms: for managers, back to the settings when done, beside the field when not."""

import pytest
from django.contrib.auth.models import User

from kanban.commands import Intent, labels
from kanban.models import Board
from tests.clients import Response, browser_of
from tests.factories import MatterFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def settings_of(board: Board) -> str:
    return f"/boards/{board.slug}/settings/"


def slugs(board: Board) -> list[str]:
    return list(board.columns.values_list("slug", flat=True))


def said(response: Response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_the_board_is_renamed(board: Board, alice: User, settings_of: str) -> None:
    page = said(browser_of(alice).post(settings_of, {"name": "Appeals", "number_template": "NN"}, follow=True))
    assert "Appeals" in page
    assert "Saved." in page


def test_a_column_is_added_changed_moved_and_removed(board: Board, alice: User, settings_of: str) -> None:
    client = browser_of(alice)
    assert (
        client.post(f"{settings_of}columns/", {"name": "Trial", "colour": "red", "category": "active"})["Location"]
        == settings_of
    )
    there = f"{settings_of}columns/trial/"
    assert "Trial" in said(client.get(there))
    changed = {"name": "On trial", "colour": "red", "category": "active", "wip_limit": "3", "wip_is_hard": "on"}
    assert "The column is saved." in said(client.post(there, changed, follow=True))
    column = board.columns.get(slug="trial")
    assert (column.name, column.wip_limit, column.wip_is_hard) == ("On trial", 3, True)
    client.post(f"{there}move/", {"left": "1"})
    assert slugs(board) == ["intake", "in-progress", "waiting", "trial", "done"]
    client.post(f"{there}move/", {"right": "1"})
    client.post(f"{there}move/", {"right": "1"})
    assert slugs(board) == ["intake", "in-progress", "waiting", "done", "trial"]
    assert "The column is removed." in said(client.post(f"{there}remove/", {"move_to": ""}, follow=True))
    assert "trial" not in slugs(board)


@pytest.mark.parametrize(
    ("steps", "order"),
    [("l", "abcd"), ("ll", "abcd"), ("r", "bacd"), ("rr", "bcad"), ("rrr", "bcda"), ("rrrr", "bcda"), ("rrl", "bacd")],
)
def test_a_column_goes_one_step_at_a_time_and_not_off_the_board(
    board: Board, alice: User, settings_of: str, steps: str, order: str
) -> None:
    client, letter = browser_of(alice), dict(zip(slugs(board), "abcd", strict=True))
    for step in steps:
        client.post(f"{settings_of}columns/intake/move/", {"left" if step == "l" else "right": "1"})
    assert "".join(letter[slug] for slug in slugs(board)) == order


def test_a_column_with_matters_asks_where_they_go(board: Board, alice: User, settings_of: str) -> None:
    matter, client, there = MatterFactory(board=board), browser_of(alice), f"{settings_of}columns/intake/remove/"
    assert "Choose a column…" in client.get(f"{settings_of}columns/intake/").content.decode()
    assert "Nothing to move: it is empty" in client.get(f"{settings_of}columns/done/").content.decode()
    refused = client.post(there, {"move_to": ""})
    assert refused.status_code == 422
    assert "still holds 1 matter" in refused.content.decode()
    assert client.post(there, {"move_to": "done"}).status_code == 302
    matter.refresh_from_db()
    assert matter.column.slug == "done"


def test_what_is_gone_is_404(board: Board, alice: User, settings_of: str) -> None:
    client = browser_of(alice)
    for there in (
        "columns/gone/",
        "columns/gone/move/",
        "columns/gone/remove/",
        "labels/999999/",
        "labels/999999/remove/",
    ):
        assert (
            client.post(
                f"{settings_of}{there}", {"name": "x", "colour": "red", "category": "done", "left": "1"}
            ).status_code
            == 404
        )


def test_a_label_is_added_changed_and_taken_off(board: Board, alice: User, settings_of: str) -> None:
    client = browser_of(alice)
    client.post(f"{settings_of}labels/", {"name": "Tax", "colour": "red"})
    label = board.labels.get()
    there = f"{settings_of}labels/{label.pk}/"
    assert "Tax" in said(client.get(there))
    assert "The label is saved." in said(client.post(there, {"name": "Taxes", "colour": "blue"}, follow=True))
    label.refresh_from_db()
    assert (label.name, label.colour) == ("Taxes", "blue")
    assert "The label is taken off." in said(client.post(f"{there}remove/", follow=True))
    assert not board.labels.exists()


def test_a_label_of_a_name_there_is_is_refused_beside_its_field(board: Board, alice: User, settings_of: str) -> None:
    for name in ("Tax", "Fraud"):
        labels.add(Intent(board, alice), {"name": name})
    response = browser_of(alice).post(
        f"{settings_of}labels/{board.labels.get(name='Tax').pk}/", {"name": "fraud", "colour": "red"}
    )
    assert response.status_code == 422
    assert "The board has a label of this name." in response.content.decode()


def test_people_are_let_in_and_taken_off(board: Board, alice: User, mallory: User, settings_of: str) -> None:
    client = browser_of(alice)
    assert client.post(f"{settings_of}members/", {"username": "mallory", "role": "viewer"}).status_code == 302
    assert browser_of(mallory).get(board.get_absolute_url()).status_code == 200
    client.post(f"{settings_of}members/mallory/remove/")
    assert browser_of(mallory).get(board.get_absolute_url()).status_code == 404
    refused = client.post(f"{settings_of}members/", {"username": "nobody-here", "role": "viewer"})
    assert refused.status_code == 422
    assert "Nobody has this user name." in refused.content.decode()


def test_the_board_is_put_aside(board: Board, alice: User, settings_of: str) -> None:
    client = browser_of(alice)
    assert board.name in said(client.get(f"{settings_of}archive/"))
    page = said(client.post(f"{settings_of}archive/", follow=True))
    assert "is archived" in page
    assert client.get(board.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("address", ["", "columns/done/", "archive/"])
def test_editors_are_told_that_managers_do_this(board: Board, bob: User, settings_of: str, address: str) -> None:
    response = browser_of(bob).get(f"{settings_of}{address}")
    assert response.status_code == 403
    assert "Only the managers" in response.content.decode()
