"""While you were away: what others did on a board since a person last looked at it, by person and by matter."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kanban.access import Grant, grant_on
from kanban.activity import Line, told
from kanban.commands import visits
from kanban.models import Matter, Visit
from kanban.pages.answers import is_htmx, page, person_of, show
from kanban.pages.intents import base_of
from realtime.fragments import FRAGMENT

MOST_EVENTS = 500
MATTERS_A_PERSON = 6


@dataclass
class Touched:
    """A matter (None: the board itself), and what was done to it, in few words and each once."""

    matter: Matter | None
    words: list[str] = field(default_factory=list)


@dataclass
class Doings:
    """What one person did: how many changes, and of which matters. `username` is "" for the system."""

    who: str
    username: str
    count: int = 0
    touched: dict[int, Touched] = field(default_factory=dict)

    @property
    def shown(self) -> list[Touched]:
        return list(islice(self.touched.values(), MATTERS_A_PERSON))

    @property
    def more(self) -> int:
        return max(0, len(self.touched) - MATTERS_A_PERSON)


@page("GET", "POST")
def away(request: HttpRequest, slug: str) -> HttpResponse:
    """What happened since the person last looked away; POST says up to which `version` it is seen.

    Over the board (htmx) 204 where there is nothing to tell: on a first visit, too.
    """
    grant = grant_on(person_of(request), slug)
    if request.method == "POST":
        visits.seen(grant, base_of(request))
        return HttpResponse(status=204, headers=FRAGMENT) if is_htmx(request) else redirect(grant.board)
    context = _context(grant)
    if is_htmx(request) and not context["people"]:
        return HttpResponse(status=204, headers=FRAGMENT)
    return show(request, "board_away", context)


def _context(grant: Grant) -> dict[str, Any]:
    stream = grant.board.stream
    visit = Visit.objects.filter(board=grant.board, person=grant.person.pk, version__lte=stream.version).first()
    lines = _lines(grant, visit) if visit else []
    return {
        "grant": grant,
        "board": grant.board,
        "visit": visit,
        "people": by_person(lines[:MOST_EVENTS]),
        "count": min(len(lines), MOST_EVENTS),
        "is_cut": len(lines) > MOST_EVENTS,
        "is_pruned": visit is not None and visit.version < stream.pruned_through,
    }


def _lines(grant: Grant, visit: Visit) -> list[Line]:
    """The newest first: of a matter that was touched twice, the last word is the first."""
    events = grant.events.filter(version__gt=visit.version).exclude(actor=grant.person.pk).exclude(kind="column.spread")
    return told(grant, events.select_related("actor").order_by("-version")[: MOST_EVENTS + 1])


def by_person(lines: Iterable[Line]) -> list[Doings]:
    """Whoever did most comes first."""
    people: dict[str, Doings] = {}
    for line in lines:
        username = line.event.actor.get_username() if line.event.actor else ""
        doings = people.setdefault(username, Doings(line.who, username))
        doings.count += 1
        touched = doings.touched.setdefault(line.matter.pk if line.matter else 0, Touched(line.matter))
        touched.words += [words for words in _words(line) if words not in touched.words]
    return sorted(people.values(), key=lambda doings: -doings.count)


def _words(line: Line) -> list[str]:
    """Where it was moved to, what was changed."""
    if line.event.kind == "matter.moved":
        return [f"moved to {new}" for label, _, new in line.changes if label == "column"] or ["moved within its column"]
    if line.event.kind == "matter.edited":
        return [f"changed {label}" for label, _, _ in line.changes]
    return [line.did]
