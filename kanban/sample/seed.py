"""Fill the sample boards, through the commands, so that they have a history like any other."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from kanban.commands import Intent, boards, columns, labels, matters, members, parties
from kanban.exporters.cells import names_from_cell
from kanban.fields import DATES, EDITABLE, SETS
from kanban.models import Board
from kanban.sample.catalogue import LABELS, SampleBoard
from kanban.sample.people import person

_HERE = Path(__file__).parent


def ensure_board(sample: SampleBoard) -> bool:
    """Make the board, whole or not at all; False where it is there already, which is left as it is."""
    with transaction.atomic():
        if Board.objects.filter(slug=sample.slug).exists():
            return False
        manager = person("alice")
        values = {"name": sample.name, "description": sample.description}
        board = boards.create(values, by=manager, slug=sample.slug, columns=sample.columns)
        _furnish(Intent(board, manager), sample)
        opened = {row["title"]: _open(board, row) for row in _rows(sample.slug)}
        for row in _rows("parties"):
            if row.pop("board") == sample.slug:
                parties.add(Intent(board, manager), opened[row.pop("matter")], row)
    return True


def _furnish(intent: Intent, sample: SampleBoard) -> None:
    for role, usernames in sample.members.items():
        for username in usernames:
            members.put(intent, username, role=role)
    used = {label for row in _rows(sample.slug) for label in names_from_cell(row["labels"])}
    for name in sorted(used):
        labels.add(intent, {"name": name, "colour": LABELS[name]})
    for slug, limits in sample.limits.items():
        columns.change(intent, slug, limits)


def _open(board: Board, row: dict[str, str]) -> int:
    """Open the matter, and move it on where it came from another column; return its id."""
    intent = Intent(board, person(row["opened_by"]))
    outcome = matters.create(intent, _values(row), column=slugify(row["came_from"] or row["stage"]))
    assert outcome.matter is not None
    if row["came_from"]:
        matters.move(Intent(board, person("bob")), outcome.matter, to=slugify(row["stage"]), base=outcome.version)
    return outcome.matter


def _values(row: dict[str, str]) -> dict[str, Any]:
    today = timezone.localdate()
    values: dict[str, Any] = {name: cell for name, cell in row.items() if name in EDITABLE and cell}
    for name in SETS:
        values[name] = names_from_cell(row[name])
    for name in DATES:
        if row[name]:
            values[name] = (today + timedelta(days=int(row[name]))).isoformat()
    if filed := values.get("filed_on"):  # a docket number holds the year of its filing
        values["docket_number"] = date.fromisoformat(filed).strftime(row["docket_number"])
    return values


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
