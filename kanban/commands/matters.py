"""Create, edit, move, assign, archive, restore and delete matters."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from kanban import fields
from kanban.commands.matter_writes import (
    assign_plain,
    bring_back,
    clean,
    fill_sets,
    move_to,
    put_away,
    refuse_lockout,
    refuse_taken_number,
    set_values,
)
from kanban.commands.numbers import next_number
from kanban.commands.places import Place, rank_in, warn_of_limit
from kanban.commands.write import Intent, Outcome, Write, command
from kanban.errors import Conflict, Forbidden, Invalid
from kanban.history import Since, changes_since
from kanban.merge import UNKNOWN, merge
from kanban.models import Matter, Role

__all__ = ["Intent", "Outcome", "Place", "archive", "assign", "create", "delete", "edit", "move", "restore"]


@command(needs=Role.EDITOR)
def create(write: Write, values: dict[str, Any], *, column: str = "", place: Place = Place()) -> Outcome:
    """A new matter, in the named column or the board's first, at the end unless a place is given."""
    cleaned = clean(write, {"title": "", **values})
    where = write.column(column) if column else write.board.columns.first()
    if where is None:
        raise Invalid.field("column", "The board has no column to put it in.")
    matter = Matter(board=write.board, column=where, rank=rank_in(write, where, place))
    sets = assign_plain(matter, cleaned)
    matter.number = _number(write, matter)
    warnings = warn_of_limit(where, joining=matter)
    matter.save()
    fill_sets(matter, sets)
    state = {name: sets.get(name) if name in fields.SETS else fields.value_of(matter, name) for name in fields.EDITABLE}
    known = {name: value for name, value in state.items() if value not in ("", None, [])}
    changes = {name: [None, value] for name, value in {**known, "column": where.slug, "rank": matter.rank}.items()}
    write.tell(matter, "created", changes, access=matter.is_restricted)
    refuse_lockout(write, matter)
    return write.outcome(matter, warnings=warnings)


@command(needs=Role.EDITOR)
def edit(write: Write, pk: int, values: dict[str, Any], *, base: int | None = None, restoring: bool = False) -> Outcome:
    """Change the fields in `values`, which the person saw at version `base` (None: as they are now).

    Raises Conflict where somebody else set one of them differently since; then none is changed. An archived matter is
    Gone, unless `restoring`: then it is back on the board with the change, or neither is done.
    """
    matter = _to_change(write, pk, restoring)
    cleaned = clean(write, {name: value for name, value in values.items() if not _stands(matter, name, value)})
    merged, kept = _merge(write, matter, cleaned, base)
    warnings = bring_back(write, matter) if restoring else []
    warnings += set_values(write, matter, merged)
    return write.outcome(matter, merged=kept, warnings=warnings)


@command(needs=Role.EDITOR)
def move(
    write: Write, pk: int, *, to: str, place: Place = Place(), base: int | None = None, restoring: bool = False
) -> Outcome:
    """Put the matter in column `to`, at that place. The column is a field like any other; the place never conflicts.

    An archived matter is Gone, unless `restoring`.
    """
    matter = _to_change(write, pk, restoring)
    merged, kept = _merge(write, matter, {"column": to}, base, value_of=lambda moved, _: moved.column.slug)
    column = write.column(merged.get("column", matter.column.slug))
    warnings = bring_back(write, matter, to=column) if restoring else []
    warnings += move_to(write, matter, column, place)
    return write.outcome(matter, merged=kept, warnings=warnings)


@command(needs=Role.EDITOR)
def assign(write: Write, pk: int, *, assigned: bool = True) -> Outcome:
    """Put whoever asks among the assignees, or take them off. Decided on who stands there: it needs no base."""
    matter = write.matter(pk)
    if write.by is None:
        raise Forbidden("Only a person can be assigned.")
    me, before = write.by.get_username(), fields.value_of(matter, "assignees")
    after = sorted({*before, me}) if assigned else [name for name in before if name != me]
    if after != before:
        if assigned:
            clean(write, {"assignees": [me]})
        fill_sets(matter, {"assignees": after})
        write.changed(matter, "edited", {"assignees": [before, after]}, columns=[], access=matter.is_restricted)
        refuse_lockout(write, matter)
    return write.outcome(matter)


@command(needs=Role.EDITOR)
def archive(write: Write, pk: int) -> Outcome:
    """Take the matter off the board. Archiving an archived one changes nothing."""
    matter = write.any_matter(pk)
    put_away(write, matter)
    return write.outcome(matter)


@command(needs=Role.EDITOR)
def restore(write: Write, pk: int) -> Outcome:
    """Put an archived matter back where it was. Restoring one on the board changes nothing."""
    matter = write.any_matter(pk)
    warnings = bring_back(write, matter)
    return write.outcome(matter, warnings=warnings)


@command(needs=Role.MANAGER)
def delete(write: Write, pk: int) -> Outcome:
    """Delete the matter for good. A tombstone stays, so that late writes are told, and the log keeps what it was."""
    matter = write.any_matter(pk)
    matter.deleted_at = timezone.now()
    write.changed(matter, "deleted", {"deleted": [False, True]}, columns=["deleted_at"])
    return write.outcome(matter)


def _to_change(write: Write, pk: int, restoring: bool) -> Matter:
    return write.any_matter(pk) if restoring else write.matter(pk, restorable=True)


def _stands(matter: Matter, name: str, value: Any) -> bool:
    """What stands there already is not judged anew: a person who left the board may stay responsible."""
    return name in fields.EDITABLE and bool(fields.value_of(matter, name) == value)


def _merge(
    write: Write,
    matter: Matter,
    mine: dict[str, Any],
    base: int | None,
    *,
    value_of: Callable[[Matter, str], Any] = fields.value_of,
) -> tuple[dict[str, Any], list[str]]:
    """What to set, and the fields in which somebody else's change was kept. Raises Conflict, Invalid."""
    if base is not None and base > matter.version:
        raise Invalid.field("version", f"This matter is at version {matter.version}; there is no {base} yet.")
    since = changes_since(write.log.stream, matter, base)
    merged, kept, conflicts = {}, [], []
    for name, value in mine.items():
        theirs = value_of(matter, name)
        was = since.base(name, theirs)
        result = merge(was, value, theirs, longest=fields.longest_text(name))
        if result.is_conflict:
            conflicts.append(_conflict(since, name, was, value, theirs))
        elif result.value != theirs:
            merged[name] = result.value
        if result.kept:
            kept.append(name)
    if conflicts:
        raise Conflict(
            "Somebody else changed the same meanwhile. Nothing was written.",
            conflicts=conflicts,
            matter=matter.pk,
            version=matter.version,
        )
    kept += [name for name in since.fields if name not in mine and name not in ("rank", "archived")]
    return merged, sorted(kept)


def _conflict(since: Since, name: str, base: Any, mine: Any, theirs: Any) -> dict[str, Any]:
    return {
        "field": name,
        "base": None if base is UNKNOWN else base,
        "mine": mine,
        "theirs": theirs,
        "by": since.by(name),
        "at": since.at(name),
    }


def _number(write: Write, matter: Matter) -> str:
    if not matter.number:
        return next_number(write.board)
    refuse_taken_number(write, matter)
    return matter.number
