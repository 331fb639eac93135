"""The columns of a board."""

from rest_framework.request import Request
from rest_framework.response import Response

from kanban.access import Grant
from kanban.api.base import ApiView, ok
from kanban.api.bodies import WriteBody, asked
from kanban.api.described import described
from kanban.api.intents import intent_of
from kanban.api.outputs import Columns, ColumnWritten, Done
from kanban.api.questions import RemovalAsked
from kanban.api.setting_inputs import ColumnChange, ColumnMove, ColumnNew
from kanban.api.shapes import column_shape
from kanban.api.written import done, key_of_added
from kanban.commands import Outcome, columns


class ColumnsView(ApiView):
    @described("list_columns", "List columns", Columns, conditional=True)
    def get(self, request: Request, slug: str) -> Response:
        """The board's columns, from left to right."""
        return ok({"columns": [column_shape(column) for column in self.board(slug).board.columns.all()]})

    @described("add_column", "Add a column", ColumnWritten, body=ColumnNew, status=201)
    def post(self, request: Request, slug: str) -> Response:
        """For managers: at the right end. Its slug is made from its name, and never changes."""
        grant, sent = self.managed(slug, ColumnNew)
        outcome = columns.add(intent_of(request, grant), sent)
        return _answered(grant, outcome, key_of_added(grant, outcome), status=201)


class ColumnView(ApiView):
    @described("change_column", "Change a column", ColumnWritten, body=ColumnChange)
    def patch(self, request: Request, slug: str, column: str) -> Response:
        """For managers: its name, colour, category and limit."""
        grant, sent = self.managed(slug, ColumnChange)
        base = sent.pop("base", None)
        return _answered(grant, columns.change(intent_of(request, grant), column, sent, base=base), column)

    @described("remove_column", "Remove a column", Done, question=RemovalAsked, writes=True)
    def delete(self, request: Request, slug: str, column: str) -> Response:
        """For managers. One that holds matters says in `move_to` which column takes them: all of them, or nothing."""
        grant, _ = self.managed(slug, WriteBody)
        move_to = asked(RemovalAsked, request).get("move_to", "")
        return done(columns.remove(intent_of(request, grant), column, move_to=move_to))


class MoveColumnView(ApiView):
    @described("move_column", "Move a column", ColumnWritten, body=ColumnMove)
    def post(self, request: Request, slug: str, column: str) -> Response:
        """For managers: behind another column; one that is gone makes it the last."""
        grant, sent = self.managed(slug, ColumnMove)
        return _answered(grant, columns.reorder(intent_of(request, grant), column, after=sent["after"]), column)


def _answered(grant: Grant, outcome: Outcome, slug: str, *, status: int = 200) -> Response:
    column = grant.board.columns.filter(slug=slug).first()
    return done(outcome, status=status, column=column_shape(column) if column else None)
