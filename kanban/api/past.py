"""What happened to a matter, and how it and its board stood."""

from rest_framework.request import Request
from rest_framework.response import Response

from kanban.api.base import ApiView, ok
from kanban.api.bodies import asked
from kanban.api.described import described
from kanban.api.outputs import BoardAsOf, History, MatterAsOf
from kanban.api.questions import A_PAGE, HistoryAsked, PastAsked
from kanban.api.shapes import board_then_shape, event_shape, matter_then_shape, moment_shape
from kanban.as_of import board_as_of, matter_as_of
from kanban.history import events_of, narrowed
from kanban.moments import Asked, asked_for
from realtime.models import Stream


class MatterHistoryView(ApiView):
    @described("show_history", "Show a matter's history", History, question=HistoryAsked, conditional=True, gone=True)
    def get(self, request: Request, pk: int) -> Response:
        """Its changes, the newest first. Who reads those of a restricted one is kept."""
        question = asked(HistoryAsked, request)
        grant, found = self.opened(pk)
        by, field, kind = (question.get(name, "") for name in ("by", "field", "kind"))
        events = narrowed(events_of(grant.board.stream, found), by=by, field=field, kind=kind).order_by("-version")
        if "before" in question:
            events = events.filter(version__lt=question["before"])
        limit = question.get("limit", A_PAGE)
        rows = list(events[: limit + 1])
        shown = rows[:limit]
        more = shown[-1].version if len(rows) > len(shown) else None
        return ok({"events": [event_shape(event) for event in shown], "next": more})


class BoardAsOfView(ApiView):
    @described("show_board_then", "Show a board as it stood", BoardAsOf, question=PastAsked, conditional=True)
    def get(self, request: Request, slug: str) -> Response:
        """Rebuilt from the log: its columns and the matters in them, as far as you may see them now."""
        grant = self.board(slug)
        then, moment = board_as_of(grant, _moment(request, grant.board.stream))
        return ok({**moment_shape(moment), **board_then_shape(then)})


class MatterAsOfView(ApiView):
    @described(
        "show_matter_then", "Show a matter as it stood", MatterAsOf, question=PastAsked, conditional=True, gone=True
    )
    def get(self, request: Request, pk: int) -> Response:
        """Rebuilt from the log. Who reads a restricted one is kept."""
        grant, found = self.opened(pk)
        then, moment = matter_as_of(grant, found, _moment(request, grant.board.stream))
        parties = then.party_names  # type: ignore[attr-defined]
        return ok({**moment_shape(moment), "matter": matter_then_shape(then), "parties": parties})


def _moment(request: Request, stream: Stream) -> Asked:
    question = asked(PastAsked, request)
    return asked_for(stream, str(question.get("version", "")), question.get("at", ""))
