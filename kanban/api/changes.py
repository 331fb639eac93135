"""Reading changes as JSON (contract §2)."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from kanban.access import Grant
from kanban.api.base import ApiView
from kanban.api.bodies import asked
from kanban.api.described import described
from kanban.api.outputs import Events, Updates
from kanban.api.questions import EventsAsked, UpdatesAsked
from kanban.api.shapes import column_shape, event_shape, matter_shape
from kanban.cards import ON_BOARD
from kanban.delta import Audience, audience_of, touched
from kanban.models import Matter
from realtime.cursors import Cursor
from realtime.deltas import step_from
from realtime.sources import Step

EVENTS_A_PAGE = 200


class UpdatesView(ApiView):
    @described("show_updates", "Show what changed", Updates, question=UpdatesAsked, conditional=True)
    def get(self, request: Request, slug: str) -> Response:
        """What changed on the board since `cursor` (or `version`); the whole board where that cannot be told."""
        grant = self.board(slug)
        stream = grant.board.stream
        etag = f'"{stream.cursor}"'
        if request.headers.get("If-None-Match") == etag:
            return Response(status=304, headers={"ETag": etag})
        question = asked(UpdatesAsked, request)
        body = _since(grant, _start(question, grant))
        if question.get("include_deleted") not in ("true", "1"):
            body["deleted"] = []
        return Response({"cursor": str(stream.cursor), "version": stream.version, **body}, headers={"ETag": etag})


class EventsView(ApiView):
    @described("list_events", "List events", Events, question=EventsAsked, conditional=True)
    def get(self, request: Request, slug: str) -> Response:
        """The change log after version `after`, oldest first, a page at a time: `next` is the next page's `after`."""
        grant = self.board(slug)
        after = asked(EventsAsked, request).get("after", 0)
        events = grant.events.filter(version__gt=after).select_related("actor").order_by("version")
        found = list(events[: EVENTS_A_PAGE + 1])
        shown = found[:EVENTS_A_PAGE]
        return Response(
            {
                "version": grant.board.stream.version,
                "pruned_through": grant.board.stream.pruned_through,
                "events": [event_shape(event) for event in shown],
                "next": shown[-1].version if len(found) > len(shown) else None,
            }
        )


def _start(question: dict[str, Any], grant: Grant) -> Cursor | None:
    if "cursor" in question:
        return Cursor.parse(question["cursor"])
    version, stream = question.get("version", 0), grant.board.stream
    if version == stream.version:
        return stream.cursor
    if version == stream.pruned_through:
        return Cursor.at(version, stream.pruned_hash)
    event = stream.events.filter(version=version).first()
    return event.cursor if event else None


def _since(grant: Grant, start: Cursor | None) -> dict[str, Any]:
    stream = grant.board.stream
    if start == stream.cursor:
        return _body(False, [], [], [])
    step = step_from(stream, start) if start else None
    if step is None or (audience := audience_of(grant, step)).must_reset:
        return _whole(grant)
    if any(event.kind == "column.removed" for event in step.events):
        return _whole(grant)  # nothing in a delta could say that a column is gone
    return _changed(grant, step, audience)


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
