"""Browsers of the cast, and what they ask."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from kanban.models import Board

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

    Response = _MonkeyPatchedWSGIResponse
else:
    Response = HttpResponse

HTMX = {"HX-Request": "true"}


def browser_of(person: User | None, **kwargs: Any) -> Client:
    """A browser in which the person is signed in; None: nobody is."""
    client = Client(**kwargs)
    if person is not None:
        client.force_login(person)
    return client


def cursor_of(board: Board) -> str:
    """The cursor of the board as it stands now."""
    board.stream.refresh_from_db()
    return str(board.stream.cursor)


def poll(client: Client, board: Board, cursor: str) -> Response:
    return client.get("/live/", {"s": f"board:{board.pk}@{cursor}"})
