"""What commands do to a matter, shared by those that do it and those that take it back: written and told."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import DateField
from django.utils import timezone

from kanban import fields
from kanban.commands.places import Place, rank_in, warn_of_limit
from kanban.commands.write import Write
from kanban.errors import Forbidden, Invalid
from kanban.models import Column, Matter


def set_values(write: Write, matter: Matter, values: dict[str, Any]) -> list[str]:
    """Write clean values and tell what changed; warnings. Raises Invalid, Forbidden."""
    before = {name: fields.value_of(matter, name) for name in values}
    was_restricted = matter.is_restricted
    sets = assign_plain(matter, values)
    if "number" in values:
        refuse_taken_number(write, matter)
    changes = {name: [before[name], value] for name, value in values.items() if before[name] != value}
    if not changes:
        return []
    warnings = warn_of_limit(matter.column, joining=matter) if was_restricted and not matter.is_restricted else []
    fill_sets(matter, sets)
    write.changed(
        matter,
        "edited",
        changes,
        columns=[name for name in changes if name not in fields.SETS],
        access=(was_restricted or matter.is_restricted) and bool(changes.keys() & set(fields.ACCESS)),
    )
    refuse_lockout(write, matter)
    return warnings


def move_to(write: Write, matter: Matter, column: Column, place: Place) -> list[str]:
    """Put the matter there; warnings. Nothing is told where it is there already."""
    was = matter.column
    warnings = warn_of_limit(column, joining=matter) if column != was else []
    rank = rank_in(write, column, place, moving=matter)
    if column != was or rank != matter.rank:
        old_rank = matter.rank
        matter.column, matter.rank = column, rank
        changes = {"column": [was.slug, column.slug], "rank": [old_rank, rank]}
        write.changed(matter, "moved", changes, columns=["column", "rank"])
    return warnings


def put_away(write: Write, matter: Matter) -> None:
    """Archive it. An archived one stays as it is."""
    if matter.archived_at is None:
        matter.archived_at = timezone.now()
        write.changed(matter, "archived", {"archived": [False, True]}, columns=["archived_at"])


def bring_back(write: Write, matter: Matter, *, to: Column | None = None) -> list[str]:
    """Restore it; warnings. One on the board stays as it is. `to`: where it goes next, so only that limit counts."""
    if matter.archived_at is None:
        return []
    warnings = warn_of_limit(matter.column, joining=matter) if to in (None, matter.column) else []
    matter.archived_at = None
    write.changed(matter, "restored", {"archived": [True, False]}, columns=["archived_at"])
    return warnings


def clean(write: Write, values: dict[str, Any]) -> dict[str, Any]:
    try:
        return fields.clean(write.board, values)
    except ValidationError as error:
        raise Invalid(fields=error.message_dict) from None


def assign_plain(matter: Matter, cleaned: dict[str, Any]) -> dict[str, list[str]]:
    """Set plain values on the matter; return the sets, which need its row first."""
    sets = {}
    for name, value in cleaned.items():
        if name in fields.SETS:
            sets[name] = value
        elif name == "responsible":
            matter.responsible = get_user_model().objects.get(username=value) if value else None
        else:
            setattr(matter, name, value)
    for name in fields.DATES:  # ISO strings become dates, for whoever reads the object next
        setattr(matter, name, DateField().to_python(getattr(matter, name)))
    return sets


def fill_sets(matter: Matter, sets: dict[str, list[str]]) -> None:
    for name, value in sets.items():
        if name == "labels":
            matter.labels.set(matter.board.labels.filter(name__in=value))
        else:
            getattr(matter, name).set(get_user_model().objects.filter(username__in=value))


def refuse_taken_number(write: Write, matter: Matter) -> None:
    if not matter.number:
        raise Invalid.field("number", "A matter keeps a number.")
    if write.board.matters.filter(number=matter.number).exclude(pk=matter.pk).exists():
        raise Invalid.field("number", f"Another matter of this board has the number {matter.number}.")


def refuse_lockout(write: Write, matter: Matter) -> None:
    """Nobody walls a matter off from themselves: they could not even see what they did."""
    if matter.is_restricted and not write.matters.filter(pk=matter.pk).exists():
        raise Forbidden("With this you could not see the matter any more. Name yourself on it, or ask a manager.")
