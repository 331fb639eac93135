"""Where in a column: chosen under the lock, against neighbours that cannot move."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from kanban.commands.write import Write
from kanban.errors import Invalid
from kanban.models import Column, Matter
from kanban.ranks import LONGEST, between, spread


@dataclass(frozen=True, slots=True)
class Place:
    """`after` or `before` a matter (after None: the top), or at a 0-based `position`; nothing given: the end.

    A neighbour that is gone meanwhile does not make a move fail: the matter goes to the end.
    """

    after: int | None = None
    before: int | None = None
    position: int | None = None
    at_top: bool = False


def rank_in(write: Write, column: Column, place: Place, *, moving: Matter | None = None) -> str:
    """A rank for that place in the column, between its neighbours: the one it has, where it is there already.

    Spreads the column anew where ranks got long.
    """
    pk = moving.pk if moving else None
    low, high = _neighbours(write, column, place, pk)
    if moving and moving.column == column and (low or "") < moving.rank and (high is None or moving.rank < high):
        return moving.rank
    rank = between(low, high)
    if len(rank) <= LONGEST:
        return rank
    _spread(write, column)
    if moving:
        moving.refresh_from_db(fields=["rank"])  # else the new rank could pass for the one it has, and not be saved
    return between(*_neighbours(write, column, place, pk))


def warn_of_limit(column: Column, *, joining: Matter) -> list[str]:
    """What to say when one more matter passes the column's limit. Raises Invalid where the limit is hard.

    Restricted matters do not count: a limit that counted them would tell everybody that they are there.
    """
    if column.wip_limit is None or joining.is_restricted:
        return []
    there = counted(column).exclude(pk=joining.pk).count()
    if there < column.wip_limit:
        return []
    if column.wip_is_hard:
        raise Invalid.field("column", f"{column.name} is full: its limit is {column.wip_limit}.")
    return [f"{column.name} now holds {there + 1} matters; its limit is {column.wip_limit}."]


def counted(column: Column) -> QuerySet[Matter]:
    """The matters that a column's limit counts."""
    return column.matters.filter(archived_at=None, deleted_at=None, confidentiality=Matter.Confidentiality.NORMAL)


def _neighbours(write: Write, column: Column, place: Place, moving: int | None) -> tuple[str | None, str | None]:
    """The ranks just before and after the place. Archived and hidden matters keep theirs, so all of them count."""
    others = column.matters.exclude(pk=moving or 0).order_by("rank", "id")
    seen = write.matters.filter(column=column).exclude(
        pk=moving or 0
    )  # a walled neighbour is told like one that is gone
    if place.at_top:
        return None, _first(others)
    if place.after is not None:
        rank = _first(seen.filter(pk=place.after))
        return (rank, _first(others.filter(rank__gt=rank))) if rank else _end(others)
    if place.before is not None:
        rank = _first(seen.filter(pk=place.before))
        return (_last(others.filter(rank__lt=rank)), rank) if rank else _end(others)
    if place.position is not None:
        return _at_position(seen, others, place.position)
    return _end(others)


def _at_position(seen: QuerySet[Matter], others: QuerySet[Matter], position: int) -> tuple[str | None, str | None]:
    """Position counts what the person sees: not the archived, not the walled off."""
    if position < 0:
        raise Invalid.field("position", "A position counts from 0.")
    position = min(position, 10**6)  # past any list's end, and not past what a database can count to
    on_board = seen.filter(archived_at=None, deleted_at=None).order_by("rank", "id")
    rank = _first(on_board[position : position + 1])
    return (_last(others.filter(rank__lt=rank)), rank) if rank else _end(others)


def _end(others: QuerySet[Matter]) -> tuple[str | None, str | None]:
    return _last(others), None


def _first(matters: QuerySet[Matter]) -> str | None:
    return matters.values_list("rank", flat=True).first()


def _last(matters: QuerySet[Matter]) -> str | None:
    return matters.values_list("rank", flat=True).last()


def _spread(write: Write, column: Column) -> None:
    """Give the column's matters short ranks in the same order. No matter changes: one event of the column tells all."""
    matters: Sequence[Matter] = list(column.matters.order_by("rank", "id"))
    for matter, rank in zip(matters, spread(len(matters)), strict=True):
        matter.rank = rank
    Matter.objects.bulk_update(matters, ["rank"], batch_size=500)
    write.log.append("column.spread", f"column:{column.slug}", {})
