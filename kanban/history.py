"""What the event log says of the past: of one matter, for the merge, and of those events that a person asks for.

In words for people: kanban.activity.
"""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from kanban.fields import EDITABLE
from kanban.merge import UNKNOWN
from kanban.models import Board, Matter
from realtime.models import Event, Stream

FIELDS = (*EDITABLE, "column", "parties")
KINDS = {
    "opened": ("matter.created",),
    "changed": ("matter.edited",),
    "moved": ("matter.moved",),
    "archived": ("matter.archived", "matter.restored"),
    "deleted": ("matter.deleted",),
    "columns": ("column.added", "column.changed", "column.moved", "column.removed", "column.spread"),
    "labels": ("label.added", "label.changed", "label.removed"),
    "members": ("member.added", "member.changed", "member.removed"),
    "board": ("board.created", "board.changed", "board.archived", "board.restored"),
    "webhooks": ("webhook.added", "webhook.changed", "webhook.removed"),
}
NOBODY = "*"  # by the system: no user name has this character


@dataclass(frozen=True, slots=True)
class Since:
    """What changed in a matter after some version: by field, the first event (its base) and the last."""

    is_known: bool = True
    first: dict[str, Event] = field(default_factory=dict)
    last: dict[str, Event] = field(default_factory=dict)

    @property
    def fields(self) -> list[str]:
        return list(self.first)

    def base(self, name: str, now: Any) -> Any:
        """The field's value at that version; `now` where it has not changed."""
        if name in self.first:
            return self.first[name].changes[name][0]
        return now if self.is_known else UNKNOWN

    def by(self, name: str) -> str | None:
        event = self.last.get(name)
        return event.actor.get_username() if event and event.actor else None

    def at(self, name: str) -> str | None:
        event = self.last.get(name)
        return event.at.isoformat() if event else None


def changes_since(stream: Stream, matter: Matter, version: int | None) -> Since:
    """What changed after the matter's `version` (None: nothing). Its base is unknown where those events were pruned."""
    if version is None or version >= matter.version:
        return Since()
    events = list(events_of(stream, matter).filter(subject_version__gt=version).order_by("version"))
    since = Since(is_known=len(events) == matter.version - version)
    for event in events:
        for name in event.changes:
            since.first.setdefault(name, event)
            since.last[name] = event
    return since


def events_of(stream: Stream, matter: Matter) -> QuerySet[Event]:
    return stream.events.filter(subject=f"matter:{matter.pk}").select_related("actor")


def narrowed(events: QuerySet[Event], *, by: str = "", field: str = "", kind: str = "") -> QuerySet[Event]:
    """Those events that a person (user name, or NOBODY) made, that changed one of FIELDS, that are one of KINDS."""
    if by:
        events = events.filter(actor=None) if by == NOBODY else events.filter(actor__username=by)
    if kind:
        events = events.filter(kind__in=KINDS[kind])
    if field:  # an opening names all fields of the matter and changes none
        events = events.filter(kind__in=("matter.edited", "matter.moved"), changes__has_key=field)
    return events


def actors(events: QuerySet[Event], board: Board) -> QuerySet[AbstractBaseUser]:
    """Whoever is on the board or made one of the events, to choose from."""
    made = events.filter(actor=OuterRef("pk")).order_by()
    people = get_user_model().objects.filter(Q(memberships__board=board) | Exists(made))
    return people.distinct().order_by("first_name", "username")
