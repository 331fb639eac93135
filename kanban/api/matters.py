"""Matters: those of a board, one, and everything that changes one (contract §3)."""

from collections.abc import Callable
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from kanban.api.base import ApiView, etag_of, ok
from kanban.api.bodies import WriteBody, asked, read
from kanban.api.described import described
from kanban.api.inputs import Assign, MatterChange, MatterNew, Move, Plain, Undo
from kanban.api.intents import intent_of
from kanban.api.outputs import Done, MatterOne, Matters, MatterWritten
from kanban.api.questions import A_PAGE, MattersAsked
from kanban.api.shapes import matter_shape
from kanban.api.written import done, telling_what_stands, written
from kanban.cards import ON_BOARD
from kanban.commands import Intent, Outcome, matters
from kanban.commands.matters import Place
from kanban.commands.undo import undo
from kanban.errors import Invalid
from kanban.fields import SETS
from kanban.models import Role
from kanban.search import matching

_LOOKUPS = {
    "column": "column__slug",
    "label": "labels__name",
    "responsible": "responsible__username",
    "assignee": "assignees__username",
    "priority": "priority",
    "status": "status",
    "target_until": "target_on__lte",
    "limitation_until": "limitation_on__lte",
    "after": "pk__gt",
}


class MattersView(ApiView):
    @described("list_matters", "List matters", Matters, question=MattersAsked, conditional=True)
    def get(self, request: Request, slug: str) -> Response:
        """The board's matters that you may see, by id, a page at a time. Those on the board, unless archived ones are
        asked for.
        """
        grant = self.board(slug)
        question = asked(MattersAsked, request)
        limit = question.get("limit", A_PAGE)
        found = grant.matters.filter(deleted_at=None)
        is_archived = question.get("archived") == "true"
        found = found.exclude(archived_at=None) if is_archived else found.filter(ON_BOARD)
        found = found.filter(matching(question.get("q", "")))
        found = found.filter(**{_LOOKUPS[name]: value for name, value in question.items() if name in _LOOKUPS})
        rows = list(found.select_related("column", "responsible").prefetch_related(*SETS).order_by("pk")[: limit + 1])
        shown, stream = rows[:limit], grant.board.stream
        return ok(
            {
                "version": stream.version,
                "cursor": str(stream.cursor),
                "matters": [matter_shape(matter) for matter in shown],
                "next": shown[-1].pk if len(rows) > len(shown) else None,
            }
        )

    @described("create_matter", "Create a matter", MatterWritten, body=MatterNew, status=201)
    def post(self, request: Request, slug: str) -> Response:
        """Needs a title, and no more: the number is the board's next, the place the end of the first column."""
        grant = self.board(slug, needs=Role.EDITOR)
        values = read(MatterNew, request.data)
        place, column = _place(values), values.pop("column", "")
        outcome = matters.create(intent_of(request, grant), values, column=column, place=place)
        return written(grant, outcome, status=201)


class MatterView(ApiView):
    @described("show_matter", "Show a matter", MatterOne, conditional=True, gone=True)
    def get(self, request: Request, pk: int) -> Response:
        """One matter, archived or not. Its ETag can be sent back in If-Match. Who reads a restricted one is kept."""
        grant, found = self.opened(pk)
        shape = {**matter_shape(found), "board": grant.board.slug}
        return ok(shape, ETag=etag_of(shape))

    @described("change_matter", "Change a matter", MatterWritten, body=MatterChange, merges=True, gone=True)
    def patch(self, request: Request, pk: int) -> Response:
        """Changes the fields that are sent. Made on an older version it is merged with what others changed since; where
        the same was changed differently it is in conflict, and nothing is written.
        """
        return write(self, pk, MatterChange, _edit)

    @described("delete_matter", "Delete a matter", Done, writes=True, gone=True, only_at=True)
    def delete(self, request: Request, pk: int) -> Response:
        """For good, and for managers. The log keeps that it was there."""
        grant, _ = self.matter(pk, needs=Role.MANAGER)
        read(WriteBody, request.data)
        return done(matters.delete(intent_of(request, grant), pk))


class MoveView(ApiView):
    @described("move_matter", "Move a matter", MatterWritten, body=Move, merges=True, gone=True)
    def post(self, request: Request, pk: int) -> Response:
        """To a column and a place in it. The column is a field like any other; the place is never in conflict, and a
        neighbour that is gone makes it the end.
        """
        return write(self, pk, Move, _move)


class ArchiveView(ApiView):
    @described("archive_matter", "Archive a matter", MatterWritten, body=Plain, gone=True, only_at=True)
    def post(self, request: Request, pk: int) -> Response:
        """Takes it off the board. Archiving an archived one changes nothing."""
        return write(self, pk, Plain, lambda intent, pk, _: matters.archive(intent, pk))


class RestoreView(ApiView):
    @described("restore_matter", "Restore a matter", MatterWritten, body=Plain, gone=True, only_at=True)
    def post(self, request: Request, pk: int) -> Response:
        """Puts it back where it was. Restoring one on the board changes nothing."""
        return write(self, pk, Plain, lambda intent, pk, _: matters.restore(intent, pk))


class AssignView(ApiView):
    @described("assign_matter", "Assign a matter to yourself", MatterWritten, body=Assign, gone=True, only_at=True)
    def post(self, request: Request, pk: int) -> Response:
        """Puts you among the assignees or takes you off, whoever else stands there."""
        return write(self, pk, Assign, lambda intent, pk, sent: matters.assign(intent, pk, assigned=sent["assigned"]))


class UndoView(ApiView):
    @described("undo_change", "Undo a change", MatterWritten, body=Undo, merges=True, gone=True)
    def post(self, request: Request, pk: int) -> Response:
        """Takes back one change, named by its version on the board: your own, or as a manager anybody's. It is an
        ordinary write, and undoing it is the redo.
        """
        return write(self, pk, Undo, lambda intent, pk, sent: undo(intent, pk, event=sent["event"]))


Command = Callable[[Intent, int, dict[str, Any]], Outcome]


def write(view: ApiView, pk: int, body: type[WriteBody], command: Command) -> Response:
    """Load and authorise, read the body, write, and answer with the matter."""
    grant, _ = view.matter(pk, needs=Role.EDITOR)
    sent = read(body, view.request.data)
    with telling_what_stands(grant):
        outcome = command(intent_of(view.request, grant), pk, sent)
    return written(grant, outcome)


def _edit(intent: Intent, pk: int, sent: dict[str, Any]) -> Outcome:
    return matters.edit(intent, pk, sent, base=sent.pop("version"))


def _move(intent: Intent, pk: int, sent: dict[str, Any]) -> Outcome:
    return matters.move(intent, pk, to=sent["column"], place=_place(sent), base=sent["version"])


def _place(sent: dict[str, Any]) -> Place:
    """Where in the column; what says so is taken out of `sent`. Raises Invalid where it is said twice."""
    said = {name: sent.pop(name) for name in ("after", "before", "position") if name in sent}
    if len(said) > 1:
        raise Invalid(fields={name: ["Say one of after, before and position."] for name in said})
    return Place(at_top=True) if said == {"after": None} else Place(**said)
