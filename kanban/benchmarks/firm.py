"""A firm of the size that a measurement needs: made by the commands, as everything."""

from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore

from kanban.commands import Intent, boards, labels, matters
from kanban.models import Board, Matter

_STAGES = ("intake", "in-progress", "waiting", "done")


def person(name: str) -> User:
    found, _ = get_user_model().objects.get_or_create(username=name, defaults={"first_name": name.capitalize()})
    return found


def session_of(someone: User) -> str:
    """A session key, as sign-in would make it."""
    session = SessionStore()
    session[SESSION_KEY] = str(someone.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = someone.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def board_with(count: int, *, manager: User) -> Board:
    """A board of that many matters, spread over four columns."""
    board = boards.create({"name": f"Bench {count}"}, by=manager)
    labels.add(Intent(board), {"name": "Class action"})
    for at in range(count):
        matters.create(Intent(board), _values(at, manager), column=_STAGES[at % 4])
    return Board.objects.select_related("stream").get(pk=board.pk)


def touch(board: Board, count: int) -> None:
    """Change that many of the board's matters, one field each."""
    for at, pk in enumerate(Matter.objects.filter(board=board).values_list("pk", flat=True)[:count]):
        court = Matter.objects.get(pk=pk).court
        matters.edit(Intent(board), pk, {"court": f"{court[:20]} {at}"})


def _values(at: int, responsible: User) -> dict[str, Any]:
    return {
        "title": f"Doe Shipping Company v. Harbour Insurance, No. {at}",
        "client": "Doe Shipping Company",
        "opposing_party": "Harbour Insurance Ltd",
        "practice_area": "190 Contract: Other",
        "court": "nysd",
        "responsible": responsible.username,
        "assignees": [responsible.username],
        "labels": ["Class action"],
        "target_on": "2031-05-01",
    }
