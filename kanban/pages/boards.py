"""The boards, one board, and its archive."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kanban.access import boards_of, grant_on
from kanban.cards import columns_with_cards
from kanban.commands import boards
from kanban.errors import Invalid
from kanban.forms import BoardForm
from kanban.pages.answers import page, person_of, show
from kanban.pages.intents import mutation_of, sent
from kanban.pages.overview import overview

MATTERS_A_PAGE = 50


@page("GET")
def index(request: HttpRequest) -> HttpResponse:
    """The boards of the person who is signed in."""
    return show(request, "boards", {"boards": overview(boards_of(person_of(request)))})


@page("GET", "POST")
def create(request: HttpRequest) -> HttpResponse:
    form = BoardForm(sent(request))
    if form.is_valid():
        try:
            board = boards.create(form.values(), by=person_of(request), mutation=mutation_of(request))
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"{board.name} is ready. You manage it: invite people in its settings.")
            return redirect(board)
    return show(request, "board_new", {"form": form, "mutation": uuid.uuid4()}, status=422 if form.errors else 200)


@page("GET")
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """The board. Its version is read before its cards: a card may be newer than the cursor says, never older."""
    grant = grant_on(person_of(request), slug)
    columns = columns_with_cards(grant)
    has_matters = any(column.cards for column in columns)  # type: ignore[attr-defined]
    facts = {"grant": grant, "board": grant.board, "columns": columns, "has_matters": has_matters}
    return show(request, "board", facts)


@page("GET")
def archive(request: HttpRequest, slug: str) -> HttpResponse:
    """The archived matters, to be restored."""
    grant = grant_on(person_of(request), slug)
    archived = grant.matters.filter(deleted_at=None).exclude(archived_at=None).select_related("column", "responsible")
    found = Paginator(archived.order_by("-archived_at"), MATTERS_A_PAGE).get_page(request.GET.get("page"))
    return show(request, "board_archive", {"grant": grant, "board": grant.board, "page": found})
