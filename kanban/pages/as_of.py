"""A board or a matter as it stood after a change of the board (`?version=`) or at a time (`?at=`). Writes nothing."""

from django.http import HttpRequest, HttpResponse

from kanban.access import grant_on
from kanban.as_of import board_as_of, matter_as_of
from kanban.forms import MatterForm
from kanban.models import Opening
from kanban.moments import Asked, asked_for
from kanban.pages.answers import opened, page, person_of, show, there
from realtime.models import Stream


@page("GET")
def board(request: HttpRequest, slug: str) -> HttpResponse:
    grant = grant_on(person_of(request), slug)
    then, moment = board_as_of(grant, _asked(request, grant.board.stream))
    live = grant.board.get_absolute_url()
    return show(
        request, "board_as_of", {"grant": grant, "board": grant.board, "then": then, "moment": moment, "live": live}
    )


@page("GET")
def matter(request: HttpRequest, pk: int) -> HttpResponse:
    grant, found = there(request, pk, sets=())
    opened(request, found, Opening.How.PAGE)
    then, moment = matter_as_of(grant, found, _asked(request, grant.board.stream))
    context = {"grant": grant, "board": grant.board, "matter": found, "then": then, "moment": moment}
    return show(request, "matter_as_of", {**context, "groups": MatterForm.GROUPS, "live": found.get_absolute_url()})


def _asked(request: HttpRequest, stream: Stream) -> Asked:
    return asked_for(stream, request.GET.get("version", ""), request.GET.get("at", ""))
