"""A board's settings, for managers: its name, columns, labels and members."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from kanban.access import Grant, grant_on
from kanban.commands import Intent, Outcome, boards, columns, labels, members
from kanban.errors import Forbidden, Invalid, NotFound
from kanban.forms import BoardForm, ColumnForm, LabelForm, MemberForm, RemoveColumnForm
from kanban.models import Column, Role
from kanban.pages.answers import page, person_of, show
from kanban.pages.intents import intent_of, sent


@page("GET", "POST")
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    grant = _managed(request, slug)
    form = BoardForm(sent(request), instance=grant.board)
    return _page(request, grant, form, lambda intent: boards.change(intent, form.values(), base=form.base()), "board")


@page("POST")
def add_column(request: HttpRequest, slug: str) -> HttpResponse:
    grant = _managed(request, slug)
    form = ColumnForm(request.POST)
    return _page(request, grant, form, lambda intent: columns.add(intent, form.values()), "new_column")


@page("GET", "POST")
def column(request: HttpRequest, slug: str, column: str) -> HttpResponse:
    """One column: its settings, its place, and its removal."""
    grant = _managed(request, slug)
    found = get_object_or_404(grant.board.columns, slug=column)
    form = ColumnForm(sent(request), instance=found)
    if form.is_valid() and _try(
        form, lambda: columns.change(intent_of(request, grant), column, form.values(), base=form.base())
    ):
        return _back(request, grant, "The column is saved.")
    return _column_page(request, grant, column, form, RemoveColumnForm(found))


@page("POST")
def move_column(request: HttpRequest, slug: str, column: str) -> HttpResponse:
    """One step to the left or to the right."""
    grant = _managed(request, slug)
    slugs = list(grant.board.columns.values_list("slug", flat=True))
    if column not in slugs:
        raise NotFound
    at = slugs.index(column) + (-2 if "left" in request.POST else 1)
    after = slugs[min(at, len(slugs) - 1)] if at >= 0 else None
    if after != column:
        columns.reorder(intent_of(request, grant), column, after=after)
    return _back(request, grant, "The columns are in the new order.")


@page("POST")
def remove_column(request: HttpRequest, slug: str, column: str) -> HttpResponse:
    grant = _managed(request, slug)
    found = grant.board.columns.filter(slug=column).first() or Column(slug=column, board=grant.board)
    form = RemoveColumnForm(found, request.POST)
    move_to = request.POST.get("move_to", "")
    is_gone = not found.pk  # removed already: a retry is told its first answer again
    if (form.is_valid() or is_gone) and _try(
        form, lambda: columns.remove(intent_of(request, grant), column, move_to=move_to)
    ):
        return _back(request, grant, "The column is removed.")
    return _column_page(request, grant, column, ColumnForm(instance=found), form)


@page("POST")
def add_label(request: HttpRequest, slug: str) -> HttpResponse:
    grant = _managed(request, slug)
    form = LabelForm(request.POST)
    return _page(request, grant, form, lambda intent: labels.add(intent, form.values()), "new_label")


@page("GET", "POST")
def label(request: HttpRequest, slug: str, label: int) -> HttpResponse:
    grant = _managed(request, slug)
    found = get_object_or_404(grant.board.labels, pk=label)
    form = LabelForm(sent(request), instance=found)
    if form.is_valid() and _try(
        form, lambda: labels.change(intent_of(request, grant), label, form.values(), base=form.base())
    ):
        return _back(request, grant, "The label is saved.")
    context = {"grant": grant, "board": grant.board, "label": found, "form": form, "mutation": uuid.uuid4()}
    return show(request, "label", context, status=422 if form.errors else 200)


@page("POST")
def remove_label(request: HttpRequest, slug: str, label: int) -> HttpResponse:
    grant = _managed(request, slug)
    labels.remove(intent_of(request, grant), label)
    return _back(request, grant, "The label is taken off.")


@page("POST")
def put_member(request: HttpRequest, slug: str) -> HttpResponse:
    grant = _managed(request, slug)
    form = MemberForm(request.POST)
    return _page(
        request,
        grant,
        form,
        lambda intent: members.put(intent, form.cleaned_data["username"], role=form.cleaned_data["role"]),
        "new_member",
    )


@page("POST")
def remove_member(request: HttpRequest, slug: str, username: str) -> HttpResponse:
    grant = _managed(request, slug)
    members.remove(intent_of(request, grant), username)
    if username == grant.person.get_username():
        messages.success(request, f"You left {grant.board.name}.")
        return redirect("boards")
    return _back(request, grant, f"{username} is off the board.")


@page("GET", "POST")
def archive(request: HttpRequest, slug: str) -> HttpResponse:
    grant = _managed(request, slug)
    if request.method == "POST":
        boards.archive(intent_of(request, grant))
        messages.success(request, f"{grant.board.name} is archived. An administrator can restore it.")
        return redirect("boards")
    return show(request, "board_confirm", {"grant": grant, "board": grant.board, "mutation": uuid.uuid4()})


def _managed(request: HttpRequest, slug: str) -> Grant:
    grant = grant_on(person_of(request), slug)
    if not grant.can_manage:
        raise Forbidden("Only the managers of this board change its settings.")
    return grant


def _page(request: HttpRequest, grant: Grant, form: Any, write: Callable[[Intent], Outcome], name: str) -> HttpResponse:
    """Write what a valid form asks for; otherwise the settings page with that form's errors in its place."""
    if form.is_valid() and _try(form, lambda: write(intent_of(request, grant))):
        return _back(request, grant, "Saved.")
    blank = {
        "board": BoardForm(instance=grant.board),
        "new_column": ColumnForm(),
        "new_label": LabelForm(),
        "new_member": MemberForm(),
    }
    context = {
        "grant": grant,
        "board": grant.board,
        "forms": {**blank, name: form},
        "columns": grant.board.columns.all(),
        "labels": grant.board.labels.all(),
        "memberships": grant.board.memberships.select_related("user").order_by("user__first_name", "user__username"),
        "roles": Role.choices,
        "mutation": uuid.uuid4(),
    }
    return show(request, "board_settings", context, status=422 if form.errors else 200)


def _column_page(request: HttpRequest, grant: Grant, slug: str, form: ColumnForm, removal: forms.Form) -> HttpResponse:
    found = get_object_or_404(grant.board.columns, slug=slug)
    context = {
        "grant": grant,
        "board": grant.board,
        "column": found,
        "form": form,
        "removal": removal,
        "mutation": uuid.uuid4(),
    }
    return show(request, "column", context, status=422 if form.errors or removal.errors else 200)


def _try(form: Any, write: Callable[[], Outcome]) -> bool:
    """Did the command take it? If not, its reasons stand beside the form's fields."""
    try:
        write()
    except Invalid as refusal:
        form.refuse(refusal)
        return False
    return True


def _back(request: HttpRequest, grant: Grant, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(reverse("board-settings", args=[grant.board.slug]))
