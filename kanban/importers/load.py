"""Take a table's rows in, 500 to a transaction: the board is never locked for long, and a break loses one batch."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from kanban.commands import Intent, boards, columns, imports, labels
from kanban.commands.boards import FIRST_COLUMNS
from kanban.commands.imports import Report, Row
from kanban.errors import Invalid
from kanban.importers.mapping import STAGE, Mapping
from kanban.importers.stages import columns_for
from kanban.importers.table import Table
from kanban.models import Board

BATCH = 500
Progress = Callable[[Report], None]


def load(intent: Intent, table: Table, mapping: Mapping, *, progress: Progress, dry_run: bool = False) -> Report:
    """Each row as a matter, found again by its number. `dry_run` tells what would be and writes nothing."""
    report = Report()
    rows = list(rows_of(table, mapping, report))
    for start in range(0, len(rows), BATCH):
        with undone(dry_run):
            imports.take(intent, rows[start : start + BATCH], report=report)
        progress(report)
    report.problems.sort(key=lambda problem: problem.line)
    return report


def create_board(slug: str, table: Table, mapping: Mapping, *, by: AbstractBaseUser | None) -> Board:
    """A new board at that address with the columns and labels that the table's rows speak of."""
    rows = list(rows_of(table, mapping, Report()))
    wanted = columns_for(row.stage for row in rows)
    name = slug.replace("-", " ").capitalize()
    with transaction.atomic():
        board = boards.create({"name": name}, by=by, slug=slug, columns=() if wanted else FIRST_COLUMNS)
        for column in wanted:
            _add(lambda values: columns.add(Intent(board), values), column)
        for label in sorted({label for row in rows for label in row.values.get("labels", [])}):
            _add(lambda values: labels.add(Intent(board), values), {"name": label})
    return board


@contextmanager
def undone(wanted: bool) -> Iterator[None]:
    """Where wanted, nothing of what is done inside stays."""
    if not wanted:
        yield
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def rows_of(table: Table, mapping: Mapping, report: Report) -> Iterator[Row]:
    """The rows that can be tried, each with another number; `report` is told of the others."""
    seen: dict[str, int] = {}
    for line, cells in table.rows:
        if len(cells) != len(table.header):
            report.refuse(line, {"row": [f"It has {len(cells)} cells where the header has {len(table.header)}."]})
            continue
        values = mapping.values(cells)
        stage, number = values.pop(STAGE, ""), values["number"]
        if not number:
            report.refuse(line, {"number": ["It is empty: by it the same matter is found again."]})
        elif number in seen:
            report.refuse(line, {"number": [f"Line {seen[number]} has the number {number} already."]})
        else:
            seen[number] = line
            yield Row(line, values, stage)


def _add(add: Callable[[dict[str, str]], object], values: dict[str, str]) -> None:
    """A column or label that cannot be is left out: the rows that name it are then refused by line and reason."""
    try:
        with transaction.atomic():
            add(values)
    except Invalid:
        pass
