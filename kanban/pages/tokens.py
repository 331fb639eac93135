"""A person's tokens: made here, shown once, revoked here."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kanban.commands import tokens as commands
from kanban.errors import Invalid
from kanban.forms import TokenForm
from kanban.models import Token
from kanban.pages.answers import page, person_of, show
from kanban.pages.intents import sent


@page("GET", "POST")
def tokens(request: HttpRequest) -> HttpResponse:
    """The list, and the form for another. The secret stands in the answer to it and nowhere else."""
    person = person_of(request)
    form: Any = TokenForm(sent(request))
    secret, made = "", None
    if form.is_valid():
        try:
            made, secret = commands.issue(person, **form.values())
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            form = TokenForm()
    context = {"form": form, "tokens": Token.objects.filter(owner=person.pk), "made": made, "secret": secret}
    return show(request, "tokens", context, status=422 if form.errors else 200)


@page("POST")
def revoke(request: HttpRequest, token: int) -> HttpResponse:
    revoked = commands.revoke(person_of(request), token)
    messages.success(request, f"{revoked.name} is revoked. Whatever used it is let in no more.")
    return redirect("tokens")
