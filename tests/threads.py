"""Doing several things at the same instant, or one right behind the other, each on a database connection of its own."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connections

from kanban.models import Board
from realtime.log import writing

PATIENCE = 600  # seconds; a test that hangs fails instead
TO_QUEUE = 0.15  # seconds until a thread that was started stands at the lock

Job = Callable[[], Any]


def together(jobs: Sequence[Job]) -> list[Any]:
    """Start all jobs at one instant; what each returned or raised, in their order."""
    return rounds([_each_round(job) for job in jobs], 1)[0]


def rounds(jobs: Sequence[Callable[[int], Any]], count: int) -> list[list[Any]]:
    """The same, `count` times on the same connections: for each round what each job returned or raised."""
    barrier = threading.Barrier(len(jobs), timeout=PATIENCE)
    results: list[list[Any]] = [[None] * len(jobs) for _ in range(count)]

    def run(place: int, job: Callable[[int], Any]) -> None:
        try:
            for turn in range(count):
                barrier.wait()
                results[turn][place] = _result(lambda: job(turn))  # noqa: B023 - called at once
        finally:
            connections.close_all()

    _finish([_start(run, place, job) for place, job in enumerate(jobs)])
    return results


def queued(board: Board, jobs: Sequence[Job], *, hold: float = 0.0) -> list[Any]:
    """Hold the board's lock until all jobs stand at it, one behind the other, and for `hold` seconds more."""
    results: list[Any] = [None] * len(jobs)

    def run(place: int, job: Job) -> None:
        try:
            results[place] = _result(job)
        finally:
            connections.close_all()

    threads = []
    with writing(board.stream_id, actor=None):
        for place, job in enumerate(jobs):
            threads.append(_start(run, place, job))
            time.sleep(TO_QUEUE)
        time.sleep(hold)
    _finish(threads)
    return results


def failures(results: Sequence[Any]) -> list[Exception]:
    return [result for result in results if isinstance(result, Exception)]


def _each_round(job: Job) -> Callable[[int], Any]:
    return lambda _: job()


def _result(job: Job) -> Any:
    try:
        return job()
    except Exception as error:  # it is what the job came to: the test looks at it
        return error


def _start(run: Callable[..., None], *args: Any) -> threading.Thread:
    thread = threading.Thread(target=run, args=args, daemon=True)
    thread.start()
    return thread


def _finish(threads: Sequence[threading.Thread]) -> None:
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive(), "a job hangs"
