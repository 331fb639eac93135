"""A board or a matter as it stood after a change of the board (`?version=`) or at a time (`?at=`). Writes nothing."""

from django.http import HttpRequest, HttpResponse

from kanban.access import grant_on
from kanban.commands.parties import names
from kanban.errors import Invalid
from kanban.forms import MatterForm
from kanban.history import events_of
from kanban.models import Matter, Opening
from kanban.moments import Asked, Pair, asked_for, moment_in, moment_of
from kanban.pages.answers import opened, page, person_of, show, there
from kanban.past import SHARED, Undone, board_then, matter_then
from realtime.models import Stream


@page("GET")
def board(request: HttpRequest, slug: str) -> HttpResponse:
    grant = grant_on(person_of(request), slug)
    moment = moment_in(grant.events, _asked(request, grant.board.stream))
    then = board_then(grant, moment.version)
    live = grant.board.get_absolute_url()
    return show(
        request, "board_as_of", {"grant": grant, "board": grant.board, "then": then, "moment": moment, "live": live}
    )


@page("GET")
def matter(request: HttpRequest, pk: int) -> HttpResponse:
    grant, found = there(request, pk, sets=())
    opened(request, found, Opening.How.PAGE)
    asked = _asked(request, grant.board.stream)
    parties = names(found)
    pairs, since = _events(grant.board.stream, found, asked)
    moment = moment_of(pairs, asked)
    then = matter_then(grant.board, found, parties, since)
    if then is None:
        raise Invalid("This matter was not there yet.")
    context = {"grant": grant, "board": grant.board, "matter": found, "then": then, "moment": moment}
    return show(request, "matter_as_of", {**context, "groups": MatterForm.GROUPS, "live": found.get_absolute_url()})


def _events(stream: Stream, matter: Matter, asked: Asked) -> tuple[list[Pair], list[Undone]]:
    """All events of the matter in order, and what to undo: those after the moment and what befell columns and labels.

    One query.
    """
    later = {"at__gt": asked.at} if asked.version is None else {"version__gt": asked.version}
    columns = ("version", "at", "subject", "kind", "changes")
    shared = stream.events.filter(kind__in=SHARED, **later).order_by().values_list(*columns)
    own = events_of(stream, matter).order_by().values_list(*columns)
    found = list(own.union(shared, all=True).order_by("version"))
    pairs = [(version, at) for version, at, _, kind, _ in found if kind not in SHARED]
    now = max((pair[0] for pair in pairs if asked.is_after(pair)), default=0)
    undone = [row[2:] for row in reversed(found) if row[3] in SHARED or row[0] > now]
    return pairs, undone


def _asked(request: HttpRequest, stream: Stream) -> Asked:
    return asked_for(stream, request.GET.get("version", ""), request.GET.get("at", ""))
