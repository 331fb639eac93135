"""The JSON file that `export_board` writes, read again: of a whole board, with a history whose chain holds."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kanban.exporters.whole import FORMAT
from kanban.importers.json_file import Node, read_json
from kanban.importers.table import BadFile
from realtime import chain
from realtime.models import Event

LARGEST = 256 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Past:
    """`events` bear the ids of where they were written; `actors` tells whose account an `actor_id` there was."""

    version: int
    head: str
    pruned_through: int
    events: list[Event]
    actors: dict[int, str]


def read_board(path: Path) -> Node:
    """The file's object. Raises BadFile, OSError."""
    export = read_json(path, largest=LARGEST)
    said = export.text("format")
    if said != FORMAT:
        raise BadFile(f"The file is not a board that export_board wrote as {FORMAT}: it says “{said[:40]}”.")
    if "history" not in export:
        raise BadFile("The file holds only what one person may see, and no history. Export the board without --as.")
    return export


def past_of(history: Node) -> Past:
    """The history, whose every event follows from the one before it. Raises BadFile where one does not."""
    pruned_through, before = history.whole("pruned_through"), history.text("pruned_hash")
    events: list[Event] = []
    actors: dict[int, str] = {}
    for at, node in enumerate(history.nodes("events")):
        event = _event(node, before)
        if event.version != pruned_through + 1 + at or event.hash != chain.digest(event):
            raise BadFile(f"The history in the file is broken at version {pruned_through + 1 + at}.")
        _note_actor(node, event, actors)
        events.append(event)
        before = event.hash
    version = pruned_through + len(events)
    if (history.whole("version"), history.text("head")) != (version, before) or pruned_through < 1:
        raise BadFile(f"The history in the file ends at version {version}, before its head.")
    return Past(version, before, pruned_through, events, actors)


def moment(node: Node, name: str) -> datetime | None:
    """An ISO moment; None where it is not there."""
    text = node.text(name)
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        node.refuse(name, "must be a moment, as 2026-03-31T12:00:00+00:00")
    if at.tzinfo is None or not 1 < at.year < 9999:
        node.refuse(name, "must be a moment with its time zone")
    return at.astimezone(UTC)


def _event(node: Node, before: str) -> Event:
    changes = node.node("changes").whole_value
    if not all(isinstance(each, list) and len(each) == 2 for each in changes.values()):
        node.refuse("changes", "must tell of each field what was before and after")
    return Event(
        version=node.whole("version"),
        kind=node.text("kind"),
        subject=node.text("subject"),
        subject_version=_number_or_none(node, "subject_version"),
        changes=changes,
        actor_id=_number_or_none(node, "actor_id"),
        mutation_id=_mutation(node),
        at=moment(node, "at") or node.refuse("at", "is missing"),
        prev_hash=before,
        hash=node.text("hash"),
    )


def _number_or_none(node: Node, name: str) -> int | None:
    return node.whole(name) if name in node else None


def _mutation(node: Node) -> uuid.UUID | None:
    try:
        return uuid.UUID(node.text("mutation_id")) if "mutation_id" in node else None
    except ValueError:
        node.refuse("mutation_id", "must be a UUID")


def _note_actor(node: Node, event: Event, actors: dict[int, str]) -> None:
    """The chain proves ids, not names: at least the same id is always the same name."""
    if event.actor_id is not None:
        name = node.text("actor")
        if not name or actors.setdefault(event.actor_id, name) != name:
            node.refuse("actor", "names somebody else than before")


def subjects(past: Past, kind: str) -> Iterator[int]:
    """The ids of that kind which the events are about."""
    for event in past.events:
        what, _, key = event.subject.partition(":")
        if what == kind and key.isascii() and key.isdecimal() and len(key) < 19:
            yield int(key)
