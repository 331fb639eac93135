"""All of a board's past as one JSON value: with it an export can become the same board elsewhere (import_board).

The events are as the log has them, ids and hashes too, so that whoever reads the file can check the chain first.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth import get_user_model

from kanban.exporters.whole import matters_of, moment
from kanban.models import Board, Opening
from realtime.models import Event

Named = dict[str, Any]


def history_of(board: Board, matters: Iterable[Named]) -> dict[str, Any]:
    """`matters`: those of the export, whose people are told too. Under the board's lock."""
    stream = board.stream
    deleted = matters_of(board.matters.exclude(deleted_at=None))
    openings = [_opening(opening) for opening in _openings(board)]
    events = [_event(event) for event in stream.events.select_related("actor").order_by("version").iterator()]
    named = set(board.memberships.values_list("user__username", flat=True))
    named |= {event["actor"] for event in events if event["actor"]} | {opening["person"] for opening in openings}
    named |= {name for each in (*matters, *deleted) for name in _people_on(each) if name}
    return {
        "stream": str(stream),
        "version": stream.version,
        "head": stream.head,
        "pruned_through": stream.pruned_through,
        "pruned_hash": stream.pruned_hash,
        "people": [_person(each) for each in _accounts(named)],
        "label_ids": {label.name: label.pk for label in board.labels.all()},
        "deleted": deleted,
        "openings": openings,
        "events": events,
    }


def _event(event: Event) -> dict[str, Any]:
    return {
        "version": event.version,
        "kind": event.kind,
        "subject": event.subject,
        "subject_version": event.subject_version,
        "changes": event.changes,
        "actor": event.actor.get_username() if event.actor else None,
        "actor_id": event.actor_id,
        "mutation_id": str(event.mutation_id) if event.mutation_id else None,
        "at": event.at.isoformat(),
        "hash": event.hash,
    }


def _openings(board: Board) -> Iterator[Opening]:
    return Opening.objects.filter(matter__board=board).select_related("person").order_by("at", "pk").iterator()


def _opening(opening: Opening) -> dict[str, Any]:
    return {
        "matter": opening.matter_id,
        "person": opening.person.get_username(),
        "how": opening.how,
        "at": moment(opening.at),
    }


def _people_on(matter: Named) -> Iterator[str | None]:
    yield matter["responsible"]
    yield from matter["assignees"]
    yield from matter["named_people"]


def _accounts(named: set[str]) -> Any:
    return get_user_model().objects.filter(username__in=named).order_by("username")


def _person(account: Any) -> dict[str, str]:
    return {name: getattr(account, name) for name in ("username", "first_name", "last_name")}
