"""A board as one JSON value: its members, columns, labels and matters, and the cursor it all stood at."""

from typing import Any

from django.db.models import QuerySet

from kanban.api.shapes import column_shape, matter_shape
from kanban.fields import SETS
from kanban.models import Board, Matter, Party
from kanban.people import display_name

FORMAT = "aster-board/2"
BOARD = ("id", "slug", "name", "description", "number_template", "counter", "counter_year")
MOMENTS = ("created_at", "archived_at", "deleted_at")


def whole(board: Board, matters: QuerySet[Matter]) -> dict[str, Any]:
    """Archived matters are in it, deleted ones are not. Read it under the lock, or rows may be newer than it says."""
    return {
        "format": FORMAT,
        "board": {**{name: getattr(board, name) for name in BOARD}, "archived_at": moment(board.archived_at)},
        "version": board.version,
        "cursor": str(board.stream.cursor),
        "columns": [column_shape(column) for column in board.columns.all()],
        "labels": [{"name": label.name, "colour": label.colour} for label in board.labels.all()],
        "members": [_member(row) for row in board.memberships.select_related("user").order_by("user__username")],
        "matters": matters_of(matters.filter(deleted_at=None)),
    }


def matters_of(matters: QuerySet[Matter]) -> list[dict[str, Any]]:
    """Each with its parties and the moments it was made and put away, column by column in order."""
    found = matters.order_by("column__rank", "column", "rank", "pk")
    return [
        {
            **matter_shape(matter),
            **{name: moment(getattr(matter, name)) for name in MOMENTS},
            "parties": [_party(party) for party in matter.parties.all()],
        }
        for matter in found.select_related("column", "responsible").prefetch_related("parties", *SETS)
    ]


def moment(at: Any) -> str | None:
    return at.isoformat() if at else None


def _member(row: Any) -> dict[str, str]:
    return {"username": row.user.get_username(), "name": display_name(row.user), "role": row.role}


def _party(party: Party) -> dict[str, str]:
    return {name: getattr(party, name) for name in ("kind", "role", "name", "contact")}
