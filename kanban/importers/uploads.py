"""A file that a person sends to a page: kept, mapped, tried, and taken in, some seconds with each request.

    received ── mapped, tried ── begun ──▶ taken (the content goes)
                       │            └─ a break, anywhere: whoever asks next goes on after the last batch
                       └─ discarded

The preview is made by the request that brings the file or its mapping: a page that is only looked at tries nothing. A
batch is one write; `taken` moves on only from where it stood, so two requests at once count a batch once, and rows that
were in already change nothing.
"""

import time
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from kanban.commands import Intent, imports
from kanban.commands.imports import Report, Row
from kanban.importers.load import rows_of, undone
from kanban.importers.mapping import Mapping, guessed, mapping_from
from kanban.importers.table import BadFile, Table, TooLarge, parse
from kanban.models import Board, Upload
from realtime.turns import turn

LARGEST = 10 * 1024 * 1024  # bytes
MOST_ROWS = 20_000
MOST_COLUMNS = 100
TRIED = 50  # rows, in a preview: it holds the board's lock
BATCH = 250
PROBLEMS_KEPT = 500
KEPT = timedelta(days=7)


def receive(board: Board, person: AbstractBaseUser, *, name: str, content: bytes) -> Upload:
    """Keep the file; what the person sent to that board before and did not take in is forgotten, and all that is old.

    Raises BadFile.
    """
    if len(content) > LARGEST:
        raise TooLarge(f"The file is larger than {LARGEST // 1024 // 1024} MB. Split it, or ask for import_matters.")
    table = _table(content)
    if not table.rows:
        raise BadFile("The file has no rows below its first line.")
    with turn(), transaction.atomic():
        Upload.objects.filter(board=board, person=person.pk).exclude(content=b"").delete()
        Upload.objects.filter(at__lt=timezone.now() - KEPT).delete()
        upload = Upload.objects.create(
            board=board, person_id=person.pk, name=name[-120:], content=content, rows=len(table.rows),
            fields=[field or "" for field in guessed(table.header)],
        )  # fmt: skip
    _keep_preview(upload, table, by=person)
    return upload


def table_of(upload: Upload) -> Table:
    return _table(bytes(upload.content))


def remap(upload: Upload, table: Table, fields: list[str], *, by: AbstractBaseUser) -> None:
    """Take each column into the named field. Raises BadFile where that makes no matters, or where it has begun."""
    if upload.is_begun:
        raise BadFile("The file is being taken in already.")
    mapping_from(table.header, fields)
    upload.fields = fields
    _keep_preview(upload, table, by=by)


def go_on(upload: Upload, *, by: AbstractBaseUser, seconds: float) -> None:
    """Take rows in, for about that long at most. Raises BadFile, and whatever refuses the person."""
    table, ends = table_of(upload), time.monotonic() + seconds
    faults = Report()
    rows = list(rows_of(table, _mapping(upload, table), faults))
    if not upload.is_begun:
        upload.report = _shape(faults)
    while not upload.is_done and _take_batch(upload, rows, by) and time.monotonic() < ends:
        pass


def _take_batch(upload: Upload, rows: list[Row], by: AbstractBaseUser) -> bool:
    """False where another request was quicker."""
    begin = max(0, upload.taken - (upload.rows - len(rows)))  # faulty rows count as taken at the start
    report = Report()
    imports.take(Intent(upload.board, by), rows[begin : begin + BATCH], report=report)
    was, faulty = upload.taken, upload.rows - len(rows)
    upload.taken = faulty + min(len(rows), begin + BATCH)
    upload.report = _added(upload.report, report)
    is_last = upload.taken == upload.rows
    values: dict[str, Any] = {"taken": upload.taken, "report": upload.report}
    if is_last:
        upload.content = values["content"] = b""
    with turn(), transaction.atomic():
        return bool(Upload.objects.filter(pk=upload.pk, taken=was).exclude(content=b"").update(**values))


def _keep_preview(upload: Upload, table: Table, *, by: AbstractBaseUser) -> None:
    """Until it has begun, `report` is what would become of the first rows. Only a write may try that."""
    upload.report = _preview(upload, table, by)
    with turn(), transaction.atomic():
        Upload.objects.filter(pk=upload.pk, taken=0).update(fields=upload.fields, report=upload.report)


def _preview(upload: Upload, table: Table, by: AbstractBaseUser) -> dict[str, Any]:
    """As a report of the `tried` first rows; `faults` rows are at fault at first sight, anywhere in the file."""
    faults, tried = Report(), Report()
    try:
        rows = list(rows_of(table, _mapping(upload, table), faults))[:TRIED]
    except BadFile as refusal:
        return {"reason": refusal.detail}
    with turn(), undone(True):
        imports.take(Intent(upload.board, by), rows, report=tried)
    told = _shape(tried)
    return {**_added(told, faults), "refused": tried.refused, "tried": len(rows), "faults": faults.refused}


def _table(content: bytes) -> Table:
    table = parse(content, most=MOST_ROWS)
    if len(table.header) > MOST_COLUMNS:
        raise TooLarge(f"The file has {len(table.header):,} columns; {MOST_COLUMNS} is the most.")
    return table


def _mapping(upload: Upload, table: Table) -> Mapping:
    return mapping_from(table.header, upload.fields)


def _shape(report: Report) -> dict[str, Any]:
    told = sorted(report.problems, key=lambda problem: problem.line)
    return {
        **{name: getattr(report, name) for name in ("created", "updated", "unchanged", "refused")},
        "problems": [[problem.line, problem.column, problem.reason] for problem in told[:PROBLEMS_KEPT]],
    }


def _added(before: dict[str, Any], report: Report) -> dict[str, Any]:
    more = _shape(report)
    added = {name: before[name] + more[name] for name in ("created", "updated", "unchanged", "refused")}
    return {**added, "problems": sorted([*before["problems"], *more["problems"]])[:PROBLEMS_KEPT]}
