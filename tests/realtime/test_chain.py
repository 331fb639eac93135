"""Whatever is done to the log behind its back is found, and where."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from kanban.commands import Intent, matters
from kanban.models import Board
from realtime import chain
from realtime.models import Event, Stream
from tests.factories import MatterFactory
from tests.triggers import without_triggers

pytestmark = pytest.mark.django_db
FIELDS: dict[str, object] = {
    "kind": "matter.forged",
    "subject": "matter:999",
    "subject_version": 77,
    "changes": {"title": ["a", "b"]},
    "actor_id": None,
    "mutation_id": "00000000-0000-0000-0000-000000000001",
    "hash": "0" * 64,
    "prev_hash": "0" * 64,
}


@pytest.fixture
def log(board: Board, bob: User) -> Stream:
    matter = MatterFactory(board=board, title="One")
    for title in ("Two", "Three"):
        matters.edit(Intent(board, bob), matter.pk, {"title": title})
    board.stream.refresh_from_db()
    return board.stream


def test_an_untouched_log_holds(log: Stream) -> None:
    assert chain.verify(log) is None


def test_a_new_stream_holds(db: None) -> None:
    assert chain.verify(Stream.objects.create(kind="board", key="new")) is None


@pytest.mark.parametrize("field", FIELDS)
def test_a_changed_field_is_found_where_it_was_changed(log: Stream, field: str) -> None:
    """T-145"""
    event = log.events.filter(kind="matter.edited").earliest("version")
    with without_triggers():
        Event.objects.filter(pk=event.pk).update(**{field: FIELDS[field]})
    broken = chain.verify(log)
    assert broken
    assert broken.version == event.version


@profile(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_event_taken_away_is_found(log: Stream, data: st.DataObject) -> None:
    """T-145: the last one too, by the head."""
    versions = list(log.events.values_list("version", flat=True))
    gone = Event.objects.get(stream=log, version=data.draw(st.sampled_from(versions)))
    with without_triggers():
        Event.objects.filter(pk=gone.pk).delete()
    broken = chain.verify(log)
    gone.save(force_insert=True)
    assert broken
    assert broken.version == gone.version
    assert chain.verify(log) is None


def test_two_events_that_changed_places_are_found(log: Stream) -> None:
    """T-145"""
    first, second = log.events.order_by("version")[1:3]
    with without_triggers():
        Event.objects.filter(pk=first.pk).update(version=10**6)
        Event.objects.filter(pk=second.pk).update(version=first.version)
        Event.objects.filter(pk=first.pk).update(version=second.version)
    broken = chain.verify(log)
    assert broken
    assert broken.version == first.version


@pytest.mark.parametrize(
    "change", [lambda s: setattr(s, "version", s.version + 1), lambda s: setattr(s, "head", "0" * 64)]
)
def test_a_head_that_the_log_does_not_reach_is_found(log: Stream, change: Callable[[Stream], None]) -> None:
    change(log)
    broken = chain.verify(log)
    assert broken
    assert "head" in broken.reason


def test_each_streams_chain_starts_somewhere_else(log: Stream, db: None) -> None:
    other = Stream.objects.create(kind="board", key="other")
    assert str(other) == "board:other"
    assert other.pruned_hash != log.pruned_hash


def test_an_event_names_itself_and_its_cursor(log: Stream) -> None:
    event = log.events.latest("version")
    assert str(event) == f"matter.edited {event.subject} ({event.version})"
    assert event.cursor == log.cursor
