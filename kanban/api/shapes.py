"""What the API shows: fields named as in the model, ids as integers, people as user names, dates as ISO 8601."""

from typing import Any

from kanban.fields import plain
from kanban.models import Column, Matter
from realtime.models import Event


def matter_shape(matter: Matter) -> dict[str, Any]:
    return {
        "id": matter.pk,
        "version": matter.version,
        "column": matter.column.slug,
        "rank": matter.rank,
        **plain(matter),
        "archived": matter.archived_at is not None,
    }


def column_shape(column: Column) -> dict[str, Any]:
    names = ("slug", "name", "colour", "category", "wip_limit", "wip_is_hard", "rank")
    return {name: getattr(column, name) for name in names}


def event_shape(event: Event) -> dict[str, Any]:
    return {
        "version": event.version,
        "kind": event.kind,
        "subject": event.subject,
        "subject_version": event.subject_version,
        "changes": event.changes,
        "actor": event.actor.get_username() if event.actor else None,
        "mutation_id": str(event.mutation_id) if event.mutation_id else None,
        "at": event.at.isoformat(),
        "hash": event.hash,
    }
