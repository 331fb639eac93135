"""What a request asks for: on which board, by whom, under which mutation id, made on which version."""

import hashlib
import json
import re
import uuid

from django.http import HttpRequest, QueryDict

from kanban.access import Grant
from kanban.commands import Intent
from kanban.errors import Invalid, Refused
from kanban.pages.decisions import decided
from realtime.log import Mutation

_NOT_CONTENT = {"csrfmiddlewaretoken", "mutation_id"}


class NoVersion(Refused):
    """A write that does not name the version it was made on."""

    code, status = "no-version", 428

    def __init__(self) -> None:
        super().__init__("Say which version of the matter this was made on (field “version”).")


def sent(request: HttpRequest) -> QueryDict | None:
    """What was posted, decisions of a conflict turned into values; an empty POST is a form left empty."""
    return decided(request.POST) if request.method == "POST" else None


def intent_of(request: HttpRequest, grant: Grant) -> Intent:
    return Intent(grant.board, grant.person, mutation_of(request))


def mutation_of(request: HttpRequest) -> Mutation | None:
    """From the header Idempotency-Key, quoted or bare, or the field mutation_id. Raises Invalid where it is no UUID."""
    key = request.headers.get("Idempotency-Key", "").strip('"') or request.POST.get("mutation_id", "")
    if not key:
        return None
    try:
        name = uuid.UUID(key) if len(key) <= 40 else None
    except ValueError:
        name = None
    if name is None:
        raise Invalid.field("mutation_id", "A mutation id must be a UUID.")
    return Mutation(name, _fingerprint(request))


def base_of(request: HttpRequest) -> int:
    """The version that the write was made on. Raises NoVersion, Invalid."""
    text = request.POST.get("version", "")
    if not text:
        raise NoVersion
    if not re.fullmatch("[1-9][0-9]{0,8}", text, re.ASCII):
        raise Invalid.field("version", "A version is a whole number from 1 on.")
    return int(text)


def _fingerprint(request: HttpRequest) -> str:
    content = sorted((name, values) for name, values in request.POST.lists() if name not in _NOT_CONTENT)
    said = json.dumps([request.method, request.path, content])
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
