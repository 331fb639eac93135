"""manage.py prune_events --keep-days N [--dry-run]"""

import argparse
from datetime import timedelta
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from realtime.management.plain import PlainCommand
from realtime.models import Stream
from realtime.prune import ANSWERS_DAYS, prune_answers, prune_stream

MOST_DAYS = 100 * 365


class Command(PlainCommand):
    help = "Forget events older than that. Browsers whose cursor is older fetch the board anew; histories start later."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--keep-days", type=_days, required=True, metavar="N", help="keep the events of the last N days"
        )
        parser.add_argument("--dry-run", action="store_true", help="tell what would be forgotten, forget nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        before = timezone.now() - timedelta(days=options["keep_days"])
        dry_run: bool = options["dry_run"]
        did = "would forget" if dry_run else "forgot"
        for pk in Stream.objects.order_by("pk").values_list("pk", flat=True):
            pruned = prune_stream(pk, before=before, dry_run=dry_run)
            self.stdout.write(f"{pruned.stream}: {did} {pruned.events} events, through version {pruned.through}.")
        answers = prune_answers(before=before, dry_run=dry_run)
        self.stdout.write(f"Answers to retries: {did} {answers}; those of the last {ANSWERS_DAYS} days stay.")


def _days(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 6 and int(text) <= MOST_DAYS):
        raise argparse.ArgumentTypeError(f"a whole number of days from 0 to {MOST_DAYS} is needed, not {text!r}")
    return int(text)
