"""manage.py import_matters FILE.csv --board SLUG [--create] [--dry-run]"""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from kanban.commands import Intent
from kanban.commands.imports import Report
from kanban.importers.load import create_board, load, undone
from kanban.importers.mapping import Mapping, mapping_of
from kanban.importers.table import Table, read
from kanban.management.people import manager_named
from kanban.management.slug import refuse_bad_slug
from kanban.models import Board
from realtime.management.plain import PlainCommand


class Command(PlainCommand):
    help = "Take the matters of a CSV file on to a board. Again: changes those whose number is there, doubles nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv", help="UTF-8; the first line names the columns")
        parser.add_argument("--board", required=True, metavar="SLUG", help="the board, as in its address")
        parser.add_argument(
            "--create", action="store_true", help="make the board where there is none, with the file's stages"
        )
        parser.add_argument("--manager", default="", metavar="USERNAME", help="who manages a board that --create makes")
        parser.add_argument("--dry-run", action="store_true", help="tell what would be done, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        table = read(options["file"])
        mapping = mapping_of(table.header)
        if mapping.unknown:
            self._tell(f"Unknown columns, not taken: {', '.join(mapping.unknown)}.")
        board = _board(options["board"], may_create=options["create"])
        with undone(options["dry_run"] and board is None):
            board = board or self._create(table, mapping, options)
            report = load(Intent(board), table, mapping, progress=self._progress(table), dry_run=options["dry_run"])
        self._sum_up(report, dry_run=options["dry_run"])

    def _create(self, table: Table, mapping: Mapping, options: dict[str, Any]) -> Board:
        manager = manager_named(options["manager"])
        board = create_board(options["board"], table, mapping, by=manager)
        self._tell(f"New board {board.slug}: {', '.join(column.name for column in board.columns.all())}.")
        if manager is None:
            self._tell("Nobody is on it yet: add members in the admin, or name one with --manager.")
        return board

    def _progress(self, table: Table) -> Any:
        return lambda report: self._tell(f"{report.rows} of {len(table.rows)} rows")

    def _sum_up(self, report: Report, *, dry_run: bool) -> None:
        for problem in report.problems:
            self._tell(str(problem))
        told = f"{report.created} new, {report.updated} changed, {report.unchanged} as they were"
        told += f", {report.refused} refused."
        self.stdout.write(f"Dry run, nothing written: {told}" if dry_run else told)
        if report.refused:
            raise CommandError(f"{report.refused} of {report.rows} rows cannot be taken; see above.")

    def _tell(self, line: str) -> None:
        self.stderr.write(line, style_func=str)


def _board(slug: str, *, may_create: bool) -> Board | None:
    board = Board.objects.select_related("stream").filter(slug=slug).first()
    if board and board.archived_at:
        raise CommandError(f"The board {slug} is archived. Restore it in the admin first.")
    if board is None and not may_create:
        raise CommandError(f"There is no board {slug}. Add --create to make it.")
    if board is None:
        refuse_bad_slug(slug)
    return board
