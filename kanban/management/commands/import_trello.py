"""manage.py import_trello FILE.json [--manager USERNAME] [--dry-run]"""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from kanban.importers.trello import read_trello
from kanban.importers.trello_load import Taken, load_trello
from kanban.management.people import manager_named
from realtime.management.plain import PlainCommand


class Command(PlainCommand):
    help = "Make a new board of a Trello board's JSON export (in Trello: Print, export, and share)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.json")
        parser.add_argument("--manager", default="", metavar="USERNAME", help="who manages the new board")
        parser.add_argument("--dry-run", action="store_true", help="tell what would be done, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        manager = manager_named(options["manager"])
        export = read_trello(options["file"])
        taken = load_trello(
            export,
            by=manager,
            progress=lambda done, of: self.stderr.write(f"{done} of {of} cards", style_func=str),
            dry_run=options["dry_run"],
        )
        self._tell(taken)
        name = f"{taken.board.name} ({taken.board.slug})"
        self.stdout.write(f"Dry run, nothing written: it would be {name}." if options["dry_run"] else f"Made {name}.")
        if manager is None:
            self.stdout.write("Nobody manages it yet: add members in the admin, or name one with --manager.")

    def _tell(self, taken: Taken) -> None:
        self.stdout.write("Taken: " + ", ".join(f"{count} {what}" for what, count in taken.counts.items()) + ".")
        for match in taken.people:
            known = f"is {match.username} here" if match.username else "is nobody here: named in the descriptions"
            self.stdout.write(f"{match.shown} {known}.")
        for note in taken.notes:
            self.stdout.write(note)
