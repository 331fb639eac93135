"""Who changed what, on a board or in one matter: newest first, narrowed as the address says."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from kanban.access import Grant, grant_on
from kanban.activity import told
from kanban.forms import HistoryForm
from kanban.history import events_of
from kanban.models import Opening
from kanban.pages.answers import opened, page, person_of, show, there
from realtime.models import Event

EVENTS_A_PAGE = 50


@page("GET")
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """What happened on the board and to those of its matters that the person may see."""
    grant = grant_on(person_of(request), slug)
    return show(request, "board_history", _context(request, grant, grant.events))


@page("GET")
def matter(request: HttpRequest, pk: int) -> HttpResponse:
    """All that happened to one matter, of which its own page shows the newest."""
    grant, found = there(request, pk, sets=())
    opened(request, found, Opening.How.PAGE)
    context = _context(request, grant, events_of(grant.board.stream, found), of_matter=True)
    return show(request, "matter_history", {**context, "matter": found})


def _context(request: HttpRequest, grant: Grant, events: QuerySet[Event], *, of_matter: bool = False) -> dict[str, Any]:
    form = HistoryForm(grant, events, request.GET, of_matter=of_matter)
    chosen = form.events().select_related("actor").order_by("-version")
    found = Paginator(chosen, EVENTS_A_PAGE).get_page(request.GET.get("page"))
    lines = told(grant, found.object_list)
    return {"grant": grant, "board": grant.board, "form": form, "page": found, "lines": lines}
