"""Undo: what one change did to a matter is taken back by an ordinary write, as far as nobody has built upon it.

    edited                         each field gets back what it was: a three-way merge of after, before and now
    moved                          to the column it came from, below what stood above it there
    archived, restored, created    the other way

A write that undoes is a change like any other: undoing it is the redo.
"""

from typing import Any

from kanban import fields
from kanban.commands.matter_writes import bring_back, clean, move_to, put_away, set_values
from kanban.commands.places import Place
from kanban.commands.write import Outcome, Write, command
from kanban.errors import Forbidden, Invalid, NotFound, Superseded
from kanban.history import changes_since
from kanban.merge import merge
from kanban.models import Matter, Role
from kanban.people import display_name
from realtime.models import Event

_ON_BOARD = ("matter.edited", "matter.moved")  # what cannot be done to an archived matter, nor undone


@command(needs=Role.EDITOR)
def undo(write: Write, pk: int, *, event: int) -> Outcome:
    """Take back the change that has the version `event` on the board: one's own, or as a manager anybody's.

    Raises Superseded, naming what changed since, where it no longer applies.
    """
    matter = write.any_matter(pk)
    found = write.log.stream.events.filter(version=event, subject=f"matter:{pk}").select_related("actor").first()
    if found is None:
        raise NotFound("This change is not in the log any more.")
    if write.role != Role.MANAGER and (write.by is None or found.actor_id != write.by.pk):
        raise Forbidden("You can undo what you did yourself. Managers can undo what others did.")
    if not fields.can_be_undone(found.kind, found.changes):
        raise Invalid("A change of the parties, or a deletion, cannot be undone.")
    if found.kind in _ON_BOARD:
        matter = write.matter(pk)
    warnings = _take_back(write, matter, found)
    if write.event is None:
        raise Superseded("There is nothing to undo: it is as it was before.")
    return write.outcome(matter, warnings=warnings)


def _take_back(write: Write, matter: Matter, found: Event) -> list[str]:
    if found.kind == "matter.edited":
        return _edited(write, matter, found)
    if found.kind == "matter.moved":
        return _moved(write, matter, found)
    if found.kind == "matter.archived":
        return bring_back(write, matter)
    put_away(write, matter)
    return []


def _edited(write: Write, matter: Matter, found: Event) -> list[str]:
    values, stale = {}, []
    for name, (before, after) in found.changes.items():
        now = fields.value_of(matter, name)
        back = merge(after, before, now, longest=fields.longest_text(name))
        if back.is_conflict:
            stale.append(name)
        elif back.value != now:
            clean(write, {name: _new(back.value, now)})  # who or what is no longer on the board does not come back
            values[name] = back.value
    if stale:
        raise _superseded(write, matter, found, stale)
    return set_values(write, matter, values)


def _new(value: Any, now: Any) -> Any:
    """Of a set, what would be new in it: who left the board may stay on a matter, but not come back."""
    return [item for item in value if item not in now] if isinstance(value, list) else value


def _moved(write: Write, matter: Matter, found: Event) -> list[str]:
    was, became = found.changes["column"]
    if matter.column.slug != became:
        raise _superseded(write, matter, found, ["column"])
    column = write.column(was)
    above = write.matters.filter(column=column, rank__lt=found.changes["rank"][0]).exclude(pk=matter.pk)
    last = above.order_by("rank", "pk").last()
    return move_to(write, matter, column, Place(after=last.pk) if last else Place(at_top=True))


def _superseded(write: Write, matter: Matter, found: Event, names: list[str]) -> Superseded:
    """Who changed which of these since, and when."""
    since = changes_since(write.log.stream, matter, found.subject_version)
    told = []
    for name in names:
        event = since.last.get(name)
        who = display_name(event.actor) if event and event.actor else "Somebody"
        told.append(f"{who} changed {fields.label_of(name)} since")
    return Superseded(f"This cannot be undone any more: {'; '.join(told)}.", fields_since=names)
