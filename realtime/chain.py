"""The hash chain: each event's hash covers its content and the hash before it (as in a Merkle chain, RFC 9162's idea
without the tree). Whoever holds the head notices any later change, however made.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from realtime.models import Event, Stream


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


def verify(stream: Stream) -> Broken | None:
    """Read the whole chain: None where it holds, else its first broken link. Constant memory."""
    expected, before = stream.pruned_through + 1, stream.pruned_hash
    for event in _events(stream):
        if event.version != expected:
            return Broken(expected, f"missing: the next event there is has version {event.version}")
        if event.prev_hash != before:
            return Broken(event.version, "does not follow the event before it")
        if digest(event) != event.hash:
            return Broken(event.version, "its content is not what was written")
        expected, before = expected + 1, event.hash
    if (expected - 1, before) != (stream.version, stream.head):
        return Broken(expected, f"the log ends before the stream's head, version {stream.version}")
    return None


def _events(stream: Stream) -> Iterator[Event]:
    return stream.events.order_by("version").iterator(chunk_size=500)
