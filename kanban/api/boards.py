"""Boards: those that the person is on, and their settings."""

from rest_framework.request import Request
from rest_framework.response import Response

from kanban.access import Grant, boards_of, grant_of
from kanban.api.base import ApiView, ok
from kanban.api.bodies import WriteBody, read
from kanban.api.described import described
from kanban.api.intents import intent_of, mutation_of
from kanban.api.outputs import Boards, BoardShown, BoardWritten, Done
from kanban.api.setting_inputs import BoardChange, BoardNew
from kanban.api.shapes import board_shape
from kanban.api.written import done
from kanban.commands import Outcome, boards
from kanban.models import Board


class BoardsView(ApiView):
    @described("list_boards", "List boards", Boards, there=False, conditional=True)
    def get(self, request: Request) -> Response:
        """The boards that you are on, by name."""
        return ok({"boards": [board_shape(grant_of(each)) for each in boards_of(self.person)]})

    @described("create_board", "Create a board", BoardWritten, body=BoardNew, status=201, there=False)
    def post(self, request: Request) -> Response:
        """A board with four columns, of which you are the manager."""
        sent = read(BoardNew, request.data)
        board = boards.create(sent, by=self.person, mutation=mutation_of(request))
        shape = board_shape(self.board(board.slug))
        told = {"board_version": shape["version"], "cursor": shape["cursor"], "board": shape}
        return ok(told, status=201, Location=f"/api/boards/{board.slug}")


class BoardView(ApiView):
    @described("show_board", "Show a board", BoardShown, conditional=True)
    def get(self, request: Request, slug: str) -> Response:
        """Its settings, your role, and where its log stands."""
        return ok(board_shape(self.board(slug)))

    @described("change_board", "Change a board", BoardWritten, body=BoardChange)
    def patch(self, request: Request, slug: str) -> Response:
        """For managers: its name, description, and how its matters are numbered."""
        grant, sent = self.managed(slug, BoardChange)
        base = sent.pop("base", None)
        return _answered(grant, boards.change(intent_of(request, grant), sent, base=base))


class ArchiveBoardView(ApiView):
    @described("archive_board", "Archive a board", Done, body=WriteBody)
    def post(self, request: Request, slug: str) -> Response:
        """For managers. Nobody sees it any more, until an administrator restores it."""
        grant, _ = self.managed(slug, WriteBody)
        return done(boards.archive(intent_of(request, grant)))


def _answered(grant: Grant, outcome: Outcome) -> Response:
    board = Board.objects.select_related("stream").get(pk=grant.board.pk)
    return done(outcome, board=board_shape(Grant(board, grant.person, grant.role)))
