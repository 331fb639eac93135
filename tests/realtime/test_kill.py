"""kill -9 in the middle of writing: what was answered is there, what was not is there whole or not at all."""

import json
import os
import random
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection

from kanban.models import Board, Matter
from realtime import chain
from realtime.models import Stream
from tests.factories import MatterFactory
from tests.realtime import scribe

KILLS = int(os.environ.get("KILLS", 20))

pytestmark = pytest.mark.django_db(transaction=True)
Scribe = subprocess.Popen[str]


@pytest.fixture
def matter(board: Board) -> Matter:
    return MatterFactory(board=board)


@pytest.fixture
def process(board: Board, matter: Matter, bob: User) -> Iterator[Scribe]:
    environment = {**os.environ, "DATABASE_URL": _database_url(), "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-m", "tests.realtime.scribe", str(board.pk), str(matter.pk), str(bob.pk)]
    with subprocess.Popen(
        command,
        env=environment,
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as process:
        yield process
        assert process.stdin
        process.stdin.close()


def test_no_kill_loses_or_doubles_a_write(process: Scribe, board: Board, matter: Matter, bob: User) -> None:
    """T-024, T-025: each answered mutation replays to its first answer, each unanswered one can be sent again."""
    dice = random.Random(24)
    answered: dict[str, dict[str, object]] = {}
    cut_off: list[str] = []
    for _ in range(KILLS):
        did, tried = _killed_after(process, dice.uniform(0.0, 0.05))
        answered |= did
        cut_off += tried - did.keys()
    assert len(answered) >= KILLS
    assert cut_off, "no kill hit a write: this tested nothing"

    stream = Stream.objects.get(pk=board.stream_id)
    assert chain.verify(stream) is None
    assert list(stream.events.order_by("pk").values_list("version", flat=True)) == list(range(2, stream.version + 1))
    written = {str(key) for key in stream.events.exclude(mutation_id=None).values_list("mutation_id", flat=True)}
    assert answered.keys() <= written <= {*answered, *cut_off}

    for key, first in answered.items():
        assert scribe.write(board.pk, matter.pk, bob.pk, uuid.UUID(key)) == first
    for key in cut_off:
        again = [scribe.write(board.pk, matter.pk, bob.pk, uuid.UUID(key)) for _ in range(2)]
        assert again[0] == again[1]
    effects = stream.events.exclude(mutation_id=None).values_list("mutation_id", flat=True)
    assert sorted(map(str, effects)) == sorted([*answered, *cut_off])
    matter.refresh_from_db()
    assert matter.version == 1 + len(answered) + len(cut_off)
    print(f"\n{connection.vendor}: {KILLS} kills, {len(answered)} answered, {len(cut_off)} cut off")  # noqa: T201


def _killed_after(process: Scribe, seconds: float) -> tuple[dict[str, dict[str, object]], set[str]]:
    """Let it write, kill it that long after its first answer: what it did, with its answers, and what it tried."""
    assert process.stdin
    assert process.stdout
    process.stdin.write("go\n")
    child = int(process.stdout.readline().removeprefix("pid "))
    did: dict[str, dict[str, object]] = {}
    tried: set[str] = set()
    killed = False
    for line in process.stdout:
        word, _, rest = line.strip().partition(" ")
        if word == "dead":
            break
        key, _, outcome = rest.partition(" ")
        tried.add(key)
        if word == "did":
            did[key] = json.loads(outcome)
            if not killed:
                time.sleep(seconds)
                os.kill(child, signal.SIGKILL)
                killed = True
    return did, tried


def _database_url() -> str:
    """The test's own database."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    return (
        f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    )
