"""What the event log says of one matter's past, for the merge. In words for people: kanban.activity."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from kanban.merge import UNKNOWN
from kanban.models import Matter
from realtime.models import Event, Stream


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
