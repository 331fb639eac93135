"""manage.py simulate SLUG --people N --rate R [--seconds S]"""

import argparse
import time
from collections import Counter
from contextlib import suppress
from itertools import count
from random import Random
from typing import Any

from django.core.management.base import CommandError, CommandParser

from kanban.management.crowd import Crowd
from kanban.models import Board
from realtime.errors import Refused
from realtime.management.plain import PlainCommand


class Command(PlainCommand):
    help = "People who move, edit, open and archive matters, to watch a board live. Never on a board that matters."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="the board, as in its address")
        parser.add_argument("--people", type=_whole, default=3, metavar="N", help="how many people (default 3)")
        parser.add_argument(
            "--rate", type=_rate, default=1.0, metavar="R", help="changes a second, of all together (default 1)"
        )
        parser.add_argument("--seconds", type=_rate, metavar="S", help="stop after that; without it, at Ctrl-C")
        parser.add_argument("--seed", type=int, help="the same choices again")

    def handle(self, *args: Any, **options: Any) -> None:
        board = Board.objects.select_related("stream").filter(slug=options["slug"], archived_at=None).first()
        if board is None:
            raise CommandError(f"There is no board {options['slug']}.")
        crowd = Crowd(board, people=options["people"], random=Random(options["seed"]))  # noqa: S311 - play, no secret
        done: Counter[str] = Counter()
        with suppress(KeyboardInterrupt):
            self._run(crowd, 1 / options["rate"], options["seconds"], done)
        self.stdout.write(f"{done['changes']} changes, {done['refusals']} refusals.")

    def _run(self, crowd: Crowd, pause: float, seconds: float | None, done: Counter[str]) -> None:
        start = time.monotonic()
        for step in count():
            due = start + step * pause
            if seconds is not None and due - start >= seconds:
                return
            time.sleep(max(0.0, due - time.monotonic()))
            try:
                self.stdout.write(crowd.act())
                done["changes"] += 1
            except Refused as refusal:
                self.stdout.write(f"refused: {refusal.detail}")
                done["refusals"] += 1


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 3 and 1 <= int(text) <= 500):
        raise argparse.ArgumentTypeError(f"a whole number from 1 to 500 is needed, not {text!r}")
    return int(text)


def _rate(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0.001 <= number <= 1_000_000:
        raise argparse.ArgumentTypeError(f"a number above 0 is needed, not {text!r}")
    return number
