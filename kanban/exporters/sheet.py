"""A board's matters as a table that `importers` takes in again, and that no spreadsheet runs as formulas."""

import csv
from typing import TextIO

from django.db.models import QuerySet

from kanban.commands.imports import columns_by_stage
from kanban.exporters.cells import names_to_cell, to_cell
from kanban.fields import EDITABLE, SETS, plain
from kanban.models import Board, Matter

HEADER = ("number", "stage", *(name for name in EDITABLE if name != "number"))


def write_sheet(board: Board, matters: QuerySet[Matter], out: TextIO) -> int:
    """The matters that are on the board, column by column in order; return how many."""
    by_stage = columns_by_stage(board)
    # A column's name where it is found again by it, else its slug.
    stages = {c.pk: c.name if by_stage[c.name.casefold()] == c else c.slug for c in by_stage.values()}
    rows = csv.writer(out)
    rows.writerow(HEADER)
    found = matters.filter(archived_at=None, deleted_at=None).order_by("column__rank", "column", "rank", "pk")
    for matter in found.select_related("responsible").prefetch_related(*SETS):
        values = {**plain(matter), "stage": stages[matter.column_id]}
        rows.writerow([_cell(values[name]) for name in HEADER])
    return len(found)


def _cell(value: str | list[str] | None) -> str:
    return to_cell(names_to_cell(value) if isinstance(value, list) else value or "")
