"""manage.py deliver_webhooks [--once] [--interval SECONDS]"""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core.management.base import CommandParser
from django.db import OperationalError

from kanban.webhooks import queue
from kanban.webhooks.deliver import RECEIVERS_AT_ONCE, round_of
from realtime.management.plain import PlainCommand

HOUR = 3600.0


class Command(PlainCommand):
    help = "Send boards' events to their webhooks, until it is stopped. Several may run: each delivery is claimed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="end when nothing is due any more")
        parser.add_argument("--interval", type=float, default=1.0, metavar="SECONDS", help="between looks at the log")

    def handle(self, *args: Any, **options: Any) -> None:
        with ThreadPoolExecutor(RECEIVERS_AT_ONCE) as pool:
            if options["once"]:
                while round_of(pool):
                    pass
            else:
                self._go_on(pool, options["interval"])

    def _go_on(self, pool: ThreadPoolExecutor, interval: float) -> None:
        tidy_at = 0.0
        while True:
            try:
                if time.monotonic() >= tidy_at:
                    queue.forget()
                    tidy_at = time.monotonic() + HOUR
                done = round_of(pool)
            except OperationalError as error:  # the database is away: what is claimed is sent again later
                self.stderr.write(f"The database does not answer: {str(error).strip()}")
                done = 0
            if not done:
                time.sleep(interval)
