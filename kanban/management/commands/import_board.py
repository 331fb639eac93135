"""manage.py import_board FILE.json [--slug SLUG] [--create-people]"""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from kanban.importers.board_file import read_board
from kanban.importers.board_load import load_board
from kanban.management.slug import refuse_bad_slug
from kanban.models import Board
from realtime.management.plain import PlainCommand


class Command(PlainCommand):
    help = "Make the board that export_board wrote as JSON, with its versions and its history. All of it or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.json")
        parser.add_argument("--slug", default="", metavar="SLUG", help="another address than it had")
        parser.add_argument(
            "--create-people", action="store_true", help="make accounts without a password for whoever has none here"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        export = read_board(options["file"])
        slug = options["slug"] or export.node("board").text("slug")
        refuse_bad_slug(slug, longest=60)
        if Board.objects.filter(slug=slug).exists():
            raise CommandError(f"There is a board {slug} already. Name another address with --slug.")
        board = load_board(export, slug=slug, create_people=options["create_people"])
        count = board.matters.filter(deleted_at=None).count()
        self.stdout.write(f"Made {board.name} ({slug}): {count} matters, at version {board.version}.")
