"""Who was shown a restricted matter is remembered, for good, and by nothing but showing it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from kanban.commands import Intent, matters
from kanban.models import Board, Matter, Opening
from tests.clients import HTMX, browser_of, cursor_of, poll
from tests.factories import MatterFactory


@pytest.fixture
def walled(board: Board) -> Matter:
    """Alice manages the board, bob is assigned; vera may not see it."""
    return MatterFactory(board=board, confidentiality="restricted", assignees=["bob"])


def told() -> list[tuple[str, str]]:
    return [(opening.person.get_username(), opening.how) for opening in Opening.objects.select_related("person")]


def test_the_page_the_panel_and_the_form_of_a_restricted_matter_are_remembered(walled: Matter, bob: User) -> None:
    client = browser_of(bob)
    client.get(f"/matters/{walled.pk}/")
    client.get(f"/matters/{walled.pk}/", headers=HTMX)
    client.get(f"/matters/{walled.pk}/edit/")
    assert told() == [("bob", "page"), ("bob", "panel"), ("bob", "form")]
    assert set(Opening.objects.values_list("matter", flat=True)) == {walled.pk}


def test_the_party_form_of_a_restricted_matter_is_remembered_too(walled: Matter, bob: User) -> None:
    browser_of(bob).get(f"/matters/{walled.pk}/parties/new/")
    assert told() == [("bob", "form")]


def test_a_person_is_remembered_once_in_a_quarter_of_an_hour(
    walled: Matter, alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    for minutes, who in ((0, bob), (14, bob), (14, alice), (16, bob), (20, bob)):
        monkeypatch.setattr(timezone, "now", lambda minutes=minutes: now + timedelta(minutes=minutes))
        browser_of(who).get(f"/matters/{walled.pk}/")
    assert told() == [("bob", "page"), ("alice", "page"), ("bob", "page")]


def test_what_is_open_to_everybody_is_not_remembered(board: Board, bob: User) -> None:
    matter = MatterFactory(board=board)
    browser_of(bob).get(f"/matters/{matter.pk}/")
    browser_of(bob).get(f"/matters/{matter.pk}/edit/")
    assert told() == []


def test_whoever_is_shown_nothing_has_opened_nothing(walled: Matter, vera: User, bob: User) -> None:
    assert browser_of(vera).get(f"/matters/{walled.pk}/").status_code == 404
    assert browser_of(None).get(f"/matters/{walled.pk}/").status_code == 302
    assert browser_of(bob).get(f"/matters/{walled.pk}/audit/").status_code == 403
    browser_of(bob).head(f"/matters/{walled.pk}/")
    assert told() == []


def test_neither_asking_for_changes_nor_the_board_writes(board: Board, walled: Matter, bob: User) -> None:
    client, before = browser_of(bob), cursor_of(board)
    matters.edit(Intent(board), walled.pk, {"title": "Changed"})
    assert "Changed" in poll(client, board, before).content.decode()
    assert "Changed" in client.get(board.get_absolute_url()).content.decode()
    assert told() == []


def test_what_cannot_be_remembered_is_not_shown(walled: Matter, bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**values: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(Opening.objects, "create", fail)
    client = browser_of(bob, raise_request_exception=False)
    response = client.get(f"/matters/{walled.pk}/")
    assert response.status_code == 500
    assert walled.title not in response.content.decode()


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM kanban_opening", "UPDATE kanban_opening SET how = 'page'", "UPDATE kanban_opening SET at = at"],
)
def test_the_database_changes_and_forgets_none(walled: Matter, bob: User, statement: str) -> None:
    browser_of(bob).get(f"/matters/{walled.pk}/")
    opening = Opening.objects.get()
    assert str(opening) == f"bob opened {walled}"
    with pytest.raises(IntegrityError, match="kanban_opening is append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    for write in (opening.save, opening.delete, Opening.objects.all().delete):
        with pytest.raises(IntegrityError, match="kanban_opening is append-only"), transaction.atomic():
            write()
    assert told() == [("bob", "page")]
