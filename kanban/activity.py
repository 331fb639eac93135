"""The event log in words: who did what, and what changed from what to what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.formats import date_format

from kanban.access import Grant
from kanban.fields import DATES, PEOPLE, can_be_undone, label_of
from kanban.models import Column, Matter
from kanban.people import display_name
from realtime.models import Event

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
    "webhook.added": "added a webhook",
    "webhook.changed": "switched a webhook",
    "webhook.removed": "removed a webhook",
    "member.added": "let in",
    "member.changed": "changed the role of",
    "member.removed": "took off the board:",
}
_SILENT = {"rank", "archived", "deleted"}
_WITHOUT_DETAIL = {"matter.created", "column.added", "column.removed", "board.created"}


def did(kind: str) -> str:
    """The kind of an event as what somebody did."""
    return _DID.get(kind, kind)


@dataclass(frozen=True, slots=True)
class Line:
    """One event: who, did what, to which matter (None: the board), and what changed: field, before, after.

    `undo` is where it can be taken back, as far as the person may; whether it still applies is seen when it is tried.
    """

    event: Event
    who: str
    did: str
    matter: Matter | None
    changes: list[tuple[str, str, str]]
    undo: str = ""


def told(grant: Grant, events: Iterable[Event]) -> list[Line]:
    """The events in words, in their order. Three queries, however many they are."""
    events = list(events)
    pks = {int(event.subject.partition(":")[2]) for event in events if event.subject.startswith("matter:")}
    return list(_Teller(grant, pks).lines(events))


class _Teller:
    """Knows the names of what the events are about."""

    def __init__(self, grant: Grant, pks: set[int]) -> None:
        self._grant = grant
        self._matters = grant.matters.in_bulk(pks)
        self._columns = dict(Column.objects.filter(board=grant.board).values_list("slug", "name"))
        members = get_user_model().objects.filter(memberships__board=grant.board)
        self._people = {person.get_username(): display_name(person) for person in members}

    def lines(self, events: Iterable[Event]) -> Iterator[Line]:
        for event in events:
            kind, _, key = event.subject.partition(":")
            matter = self._matters.get(int(key)) if kind == "matter" else None
            who = display_name(event.actor) if event.actor else "The system"
            changes = [] if event.kind in _WITHOUT_DETAIL else list(self._changes(event))
            yield Line(event, who, self._did(event.kind, kind, key), matter, changes, self._undo(event, matter))

    def _undo(self, event: Event, matter: Matter | None) -> str:
        mine = event.actor_id == self._grant.person.pk or self._grant.can_manage
        if not (mine and self._grant.can_edit and can_be_undone(event.kind, event.changes)):
            return ""
        return reverse("matter-undo", args=[matter.pk, event.version]) if matter and not matter.deleted_at else ""

    def _did(self, event_kind: str, kind: str, key: str) -> str:
        names = {"column": self._columns, "member": self._people}.get(kind)
        return did(event_kind) if names is None else f"{did(event_kind)} {names.get(key, key)}"

    def _changes(self, event: Event) -> Iterator[tuple[str, str, str]]:
        for name, (old, new) in event.changes.items():
            if name in _SILENT or old == new:
                continue
            if isinstance(old, list) and isinstance(new, list):  # of a set, what went and what came
                old, new = [item for item in old if item not in new], [item for item in new if item not in old]
            yield label_of(name), self._spoken(name, old), self._spoken(name, new)

    def _spoken(self, name: str, value: Any) -> str:
        if value in (None, "", []):
            return "nothing"
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, list):
            return ", ".join(self._spoken(name, item) for item in value)
        if name in DATES:
            return date_format(date.fromisoformat(value), "j M Y")
        if name == "responsible" or name in PEOPLE:
            return str(self._people.get(value, value))
        return str(self._columns.get(value, value) if name == "column" else value)
