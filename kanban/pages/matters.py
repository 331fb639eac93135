"""One matter: its page, and the forms that change it."""

import uuid
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from kanban.access import Grant, boards_of, grant_on, visible
from kanban.activity import told
from kanban.commands import matters
from kanban.errors import Invalid
from kanban.forms import MatterForm, MoveForm
from kanban.history import events_of
from kanban.models import Matter, Opening, Role
from kanban.pages.answers import done, is_htmx, may, opened, page, person_of, say, show, there
from kanban.pages.intents import base_of, intent_of, sent
from kanban.pages.restoring import is_restoring

EVENTS_SHOWN = 30
RESULTS = 50


@page("GET")
def matter(request: HttpRequest, pk: int) -> HttpResponse:
    """All of a matter: fields, parties, history."""
    grant, found = there(request, pk)
    opened(request, found, Opening.How.PANEL if is_htmx(request) else Opening.How.PAGE)
    events = list(events_of(grant.board.stream, found).order_by("-version")[:EVENTS_SHOWN])
    return show(
        request,
        "matter",
        {
            **_context(grant, found),
            "groups": MatterForm.GROUPS,
            "parties": found.parties.all(),
            "lines": told(grant, events),
        },
    )


@page("GET", "POST")
def create(request: HttpRequest, slug: str) -> HttpResponse:
    """A new matter, in the column named in the address or the form."""
    grant = may(grant_on(person_of(request), slug), Role.EDITOR)
    column = request.POST.get("column") or request.GET.get("column") or ""
    form = MatterForm(grant, sent(request))
    said = ""
    if form.is_valid() or _is_quick(request):
        values = {"title": request.POST["title"]} if _is_quick(request) else form.values()
        try:
            outcome = matters.create(intent_of(request, grant), values, column=column)
        except Invalid as refusal:
            form.refuse(refusal)
            said = refusal.detail
        else:
            return done(request, grant, outcome, "The matter is on the board.")
    columns = grant.board.columns.all()
    context = {
        "grant": grant,
        "board": grant.board,
        "form": form,
        "columns": columns,
        "column": column,
        "mutation": uuid.uuid4(),
    }
    response = show(request, "matter_new", context, status=422 if form.errors else 200)
    return say(response, said=said)  # the one-line form shows nothing else of this


@page("GET", "POST")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Every field in one form. What was not touched is not written, whoever changed it meanwhile."""
    grant, found = there(request, pk, needs=Role.EDITOR)
    opened(request, found, Opening.How.FORM)
    form = MatterForm(grant, sent(request), instance=found)
    if request.method == "POST" and form.is_valid():
        base = base_of(request)
        try:
            outcome = matters.edit(
                intent_of(request, grant), pk, form.values(), base=base, restoring=is_restoring(request)
            )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            restored = "restored and " if is_restoring(request) else ""
            return done(request, grant, outcome, f"{found.number} is {restored}saved.", to=found.get_absolute_url())
    version = request.POST.get("version") or found.version
    context = {**_context(grant, found), "form": form, "version": version}
    return show(request, "matter_edit", context, status=422 if form.errors else 200)


@page("GET", "POST")
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """To a column and a place in it, with a form that needs no pointer."""
    grant, found = there(request, pk, needs=Role.EDITOR)
    form = MoveForm(grant, found, sent(request), initial={"column": found.column.slug, "place": MoveForm.END})
    said = ""
    if form.is_valid():
        place, base, restoring = form.at(), base_of(request), is_restoring(request)
        to = form.cleaned_data["column"]
        try:
            outcome = matters.move(intent_of(request, grant), pk, to=to, place=place, base=base, restoring=restoring)
        except Invalid as refusal:
            form.refuse(refusal)
            said = refusal.detail
        else:
            restored = "restored and " if restoring else ""
            return done(request, grant, outcome, f"{found.number} is {restored}moved.")
    context = {**_context(grant, found), "form": form, "version": request.POST.get("version") or found.version}
    return say(show(request, "matter_move", context, status=422 if form.errors else 200), said=said)


@page("GET", "POST")
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """The person who is signed in, on the matter (`assigned` 1) or off it (0). Others are assigned in the form."""
    grant, found = there(request, pk, needs=Role.EDITOR)
    if request.method == "POST":
        base_of(request)
        assigned = _is_assigned(request)
        outcome = matters.assign(intent_of(request, grant), pk, assigned=assigned)
        said = f"You are assigned to {found.number}." if assigned else f"You are no longer assigned to {found.number}."
        return done(request, grant, outcome, said, to=found.get_absolute_url())
    assigned = any(person.pk == grant.person.pk for person in found.assignees.all())
    return show(request, "matter_assign", {**_context(grant, found), "assigned": assigned})


@page("GET", "POST")
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    grant, found = there(request, pk, needs=Role.EDITOR)
    if request.method == "POST":
        outcome = matters.archive(intent_of(request, grant), pk)
        return done(request, grant, outcome, f"{found.number} is archived. You find it in the board's archive.")
    return _confirm(request, grant, found, "Archive", "It leaves the board and can be restored at any time.")


@page("GET", "POST")
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    grant, found = there(request, pk, needs=Role.EDITOR)
    if request.method == "POST":
        outcome = matters.restore(intent_of(request, grant), pk)
        return done(request, grant, outcome, f"{found.number} is back on the board.")
    return _confirm(request, grant, found, "Restore", "It comes back to where it was.")


@page("GET", "POST")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    grant, found = there(request, pk, needs=Role.MANAGER)
    if request.method == "POST":
        outcome = matters.delete(intent_of(request, grant), pk)
        return done(request, grant, outcome, f"{found.number} is deleted.")
    return _confirm(
        request, grant, found, "Delete", "It is gone for good. The board's history keeps that it was there."
    )


@page("GET")
def search(request: HttpRequest) -> HttpResponse:
    """Matters on any of the person's boards, by number, title, client, opposing party, docket number or court."""
    asked = request.GET.get("q", "").replace("\0", "").strip()[:200]
    person = person_of(request)
    found: list[Matter] = []
    for membership in boards_of(person) if asked else []:
        on_board = visible(membership.board.matters.filter(deleted_at=None), person, membership.role)
        found += on_board.filter(_matches(asked)).select_related("column", "board", "responsible")[: RESULTS + 1]
    return show(request, "search", {"asked": asked, "found": found[:RESULTS], "is_cut": len(found) > RESULTS})


def _context(grant: Grant, found: Matter) -> dict[str, Any]:
    return {"grant": grant, "board": grant.board, "matter": found, "version": found.version, "mutation": uuid.uuid4()}


def _is_quick(request: HttpRequest) -> bool:
    """The one-line form under a column sends a title and nothing else of the matter."""
    return request.method == "POST" and "quick" in request.POST and "title" in request.POST


def _is_assigned(request: HttpRequest) -> bool:
    said = request.POST.get("assigned", "")
    if said not in ("0", "1"):
        raise Invalid.field("assigned", "Say 1 to be assigned, or 0 to be taken off.")
    return said == "1"


def _confirm(request: HttpRequest, grant: Grant, found: Matter, verb: str, what: str) -> HttpResponse:
    return show(request, "matter_confirm", {**_context(grant, found), "verb": verb, "what": what})


def _matches(asked: str) -> Q:
    found = Q()
    for word in asked.split()[:8]:
        any_field = Q()
        for name in ("number", "title", "client", "opposing_party", "docket_number", "court", "client_reference"):
            any_field |= Q(**{f"{name}__icontains": word})
        found &= any_field
    return found
