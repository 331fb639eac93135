"""What the event log says of one matter: its past, for the merge and for people."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from kanban.access import Grant
from kanban.merge import UNKNOWN
from kanban.models import Matter
from kanban.people import display_name
from realtime.models import Event, Stream


@dataclass(frozen=True, slots=True)
class Since:
    """What changed in a matter after some version: by field, the first event (its base) and the last (whose value stands)."""

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


@dataclass(frozen=True, slots=True)
class Line:
    """One event in words: who, did what, to which matter (None: the board), and what changed from what to what."""

    event: Event
    who: str
    did: str
    matter: Matter | None
    changes: list[tuple[str, str, str]]


_DID = {
    "matter.created": "opened",
    "matter.edited": "changed",
    "matter.moved": "moved",
    "matter.archived": "archived",
    "matter.restored": "restored",
    "matter.deleted": "deleted",
    "board.created": "created the board",
    "board.changed": "changed the board",
    "board.archived": "archived the board",
    "board.restored": "restored the board",
    "column.added": "added the column",
    "column.changed": "changed the column",
    "column.moved": "moved the column",
    "column.removed": "removed the column",
    "column.spread": "tidied the column",
    "label.added": "added a label",
    "label.changed": "changed a label",
    "label.removed": "removed a label",
    "member.added": "let in",
    "member.changed": "changed the role of",
    "member.removed": "took off the board",
}
_SILENT = {"rank", "archived", "deleted", "number_template"}


def told(grant: Grant, events: Iterable[Event]) -> list[Line]:
    """The events in words, in their order. One query for the matters they are about."""
    events = list(events)
    pks = {int(event.subject.partition(":")[2]) for event in events if event.subject.startswith("matter:")}
    matters = grant.matters.in_bulk(pks)
    return [_line(event, matters) for event in events]


def _line(event: Event, matters: dict[int, Matter]) -> Line:
    kind, _, key = event.subject.partition(":")
    matter = matters.get(int(key)) if kind == "matter" else None
    did = _DID.get(event.kind, event.kind)
    if kind in ("column", "member"):
        did = f"{did} {key}"
    who = display_name(event.actor) if event.actor else "The system"
    return Line(event, who, did, matter, [] if event.kind == "matter.created" else list(_changes(event)))


def _changes(event: Event) -> Iterator[tuple[str, str, str]]:
    for name, (old, new) in event.changes.items():
        if name in _SILENT or old == new:
            continue
        if isinstance(old, list) and isinstance(new, list):  # of a set, what went and what came
            old, new = [item for item in old if item not in new], [item for item in new if item not in old]
        yield name.removesuffix("_on").replace("_", " "), _spoken(old), _spoken(new)


def _spoken(value: Any) -> str:
    if value in (None, "", []):
        return "nothing"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
