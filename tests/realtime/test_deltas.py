"""Deltas are made once and shared; who asks while one is being made waits for it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event as Signal

import pytest
from django.contrib.auth.models import User

from kanban.models import Board
from realtime.cursors import Cursor
from realtime.deltas import SharedCache, delta, step_from
from realtime.models import Event, Stream
from realtime.sources import Admission
from tests.factories import MatterFactory
from tests.triggers import without_triggers


def test_what_was_made_once_is_given_to_the_next() -> None:
    cache = SharedCache(2)
    made: list[str] = []

    def make() -> str:
        made.append("made")
        return "body"

    assert [cache.get("key", make) for _ in range(3)] == ["body"] * 3
    assert made == ["made"]


def test_all_who_ask_at_once_wait_for_one() -> None:
    cache, started, finish = SharedCache(2), Signal(), Signal()
    made: list[str] = []

    def slow() -> str:
        started.set()
        assert finish.wait(5)
        made.append("made")
        return "body"

    with ThreadPoolExecutor(5) as pool:
        first = pool.submit(cache.get, "key", slow)
        assert started.wait(5)
        others = [pool.submit(cache.get, "key", slow) for _ in range(4)]
        finish.set()
        assert {asked.result(5) for asked in (first, *others)} == {"body"}
    assert made == ["made"]


def test_a_failure_is_not_kept() -> None:
    cache = SharedCache(2)

    def fail() -> str:
        raise ValueError("away")

    with pytest.raises(ValueError, match="away"):
        cache.get("key", fail)
    assert cache.get("key", lambda: "body") == "body"


def test_a_reset_is_kept_like_any_body() -> None:
    cache = SharedCache(2)
    assert cache.get("key", lambda: None) is None
    assert cache.get("key", lambda: "made again") is None


def test_the_oldest_is_forgotten_first_and_asking_keeps_one_young() -> None:
    cache = SharedCache(2)
    for key in ("a", "b", "a", "c"):
        cache.get(key, lambda: "old")
    assert [cache.get(key, lambda: "new") for key in ("a", "c", "b")] == ["old", "old", "new"]
    cache.clear()
    assert cache.get("c", lambda: "new") == "new"


@pytest.mark.django_db
class TestStep:
    def test_it_holds_every_event_between_two_cursors_in_order(self, board: Board) -> None:
        start = board.stream.cursor
        MatterFactory.create_batch(3, board=board)
        board.stream.refresh_from_db()
        step = step_from(board.stream, start)
        assert step
        assert [event.version for event in step.events] == list(range(start.version + 1, board.stream.version + 1))
        assert (step.start, step.end) == (start, board.stream.cursor)

    def test_from_the_very_beginning_there_is_no_event_to_compare_with(self, board: Board) -> None:
        stream = board.stream
        assert step_from(stream, Cursor.at(1, stream.pruned_hash))
        assert step_from(stream, Cursor(1, "deadbeef")) is None

    def test_events_pruned_between_the_two_reads_reset(self, board: Board) -> None:
        stream, start = board.stream, Event.objects.filter(stream=board.stream).earliest("version").cursor
        with without_triggers():
            Event.objects.filter(stream=stream).delete()
        assert step_from(stream, start) is None

    def test_a_stream_that_nobody_renders_resets(self, board: Board, bob: User) -> None:
        stream = Stream.objects.create(kind="nothing", key="1", version=2, head="f" * 64)
        Event.objects.create(
            stream=stream,
            version=2,
            kind="a",
            subject="b",
            changes={},
            at="2026-01-01T00:00Z",
            prev_hash=stream.pruned_hash,
            hash="f" * 64,
        )
        assert "<live-reset" in delta(Admission(stream, bob, None), str(Cursor.at(1, stream.pruned_hash)))
