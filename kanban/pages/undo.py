"""The page that takes a change back: at once where a script asks, after a question where a person comes by a link."""

import uuid

from django.http import HttpRequest, HttpResponse

from kanban.access import matter_for
from kanban.activity import told
from kanban.commands.undo import undo
from kanban.errors import NotFound
from kanban.history import events_of
from kanban.models import Role
from kanban.pages.answers import done, may, page, person_of, show
from kanban.pages.intents import intent_of


@page("GET", "POST")
def take_back(request: HttpRequest, pk: int, event: int) -> HttpResponse:
    """The change of the matter that has the version `event` on the board."""
    grant, matter = matter_for(person_of(request), pk)
    may(grant, Role.EDITOR)
    if request.method == "POST":
        outcome = undo(intent_of(request, grant), pk, event=event)
        return done(request, grant, outcome, f"{matter.number}: the change is undone.", to=matter.get_absolute_url())
    lines = told(grant, events_of(grant.board.stream, matter).filter(version=event))
    if not lines:
        raise NotFound("This change is not in the log any more.")
    context = {"grant": grant, "board": grant.board, "matter": matter, "lines": lines, "mutation": uuid.uuid4()}
    return show(request, "matter_undo", context)
