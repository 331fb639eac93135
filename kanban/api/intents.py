"""What a request asks for: by whom, on which board, under which mutation id, on which versions alone."""

import re
from typing import Any

from rest_framework.request import Request

from kanban.access import Grant
from kanban.commands import Intent
from kanban.commands.intents import mutation_named
from realtime.log import Mutation

_VERSION = re.compile(r'"?([1-9][0-9]{0,8})(?:-[0-9a-f]+)?"?', re.ASCII)


def intent_of(request: Request, grant: Grant) -> Intent:
    """Raises Invalid where the mutation id is none."""
    return Intent(grant.board, grant.person, mutation_of(request), only_at=_only_at(request))


def mutation_of(request: Request) -> Mutation | None:
    """From the header Idempotency-Key, quoted or bare, or the field mutation_id."""
    sent: dict[str, Any] = dict(request.data)
    in_body = sent.pop("mutation_id", None)
    key = request.headers.get("Idempotency-Key", in_body)
    said = [request.method, request.get_full_path(), sent, request.headers.get("If-Match")]
    return None if key is None else mutation_named(key, said)


def _only_at(request: Request) -> frozenset[int] | None:
    """The versions in If-Match, plain or as a matter's ETag. What is no version of ours is the version of nothing."""
    asked = request.headers.get("If-Match", "*").strip()
    if asked == "*":
        return None
    found = [_VERSION.fullmatch(each.strip()) for each in asked.split(",")]
    return frozenset(int(each[1]) for each in found if each)
