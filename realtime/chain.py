"""The hash chain: each event's hash covers its content and the hash before it (as in a Merkle chain, RFC 9162's idea
without the tree). Whoever holds the head notices any later change, however made.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import DatabaseError

from realtime import stored
from realtime.models import Event, Stream

UNREADABLE = "it holds what cannot be read"
# What reading a row raises that holds something else than we write: no number, no date, no JSON, no UTF-8.
_CANNOT_READ = (ValueError, TypeError, AttributeError, OverflowError, RecursionError, DatabaseError)


def digest(event: Event) -> str:
    """SHA-256 (64 hex digits) of everything the event says, in one canonical JSON form."""
    content = [
        event.prev_hash,
        event.version,
        event.kind,
        event.subject,
        event.subject_version,
        event.changes,
        event.actor_id,
        str(event.mutation_id) if event.mutation_id else None,
        event.at.isoformat(timespec="microseconds"),
    ]
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Broken:
    """Where a chain first fails (`version`) and how (`reason`)."""

    version: int
    reason: str


def verify(stream: Stream, *, is_growing: bool = False, at_a_time: int = 500) -> Broken | None:
    """Read the whole chain: None where it holds, else its first broken link. Constant memory.

    `is_growing`: others may append meanwhile, so what stands behind the head that `stream` tells is left aside.
    """
    expected, before = stream.pruned_through + 1, stream.pruned_hash
    try:
        for event in _events(stream, is_growing, at_a_time):
            if reason := _fault(event, expected, before):
                return Broken(expected, reason)
            expected, before = expected + 1, event.hash
    except _CANNOT_READ:
        if at_a_time == 1:
            return Broken(expected, UNREADABLE)
        return verify(
            stream, is_growing=is_growing, at_a_time=1
        )  # which of them it is shows when they are read one by one
    return _at_the_ends(stream, expected - 1, before)


def _events(stream: Stream, is_growing: bool, at_a_time: int) -> Iterator[Event]:
    there = stream.events.filter(version__gt=stream.pruned_through).order_by("version")
    if is_growing:
        there = there.filter(version__lte=stream.version)
    return there.annotate(**stored.as_it_is(Event)).iterator(chunk_size=at_a_time)


def _fault(event: Event, expected: int, before: str) -> str | None:
    if event.version != expected:
        return f"missing: the next event there is has version {event.version}"
    if event.prev_hash != before:
        return "does not follow the event before it"
    if digest(event) != event.hash:
        return "its content is not what was written"
    if not stored.is_as_written(event):
        return "its content is not stored as it was written"
    return None


def _at_the_ends(stream: Stream, last: int, digest: str) -> Broken | None:
    """The events themselves hold. Are they all that the stream says there is, and no more?"""
    if last > stream.version:
        return Broken(stream.version + 1, f"it stands behind the log's head, version {stream.version}")
    if (last, digest) != (stream.version, stream.head):
        return Broken(last + 1, f"the log ends before the stream's head, version {stream.version}")
    pruned = stream.events.filter(version__lte=stream.pruned_through).order_by("version").first()
    return Broken(pruned.version, "it was pruned, and is there") if pruned else None
