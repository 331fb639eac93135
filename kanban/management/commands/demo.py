"""manage.py demo [ADDR:PORT]"""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser

from kanban.management.address import Address, address_from, free
from kanban.models import Board
from kanban.sample.catalogue import BOARDS, SampleBoard
from kanban.sample.people import PASSWORD, SIGN_IN, ensure_people
from kanban.sample.seed import ensure_board
from realtime.management.plain import PlainCommand, refuse_newer_schema


class Command(PlainCommand):
    help = "Make the database, two sample boards and their people, and serve. Again: goes on with what is there."
    requires_migrations_checks = False  # it migrates

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", nargs="?", default="127.0.0.1:8000", metavar="ADDR:PORT")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "The demo has people whose password is public: it runs with DEBUG on only, never in production."
            )
        address = free(address_from(options["address"]))
        refuse_newer_schema()
        call_command("migrate", verbosity=0, interactive=False)
        ensure_people()
        for sample in BOARDS:
            self._seed(sample)
        self._welcome(address)
        self._serve(address)

    def _seed(self, sample: SampleBoard) -> None:
        is_new = ensure_board(sample)
        count = Board.objects.get(slug=sample.slug).matters.filter(deleted_at=None).count()
        self.stdout.write(f"{sample.name}: {count} matters{'' if is_new else ', as it was left'}.")

    def _welcome(self, address: Address) -> None:
        self.stdout.write(f"\nAster: http://{address}/\nSign in with the password {PASSWORD} as")
        for username, (first, last, role) in SIGN_IN.items():
            self.stdout.write(f"  {username:8} {first} {last}, who {role}")
        if not address.is_loopback:
            self.stdout.write("Careful: whoever reaches this address can sign in.")
        self.stdout.write("Ctrl-C stops it.\n")
        self.stdout.flush()  # into a pipe, too, before the server starts

    def _serve(self, address: Address) -> None:
        with Path(os.devnull).open("w") as unread:  # the welcome above says what its banner would
            call_command("runserver", str(address), use_reloader=False, stdout=unread)
