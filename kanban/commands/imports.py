"""Take many matters in at once: a batch is one write under one lock, and a row that is refused leaves the others in."""

import inspect
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import prefetch_related_objects

from kanban.commands import matters
from kanban.commands.write import Outcome, Write, command
from kanban.errors import Invalid
from kanban.models import Board, Column, Matter, Role
from realtime.errors import Refused

# The commands without a transaction of their own: here many of them share one.
_create, _edit, _move = (inspect.unwrap(each) for each in (matters.create, matters.edit, matters.move))


@dataclass(frozen=True, slots=True)
class Row:
    """A matter to be: its fields as plain values, `number` among them, and the name or slug of its column ("": any)."""

    line: int
    values: dict[str, Any]
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row was not taken: on which line of the file, in which column, and the reason."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.column}: {self.reason}"


@dataclass(slots=True)
class Report:
    """What became of the rows."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return self.created + self.updated + self.unchanged + self.refused

    def refuse(self, line: int, reasons: dict[str, list[str]]) -> None:
        self.refused += 1
        self.problems += [Problem(line, name, reason) for name, told in reasons.items() for reason in told]


@command(needs=Role.EDITOR)
def take(write: Write, rows: Sequence[Row], *, report: Report) -> Outcome:
    """Create the matters whose number the board has not, change the others; tell `report` of each.

    A number stands once among the rows.
    """
    prefetch_related_objects([write.board], "columns")  # no row changes a column: read once, not with each
    columns = columns_by_stage(write.board)
    numbers = [row.values["number"] for row in rows]
    there = {matter.number: matter for matter in write.matters.filter(number__in=numbers)}
    for row in rows:
        try:
            with write.log.attempt():
                done = _take_one(write, row, there.get(row.values["number"]), _column(columns, row.stage))
        except Refused as refusal:
            report.refuse(row.line, _reasons(refusal))
        else:
            setattr(report, done, getattr(report, done) + 1)
    return write.outcome()


def columns_by_stage(board: Board) -> dict[str, Column]:
    """The board's columns by what a file may call them: the slug, or else the name in any case."""
    columns = list(board.columns.all())
    return {each.name.casefold(): each for each in columns} | {each.slug: each for each in columns}


def _take_one(write: Write, row: Row, matter: Matter | None, column: Column | None) -> str:
    """One row, of a new matter or of the one that has its number; the name of what became of it."""
    if matter is None:
        _create(write, row.values, column=column.slug if column else "")
        return "created"
    outcome: Outcome = _edit(write, matter.pk, row.values)
    if column and column.pk != matter.column_id:
        outcome = _move(write, matter.pk, to=column.slug)
    return "unchanged" if outcome.version == matter.version else "updated"


def _column(columns: dict[str, Column], stage: str) -> Column | None:
    if stage and stage.casefold() not in columns:
        raise Invalid.field("stage", f'The board has no column "{stage}".')
    return columns[stage.casefold()] if stage else None


def _reasons(refusal: Refused) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = refusal.extra.get("fields", {"number": [refusal.detail]})
    return {"stage" if name == "column" else name: reasons for name, reasons in fields.items()}
