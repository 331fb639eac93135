"""A board's webhooks, for its managers: added, paused, removed, and what became of each delivery."""

import secrets
import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from kanban.access import Grant, grant_on
from kanban.commands import Intent, webhooks
from kanban.errors import Invalid
from kanban.forms import WebhookForm
from kanban.models import Delivery, Role
from kanban.pages.answers import may, page, person_of, show
from kanban.pages.intents import intent_of
from kanban.webhooks import queue

DELIVERIES_A_PAGE = 50
_STATES = Delivery.State


@page("GET", "POST")
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """The board's webhooks. The secret of a new one is shown in the answer that adds it, and never again."""
    grant = _managed(request, slug)
    form: Any = WebhookForm(request.POST if request.method == "POST" else None)
    secret = ""
    if form.is_valid():
        try:
            made = f"whsec_{secrets.token_urlsafe(32)}"
            # No mutation id: a retry's first answer could not tell the secret again.
            webhooks.add(Intent(grant.board, grant.person), form.cleaned_data["url"], secret=made)
            secret, form = made, WebhookForm()
        except Invalid as refusal:
            form.refuse(refusal)
    counts = {state: Count("deliveries", filter=Q(deliveries__state=state)) for state in _STATES.values}
    found = grant.board.webhooks.annotate(**counts)
    context = {"form": form, "secret": secret, "webhooks": found}
    return _show(request, grant, "webhooks", context, status=422 if form.errors else 200)


@page("GET")
def log(request: HttpRequest, slug: str, webhook: int) -> HttpResponse:
    """The deliveries of one, the newest event first."""
    grant = _managed(request, slug)
    found = get_object_or_404(grant.board.webhooks, pk=webhook)
    state = request.GET.get("state", "")
    deliveries = found.deliveries.filter(state=state) if state in _STATES.values else found.deliveries.all()
    context = {
        "webhook": found,
        "page": Paginator(deliveries, DELIVERIES_A_PAGE).get_page(request.GET.get("page")),
        "dead": found.deliveries.filter(state=_STATES.DEAD).count(),
        "states": _STATES.choices,
        "state": state,
        "mutation": uuid.uuid4(),
    }
    return _show(request, grant, "webhook", context)


@page("POST")
def switch(request: HttpRequest, slug: str, webhook: int) -> HttpResponse:
    grant = _managed(request, slug)
    on = request.POST.get("on") == "1"
    webhooks.switch(intent_of(request, grant), webhook, on=on)
    messages.success(request, "It goes on where it stood." if on else "It is paused: nothing is lost meanwhile.")
    return redirect("webhook", slug, webhook)


@page("POST")
def send_again(request: HttpRequest, slug: str, webhook: int) -> HttpResponse:
    """All deliveries that were given up are due anew."""
    grant = _managed(request, slug)
    count = queue.send_again(get_object_or_404(grant.board.webhooks, pk=webhook))
    messages.success(request, f"Deliveries that are sent again: {count}.")
    return redirect("webhook", slug, webhook)


@page("POST")
def remove(request: HttpRequest, slug: str, webhook: int) -> HttpResponse:
    grant = _managed(request, slug)
    webhooks.remove(intent_of(request, grant), webhook)
    messages.success(request, "The webhook is removed.")
    return redirect("webhooks", slug)


def _managed(request: HttpRequest, slug: str) -> Grant:
    return may(grant_on(person_of(request), slug), Role.MANAGER)


def _show(request: HttpRequest, grant: Grant, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return show(request, name, {"grant": grant, "board": grant.board, **context}, status=status)
