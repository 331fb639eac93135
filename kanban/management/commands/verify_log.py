"""manage.py verify_log [SLUG] [--write-heads FILE] [--against FILE]"""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from kanban.models import Board
from realtime.anchors import anchors_of, check_anchors, verified
from realtime.management.plain import PlainCommand
from realtime.models import Stream


class Command(PlainCommand):
    help = (
        "Check that no event of the log was changed, removed or added since it was written. What was cut off at the "
        "end shows only against heads that were kept elsewhere: write them with --write-heads, check with --against."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", nargs="?", metavar="SLUG", help="one board; without it, all")
        parser.add_argument(
            "--write-heads", type=Path, metavar="FILE", help="write where each log stands, to keep elsewhere"
        )
        parser.add_argument("--against", type=Path, metavar="FILE", help="check that the log goes on from such a file")

    def handle(self, *args: Any, **options: Any) -> None:
        names = _names(options["slug"])
        broken = [line for pk, name in names.items() for line in self._verify(pk, name)]
        if options["against"]:
            broken += self._compare(
                options["against"], {str(Stream.objects.get(pk=pk)): name for pk, name in names.items()}
            )
        if broken:
            raise CommandError("\n".join(broken))
        if options["write_heads"]:
            heads = {"heads": anchors_of(Stream.objects.filter(pk__in=names))}
            options["write_heads"].write_text(json.dumps(heads, indent=1) + "\n", encoding="utf-8")
            self.stdout.write(f"Heads written to {options['write_heads']}.")

    def _verify(self, pk: int, name: str) -> list[str]:
        stream, broken = verified(pk)
        if broken:
            return [f"{name}: broken at version {broken.version}: {broken.reason}."]
        self.stdout.write(
            f"{name}: whole, versions {stream.pruned_through + 1} to {stream.version}, head {stream.head}."
        )
        return []

    def _compare(self, path: Path, names: dict[str, str]) -> list[str]:
        found = check_anchors(_read(path), only=set(names))
        for line in found.notes:
            self.stdout.write(line)
        return found.broken


def _names(slug: str | None) -> dict[int, str]:
    """Streams' ids, and what to call them."""
    boards = Board.objects.filter(slug=slug) if slug else Board.objects.order_by("slug")
    if slug and not boards:
        raise CommandError(f"There is no board {slug}.")
    return dict(boards.values_list("stream_id", "slug"))


def _read(path: Path) -> dict[str, Any]:
    try:
        heads = json.loads(path.read_text(encoding="utf-8"))["heads"]
        return {str(name): (int(head["version"]), str(head["hash"])) for name, head in heads.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise CommandError(f"{path} is not a file of heads that --write-heads wrote.") from None
