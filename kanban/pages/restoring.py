"""The page of a change that met an archived matter: it sends the same once more, and restores the matter with it."""

import uuid
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest

from kanban.access import matter_for
from kanban.errors import Refused
from kanban.history import events_of
from kanban.people import display_name

RESTORE = "restore"
_NOT_SENT_AGAIN = {"csrfmiddlewaretoken", "mutation_id", RESTORE}


def is_restoring(request: HttpRequest) -> bool:
    return request.POST.get(RESTORE) == "1"


def restore_context(person: AbstractBaseUser, request: HttpRequest, gone: Refused) -> dict[str, Any]:
    """What the template needs: the matter, who archived it and when, and what was sent, its version with it."""
    grant, matter = matter_for(person, gone.extra["restorable"])
    archived = events_of(grant.board.stream, matter).filter(kind="matter.archived").order_by("version").last()
    return {
        "grant": grant,
        "board": grant.board,
        "matter": matter,
        "by": display_name(archived.actor) if archived and archived.actor else "Somebody",
        "at": archived.at if archived else matter.archived_at,
        "sent": [(name, value) for name, values in _again(request) for value in values],
        "action": request.path,
        "mutation": uuid.uuid4(),
    }


def _again(request: HttpRequest) -> list[tuple[str, list[str]]]:
    return [(name, values) for name, values in request.POST.lists() if name not in _NOT_SENT_AGAIN]
