"""Add, change and remove a matter's parties."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from kanban.access import matter_for
from kanban.commands import parties
from kanban.errors import Gone, Invalid
from kanban.forms import PartyForm
from kanban.models import Opening, Role
from kanban.pages.answers import done, may, opened, page, person_of, show
from kanban.pages.intents import intent_of, sent


@page("GET", "POST")
def create(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, pk, None)


@page("GET", "POST")
def change(request: HttpRequest, pk: int, party: int) -> HttpResponse:
    return _edit(request, pk, party)


@page("POST")
def remove(request: HttpRequest, pk: int, party: int) -> HttpResponse:
    grant, matter = matter_for(person_of(request), pk)
    outcome = parties.remove(intent_of(request, grant), pk, party)
    return done(request, grant, outcome, "The party is removed.", to=matter.get_absolute_url())


def _edit(request: HttpRequest, pk: int, party: int | None) -> HttpResponse:
    grant, matter = matter_for(person_of(request), pk)
    may(grant, Role.EDITOR)
    if matter.deleted_at and request.method != "POST":  # a command says so itself, or gives a retry its first answer
        raise Gone(f"{matter.number} was deleted.", state="deleted")
    opened(request, matter, Opening.How.FORM)
    found = get_object_or_404(matter.parties, pk=party) if party is not None else None
    form = PartyForm(sent(request), instance=found)
    if form.is_valid():
        intent = intent_of(request, grant)
        try:
            if found:
                outcome = parties.change(intent, pk, found.pk, form.values(), base=form.base())
            else:
                outcome = parties.add(intent, pk, form.values())
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return done(request, grant, outcome, "The party is saved.", to=matter.get_absolute_url())
    context = {"grant": grant, "matter": matter, "form": form, "party": found, "mutation": uuid.uuid4()}
    return show(request, "party", context, status=422 if form.errors else 200)
