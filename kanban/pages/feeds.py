"""Calendar feeds: made and revoked by the person, fetched by whoever knows the address."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from kanban.access import boards_of
from kanban.commands import feeds
from kanban.errors import Invalid
from kanban.exporters.calendar import calendar_of
from kanban.forms import FeedForm
from kanban.models import Feed
from kanban.pages.answers import page, person_of, show
from realtime.throttles import LiveThrottle, limited


@page("GET", "POST")
def calendars(request: HttpRequest) -> HttpResponse:
    """The person's feeds. The address of a new one is shown in the answer that makes it, and never again."""
    person = person_of(request)
    boards = {membership.board.slug: membership.board for membership in boards_of(person)}
    form: Any = FeedForm(boards.values(), request.POST if request.method == "POST" else None)
    made = ""
    if form.is_valid():
        try:
            secret = feeds.make(person, board=boards.get(form.cleaned_data["board"]))
            made = request.build_absolute_uri(reverse("calendar", args=[secret]))
        except Invalid as refusal:
            form.refuse(refusal)
    mine = Feed.objects.filter(person=person.pk).select_related("board")
    context = {"form": form, "feeds": mine, "made": made}
    return show(request, "calendars", context, status=422 if form.errors else 200)


@page("POST")
def revoke(request: HttpRequest, feed: int) -> HttpResponse:
    feeds.revoke(person_of(request), feed)
    messages.success(request, "The feed is revoked: its address leads nowhere any more.")
    return redirect("calendars")


@require_safe
@limited(LiveThrottle, methods=frozenset({"GET", "HEAD"}))
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """For calendar programs, which cannot sign in. One that has ended is told like one that never was."""
    feed = Feed.objects.select_related("person", "board").filter(secret_hash=feeds.hash_of(secret)).first()
    told = calendar_of(feed, address=request.build_absolute_uri) if feed else None
    if told is None:
        raise Http404
    response = HttpResponse(told, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="deadlines.ics"'
    return response
