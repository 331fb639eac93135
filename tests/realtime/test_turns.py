"""Writers to one SQLite file stand in a queue: across threads, across processes, and never behind the dead."""

import fcntl
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction

from kanban.commands import Intent, matters
from kanban.models import Board
from realtime import turns
from tests.factories import MatterFactory
from tests.threads import failures, queued, together

ANOTHER = """
import fcntl, sys, time
handle = open(sys.argv[1], "a")
fcntl.flock(handle, fcntl.LOCK_EX)
print("mine", flush=True)
time.sleep(60)
"""

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="other databases queue by themselves"),
]


@pytest.fixture
def another_process(board: Board, bob: User) -> Iterator[subprocess.Popen[str]]:
    """A process that has its turn, and keeps it."""
    command = [sys.executable, "-c", ANOTHER, turns._path()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "mine\n"
        yield process
        process.kill()


def test_those_who_wait_go_in_the_order_they_came(board: Board, bob: User) -> None:
    """T-053"""
    jobs = [lambda n=n: matters.create(Intent(board, bob), {"title": f"{n}"}).board_version for n in range(6)]
    versions = queued(board, jobs)
    assert failures(versions) == []
    assert versions == sorted(versions)


def test_nobody_gets_ahead_of_the_others(board: Board, bob: User) -> None:
    """Without the queue, one of eight writes hundreds before another writes one: each waits for the other seven.

    Counted once all have begun, and in the middle of each one's waits: a thread that the machine does not run before it
    has joined the queue is passed by as it should be.
    """
    pk, all_have_begun = MatterFactory(board=board).pk, threading.Barrier(8, timeout=60)
    written: list[int] = []
    passed_by: dict[int, list[int]] = defaultdict(list)

    def write(number: int) -> None:
        def once() -> None:
            matters.edit(Intent(board, bob), pk, {"title": f"{time.monotonic_ns()}"})

        once()
        all_have_begun.wait()
        while len(written) < 200:
            before = len(written)
            once()
            passed_by[number].append(len(written) - before)
            written.append(number)

    assert failures(together([partial(write, number) for number in range(8)])) == []
    assert len(passed_by) == 8
    assert max(median(times) for times in passed_by.values()) <= 2 * 7


def test_a_write_waits_for_another_process_and_goes_on_when_that_is_killed(
    another_process: subprocess.Popen[str], board: Board, bob: User
) -> None:
    began = time.monotonic()

    def create() -> float:
        matters.create(Intent(board, bob), {"title": "Waits"})
        return time.monotonic() - began

    def kill() -> None:
        time.sleep(0.5)
        another_process.kill()

    took, _ = together([create, kill])
    assert 0.4 < took < 5


@pytest.mark.usefixtures("another_process")
def test_a_write_inside_a_transaction_does_not_wait_for_its_turn(board: Board, bob: User) -> None:
    """It has the database already: whoever has the turn waits for it, and the two would wait for each other."""
    with transaction.atomic():
        assert matters.create(Intent(board, bob), {"title": "Now"}).matter


@pytest.mark.usefixtures("another_process")
def test_reading_waits_for_nobody(board: Board) -> None:
    assert board.matters.count() == 0


def test_the_turn_is_given_back_after_an_error(board: Board) -> None:
    with pytest.raises(RuntimeError), turns.turn():
        raise RuntimeError
    with Path(turns._path()).open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
