"""A board as one JSON value: its members, columns, labels and matters, and the cursor it all stood at."""

from typing import Any

from django.db.models import QuerySet

from kanban.api.shapes import column_shape, matter_shape
from kanban.fields import SETS
from kanban.models import Board, Matter, Party
from kanban.people import display_name

FORMAT = "aster-board/1"


def whole(board: Board, matters: QuerySet[Matter]) -> dict[str, Any]:
    """Archived matters are in it, deleted ones are not. Read it under the lock, or rows may be newer than it says."""
    found = matters.filter(deleted_at=None).order_by("column__rank", "column", "rank", "pk")
    return {
        "format": FORMAT,
        "board": {name: getattr(board, name) for name in ("id", "slug", "name", "description", "number_template")},
        "version": board.version,
        "cursor": str(board.stream.cursor),
        "columns": [column_shape(column) for column in board.columns.all()],
        "labels": [{"name": label.name, "colour": label.colour} for label in board.labels.all()],
        "members": [_member(row) for row in board.memberships.select_related("user").order_by("user__username")],
        "matters": [
            {**matter_shape(matter), "parties": [_party(party) for party in matter.parties.all()]}
            for matter in found.select_related("column", "responsible").prefetch_related("parties", *SETS)
        ],
    }


def _member(row: Any) -> dict[str, str]:
    return {"username": row.user.get_username(), "name": display_name(row.user), "role": row.role}


def _party(party: Party) -> dict[str, str]:
    return {name: getattr(party, name) for name in ("kind", "role", "name", "contact")}
