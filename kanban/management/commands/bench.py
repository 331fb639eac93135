"""`manage.py bench`: how fast it is on this machine, each figure with its baseline from the same run."""

import json
import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from kanban.benchmarks.browser import IDLE_SECONDS, browser
from kanban.benchmarks.figures import Figure
from kanban.benchmarks.measures import MEASURES
from kanban.benchmarks.server import Server

OWN = "ASTER_BENCH"
NAMES = [*MEASURES, "browser"]


class Command(BaseCommand):
    help = "Measure the real server, and a browser on it, on a throw-away SQLite database. Takes about a minute each."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("measure", nargs="*", help=f"{', '.join(NAMES)}; all of them by default")
        parser.add_argument(
            "--idle-seconds", type=float, default=IDLE_SECONDS, help="how long the browser is left alone"
        )
        parser.add_argument("--json", action="store_true", help="print JSON instead of a table")

    def handle(self, *args: Any, **options: Any) -> None:
        if unknown := set(options["measure"]) - set(NAMES):
            raise CommandError(f"There is no measure {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}.")
        if OWN not in os.environ:
            self._start_anew()
            return
        folder = Path(os.environ[OWN])
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        measures: dict[str, Callable[[Server], list[Figure]]] = {
            **MEASURES,
            "browser": partial(browser, idle_seconds=options["idle_seconds"]),
        }
        for name in options["measure"] or NAMES:
            with Server(folder / "server.log") as server:
                self._show(name, measures[name](server), as_json=options["json"])

    def _start_anew(self) -> None:
        """The same command in production settings, on a database of its own."""
        with tempfile.TemporaryDirectory() as folder:
            own = {
                OWN: folder,
                "DATA_DIR": folder,
                "STATIC_ROOT": f"{folder}/static",
                "SECRET_KEY": "only for this measurement",
                "DEBUG": "0",
                "SECURE_SSL_REDIRECT": "0",
                "RATE_LIMIT_LIVE": "1000000/s",
                "LOG_LEVEL": "WARNING",
                "DJANGO_ALLOW_ASYNC_UNSAFE": "1",  # Playwright's loop runs in the thread that also writes
            }
            kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
            sys.exit(subprocess.call([sys.executable, *sys.argv], env={**kept, **own}))

    def _show(self, name: str, figures: list[Figure], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({name: [asdict(figure) for figure in figures]}))
            return
        self.stdout.write(f"\n{name}")
        for figure in figures:
            ratio = f"  x {figure.ratio:.2f}" if figure.ratio is not None else ""
            self.stdout.write(f"  {figure.name:<44}{figure.value:>10.2f} {figure.unit:<4}{ratio}")
