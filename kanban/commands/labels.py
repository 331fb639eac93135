"""Add, change and remove a board's labels."""

from typing import Any

from kanban.commands.values import cleaned
from kanban.commands.write import Outcome, Write, command
from kanban.errors import Invalid, NotFound
from kanban.models import Label, Role

SETTINGS = ("name", "colour")


@command(needs=Role.MANAGER)
def add(write: Write, values: dict[str, Any]) -> Outcome:
    label = Label(board=write.board)
    _set(write, label, {"name": "", **values})
    label.save()
    write.log.append("label.added", f"label:{label.pk}", {name: [None, getattr(label, name)] for name in SETTINGS})
    return write.outcome()


@command(needs=Role.MANAGER)
def change(write: Write, pk: int, values: dict[str, Any], *, base: dict[str, Any] | None = None) -> Outcome:
    """Rename or recolour; the cards that bear it show it at once. `base` is what the person saw."""
    label = _label(write, pk)
    before = {name: getattr(label, name) for name in SETTINGS}
    _set(write, label, values, base)
    changes = {name: [value, getattr(label, name)] for name, value in before.items() if value != getattr(label, name)}
    if changes:
        label.save(update_fields=list(changes))
        write.log.append("label.changed", f"label:{label.pk}", changes)
    return write.outcome()


@command(needs=Role.MANAGER)
def remove(write: Write, pk: int) -> Outcome:
    """Take the label off every matter that bears it, and off the board."""
    label = _label(write, pk)
    for matter in label.matters.filter(deleted_at=None).prefetch_related("labels"):
        before = sorted(each.name for each in matter.labels.all())
        matter.labels.remove(label)
        changes = {"labels": [before, [name for name in before if name != label.name]]}
        write.changed(matter, "edited", changes, columns=[])
    label.delete()
    write.log.append("label.removed", f"label:{pk}", {name: [getattr(label, name), None] for name in SETTINGS})
    return write.outcome()


def _label(write: Write, pk: int) -> Label:
    label = write.board.labels.filter(pk=pk).first()
    if label is None:
        raise NotFound("This label is not on the board any more.")
    return label


def _set(write: Write, label: Label, values: dict[str, Any], base: dict[str, Any] | None = None) -> None:
    for name, value in cleaned(label, values, allowed=SETTINGS, base=base).items():
        setattr(label, name, value)
    if write.board.labels.filter(name__iexact=label.name).exclude(pk=label.pk).exists():
        raise Invalid.field("name", "The board has a label of this name.")
