"""An old page of one person in the browser of another: neither shown anything nor taken at its word."""

from urllib.parse import quote

import pytest
from django.contrib.auth.models import User

from kanban.commands import Intent, members
from kanban.models import Board
from tests.clients import HTMX, browser_of, cursor_of
from tests.factories import MatterFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_it_is_told_that_it_is_signed_out_and_nothing_is_written(board: Board, alice: User, bob: User) -> None:
    """T-081"""
    before, matter = cursor_of(board), MatterFactory(board=board, title="Canary")
    his = browser_of(bob)
    hers = {"Live-Person": "alice", **HTMX}
    polled = his.get("/live/", {"s": f"board:{board.pk}@{before}"}, headers=hers)
    wrote = his.post(f"/matters/{matter.pk}/move/", {"column": "done", "after": "", "version": 1}, headers=hers)
    for response in (polled, wrote, his.get(f"/matters/{matter.pk}/", headers=hers)):
        assert (response.status_code, response["Live-Fragment"]) == (401, "1")
        assert b"Canary" not in response.content
    matter.refresh_from_db()
    assert matter.column.slug == "intake"


def test_its_own_person_is_answered_whatever_he_is_called(board: Board, bob: User) -> None:
    zoe: User = UserFactory(username="zoë")
    members.put(Intent(board), "zoë", role="editor")
    question = {"s": f"board:{board.pk}@{cursor_of(board)}"}
    headers = {"Live-Person": quote("zoë")}
    assert browser_of(zoe).get("/live/", question, headers=headers).status_code == 204
    assert browser_of(bob).get("/live/", question, headers=headers).status_code == 401
