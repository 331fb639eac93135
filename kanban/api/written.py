"""The answer to a write of a matter: the matter as that write left it, whatever came after.

So a retry is told what the first try was told. Only where the events since were pruned, or a column was spread anew,
does it see something of today.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rest_framework.response import Response

from kanban.access import Grant
from kanban.api.base import ok
from kanban.api.shapes import matter_shape, matter_then_shape
from kanban.as_of import matter_as_of
from kanban.commands import Outcome
from kanban.errors import Conflict, Invalid, NotFound
from kanban.fields import SETS
from kanban.models import Matter
from kanban.moments import Asked


def written(grant: Grant, outcome: Outcome, *, status: int = 200) -> Response:
    assert outcome.matter
    shape = _as_it_was(grant, outcome.matter, version=outcome.version or 0, at=outcome.board_version)
    return ok(
        {
            **shape,
            "board_version": outcome.board_version,
            "cursor": outcome.cursor,
            "merged": outcome.merged,
            "warnings": outcome.warnings,
            "event": outcome.event,
        },
        status=status,
        **({"Location": f"/api/matters/{outcome.matter}"} if status == 201 else {}),
    )


def done(outcome: Outcome, *, status: int = 200, **more: Any) -> Response:
    """The answer to a write of anything else."""
    return ok({"board_version": outcome.board_version, "cursor": outcome.cursor, **more}, status=status)


def key_of_added(grant: Grant, outcome: Outcome) -> str:
    """The key of the column or label that the write added, from its event; "": the event was pruned since."""
    subject = grant.board.stream.events.filter(version=outcome.board_version).values_list("subject", flat=True).first()
    return (subject or "").partition(":")[2]


@contextmanager
def telling_what_stands(grant: Grant) -> Iterator[None]:
    """A conflict is answered with the matter as it stood when the write was refused."""
    try:
        yield
    except Conflict as conflict:
        pk, version = conflict.extra.pop("matter"), conflict.extra.pop("version")
        event = grant.board.stream.events.filter(subject=f"matter:{pk}", subject_version=version).first()
        conflict.extra["current"] = _as_it_was(grant, pk, version=version, at=event.version if event else None)
        raise


def _as_it_was(grant: Grant, pk: int, *, version: int, at: int | None) -> dict[str, Any]:
    """The matter at its `version`, after the board's event `at`; as it is now where that cannot be told any more."""
    row = grant.matters.select_related("column", "responsible").prefetch_related(*SETS).filter(pk=pk).first()
    if row is None:
        raise NotFound  # walled off since
    row.board = grant.board
    then = None if at is None else _then(grant, row, at)
    shape = matter_shape(row) if then is None else {**matter_then_shape(then), "version": version}
    return {**shape, "board": grant.board.slug}


def _then(grant: Grant, row: Matter, at: int) -> Matter | None:
    if not grant.board.stream.events.filter(version__gt=at).exists():
        return None
    try:
        then, _ = matter_as_of(grant, row, Asked(version=at))
    except Invalid:  # its events were pruned
        return None
    return then
