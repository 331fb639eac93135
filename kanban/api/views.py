"""Reading changes as JSON (contract §2)."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from kanban.access import Grant, grant_on
from kanban.api.shapes import column_shape, event_shape, matter_shape
from kanban.cards import ON_BOARD
from kanban.delta import Audience, audience_of, touched
from kanban.errors import Invalid
from kanban.models import Matter
from realtime.cursors import Cursor
from realtime.deltas import step_from
from realtime.sources import Step

EVENTS_A_PAGE = 200


@api_view(["GET"])
def updates(request: Request, slug: str) -> Response:
    """What changed on the board since `cursor` (or `version`); the whole board where that cannot be told."""
    grant = grant_on(person_of(request), slug)
    stream = grant.board.stream
    etag = f'"{stream.cursor}"'
    if request.headers.get("If-None-Match") == etag:
        return Response(status=304, headers={"ETag": etag})
    start = _start(request, grant)
    step = step_from(stream, start) if start and start != stream.cursor else None
    if start == stream.cursor:
        body = _body(False, [], [], [])
    elif step is None or (audience := audience_of(grant, step)).must_reset:
        body = _whole(grant)
    elif any(event.kind == "column.removed" for event in step.events):
        body = _whole(grant)  # nothing in a delta could say that a column is gone
    else:
        body = _changed(grant, step, audience)
    if request.query_params.get("include_deleted") not in ("true", "1"):
        body["deleted"] = []
    return Response({"cursor": str(stream.cursor), "version": stream.version, **body}, headers={"ETag": etag})


@api_view(["GET"])
def events(request: Request, slug: str) -> Response:
    """The change log after version `after`, oldest first, a page at a time: `next` is the next page's `after`."""
    grant = grant_on(person_of(request), slug)
    after = _whole_number(request, "after", 0)
    found = list(
        grant.events.filter(version__gt=after).select_related("actor").order_by("version")[: EVENTS_A_PAGE + 1]
    )
    shown = found[:EVENTS_A_PAGE]
    return Response(
        {
            "version": grant.board.stream.version,
            "pruned_through": grant.board.stream.pruned_through,
            "events": [event_shape(event) for event in shown],
            "next": shown[-1].version if len(found) > len(shown) else None,
        }
    )


def _start(request: Request, grant: Grant) -> Cursor | None:
    if "cursor" in request.query_params:
        return Cursor.parse(request.query_params["cursor"])
    version = _whole_number(request, "version", 0)
    stream = grant.board.stream
    if version == stream.version:
        return stream.cursor
    if version == stream.pruned_through:
        return Cursor.at(version, stream.pruned_hash)
    event = stream.events.filter(version=version).first()
    return event.cursor if event else None


def _whole(grant: Grant) -> dict[str, Any]:
    return _body(True, grant.board.columns.all(), _full(grant.matters.filter(ON_BOARD)), [])


def _changed(grant: Grant, step: Step, audience: Audience) -> dict[str, Any]:
    subjects = {event.subject for event in step.events}
    slugs = [subject.partition(":")[2] for subject in subjects if subject.startswith("column:")]
    there = list(_full(grant.matters.filter(touched(step.events))))
    gone = {matter.pk for matter in there if not matter.is_on_board} | audience.dropped
    return _body(False, grant.board.columns.filter(slug__in=slugs), [m for m in there if m.is_on_board], sorted(gone))


def _body(reset: bool, columns: Any, matters: Any, deleted: list[int]) -> dict[str, Any]:
    return {
        "reset": reset,
        "columns": [column_shape(column) for column in columns],
        "matters": [matter_shape(matter) for matter in matters],
        "deleted": deleted,
    }


def _full(matters: QuerySet[Matter]) -> QuerySet[Matter]:
    return matters.select_related("column", "responsible").prefetch_related("assignees", "labels", "named_people")


def _whole_number(request: Request, name: str, default: int) -> int:
    text = request.query_params.get(name, str(default))
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise Invalid.field(name, "This must be a whole number.")
    return int(text)


def person_of(request: Request) -> AbstractBaseUser:
    """The person who is signed in; IsAuthenticated lets nobody else come this far."""
    assert request.user.is_authenticated
    return request.user
