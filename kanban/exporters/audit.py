"""All that is known of one matter's past, as one JSON value: what changed, who opened it, and whether the log holds."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from kanban.access import Grant
from kanban.history import events_of
from kanban.models import Matter, Opening
from kanban.people import display_name
from realtime.anchors import verified_without_lock
from realtime.chain import UNREADABLE, Broken
from realtime.models import Event, Stream

FORMAT = "aster-audit/1"


def audit_of(grant: Grant, matter: Matter) -> dict[str, Any]:
    """As far as the log goes now. It reads the board's whole log, to say whether it holds; nobody waits for it."""
    stream, broken = verified_without_lock(grant.board.stream_id)
    return {
        "format": FORMAT,
        "exported_at": timezone.now().isoformat(),
        "exported_by": grant.person.get_username(),
        "board": grant.board.slug,
        "matter": _matter(matter),
        "log": _log(stream, broken),
        "changes": [_change(event) for event in _events(stream, matter, broken)],
        "openings": [_opening(opening) for opening in _openings(matter)],
    }


def _matter(matter: Matter) -> dict[str, Any]:
    return {
        "id": matter.pk,
        "number": matter.number,
        "title": matter.title,
        "version": matter.version,
        "confidentiality": matter.confidentiality,
        "archived": matter.archived_at is not None,
        "deleted": matter.deleted_at is not None,
    }


def _log(stream: Stream, broken: Broken | None) -> dict[str, Any]:
    return {
        "stream": str(stream),
        "version": stream.version,
        "head": stream.head,
        "pruned_through": stream.pruned_through,
        "holds": broken is None,
        "broken": {"version": broken.version, "reason": broken.reason} if broken else None,
    }


def _events(stream: Stream, matter: Matter, broken: Broken | None) -> Iterator[Event]:
    """Oldest first. Where one cannot be read, those before it."""
    events = events_of(stream, matter).filter(version__lte=stream.version).order_by("version")
    if broken and broken.reason == UNREADABLE:
        events = events.filter(version__lt=broken.version)
    return events.iterator()


def _change(event: Event) -> dict[str, Any]:
    return {
        "version": event.version,
        "at": event.at.isoformat(),
        "kind": event.kind,
        "username": event.actor.get_username() if event.actor else None,
        "name": display_name(event.actor) if event.actor else "The system",
        "matter_version": event.subject_version,
        "fields": list(_fields(event.changes)),
        "hash": event.hash,
    }


def _fields(changes: Any) -> Iterator[dict[str, Any]]:
    """A log that was tampered with may hold anything: it is told as it is."""
    for name, value in changes.items() if isinstance(changes, dict) else [("?", changes)]:
        before, after = value if isinstance(value, list) and len(value) == 2 else (None, value)
        yield {"field": name, "from": before, "to": after}


def _openings(matter: Matter) -> Iterator[Opening]:
    return Opening.objects.filter(matter=matter).select_related("person").iterator()


def _opening(opening: Opening) -> dict[str, Any]:
    return {
        "at": opening.at.isoformat(),
        "username": opening.person.get_username(),
        "name": display_name(opening.person),
        "how": opening.how,
    }
