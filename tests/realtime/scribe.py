"""A process that writes until it is killed: `python -m tests.realtime.scribe BOARD MATTER PERSON`.

For each line on its standard input it forks a child, which says "pid", then "try <mutation>" before each write and
"did <mutation> <outcome>" once it was answered. The parent has no connection of its own and says "dead" after it.
"""

import json
import os
import sys
import uuid
from dataclasses import asdict


def main() -> None:
    board, matter, person = map(int, sys.argv[1:])
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            write_for_ever(board, matter, person)
        os.waitpid(child, 0)
        say("dead")


def write_for_ever(board: int, matter: int, person: int) -> None:
    say(f"pid {os.getpid()}")
    while True:
        key = uuid.uuid4()
        say(f"try {key}")
        say(f"did {key} {json.dumps(write(board, matter, person, key))}")


def write(board: int, matter: int, person: int, key: uuid.UUID) -> dict[str, object]:
    """The write that this mutation stands for; done again, its first answer."""
    from django.contrib.auth.models import User

    from kanban.commands import Intent, matters
    from kanban.models import Board
    from realtime.log import Mutation

    by = User.objects.get(pk=person)
    intent = Intent(Board.objects.get(pk=board), by, Mutation(key, "once"))
    return asdict(matters.edit(intent, matter, {"title": f"{key}"}))


def say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    import django

    django.setup()
    main()
