"""manage.py export_board SLUG [--format json|csv] [--as USERNAME] [--out FILE]"""

import io
import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.db.models import QuerySet

from kanban.access import boards_of, grant_of
from kanban.exporters.history import history_of
from kanban.exporters.sheet import write_sheet
from kanban.exporters.whole import whole
from kanban.models import Board, Matter, Membership
from realtime.management.plain import PlainCommand
from realtime.models import Stream


class Command(PlainCommand):
    help = "Write a board as JSON (whole, for import_board), or its matters as CSV (for import_matters)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="the board, as in its address")
        parser.add_argument("--format", choices=("json", "csv"), default="json")
        parser.add_argument(
            "--as", dest="username", default="", metavar="USERNAME", help="only what this person may see"
        )
        parser.add_argument("--out", type=Path, metavar="FILE", help="a file instead of the standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        text = _exported(options["slug"], options["username"], options["format"])
        if options["out"] is None:
            self.stdout.write(text, ending="" if text.endswith("\n") else "\n")
            return
        # With the BOM a spreadsheet reads the CSV as UTF-8; import_matters takes it either way.
        encoding = "utf-8-sig" if options["format"] == "csv" else "utf-8"
        with options["out"].open("w", encoding=encoding, newline="") as file:
            file.write(text)


def _exported(slug: str, username: str, form: str) -> str:
    with transaction.atomic():
        board, matters = _seen_by(username, slug) if username else _all_of(slug)
        # Under its lock: rows and cursor are of the same instant.
        board.stream = Stream.objects.select_for_update().get(pk=board.stream_id)
        if form == "json":
            export = whole(board, matters)
            if not username:
                export["history"] = history_of(board, export["matters"])
            return json.dumps(export, indent=1, ensure_ascii=False) + "\n"
        out = io.StringIO(newline="")
        write_sheet(board, matters, out)
        return out.getvalue()


def _all_of(slug: str) -> tuple[Board, QuerySet[Matter]]:
    board = Board.objects.filter(slug=slug).first()
    if board is None:
        raise CommandError(f"There is no board {slug}.")
    return board, board.matters.all()


def _seen_by(username: str, slug: str) -> tuple[Board, QuerySet[Matter]]:
    membership = Membership.objects.filter(user__username=username, board__slug=slug).select_related("user").first()
    found = boards_of(membership.user).filter(pk=membership.pk).first() if membership else None
    if found is None:
        raise CommandError(f"There is no board {slug} that {username} may see.")
    grant = grant_of(found)
    return grant.board, grant.matters
