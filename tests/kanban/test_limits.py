"""How many matters a column should hold: a soft limit warns, a hard one refuses."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import connection

from kanban.commands import Intent, columns, matters
from kanban.errors import Invalid
from kanban.models import Board
from tests.clients import HTMX, browser_of, cursor_of
from tests.factories import MatterFactory


@pytest.fixture
def full(board: Board, alice: User) -> Board:
    """ "Done" has room for one, and one is in it."""
    columns.change(Intent(board, alice), "done", {"wip_limit": 1})
    MatterFactory(board=board, column="done")
    return board


def harden(board: Board, alice: User) -> None:
    columns.change(Intent(board, alice), "done", {"wip_is_hard": True})


@pytest.mark.django_db
class TestSoft:
    def test_it_warns_and_lets_pass(self, full: Board, bob: User) -> None:
        outcome = matters.create(Intent(full, bob), {"title": "Second"}, column="done")
        assert outcome.warnings == ["Done now holds 2 matters; its limit is 1."]

    def test_up_to_it_nothing_is_said(self, board: Board, alice: User, bob: User) -> None:
        columns.change(Intent(board, alice), "done", {"wip_limit": 1})
        assert matters.create(Intent(board, bob), {"title": "First"}, column="done").warnings == []

    def test_the_warning_reaches_the_person(self, full: Board, bob: User) -> None:
        matter = MatterFactory(board=full)
        client, body = browser_of(bob), {"column": "done", "version": "1"}
        page = client.post(f"/matters/{matter.pk}/move/", body, follow=True)
        assert "Done now holds 2 matters" in page.content.decode()
        other = MatterFactory(board=full)
        fragment = client.post(f"/matters/{other.pk}/move/", body, headers={**HTMX, "Live-Cursor": cursor_of(full)})
        assert "3%20matters" in fragment["Live-Warning"]


@pytest.mark.django_db
class TestHard:
    def test_it_refuses_a_new_one_a_moved_one_and_a_restored_one(self, full: Board, alice: User, bob: User) -> None:
        archived = MatterFactory(board=full, column="done")
        matters.archive(Intent(full), archived.pk)
        waiting = MatterFactory(board=full)
        harden(full, alice)
        before = cursor_of(full)
        for write in (
            lambda: matters.create(Intent(full, bob), {"title": "Second"}, column="done"),
            lambda: matters.move(Intent(full, bob), waiting.pk, to="done"),
            lambda: matters.restore(Intent(full, bob), archived.pk),
        ):
            with pytest.raises(Invalid, match="Done is full"):
                write()
        assert cursor_of(full) == before

    def test_moving_within_a_full_column_is_no_joining(self, full: Board, alice: User, bob: User) -> None:
        harden(full, alice)
        inside = full.matters.get()
        assert matters.move(Intent(full, bob), inside.pk, to="done").warnings == []

    def test_opening_a_restricted_matter_joins_it(self, full: Board, alice: User) -> None:
        harden(full, alice)
        hidden = matters.create(
            Intent(full, alice), {"title": "Hidden", "confidentiality": "restricted"}, column="done"
        )
        with pytest.raises(Invalid, match="Done is full"):
            matters.edit(Intent(full, alice), hidden.matter or 0, {"confidentiality": "normal"})

    def test_zero_closes_a_column(self, board: Board, alice: User, bob: User) -> None:
        columns.change(Intent(board, alice), "done", {"wip_limit": 0, "wip_is_hard": True})
        with pytest.raises(Invalid):
            matters.create(Intent(board, bob), {"title": "First"}, column="done")

    def test_the_page_says_why(self, full: Board, alice: User, bob: User) -> None:
        harden(full, alice)
        response = browser_of(bob).post(f"/boards/{full.slug}/matters/new/", {"title": "Second", "column": "done"})
        assert response.status_code == 422
        assert "Done is full: its limit is 1." in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_raced_limit_holds(board: Board, alice: User, bob: User) -> None:
    """T-045"""
    columns.change(Intent(board, alice), "done", {"wip_limit": 2, "wip_is_hard": True})
    moving, barrier = MatterFactory.create_batch(6, board=board), Barrier(6)

    def move(pk: int) -> bool:
        try:
            barrier.wait(10)
            matters.move(Intent(board, bob), pk, to="done")
        except Invalid:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(move, [matter.pk for matter in moving])) == 2
    assert board.matters.filter(column__slug="done").count() == 2
