"""What a request asks for: on which board, by whom, under which mutation id, made on which version."""

import re

from django.http import HttpRequest, QueryDict

from kanban.access import Grant
from kanban.commands import Intent
from kanban.commands.intents import NoVersion, mutation_named
from kanban.errors import Invalid
from kanban.pages.decisions import decided
from realtime.log import Mutation

_NOT_CONTENT = {"csrfmiddlewaretoken", "mutation_id"}


def sent(request: HttpRequest) -> QueryDict | None:
    """What was posted, decisions of a conflict turned into values; an empty POST is a form left empty."""
    return decided(request.POST) if request.method == "POST" else None


def intent_of(request: HttpRequest, grant: Grant) -> Intent:
    return Intent(grant.board, grant.person, mutation_of(request))


def mutation_of(request: HttpRequest) -> Mutation | None:
    """From the header Idempotency-Key, quoted or bare, or the field mutation_id. Raises Invalid where it is no UUID."""
    key = request.headers.get("Idempotency-Key", "") or request.POST.get("mutation_id", "")
    content = sorted((name, values) for name, values in request.POST.lists() if name not in _NOT_CONTENT)
    return mutation_named(key, [request.method, request.path, content]) if key.strip('"') else None


def base_of(request: HttpRequest) -> int:
    """The version that the write was made on. Raises NoVersion, Invalid."""
    text = request.POST.get("version", "")
    if not text:
        raise NoVersion
    if not re.fullmatch("[1-9][0-9]{0,8}", text, re.ASCII):
        raise Invalid.field("version", "A version is a whole number from 1 on.")
    return int(text)
