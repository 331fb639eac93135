"""Matters as the board shows them: a constant number of queries, whatever their number."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import CharField, Count, Q, QuerySet, Value
from django.db.models.functions import Concat, Trim

from kanban.access import Grant
from kanban.models import Column, Matter

ON_BOARD = Q(archived_at=None, deleted_at=None)


@dataclass(frozen=True, slots=True)
class Chip:
    """A label or an assignee on a card."""

    kind: str
    text: str
    detail: str


Chips = dict[int, list[Chip]]


def columns_with_cards(grant: Grant) -> list[Column]:
    """The board's columns in order, each with `cards`: its matters that the person may see, in order."""
    columns = list(grant.board.columns.all())
    chips = chips_of(grant.board.matters.filter(ON_BOARD))
    by_column: dict[int, list[Matter]] = defaultdict(list)
    for matter in cards(grant.matters.filter(ON_BOARD), columns, chips):
        by_column[matter.column_id].append(matter)
    for column in columns:
        column.cards = by_column[column.pk]  # type: ignore[attr-defined]
    return columns


def cards(matters: QuerySet[Matter], columns: Iterable[Column], chips: Chips) -> list[Matter]:
    """The matters by rank, each with `chips`, its column, and its board's stream as it stood in the same read."""
    by_pk = {column.pk: column for column in columns}
    found = []
    for matter in matters.select_related("responsible", "board__stream").order_by("rank", "pk"):
        if matter.column_id in by_pk:  # else it came with a column later than ours: the next delta brings both
            matter.column = by_pk[matter.column_id]
            matter.chips = chips.get(matter.pk, [])  # type: ignore[attr-defined]
            found.append(matter)
    return found


def chips_of(matters: QuerySet[Matter]) -> Chips:
    """The labels and assignees of the matters, in one query."""
    labels = Matter.labels.through.objects.filter(matter__in=matters).values_list(
        "matter_id", Value("label", CharField()), "label__name", "label__colour"
    )
    name = get_user_model().USERNAME_FIELD
    full_name = Trim(Concat("user__first_name", Value(" "), "user__last_name"))
    assignees = Matter.assignees.through.objects.filter(matter__in=matters).values_list(
        "matter_id", Value("person", CharField()), f"user__{name}", full_name
    )
    chips: Chips = defaultdict(list)
    for pk, kind, text, detail in labels.union(assignees, all=True):
        chips[pk].append(Chip(kind, text, detail))
    for row in chips.values():
        row.sort(key=lambda chip: (chip.kind, chip.text))
    return chips


def columns_with_sizes(board: int) -> list[Column]:
    """The board's columns in order, each with `size`: how many matters are in it, whoever may see them."""
    on_board = Q(matters__archived_at=None, matters__deleted_at=None)
    return list(Column.objects.filter(board=board).annotate(size=Count("matters", filter=on_board)))
