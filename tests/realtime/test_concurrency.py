"""Many writers and readers on one board at once, with real threads and real connections.

`pytest -s` shows the figures; CONCURRENCY_WRITES (environment) changes how much each of the eight writers writes.
"""

import os
import random
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field

import pytest
from django.contrib.auth.models import User
from django.db import connection

from kanban.commands import Intent, Outcome, matters
from kanban.commands.matters import Place
from kanban.models import Board
from realtime import chain
from realtime.log import Mutation
from realtime.models import Stream
from tests.factories import MatterFactory
from tests.readers import Reader, fresh
from tests.threads import Job, failures, together

WRITERS = 8
WRITES = int(os.environ.get("CONCURRENCY_WRITES", 200))
COLUMNS = ("intake", "in-progress", "waiting", "done")

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(slots=True)
class Writer:
    """Writes one thing after the other. `sure` are the mutations that cannot have been without effect."""

    board: Board
    by: User
    pks: list[int]
    dice: random.Random
    versions: list[int] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    sure: list[uuid.UUID] = field(default_factory=list)

    def run(self) -> None:
        for turn in range(WRITES):
            key, began = uuid.uuid4(), time.monotonic()
            self.versions.append(self.write(turn, key).board_version)
            self.waits.append(time.monotonic() - began)
            if turn % 2 or turn % 20 == 0:
                self.sure.append(key)

    def write(self, turn: int, key: uuid.UUID) -> Outcome:
        intent, pk = Intent(self.board, self.by, Mutation(key, "once")), self.dice.choice(self.pks)
        if turn % 20 == 0:
            return matters.create(intent, {"title": f"New {key}"}, place=Place(after=pk))
        if turn % 2:
            return matters.edit(intent, pk, {"title": f"{key}"})
        return matters.move(intent, pk, to=self.dice.choice(COLUMNS), place=Place(after=self.dice.choice(self.pks)))


@pytest.mark.no_cover  # counting the lines takes longer than the test; others run them all
def test_eight_writers_leave_no_gap_and_every_reader_ends_with_the_fresh_board(
    board: Board, alice: User, bob: User, vera: User
) -> None:
    """T-001, T-002, T-018, T-020, T-053"""
    pks = [MatterFactory(board=board).pk for _ in range(20)]
    before = board.stream.events.count() + 1
    writers = [Writer(board, (alice, bob)[n % 2], pks, random.Random(n)) for n in range(WRITERS)]
    readers = [Reader(person, board.slug) for person in (alice, bob, vera, bob)]
    for reader in readers:
        reader.open()
    left = list(writers)

    def write(writer: Writer) -> None:
        try:
            writer.run()
        finally:
            left.remove(writer)

    def follow(reader: Reader) -> list[int]:
        seen = [reader.version]
        while left:
            reader.poll()
            seen.append(reader.version)
            time.sleep(0.2)  # each poll costs what three writes cost
        return seen

    def watch() -> list[int]:
        """Every version in the order in which it could be seen: a later one first, and a reader skips the earlier."""
        seen = [before]
        while left:
            seen += (
                board.stream.events.filter(version__gt=seen[-1]).order_by("version").values_list("version", flat=True)
            )
            time.sleep(0.005)
        return seen

    jobs: list[Job] = [lambda w=w: write(w) for w in writers]  # type: ignore[misc]
    jobs += [lambda r=r: follow(r) for r in readers]  # type: ignore[misc]
    began = time.monotonic()
    results = together([*jobs, watch])
    took = time.monotonic() - began

    assert failures(results) == []
    _nothing_is_missing_or_doubled(board, writers)
    for seen in results[WRITERS:-1]:
        assert seen == sorted(seen)
    assert results[-1] == list(range(before, before + len(results[-1])))
    for reader in readers:
        reader.poll()
        assert reader.board == fresh(reader)
    _tell(writers, readers, took, polls=sum(len(seen) for seen in results[WRITERS:-1]))


def _nothing_is_missing_or_doubled(board: Board, writers: list[Writer]) -> None:
    stream = Stream.objects.get(pk=board.stream_id)
    events = list(stream.events.order_by("version"))
    assert [event.version for event in events] == list(range(2, stream.version + 1))
    assert chain.verify(stream) is None
    effects = Counter(
        event.mutation_id for event in events if event.mutation_id and event.subject.startswith("matter:")
    )
    assert set(effects.values()) == {1}
    for writer in writers:
        assert len(writer.versions) == WRITES
        assert writer.versions == sorted(writer.versions)
        assert not set(writer.sure) - set(effects)


def _tell(writers: list[Writer], readers: list[Reader], took: float, *, polls: int) -> None:
    waits = sorted(wait for writer in writers for wait in writer.waits)
    p50, p99 = (1000 * waits[len(waits) * part // 100] for part in (50, 99))
    print(  # noqa: T201 - the figures are for whoever runs it by hand
        f"\n{connection.vendor}: {len(waits)} writes in {took:.1f} s ({len(waits) / took:.0f}/s), p50 {p50:.0f} ms,"
        f" p99 {p99:.0f} ms, worst {waits[-1]:.2f} s; {polls} polls, {sum(reader.resets for reader in readers)} resets"
    )
