"""Matters from a file, for a board's managers: send it, say what its columns mean, see what would be, take it in.

Taking in is done some seconds a request (`kanban.importers.uploads`); the page's form asks for the next ones.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from kanban.access import Grant, grant_on
from kanban.forms import MappingForm, UploadForm
from kanban.importers import uploads
from kanban.importers.table import BadFile, TooLarge
from kanban.models import Role, Upload
from kanban.pages.answers import may, page, person_of, show

SECONDS = 1.0  # of one request
AROUND = 64 * 1024  # bytes of a request besides the file


@page("GET", "POST")
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a file, or go on with the one that was sent."""
    grant = _managed(request, slug)
    form, status = UploadForm(), 200
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        try:
            _refuse_large(request)
            if form.is_valid():
                return redirect("import", slug, _receive(grant, request).pk)
            status = 422
        except BadFile as refusal:
            form.add_error(None, refusal.detail)
            status = refusal.status
    waiting = _uploads(grant).exclude(content=b"").first()
    return _show(request, grant, "import_new", {"form": form, "waiting": waiting}, status=status)


@page("GET", "POST")
def upload(request: HttpRequest, slug: str, file: int) -> HttpResponse:
    """What the columns mean and what would become of the rows; once begun, how far it is."""
    grant = _managed(request, slug)
    found = get_object_or_404(_uploads(grant), pk=file)
    if found.is_begun or found.is_done:
        return _show(request, grant, "import_run", {"upload": found})
    table = uploads.table_of(found)
    first = table.rows[0][1]
    form = MappingForm(table.header, first, found.fields, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            uploads.remap(found, table, form.chosen(), by=grant.person)
            return redirect("import", slug, file)
        except BadFile as refusal:
            form.add_error(None, refusal.detail)
    facts = {"upload": found, "form": form, "preview": found.report}
    return _show(request, grant, "import_preview", facts, status=422 if form.errors else 200)


@page("POST")
def go_on(request: HttpRequest, slug: str, file: int) -> HttpResponse:
    """Take some more rows in."""
    grant = _managed(request, slug)
    found = get_object_or_404(_uploads(grant), pk=file)
    if not found.is_done:
        uploads.go_on(found, by=grant.person, seconds=SECONDS)
    return redirect("import", slug, file)


@page("POST")
def discard(request: HttpRequest, slug: str, file: int) -> HttpResponse:
    """Forget the file. What was taken in of it stays."""
    grant = _managed(request, slug)
    _uploads(grant).filter(pk=file).delete()
    messages.success(request, "The file is forgotten.")
    return redirect("import-new", slug)


def _managed(request: HttpRequest, slug: str) -> Grant:
    return may(grant_on(person_of(request), slug), Role.MANAGER)


def _uploads(grant: Grant) -> Any:
    """The person's own: nobody else sees what is in a file that is not taken in."""
    return Upload.objects.filter(board=grant.board, person=grant.person.pk).select_related("board")


def _refuse_large(request: HttpRequest) -> None:
    """By what the request says of itself, before any of it is read into memory."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > uploads.LARGEST + AROUND:
        raise TooLarge(f"The file is larger than {uploads.LARGEST // 1024 // 1024} MB. Split it.")


def _receive(grant: Grant, request: HttpRequest) -> Upload:
    sent = request.FILES["file"]
    assert not isinstance(sent, list)
    return uploads.receive(grant.board, grant.person, name=sent.name or "", content=sent.read())


def _show(request: HttpRequest, grant: Grant, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return show(request, name, {"grant": grant, "board": grant.board, **context}, status=status)
